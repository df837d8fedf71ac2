// The file of a job: YAML, with the sources to load and every flag of report, and under load every flag of load, by the names that
// they have on the command line. Its form is made of the commands themselves, so a flag that they have the file has.

package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"

	"github.com/spf13/pflag"

	"traillab/simulate/strict"
)

// loadSection is the key of a file under which the flags of load stand.
const loadSection = "load"

// job is what a file says that is no flag of the report.
type job struct {
	sources []string
	load    loading

	doc   *strict.Document
	given map[string]bool // paths of the values that are in force
}

// notInJobs are flags that make no sense in the file of a job.
var notInJobs = []string{"help", "version", "config", "dry-run"}

// readJob reads the file of a job and gives its values to the flags of report, as far as the command line has not.
func readJob(name string, flags *pflag.FlagSet) (*job, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("--config: %w; it names the YAML file of a job: see traillab report --help", err)
	}
	j := &job{given: map[string]bool{}}
	own := pflag.NewFlagSet(loadSection, pflag.ContinueOnError)
	own.SortFlags = false
	j.load.add(own)
	file := reflect.New(jobForm(flags, own))
	if j.doc, err = strict.Decode(name, text, file.Interface()); err != nil {
		return nil, err
	}
	wrong, err := j.vacant(name, text)
	if err != nil {
		return nil, err
	}
	fields := file.Elem()
	j.sources, _ = fields.Field(0).Interface().([]string)
	wrong = append(wrong, j.give("", flags, fields)...)
	if section := fields.Field(1); !section.IsNil() {
		wrong = append(wrong, j.give(loadSection+".", own, section.Elem())...)
	}
	if len(wrong) > 0 {
		return nil, strict.Join(wrong)
	}
	j.load.sources.given = parameters(own)
	return j, nil
}

// jobForm is the type of a job's file: sources, load, and a key for each flag.
func jobForm(flags, load *pflag.FlagSet) reflect.Type {
	return reflect.StructOf(append([]reflect.StructField{
		{Name: "Sources", Type: reflect.TypeFor[[]string](), Tag: `yaml:"sources"`},
		{Name: "Load", Type: reflect.PointerTo(reflect.StructOf(flagFields(load))), Tag: `yaml:"load"`},
	}, flagFields(flags)...))
}

// flagFields are the keys of the flags: lists where a flag may be repeated. What is not there is nil.
func flagFields(flags *pflag.FlagSet) []reflect.StructField {
	var fields []reflect.StructField
	flags.VisitAll(func(f *pflag.Flag) {
		if slices.Contains(notInJobs, f.Name) {
			return
		}
		of := reflect.TypeFor[*string]()
		switch f.Value.Type() {
		case "bool":
			of = reflect.TypeFor[*bool]()
		case "int", "int64":
			of = reflect.TypeFor[*int]()
		case "stringArray":
			of = reflect.TypeFor[[]string]()
		}
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("Flag%d", len(fields)), Type: of, Tag: reflect.StructTag(fmt.Sprintf("yaml:%q", f.Name)),
		})
	})
	return fields
}

// give sets the flags that the file has and the command line has not.
func (j *job) give(section string, flags *pflag.FlagSet, values reflect.Value) (wrong []*strict.Error) {
	for _, key := range strict.Fields(values.Type()) {
		flag, value := flags.Lookup(key.Key), values.FieldByName(key.Of.Name)
		if flag == nil || flag.Changed || value.IsNil() {
			continue
		}
		path := section + key.Key
		j.given[path] = true
		var words []string
		if list, ok := value.Interface().([]string); ok {
			words = list
		} else {
			words = []string{fmt.Sprint(value.Elem().Interface())}
		}
		for _, word := range words {
			if err := flags.Set(flag.Name, word); err != nil {
				wrong = append(wrong, j.doc.At("$."+path, "%v", err))
			}
		}
	}
	return wrong
}

// vacant finds keys without a value: somebody meant something by them, and a filter of nothing would let everything through.
func (j *job) vacant(name string, text []byte) (wrong []*strict.Error, err error) {
	var all map[string]any
	if _, err := strict.Decode(name, text, &all); err != nil {
		return nil, err
	}
	section, _ := all[loadSection].(map[string]any)
	for path, values := range map[string]map[string]any{"$.": all, "$." + loadSection + ".": section} {
		for key, value := range values {
			switch list, several := value.([]any); {
			case value == nil:
				wrong = append(wrong, j.doc.At(path+key, "%s has no value: give it one, or leave it out", key))
			case several && len(list) == 0:
				wrong = append(wrong, j.doc.At(path+key, "%s is an empty list: give it a value, or leave it out", key))
			}
		}
	}
	return wrong, nil
}

var flagNamed = regexp.MustCompile(`--([a-z][a-z-]*)`)

// located puts a complaint about a flag at the place in the file that the flag was given at. A run without a file has none.
func (j *job) located(err error, section string) error {
	var c *coded
	if j == nil || !errors.As(err, &c) || c.code != exitMisuse {
		return err
	}
	var placed *strict.Error
	if errors.As(err, &placed) {
		return err
	}
	if section != "" {
		section += "."
	}
	for _, found := range flagNamed.FindAllStringSubmatch(err.Error(), -1) {
		if path := section + found[1]; j.given[path] {
			return misuse(j.doc.At("$."+path, "%v", err))
		}
	}
	return err
}

// Reading: a file becomes a scenario, or a list of everything that is wrong with it, each at its line and column and with what
// was expected instead.

package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"traillab/simulate/strict"
)

// Read reads a scenario. The error is one *strict.Error, or several that are joined. A model that is not nil is held against its
// calls, and later those of its solutions.
func Read(name string, text []byte, model Model) (*Scenario, error) {
	if err := newer(name, text); err != nil {
		return nil, err
	}
	s := Scenario{model: model}
	d, err := strict.Decode(name, text, &s)
	if d == nil {
		return nil, err
	}
	r := &reader{s: &s, document: d}
	r.head()
	r.clock()
	r.emulator()
	r.cast()
	r.scope = newScope(&s)
	r.vars()
	r.people()
	r.noise()
	r.story()
	r.analysis()
	r.goals()
	r.score()
	if err == nil && len(r.errors) == 0 { // what only shows when variables are filled in
		if _, err := s.Draw(0); err != nil {
			r.wrong("$.vars", "%v", err)
		}
	}
	if err := d.Join(r.errors); err != nil {
		return nil, err
	}
	return &s, nil
}

// reader collects what is wrong.
type reader struct {
	s        *Scenario
	document *strict.Document
	scope    *scope
	errors   []*strict.Error
}

// wrong notes a complaint about the value at a path.
func (r *reader) wrong(path, format string, args ...any) {
	r.errors = append(r.errors, r.document.At(path, format, args...))
}

// at is the path of a member or an element: $.goals[2].id.
func at(path string, steps ...any) string {
	for _, step := range steps {
		switch step := step.(type) {
		case int:
			path += "[" + strconv.Itoa(step) + "]"
		case string:
			if !plain.MatchString(step) {
				step = "'" + step + "'"
			}
			path += "." + step
		}
	}
	return path
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

var schemas = regexp.MustCompile(`(?m)^schema: *["']?lab/v([0-9]+)\b`)

// newer complains of a file of a later version, and of nothing else in it: what it has is not known here.
func newer(name string, text []byte) error {
	m := schemas.FindSubmatchIndex(text)
	if m == nil {
		return nil
	}
	if n, err := strconv.Atoi(string(text[m[2]:m[3]])); err == nil && n <= 1 {
		return nil
	}
	return &strict.Error{
		File: name, Line: strings.Count(string(text[:m[0]]), "\n") + 1, Column: 1,
		Message: fmt.Sprintf("schema: lab/v%s is newer than this traillab, which reads %s", text[m[2]:m[3]], Schema),
	}
}

var (
	idForm     = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	numberForm = regexp.MustCompile(`^[A-Z][0-9]{1,3}$`)
	nameForm   = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]*$`)
	signing    = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
)

func (r *reader) head() {
	s := r.s
	if s.Schema != Schema {
		r.wrong("$.schema", "schema: %q is not the format that is read here: the file begins with schema: %s", s.Schema, Schema)
	}
	if !idForm.MatchString(s.ID) {
		r.wrong("$.id", "id: %q is no id: write lower-case words with hyphens, as s02-stolen-key", s.ID)
	}
	if s.Number != "" && !numberForm.MatchString(s.Number) {
		r.wrong("$.number", "number: %q is no number: write a capital letter and digits, as S2", s.Number)
	}
	if strings.TrimSpace(s.Title) == "" {
		r.wrong("$.title", "title: a title is expected")
	}
	if s.Level < 1 || s.Level > 5 {
		r.wrong("$.level", "level: %d is none: write 1 (easy) to 5 (hard)", s.Level)
	}
	r.oneOf("$.origin", "origin", s.Origin, "real")
	r.oneOf("$.teardown", "teardown", s.Teardown, "auto", "keep")
}

// oneOf complains of a word that is none of the known; an empty one is left to its default.
func (r *reader) oneOf(path, what, word string, known ...string) {
	if word != "" && !slices.Contains(known, word) {
		r.wrong(path, "%s: %q is none: %s", what, word, strict.Meant(word, known))
	}
}

// upstreams are the clouds that a scenario can ask for.
var upstreams = []string{"builtin", "moto", "localstack", "localstack+moto"}

func (r *reader) emulator() {
	for i, service := range r.s.Emulator.Require {
		switch path := at("$.emulator.require", i); {
		case !signing.MatchString(service):
			r.wrong(path, "require: %q is no service: write its name in small letters, as ec2", service)
		case clientNames[service] != "":
			r.wrong(path, "require: %s is what the CLI calls it: write %s", service, clientNames[service])
		}
	}
	for i, upstream := range r.s.Emulator.On {
		if upstream == "" {
			r.wrong(at("$.emulator.on", i), "on: the name of an upstream is expected: %s", strings.Join(upstreams, ", "))
		}
		r.oneOf(at("$.emulator.on", i), "on", upstream, upstreams...)
	}
}

// Documents of one's own: what a command document that the cloud behind the lab keeps lets an instance run.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html

package overlay

import (
	"encoding/json"
	"regexp"
	"strings"

	"traillab/localstack/wire"
)

// commandDocument is the part of a command document that matters here.
type commandDocument struct {
	Parameters map[string]struct {
		Type, AllowedPattern string
		Default              any
	}
	MainSteps []struct {
		Action string
		Inputs struct{ RunCommand []string }
	}
}

// document reads a document that somebody made. ok is false where there is none, or none that is understood.
func (q *call) document(name string) (d commandDocument, ok bool, err error) {
	out, found, err := q.ask("ssm", "GetDocument", map[string]any{"Name": name})
	if err != nil || !found {
		return d, false, err
	}
	return d, json.Unmarshal([]byte(wire.Text(out, "Content")), &d) == nil, nil
}

// told is what a parameter of a document is for a command: what is given, or its default.
func (d *commandDocument) told(name string, given any) string {
	parameters, _ := given.(map[string]any)
	if texts := wire.Texts(parameters[name]); len(texts) > 0 {
		return texts[0]
	}
	text, _ := d.Parameters[name].Default.(string)
	return text
}

// fitting is AWS's error where what a command is given is not what its document allows.
func (q *call) fitting(document string) error {
	if amazons(document) {
		return nil
	}
	d, ok, err := q.document(document)
	if err != nil || !ok {
		return err
	}
	for name, parameter := range d.Parameters {
		allowed, err := regexp.Compile(parameter.AllowedPattern)
		if err == nil && !allowed.MatchString(d.told(name, q.In["Parameters"])) {
			return refuse("InvalidParameters", "Parameter \"%s\" does not match the pattern %s that document %s allows.", name, parameter.AllowedPattern, document)
		}
	}
	return nil
}

// lines are what a document lets an instance run.
func (q *call) lines(document string, parameters any) ([]string, error) {
	given, _ := parameters.(map[string]any)
	switch {
	case document == runShell:
		return wire.Texts(given["commands"]), nil
	case amazons(document):
		return nil, nil
	}
	d, ok, err := q.document(document)
	if err != nil || !ok {
		return nil, err
	}
	var lines []string
	for _, step := range d.MainSteps {
		for _, line := range step.Inputs.RunCommand {
			for name := range d.Parameters {
				for _, form := range []string{"{{ " + name + " }}", "{{" + name + "}}"} {
					line = strings.ReplaceAll(line, form, d.told(name, parameters))
				}
			}
			lines = append(lines, line)
		}
	}
	return lines, nil
}

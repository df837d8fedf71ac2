// A runbook is a playbook with the ids of an incident. Some of them come from a log, and an attacker names things: what could
// be anything else than a word, in a shell, in a terminal or to the AWS CLI, is not let in.

package playbook

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// Runbook is a playbook for one incident.
type Runbook struct {
	Playbook *Playbook
	Undo     bool // tell the rollback instead of the steps

	given map[string]any // what was said of the incident
}

// With makes a runbook of a playbook. Values are those of parameters, by name: text, number, list and so on as their kind is.
func (p *Playbook) With(values map[string]any) (*Runbook, error) {
	given := map[string]any{}
	for _, name := range keys(values) {
		if !p.takes(name) {
			return nil, fmt.Errorf("%s has no parameter %q: %s", p.Name, name, strict.Meant(name, p.takesAll()))
		}
		if values[name] == nil {
			continue
		}
		if err := cmp.Or(fitting(p.uses, name, values[name]), p.identified(name, values[name])); err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
		given[name] = values[name]
	}
	return &Runbook{Playbook: p, given: given}, nil
}

// common are the parameters that every playbook has.
func common() []string { return []string{"region", "account", "now"} }

// takesAll are the parameters in the order in which they are asked for: what every playbook has, what is required, the rest.
func (p *Playbook) takesAll() []string {
	names := keys(p.Params)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(rank(p.Params[a]), rank(p.Params[b])) })
	return append(common(), names...)
}

func rank(p Param) int {
	if p.Required {
		return 0
	}
	return 1
}

func (p *Playbook) takes(name string) bool { return slices.Contains(p.takesAll(), name) }

// About is a parameter of a playbook, those that every playbook has among them.
func (p *Playbook) About(name string) Param {
	switch name {
	case "region":
		return Param{Title: "the region of the incident", From: "chain.region", Required: true, Kind: Text}
	case "account":
		return Param{Title: "the account of the incident", From: "chain.account", Kind: Text}
	case "now":
		return Param{Title: "the time at which the response begins, RFC 3339; the clock's unless it is given", Kind: Text}
	}
	about := p.Params[name]
	about.Kind = p.uses.kind(name)
	return about
}

// Missing are the parameters that are required and were not given, in order.
func (r *Runbook) Missing() []string {
	var missing []string
	for _, name := range r.Playbook.takesAll() {
		if _, given := r.given[name]; !given && r.Playbook.About(name).Required {
			missing = append(missing, name)
		}
	}
	return missing
}

// value is what a parameter is: what was given, or the default.
func (r *Runbook) value(name string) (any, bool) {
	if v, ok := r.given[name]; ok {
		return v, true
	}
	if d := r.Playbook.Params[name].Default; d != nil {
		return d, true
	}
	return nil, false
}

// Vars are the variables that a run begins with. What may be missing is empty.
func (r *Runbook) Vars() *script.Vars {
	vars := script.NewVars(nil)
	for _, name := range r.Playbook.takesAll() {
		value, ok := r.value(name)
		if !ok {
			value = empty(r.Playbook.uses.kind(name))
		}
		if n, ok := value.(uint64); ok { // as YAML has numbers
			value = int64(n)
		}
		vars.Set(name, value)
	}
	return vars
}

func empty(k Kind) any {
	switch k {
	case Words, Rows, JSON:
		return []any{}
	default:
		return ""
	}
}

// fitting reports why a value is not of a variable's kind, or cannot be printed.
func fitting(u *uses, name string, value any) error {
	switch u.kind(name) {
	case Text:
		text, ok := value.(string)
		if !ok {
			return fmt.Errorf("a text is expected, and this is %v", value)
		}
		return Plain(text)
	case Number:
		switch value.(type) {
		case int, int64, uint64, float64:
			return nil
		}
		return fmt.Errorf("a number is expected, and this is %v", value)
	case Words:
		return words(value)
	case Rows:
		return rows(value, u.members[name])
	default:
		return printable(value)
	}
}

func words(value any) error {
	list, ok := value.([]any)
	if !ok {
		return fmt.Errorf("a list is expected, and this is %v", value)
	}
	for _, element := range list {
		text, ok := element.(string)
		if !ok {
			return fmt.Errorf("a list of texts is expected, and %v is in it", element)
		}
		if err := Plain(text); err != nil {
			return err
		}
	}
	return nil
}

func rows(value any, members []string) error {
	list, ok := value.([]any)
	if !ok {
		return fmt.Errorf("a list is expected, and this is %v", value)
	}
	for _, element := range list {
		row, ok := element.(map[string]any)
		if !ok {
			return fmt.Errorf("a list is expected of what has %s", strings.Join(members, ", "))
		}
		for _, member := range members {
			text, _ := row[member].(string) // what is none is a number
			if err := cmp.Or(printable(row[member]), Plain(text)); err != nil {
				return fmt.Errorf("%s: %w", member, err)
			}
		}
	}
	return nil
}

// printable reports which text in a value cannot be printed. Characters that control a terminal or turn its line around would
// show somebody another command than the one that is run.
func printable(value any) error {
	switch value := value.(type) {
	case string:
		if !utf8.ValidString(value) {
			return fmt.Errorf("%q is no text", value)
		}
		for _, c := range value {
			if !unicode.IsPrint(c) {
				return fmt.Errorf("%q holds a character that cannot be printed", value)
			}
		}
	case []any:
		for _, element := range value {
			if err := printable(element); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, name := range keys(value) {
			if err := cmp.Or(printable(name), printable(value[name])); err != nil {
				return err
			}
		}
	}
	return nil
}

// longest is how long a text may be that somebody is to read on a line.
const longest = 2048

var negative = regexp.MustCompile(`^-[0-9]+$`)

// Plain reports why a text is none that a runbook prints. It can be printed, and it is a word and nothing more: one that
// begins with a hyphen is an option to the AWS CLI, and one that begins with file:// or http:// names what it reads and
// sends.
func Plain(text string) error {
	if err := printable(text); err != nil {
		return err
	}
	if negative.MatchString(text) {
		return nil
	}
	for _, beginning := range []string{"-", "file://", "fileb://", "http://", "https://"} {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(text)), beginning) {
			return fmt.Errorf("%q begins with %s, which means something else to the AWS CLI", text, beginning)
		}
	}
	if len(text) > longest {
		return fmt.Errorf("a text of %d bytes is too long to be read", len(text))
	}
	return nil
}

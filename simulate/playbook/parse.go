// Parsing: what somebody writes on a command line as the value of a parameter.

package playbook

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"traillab/simulate/strict"
)

// Parse reads the text of a parameter as its kind is: a number, a list with commas or lines between, or as JSON; rows and what
// is deeper are JSON.
func (p *Playbook) Parse(name, text string) (any, error) {
	if !p.takes(name) {
		return nil, fmt.Errorf("%s has no parameter %q: %s", p.Name, name, strict.Meant(name, p.takesAll()))
	}
	switch kind := p.uses.kind(name); {
	case kind == Number:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is no number", name, text)
		}
		return n, nil
	case kind == Words && !strings.HasPrefix(text, "["):
		list := []any{}
		for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ',' || c == '\n' }) {
			list = append(list, strings.TrimSpace(word))
		}
		return list, nil
	case kind == Text:
		return text, nil
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return nil, fmt.Errorf("%s: %q is no JSON: %w", name, text, err)
	}
	return value, nil
}

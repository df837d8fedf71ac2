// Reading: the elements of a policy, which have one spelling each. Nothing may stand beside them.

package grammar

import (
	"errors"
	"regexp"
	"strings"
	"time"
)

// statement is a part of a policy as it is written.
type statement struct {
	elements  map[string]any
	name      string // Sid
	effect    string
	actions   []string // or those that it is not about
	resources []string // likewise
	principal any      // likewise

	conditions []condition
}

// condition is one key of one operator.
type condition struct {
	operator, key string
	values        []any
}

// has reports whether one of the elements is there, whatever it says.
func (s *statement) has(elements ...string) bool {
	for _, name := range elements {
		if _, ok := s.elements[name]; ok {
			return true
		}
	}
	return false
}

// errForm is all that IAM says of a text that is no policy.
var errForm = errors.New("no policy")

// statements are a policy's, of which there is one at least. One that says no version is of 2008-10-17.
func statements(text string) ([]statement, error) {
	whole, err := parse(text)
	if err != nil || !only(whole, "Version", "Id", "Statement") {
		return nil, errForm
	}
	if version, said := whole["Version"]; said && version != "2012-10-17" && version != "2008-10-17" {
		return nil, errForm
	}
	list, several := whole["Statement"].([]any)
	if !several {
		list = []any{whole["Statement"]}
	}
	all := make([]statement, len(list))
	for i, one := range list {
		if err := all[i].read(one); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, errForm
	}
	return all, nil
}

// only reports whether an object has no names but these.
func only(object map[string]any, names ...string) bool {
	found := 0
	for _, name := range names {
		if _, ok := object[name]; ok {
			found++
		}
	}
	return found == len(object)
}

func (s *statement) read(written any) (err error) {
	elements, ok := written.(map[string]any)
	if !ok || !only(elements, "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition") {
		return errForm
	}
	s.elements = elements
	for name, into := range map[string]*string{"Sid": &s.name, "Effect": &s.effect} {
		if *into, ok = elements[name].(string); !ok && s.has(name) {
			return errForm
		}
	}
	for name, into := range map[string]*[]string{"Action": &s.actions, "NotAction": &s.actions, "Resource": &s.resources, "NotResource": &s.resources} {
		if !s.has(name) {
			continue
		}
		list, err := texts(elements[name])
		if err != nil {
			return err
		}
		*into = append(*into, list...)
	}
	if s.principal = elements["Principal"]; s.has("NotPrincipal") {
		s.principal = elements["NotPrincipal"]
	}
	if s.has("Condition") {
		s.conditions, err = conditions(elements["Condition"])
	}
	return err
}

// texts are one text or a list of them.
func texts(written any) ([]string, error) {
	list, several := written.([]any)
	if !several {
		list = []any{written}
	}
	all := make([]string, len(list))
	for i, one := range list {
		text, ok := one.(string)
		if !ok {
			return nil, errForm
		}
		all[i] = text
	}
	return all, nil
}

// operators of conditions, taken in any case, may have a quantifier before them, and all but Null IfExists after.
var operators = regexp.MustCompile(`(?i)^(forallvalues:|foranyvalue:)?(null|(` +
	`string(not)?(equals|equalsignorecase|like)|arn(not)?(equals|like)|(not)?ipaddress|bool|binaryequals|` +
	`(numeric|date)((not)?equals|(less|greater)than(equals)?))(ifexists)?)$`)

// conditions reads what a statement asks of a request. Values are texts, numbers and booleans.
func conditions(written any) (all []condition, err error) {
	byOperator, ok := written.(map[string]any)
	for operator, written := range byOperator {
		byKey, keyed := written.(map[string]any)
		ok = ok && keyed && operators.MatchString(operator)
		for key, written := range byKey {
			values, several := written.([]any)
			if !several {
				values = []any{written}
			}
			for _, value := range values {
				switch value.(type) {
				case string, float64, bool:
				default:
					ok = false
				}
			}
			all = append(all, condition{operator, key, values})
		}
	}
	if !ok {
		return nil, errForm
	}
	return all, nil
}

// dated reports whether the condition compares dates.
func (c *condition) dated() bool {
	_, operator, quantified := strings.Cut(c.operator, ":")
	if !quantified {
		operator = c.operator
	}
	return strings.HasPrefix(strings.ToLower(operator), "date")
}

var seconds = regexp.MustCompile(`^-?[0-9]+$`)

// undated reports whether a value is no date of ISO 8601, and no seconds since 1970. What a variable stands for is not known.
func undated(value any) bool {
	text, ok := value.(string)
	if _, number := value.(float64); number || ok && (strings.Contains(text, "${") || seconds.MatchString(text)) {
		return false
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", time.DateOnly, "2006-01"} {
		if _, err := time.Parse(form, text); ok && err == nil {
			return false
		}
	}
	return true
}

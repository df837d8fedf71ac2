// Variables: what one step learnt and another needs, and how they stand in what a call is given.

package script

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Vars are variables by name. A value is text, int64, float64, bool, a list, or a map whose members are asked for as $actor.key.
//
// In what a call is given, "$name" is the value itself, "${name}" within a text is its text, and "$$" is a dollar sign. A
// map with the one key $json is the JSON text of what stands behind it, for policies and the like; $base64 and $bytes are
// the same for text that an API takes encoded, or as bytes, and $time for text (RFC 3339) that it takes as a moment. One with the one key $union is the list of all texts of the
// variables in the list behind it, sorted, each once; some of them may be empty.
type Vars struct{ values map[string]any }

// NewVars returns variables that begin with some.
func NewVars(values map[string]any) *Vars {
	v := &Vars{values: map[string]any{}}
	maps.Copy(v.values, values)
	return v
}

// Set sets a variable.
func (v *Vars) Set(name string, value any) { v.values[name] = value }

// Names are sorted.
func (v *Vars) Names() []string { return slices.Sorted(maps.Keys(v.values)) }

// All returns a copy of the variables.
func (v *Vars) All() map[string]any { return maps.Clone(v.values) }

// Get finds a variable, or the member of one: mallory.key.
func (v *Vars) Get(name string) (any, bool) {
	first, rest, _ := strings.Cut(name, ".")
	value, ok := v.values[first]
	for ok && rest != "" {
		var member string
		member, rest, _ = strings.Cut(rest, ".")
		var within map[string]any
		if within, ok = value.(map[string]any); ok {
			value, ok = within[member]
		}
	}
	return value, ok
}

var (
	whole  = regexp.MustCompile(`^\$(?:\{([a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)*)\}|([a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)*))$`)
	inside = regexp.MustCompile(`\$\$|\$\{([a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)*)\}`)
)

// Whole returns the name of the variable that a text is, and nothing else.
func Whole(text string) (name string, ok bool) {
	m := whole.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return m[1] + m[2], true
}

// Parts calls text and variable for the pieces of a text, in order.
func Parts(s string, text, variable func(string)) {
	at := 0
	for _, m := range inside.FindAllStringSubmatchIndex(s, -1) {
		if m[0] > at {
			text(s[at:m[0]])
		}
		if m[2] < 0 {
			text("$")
		} else {
			variable(s[m[2]:m[3]])
		}
		at = m[1]
	}
	if at < len(s) {
		text(s[at:])
	}
}

// Fill returns a value with its variables filled in. It fails at a variable that is not set.
func (v *Vars) Fill(value any) (any, error) {
	switch value := value.(type) {
	case string:
		return v.fillText(value)
	case []any:
		list := make([]any, len(value))
		for i, element := range value {
			filled, err := v.Fill(element)
			if err != nil {
				return nil, err
			}
			list[i] = filled
		}
		return list, nil
	case map[string]any:
		if how, what, ok := Encoding(value); ok {
			return v.encode(how, what)
		}
		if parts, ok := Union(value); ok {
			return v.union(parts)
		}
		filled := make(map[string]any, len(value))
		for name, member := range value {
			m, err := v.Fill(member)
			if err != nil {
				return nil, err
			}
			filled[name] = m
		}
		return filled, nil
	case uint64:
		return int64(value), nil
	case int:
		return int64(value), nil
	default:
		return value, nil
	}
}

func (v *Vars) fillText(s string) (any, error) {
	if name, ok := Whole(s); ok {
		value, set := v.Get(name)
		if !set {
			return nil, fmt.Errorf("$%s is not set", name)
		}
		return value, nil
	}
	var b strings.Builder
	var missing string
	Parts(s, func(t string) { b.WriteString(t) }, func(name string) {
		value, set := v.Get(name)
		if !set && missing == "" {
			missing = name
		}
		b.WriteString(Text(value))
	})
	if missing != "" {
		return nil, fmt.Errorf("$%s is not set", missing)
	}
	return b.String(), nil
}

// Encoding reports how a map says that what it holds is to be encoded: json, base64, bytes, time.
func Encoding(m map[string]any) (how string, what any, ok bool) {
	if len(m) != 1 {
		return "", nil, false
	}
	for key, what := range m {
		if how, ok := strings.CutPrefix(key, "$"); ok && slices.Contains([]string{"json", "base64", "bytes", "time"}, how) {
			return how, what, true
		}
	}
	return "", nil, false
}

// Union returns what a map makes one list of.
func Union(m map[string]any) (parts []any, ok bool) {
	parts, ok = m["$union"].([]any)
	return parts, ok && len(m) == 1 && len(parts) > 0
}

// union is one list of the texts of several variables.
func (v *Vars) union(parts []any) (any, error) {
	filled, err := v.Fill(parts)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, part := range filled.([]any) { //nolint:forcetypeassert // a list is filled to a list
		list, several := part.([]any)
		if !several {
			list = []any{part}
		}
		for _, element := range list {
			texts = append(texts, Text(element))
		}
	}
	slices.Sort(texts)
	all := []any{}
	for _, text := range slices.Compact(texts) {
		if text != "" {
			all = append(all, text)
		}
	}
	return all, nil
}

func (v *Vars) encode(how string, what any) (any, error) {
	filled, err := v.Fill(what)
	if err != nil {
		return nil, err
	}
	switch how {
	case "json":
		text, err := json.Marshal(filled)
		return string(text), err
	case "time":
		at, err := time.Parse(time.RFC3339, Text(filled))
		if err != nil {
			return nil, fmt.Errorf("%q is no moment as 2026-03-01T09:00:00Z", Text(filled))
		}
		return at, nil
	case "base64":
		return base64.StdEncoding.EncodeToString([]byte(Text(filled))), nil
	default:
		return []byte(Text(filled)), nil
	}
}

// Text is a value as it stands in a text: a list of words with blanks between them, and what has members as JSON.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		words := make([]string, len(v))
		for i, w := range v {
			if _, deep := w.(map[string]any); deep {
				return document(v)
			}
			words[i] = Text(w)
		}
		return strings.Join(words, " ")
	case map[string]any:
		return document(v)
	default:
		return fmt.Sprint(v)
	}
}

// document is a value as JSON, members in the order of their names.
func document(v any) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// Values, walked: how inputs and outputs are looked into without a model at hand.

package wire

import "iter"

// Value walks into structures by the names of members, nil where there is nothing.
func Value(in map[string]any, path ...string) any {
	for len(path) > 1 {
		in, _ = in[path[0]].(map[string]any)
		path = path[1:]
	}
	if len(path) == 0 {
		return in
	}
	return in[path[0]]
}

// Text is a string inside structures, "" where there is none.
func Text(in map[string]any, path ...string) string {
	s, _ := Value(in, path...).(string)
	return s
}

// Each yields the structures in a list.
func Each(list any) iter.Seq[map[string]any] {
	return func(yield func(map[string]any) bool) {
		elements, _ := list.([]any)
		for _, e := range elements {
			if m, ok := e.(map[string]any); ok && !yield(m) {
				return
			}
		}
	}
}

// Texts are the strings in a list.
func Texts(list any) []string {
	elements, _ := list.([]any)
	var all []string
	for _, e := range elements {
		if s, ok := e.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// Clone copies a structure, with the structures and lists in it. What is nil stays so.
func Clone(in map[string]any) map[string]any {
	twin, _ := clone(in).(map[string]any)
	return twin
}

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if v == nil {
			return v
		}
		twin := make(map[string]any, len(v))
		for name, member := range v {
			twin[name] = clone(member)
		}
		return twin
	case []any:
		if v == nil {
			return v
		}
		twin := make([]any, len(v))
		for i := range v {
			twin[i] = clone(v[i])
		}
		return twin
	}
	return v
}

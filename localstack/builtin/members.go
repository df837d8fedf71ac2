// Members: what a call says, read without regard to whether it says it.

package builtin

import (
	"iter"
	"slices"
)

// members is a structure by the model's names.
type members map[string]any

func (m members) said(name string) bool { return m[name] != nil }

func (m members) text(name string) string {
	s, _ := m[name].(string)
	return s
}

func (m members) flag(name string) bool {
	b, _ := m[name].(bool)
	return b
}

func (m members) number(name string) int64 {
	switch n := m[name].(type) {
	case int64:
		return n
	case int:
		return int64(n)
	}
	return 0
}

// part is a structure inside.
func (m members) part(name string) members {
	switch p := m[name].(type) {
	case map[string]any:
		return p
	case members:
		return p
	}
	return nil
}

// each yields the structures of a list.
func (m members) each(name string) iter.Seq[members] {
	return func(yield func(members) bool) {
		switch list := m[name].(type) {
		case []any:
			for _, item := range list {
				if s, ok := item.(map[string]any); ok && !yield(s) {
					return
				}
			}
		case []map[string]any:
			for _, item := range list {
				if !yield(item) {
					return
				}
			}
		}
	}
}

// texts returns a list of strings, each once.
func (m members) texts(name string) []string {
	var all []string
	add := func(s string) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	switch list := m[name].(type) {
	case []any:
		for _, item := range list {
			if s, ok := item.(string); ok {
				add(s)
			}
		}
	case []string:
		for _, s := range list {
			add(s)
		}
	}
	return all
}

// value is a flag that EC2 wraps in a structure, and whether it was said.
func (m members) value(name string) (on, said bool) {
	on, said = m.part(name)["Value"].(bool)
	return on, said
}

// or is the member, or something else where it was not said.
func (m members) or(name, otherwise string) string {
	if s := m.text(name); s != "" {
		return s
	}
	return otherwise
}

// listed is a list as answers have it.
func listed[T any](all []T) []any {
	list := make([]any, len(all))
	for i := range all {
		list[i] = all[i]
	}
	return list
}

// told is a list made of something else, item by item.
func told[T any](all []T, tell func(T) map[string]any) []any {
	list := make([]any, len(all))
	for i := range all {
		list[i] = tell(all[i])
	}
	return list
}

// put puts a text into a result where there is one.
func put(out result, name, text string) {
	if text != "" {
		out[name] = text
	}
}

// copied is a value that shares nothing with another.
func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		all := make(map[string]any, len(v))
		for name, value := range v {
			all[name] = copied(value)
		}
		return all
	case []any:
		all := make([]any, len(v))
		for i := range v {
			all[i] = copied(v[i])
		}
		return all
	}
	return v
}

// parts are the structures of a list, to be changed.
func (m members) parts(name string) []map[string]any {
	var all []map[string]any
	for s := range m.each(name) {
		all = append(all, s)
	}
	return all
}

// Forms, written: the bodies of EC2's query and of query.

package wire

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// form is a body that is being written, in the order of the model.
type form struct {
	strings.Builder
	ec2 bool // its names and lists, which are flat
}

// writeForm writes the body of a call.
func (o *Operation) writeForm(in map[string]any) (string, error) {
	f := &form{ec2: o.Service.Protocol == EC2}
	f.pair("Action", o.Name)
	f.pair("Version", o.Service.Version)
	err := f.structure("", o.Input, in)
	return f.String(), err
}

func (f *form) pair(name, value string) {
	if f.Len() > 0 {
		f.WriteByte('&')
	}
	f.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(value))
}

func (f *form) structure(prefix string, s *Shape, v any) error {
	in, err := s.structure(v)
	if err != nil || s == nil {
		return err
	}
	for i := range s.Members {
		m := &s.Members[i]
		value := in[m.Name]
		if value == nil {
			continue
		}
		if err := f.value(prefix+m.field(f.ec2), m, value); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	return nil
}

// field is a member's name in a form.
func (m *Member) field(ec2 bool) string {
	if ec2 && m.Query != "" {
		return m.Query
	}
	return m.Label()
}

// items is the name that the numbers of a list or map follow.
func (m *Member) items(name string, ec2 bool) string {
	switch s := m.Shape; {
	case ec2:
		return name + "."
	case s.Kind == MapOf && m.flat():
		return name + "."
	case s.Kind == MapOf:
		return name + ".entry."
	case !m.flat():
		return name + "." + s.element("member") + "."
	case s.Element.Wire != "": // takes the place of the list's own name
		return name[:strings.LastIndexByte(name, '.')+1] + s.Element.Wire + "."
	default:
		return name + "."
	}
}

func (f *form) value(name string, m *Member, v any) error {
	switch s := m.Shape; s.Kind {
	case Structure:
		return f.structure(name+".", s, v)
	case ListOf:
		return f.list(name, m, v)
	case MapOf:
		return f.mapping(name, m, v)
	default:
		text, err := s.text(v, m.form(iso8601))
		if err != nil {
			return err
		}
		f.pair(name, text)
		return nil
	}
}

// list writes the items of a list, numbered from one. Query says of an empty list that it is there; EC2 has no word for it.
func (f *form) list(name string, m *Member, v any) error {
	items, err := list(v)
	if err != nil {
		return err
	}
	if len(items) == 0 && !f.ec2 {
		f.pair(name, "")
	}
	for i, item := range items {
		if err := f.value(m.items(name, f.ec2)+strconv.Itoa(i+1), m.Shape.Element, item); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	return nil
}

func (f *form) mapping(name string, m *Member, v any) error {
	entries, err := mapping(v)
	if err != nil {
		return err
	}
	value := m.Shape.element("value")
	for i, key := range sorted(entries) {
		entry := m.items(name, f.ec2) + strconv.Itoa(i+1)
		f.pair(entry+"."+m.Shape.key(), key)
		if err := f.value(entry+"."+value, m.Shape.Element, entries[key]); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

// sorted returns the keys of a map in their order, without those of nothing.
func sorted(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key, value := range m {
		if value != nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// XML, written: the documents of EC2, of query and of REST.

package wire

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// instance is the namespace that an xsi:type is of.
const instance = "http://www.w3.org/2001/XMLSchema-instance"

// declaration begins the documents of EC2 and S3.
const declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// document is a document that is being written, in the order of the model.
type document struct {
	bytes.Buffer
	form string // of moments
}

// start opens an element, with attributes if there are any: name, value, name, value.
func (d *document) start(name string, attributes ...string) {
	d.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		d.WriteString(" " + attributes[i] + `="`)
		d.escape(attributes[i+1])
		d.WriteByte('"')
	}
	d.WriteByte('>')
}

func (d *document) end(name string) { d.WriteString("</" + name + ">") }

func (d *document) leaf(name, text string) {
	d.start(name)
	d.escape(text)
	d.end(name)
}

// escape writes a text; a buffer takes it without an error.
func (d *document) escape(text string) { _ = xml.EscapeText(d, []byte(text)) }

// namespaced is the attribute that says which service a document is of.
func namespaced(uri string) []string {
	if uri == "" {
		return nil
	}
	return []string{"xmlns", uri}
}

// members writes the members of a structure that are in the body.
func (d *document) members(s *Shape, v any) error {
	in, err := s.structure(v)
	if err != nil || s == nil {
		return err
	}
	for i := range s.Members {
		m := &s.Members[i]
		value := in[m.Name]
		if value == nil || m.Attribute || !m.body() {
			continue
		}
		if err := d.member(m.Label(), m, value); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	return nil
}

// member writes a value as elements of a name.
func (d *document) member(name string, m *Member, v any) error {
	switch s := m.Shape; s.Kind {
	case Structure:
		attributes, err := d.attributes(s, v)
		if err != nil {
			return err
		}
		d.start(name, attributes...)
		if err := d.members(s, v); err != nil {
			return err
		}
		d.end(name)
	case ListOf:
		return d.list(name, m, v)
	case MapOf:
		return d.mapping(name, m, v)
	default:
		text, err := s.text(v, m.form(d.form))
		if err != nil {
			return err
		}
		d.leaf(name, text)
	}
	return nil
}

// attributes returns the members of a structure that are attributes, and the namespace of their prefix.
func (d *document) attributes(s *Shape, v any) ([]string, error) {
	in, err := s.structure(v)
	if err != nil {
		return nil, err
	}
	var found []string
	for i := range s.Members {
		m := &s.Members[i]
		if !m.Attribute || in[m.Name] == nil {
			continue
		}
		text, err := m.Shape.text(in[m.Name], m.form(d.form))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
		if prefix, _, ok := strings.Cut(m.Label(), ":"); ok {
			found = append(found, "xmlns:"+prefix, instance)
		}
		found = append(found, m.Label(), text)
	}
	return found, nil
}

func (d *document) list(name string, m *Member, v any) error {
	items, err := list(v)
	if err != nil {
		return err
	}
	item := m.Shape.element("member")
	if m.flat() {
		item = name
	} else {
		d.start(name)
	}
	for i, value := range items {
		if err := d.member(item, m.Shape.Element, value); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	if !m.flat() {
		d.end(name)
	}
	return nil
}

func (d *document) mapping(name string, m *Member, v any) error {
	entries, err := mapping(v)
	if err != nil {
		return err
	}
	entry := "entry"
	if m.flat() {
		entry = name
	} else {
		d.start(name)
	}
	for _, key := range sorted(entries) {
		d.start(entry)
		d.leaf(m.Shape.key(), key)
		if err := d.member(m.Shape.element("value"), m.Shape.Element, entries[key]); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		d.end(entry)
	}
	if !m.flat() {
		d.end(name)
	}
	return nil
}

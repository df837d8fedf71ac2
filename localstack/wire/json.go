// JSON, written: the bodies of JSON 1.0 and 1.1 and of REST.

package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// object is a JSON text that is being written, in the order of the model.
type object struct{ bytes.Buffer }

// quote writes a string; text that is not UTF-8 is made so.
func (o *object) quote(text string) {
	quoted, _ := json.Marshal(text) // a string has no error
	o.Write(quoted)
}

// structure writes the members of a structure that are in the body.
func (o *object) structure(s *Shape, v any) error {
	in, err := s.structure(v)
	if err != nil {
		return err
	}
	o.WriteByte('{')
	more := false
	for i := 0; s != nil && i < len(s.Members); i++ {
		m := &s.Members[i]
		value := in[m.Name]
		if value == nil || !m.body() {
			continue
		}
		if more {
			o.WriteByte(',')
		}
		more = true
		o.quote(m.Label())
		o.WriteByte(':')
		if err := o.value(m, value); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	o.WriteByte('}')
	return nil
}

func (o *object) value(m *Member, v any) error {
	switch s := m.Shape; s.Kind {
	case Structure:
		return o.structure(s, v)
	case ListOf:
		return o.list(s, v)
	case MapOf:
		return o.mapping(s, v)
	default:
		return o.scalar(m, v)
	}
}

func (o *object) list(s *Shape, v any) error {
	items, err := list(v)
	if err != nil {
		return err
	}
	o.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			o.WriteByte(',')
		}
		if err := o.value(s.Element, item); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	o.WriteByte(']')
	return nil
}

func (o *object) mapping(s *Shape, v any) error {
	entries, err := mapping(v)
	if err != nil {
		return err
	}
	o.WriteByte('{')
	for i, key := range sorted(entries) {
		if i > 0 {
			o.WriteByte(',')
		}
		o.quote(key)
		o.WriteByte(':')
		if err := o.value(s.Element, entries[key]); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	o.WriteByte('}')
	return nil
}

// scalar writes booleans and numbers bare, among them moments unless they have a form of their own.
func (o *object) scalar(m *Member, v any) error {
	form := m.form(unix)
	text, err := m.Shape.text(v, form)
	if err != nil {
		return err
	}
	bare := false
	switch v := v.(type) {
	case bool, int64, int:
		bare = true
	case float64:
		bare = !math.IsNaN(v) && !math.IsInf(v, 0)
	case time.Time:
		bare = form == unix
	}
	if bare {
		o.WriteString(text)
	} else {
		o.quote(text)
	}
	return nil
}

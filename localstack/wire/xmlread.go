// XML, read: as a stream, so that what is read is never larger than what came. Entities of a document's own are refused
// by the decoder. No shape of the services that speak XML holds itself, so how deep a value is nested has an end.

package wire

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// reader reads a document.
type reader struct {
	*xml.Decoder
	form string // of moments
}

func newReader(body []byte, form string) *reader {
	return &reader{Decoder: xml.NewDecoder(bytes.NewReader(body)), form: form}
}

// root returns the first element of the document.
func (r *reader) root() (xml.StartElement, error) {
	for {
		token, err := r.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// child returns the next element inside of the one that is open; ok is false at its end.
func (r *reader) child() (start xml.StartElement, ok bool, err error) {
	for {
		token, err := r.Token()
		if err != nil {
			return start, false, ended(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			return token, true, nil
		case xml.EndElement:
			return start, false, nil
		}
	}
}

func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// content reads the text of an element up to its end, past elements in it.
func (r *reader) content() (string, error) {
	var text strings.Builder
	for {
		token, err := r.Token()
		if err != nil {
			return "", ended(err)
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			if err := r.Skip(); err != nil {
				return "", ended(err)
			}
		case xml.EndElement:
			return text.String(), nil
		}
	}
}

// structure reads the members of a structure into out, up to its end.
func (r *reader) structure(start xml.StartElement, s *Shape, out map[string]any) error {
	if err := r.attributes(start, s, out); err != nil {
		return err
	}
	for {
		child, ok, err := r.child()
		if err != nil || !ok {
			return err
		}
		m := s.labelled(child.Name.Local)
		if m == nil {
			if err := r.Skip(); err != nil {
				return ended(err)
			}
			continue
		}
		v, err := r.value(child, m, out[m.Name])
		if err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		if v != nil {
			out[m.Name] = v
		}
	}
}

// labelled returns the member in the body that an element stands for; emulators do not always keep to the case of letters.
func (s *Shape) labelled(name string) *Member {
	if s == nil {
		return nil
	}
	var near *Member
	for i := range s.Members {
		m := &s.Members[i]
		switch {
		case m.Attribute || !m.body():
		case m.Label() == name:
			return m
		case near == nil && strings.EqualFold(m.Label(), name):
			near = m
		}
	}
	return near
}

func (r *reader) attributes(start xml.StartElement, s *Shape, out map[string]any) error {
	if len(start.Attr) == 0 || s == nil {
		return nil
	}
	for i := range s.Members {
		m := &s.Members[i]
		if !m.Attribute {
			continue
		}
		local := m.Label()[strings.IndexByte(m.Label(), ':')+1:]
		for _, attribute := range start.Attr {
			if attribute.Name.Local != local {
				continue
			}
			v, err := m.Shape.scalar(attribute.Value, m.form(r.form))
			if err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
			out[m.Name] = v
		}
	}
	return nil
}

// value reads an element; so is what was read of the same member before, for flat lists come in several elements.
func (r *reader) value(start xml.StartElement, m *Member, so any) (any, error) {
	switch s := m.Shape; s.Kind {
	case Structure:
		out := map[string]any{}
		return out, r.structure(start, s, out)
	case ListOf:
		items, _ := so.([]any)
		if items == nil {
			items = []any{}
		}
		if m.flat() {
			return r.item(items, start, s)
		}
		return r.list(items, s)
	case MapOf:
		entries, _ := so.(map[string]any)
		if entries == nil {
			entries = map[string]any{}
		}
		if m.flat() {
			return entries, r.entry(entries, s)
		}
		return entries, r.mapping(entries, s)
	default:
		text, err := r.content()
		if err != nil || text == "" && s.Kind != String && s.Kind != Blob {
			return nil, err
		}
		return s.scalar(text, m.form(r.form))
	}
}

// list reads the items of a list, whatever they are called.
func (r *reader) list(items []any, s *Shape) (any, error) {
	for {
		child, ok, err := r.child()
		if err != nil || !ok {
			return items, err
		}
		if items, err = r.item(items, child, s); err != nil {
			return nil, err
		}
	}
}

func (r *reader) item(items []any, start xml.StartElement, s *Shape) ([]any, error) {
	v, err := r.value(start, s.Element, nil)
	if err != nil {
		return nil, fmt.Errorf("%d: %w", len(items), err)
	}
	if v != nil {
		items = append(items, v)
	}
	return items, nil
}

func (r *reader) mapping(entries map[string]any, s *Shape) error {
	for {
		_, ok, err := r.child()
		if err != nil || !ok {
			return err
		}
		if err := r.entry(entries, s); err != nil {
			return err
		}
	}
}

// entry reads a key and a value, in either order, up to the end of what holds them.
func (r *reader) entry(entries map[string]any, s *Shape) error {
	var key string
	var v any
	for {
		child, ok, err := r.child()
		switch {
		case err != nil:
			return err
		case !ok:
			if v != nil {
				entries[key] = v
			}
			return nil
		case child.Name.Local == s.key():
			key, err = r.content()
		case child.Name.Local == s.element("value"):
			v, err = r.value(child, s.Element, nil)
		default:
			err = r.Skip()
		}
		if err != nil {
			return fmt.Errorf("%s: %w", short(key), ended(err))
		}
	}
}

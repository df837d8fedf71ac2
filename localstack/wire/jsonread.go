// JSON, read.

package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

var errDeep = errors.New("nested too deep")

// readObject reads a JSON text, or a CBOR one, as a structure; an empty one is an empty structure.
func (p Protocol) readObject(body []byte, s *Shape) (map[string]any, error) {
	raw, err := p.decode(body)
	if err != nil || raw == nil {
		return map[string]any{}, err
	}
	return fromObject(raw, s, 1)
}

// decode reads a text of the protocol.
func (p Protocol) decode(body []byte) (any, error) {
	if p == CBOR {
		return unpack(body)
	}
	return decode(body)
}

// decode reads a JSON text, its numbers as they are written. Nothing is nil.
func decode(body []byte) (any, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var raw any
	if err := d.Decode(&raw); err != nil {
		return nil, ended(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text behind the JSON")
	}
	return raw, nil
}

func fromObject(raw any, s *Shape, depth int) (map[string]any, error) {
	fields, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s instead of an object", told(raw))
	}
	if depth > deepest {
		return nil, errDeep
	}
	out := map[string]any{}
	for i := 0; s != nil && i < len(s.Members); i++ {
		m := &s.Members[i]
		field := fields[m.Label()]
		if field == nil || !m.body() {
			continue
		}
		v, err := fromJSON(field, m, depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
		out[m.Name] = v
	}
	return out, nil
}

func fromJSON(raw any, m *Member, depth int) (any, error) {
	switch s := m.Shape; s.Kind {
	case Structure:
		return fromObject(raw, s, depth)
	case ListOf:
		return fromArray(raw, s, depth)
	case MapOf:
		return fromMapping(raw, s, depth)
	default:
		switch raw := raw.(type) {
		case string:
			return s.scalar(raw, m.form(iso8601))
		case json.Number:
			return s.scalar(raw.String(), m.form(unix))
		case bool:
			if s.Kind == Boolean {
				return raw, nil
			}
		case []byte: // of CBOR, as moments are
			if s.Kind == Blob {
				return raw, nil
			}
		case time.Time:
			if s.Kind == Timestamp {
				return raw, nil
			}
		}
		return nil, fmt.Errorf("%s does not fit %s", told(raw), s.Name)
	}
}

func fromArray(raw any, s *Shape, depth int) (any, error) {
	array, ok := raw.([]any)
	if !ok {
		return nil, fmt.Errorf("%s instead of an array", told(raw))
	}
	items := make([]any, 0, len(array))
	for i, item := range array {
		if item == nil {
			continue
		}
		v, err := fromJSON(item, s.Element, depth+1)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		items = append(items, v)
	}
	return items, nil
}

func fromMapping(raw any, s *Shape, depth int) (any, error) {
	fields, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s instead of an object", told(raw))
	}
	entries := make(map[string]any, len(fields))
	for key, field := range fields {
		if field == nil {
			continue
		}
		v, err := fromJSON(field, s.Element, depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", short(key), err)
		}
		entries[key] = v
	}
	return entries, nil
}

// told names a JSON value for an error.
func told(raw any) string {
	switch raw := raw.(type) {
	case map[string]any:
		return "an object"
	case []any:
		return "an array"
	case string:
		return short(raw)
	default:
		return fmt.Sprint(raw)
	}
}

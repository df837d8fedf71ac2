// Shapes and members: what they are called in each of the protocols.

package wire

import "fmt"

// deepest is how far values of JSON and CBOR may be nested, the root counting as one. DynamoDB's, the deepest there are, reach 32 levels of
// three shapes each.
const deepest = 128

// Member returns a member of a structure by the model's name.
func (s *Shape) Member(name string) (*Member, bool) {
	if s == nil {
		return nil, false
	}
	for i := range s.Members {
		if s.Members[i].Name == name {
			return &s.Members[i], true
		}
	}
	return nil, false
}

// Label is the member's name in JSON, XML, headers, query strings and the forms of query: its wire name, or the model's.
func (m *Member) Label() string {
	if m.Wire != "" {
		return m.Wire
	}
	return m.Name
}

// Asked is a member's name in requests of the operation: EC2 has names of its own there (VolumeId for volumeId).
func (o *Operation) Asked(m *Member) string {
	if m.Query != "" {
		return m.Query
	}
	return m.Label()
}

// Answered is a member's name in answers of the operation.
func (o *Operation) Answered(m *Member) string { return m.Label() }

// flat reports whether a list or map has no element of its own around it.
func (m *Member) flat() bool { return m.flattened || m.Shape.Flattened }

// body reports whether the member is in the body rather than in the path, the query string or a header, and may be held
// in memory: the event streams of S3 Select, Lambda and Logs may not.
func (m *Member) body() bool { return m.In == "" && (!m.Streaming || m.Shape.Kind == Blob) }

// element and key are what a list or map's items are called where the model does not tell.
func (s *Shape) element(otherwise string) string {
	if s.Element.Wire != "" {
		return s.Element.Wire
	}
	return otherwise
}

func (s *Shape) key() string {
	if s.Key.Wire != "" {
		return s.Key.Wire
	}
	return "key"
}

// structure returns a value as a structure of the shape; nil stands for an empty one. A name that the model does not know
// is an error, for it would be lost in silence.
func (s *Shape) structure(v any) (map[string]any, error) {
	in, ok := v.(map[string]any)
	if !ok && v != nil {
		return nil, fmt.Errorf("%T instead of a structure %s", v, s.nameOr("of nothing"))
	}
	for name, value := range in {
		if _, known := s.Member(name); !known && value != nil {
			return nil, fmt.Errorf("%s has no member %s", s.nameOr("what takes nothing"), name)
		}
	}
	return in, nil
}

func (s *Shape) nameOr(otherwise string) string {
	if s == nil {
		return otherwise
	}
	return s.Name
}

// list returns a value as a list.
func list(v any) ([]any, error) {
	switch v := v.(type) {
	case []any:
		return v, nil
	case []string:
		items := make([]any, len(v))
		for i := range v {
			items[i] = v[i]
		}
		return items, nil
	case []map[string]any:
		items := make([]any, len(v))
		for i := range v {
			items[i] = v[i]
		}
		return items, nil
	}
	return nil, fmt.Errorf("%T instead of a list", v)
}

// mapping returns a value as a map.
func mapping(v any) (map[string]any, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%T instead of a map", v)
	}
	return m, nil
}

// Values for tests: random inputs of the model, and the way back from a record to an input.

package recorder

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/wire"
)

// operation finds an operation of the model.
func operation(t testing.TB, models *wire.Catalog, service, name string) *wire.Operation {
	t.Helper()
	s, ok := models.Service(service)
	if !ok {
		t.Fatalf("no service %s in the model", service)
	}
	o, ok := s.Operation(name)
	if !ok {
		t.Fatalf("no operation %s of %s in the model", name, service)
	}
	return o
}

// maker makes random values. Text makes texts for members by their name; required members are always there.
type maker struct {
	*rand.Rand
	text func(m *wire.Member, s *wire.Shape) string
}

func (r maker) structure(s *wire.Shape, depth int) map[string]any {
	out := map[string]any{}
	if s == nil {
		return out
	}
	for i := range s.Members {
		m := &s.Members[i]
		if m.Streaming || depth > 5 || !m.Required && r.IntN(2) == 0 {
			continue
		}
		if v := r.value(m, m.Shape, depth+1); v != nil {
			out[m.Name] = v
		}
	}
	return out
}

func (r maker) value(m *wire.Member, s *wire.Shape, depth int) any {
	switch s.Kind {
	case wire.Structure:
		if o := r.structure(s, depth); len(o) > 0 {
			return o
		}
		return nil
	case wire.ListOf:
		l := []any{}
		for range 1 + r.IntN(2) {
			if v := r.value(m, s.Element.Shape, depth+1); v != nil {
				l = append(l, v)
			}
		}
		if len(l) == 0 {
			return nil
		}
		return l
	case wire.MapOf:
		if v := r.value(m, s.Element.Shape, depth+1); v != nil {
			return map[string]any{"K" + strconv.Itoa(r.IntN(100)): v}
		}
		return nil
	case wire.Boolean:
		return r.IntN(2) == 0
	case wire.Integer:
		return int64(r.IntN(1000))
	case wire.Float:
		return float64(r.IntN(100)) / 4
	case wire.Timestamp:
		return time.Date(2026, 11, 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), 0, time.UTC)
	case wire.Blob:
		return []byte("blob")
	default:
		return r.text(m, s)
	}
}

// input is the way back: the input, or output, that an object named as on the wire stands for. Types are the model's.
func input(t teller, s *wire.Shape, o dialect.Object) map[string]any {
	out := map[string]any{}
	if s == nil {
		return out
	}
	for i := range s.Members {
		m := &s.Members[i]
		for _, e := range o {
			if strings.EqualFold(e.Name[:1], t.name(m)[:1]) && e.Name[1:] == t.name(m)[1:] {
				if v := back(t, m.Shape, e.Value); v != nil {
					out[m.Name] = v
				}
			}
		}
	}
	return out
}

func back(t teller, s *wire.Shape, v dialect.Value) any {
	switch v := v.(type) {
	case dialect.List:
		l := []any{}
		for _, element := range v {
			if s.Kind == wire.ListOf {
				l = append(l, back(t, s.Element.Shape, element))
			}
		}
		return l
	case dialect.Object:
		if s.Kind != wire.MapOf {
			return input(t, s, v)
		}
		m := map[string]any{}
		for _, e := range v {
			m[e.Name] = back(t, s.Element.Shape, e.Value)
		}
		return m
	case dialect.Map:
		return back(t, s, dialect.Object(v))
	case dialect.Text:
		return typedText(s, string(v))
	}
	return nil
}

// typedText is a scalar by the model's type.
func typedText(s *wire.Shape, text string) any {
	switch s.Kind {
	case wire.Boolean:
		return text == "true"
	case wire.Integer:
		n, _ := strconv.ParseInt(text, 10, 64)
		return n
	case wire.Float:
		f, _ := strconv.ParseFloat(text, 64)
		return f
	case wire.Timestamp:
		for _, form := range []string{spoken, wrapped, time.RFC3339} {
			if at, err := time.Parse(form, text); err == nil {
				return at
			}
		}
		ms, _ := strconv.ParseInt(text, 10, 64)
		return time.UnixMilli(ms).UTC()
	case wire.Blob, wire.Structure, wire.ListOf, wire.MapOf:
		return nil
	default:
		return text
	}
}

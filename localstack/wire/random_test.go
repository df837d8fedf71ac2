// Random values by shape, from a seed, for the tests that hold each direction against its inverse.

package wire_test

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// maker makes values of an operation's input or output.
type maker struct {
	*rand.Rand
	protocol wire.Protocol
	request  bool
}

// make makes a structure; what a call cannot do without is always there.
func (r *maker) make(s *wire.Shape) map[string]any {
	if s == nil {
		return map[string]any{}
	}
	out, _ := r.structure(s, 0).(map[string]any)
	if out == nil {
		out = map[string]any{}
	}
	return out
}

func (r *maker) structure(s *wire.Shape, depth int) any {
	out := map[string]any{}
	for i := range s.Members {
		m := &s.Members[i]
		must := m.In == "uri" || m.In == "statusCode" || m.Required && m.In != ""
		if !must && (r.Float64() > 0.7 || depth > 4 && r.Float64() > 0.3 || m.Streaming && m.Shape.Kind != wire.Blob) {
			continue
		}
		if v := r.member(m, depth+1); v != nil {
			out[m.Name] = v
		}
	}
	if len(out) == 0 && r.form() {
		return nil // a form has no word for it
	}
	return out
}

// form reports whether the value is written as a form.
func (r *maker) form() bool {
	return r.request && (r.protocol == wire.EC2 || r.protocol == wire.Query)
}

// member makes a value that its place can hold, nil when there is none.
func (r *maker) member(m *wire.Member, depth int) any {
	switch {
	case m.In == "headers":
		return map[string]any{"colour": r.plain(), "x-y": r.plain()}
	case m.In == "statusCode":
		return int64(http.StatusAccepted)
	case m.In != "" && m.Shape.Kind == wire.String:
		if m.In != "header" {
			return r.text()
		}
		return r.plain()
	case m.In != "" && m.Shape.Kind == wire.ListOf:
		return []any{r.plain(), r.plain()}
	case m.In == "header" && m.Shape.Kind == wire.Timestamp || m.Form == "rfc822":
		return r.moment().Truncate(time.Second)
	}
	return r.value(m.Shape, depth)
}

func (r *maker) value(s *wire.Shape, depth int) any {
	switch s.Kind {
	case wire.Structure:
		if depth > 7 {
			return nil
		}
		return r.structure(s, depth)
	case wire.ListOf, wire.MapOf:
		return r.items(s, depth)
	case wire.Boolean:
		return r.IntN(2) == 0
	case wire.Integer:
		return r.Int64N(1<<32) - 1<<31
	case wire.Float:
		return r.NormFloat64() * 1000
	case wire.Timestamp:
		return r.moment()
	case wire.Blob:
		b := make([]byte, 1+r.IntN(9))
		for i := range b {
			b[i] = byte(r.IntN(256))
		}
		return b
	default:
		if len(s.Enum) > 0 && r.IntN(4) > 0 {
			return s.Enum[r.IntN(len(s.Enum))]
		}
		return r.text()
	}
}

// items makes lists and maps; empty ones only where each protocol can tell them: JSON.
func (r *maker) items(s *wire.Shape, depth int) any {
	n := 1 + r.IntN(3)
	if strings.Contains(string(r.protocol), "json") {
		n = r.IntN(4)
	}
	list, entries := make([]any, 0, n), map[string]any{}
	for range n {
		if v := r.value(s.Element.Shape, depth+1); v != nil {
			list = append(list, v)
			entries[r.text()] = v
		}
	}
	switch {
	case len(list) == 0 && n > 0:
		return nil
	case s.Kind == wire.MapOf:
		return entries
	}
	return list
}

// moment is to the millisecond, which is what EC2 and S3 write.
func (r *maker) moment() time.Time { return time.UnixMilli(r.Int64N(4e12)).UTC() }

// text is what a body may hold, plain what a header may.
func (r *maker) text() string {
	return r.of([]rune("abcXYZ019 -_./:#&<>\"'=+%?;,[]{}\\äß€𝄞\n\t"))
}

func (r *maker) plain() string { return r.of([]rune("abcXYZ019-_./:#&<>\"'=+%?;")) }

func (r *maker) of(letters []rune) string {
	text := make([]rune, 1+r.IntN(12))
	for i := range text {
		text[i] = letters[r.IntN(len(letters))]
	}
	return string(text)
}

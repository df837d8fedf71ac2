// Inputs come back from their records: random ones, for every operation of the model that means something to the network or
// to a relation.

package recorder

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// untested are the members of an input that a record does not tell, or not as they were sent.
var untested = map[string][]string{
	"ModifyImageAttribute":    {"Attribute", "OperationType", "UserIds", "UserGroups"}, // the older form is recorded as the newer
	"ModifySnapshotAttribute": {"Attribute", "OperationType", "UserIds", "GroupNames"},
}

func TestInputsComeBackFromRecords(t *testing.T) {
	models := wire.Open()
	r := maker{rand.New(rand.NewPCG(7, 8)), func(m *wire.Member, s *wire.Shape) string {
		if m.Name == "NoDevice" {
			return "" // there or not, it has no value
		}
		return []string{"vpc-1", "443", "true", "a b", "arn:aws:iam::111122223333:role/x"}[len(m.Name)%5]
	}}
	tried := 0
	for _, name := range models.Services() {
		service, _ := models.Service(name)
		if name == "s3" {
			continue
		}
		for _, op := range service.Operations() {
			if !dialect.Touches(op, service.Source()) {
				continue
			}
			o, _ := service.Operation(op)
			for range 20 {
				in := r.structure(o.Input, 0)
				for _, member := range untested[op] {
					delete(in, member)
				}
				tried++
				comesBack(t, o, in)
			}
		}
	}
	if tried < 2000 {
		t.Errorf("only %d inputs were tried", tried)
	}
	t.Logf("%d inputs came back", tried)
}

func comesBack(t *testing.T, o *wire.Operation, in map[string]any) {
	t.Helper()
	c := &exchange.Call{Operation: o, Service: o.Service.Name, Name: o.Name, In: in, At: time.Now()}
	call := dialect.Call{Name: o.Name, Source: o.Service.Source(), Request: request(c, &exchange.Answer{})}
	parsed, err := dialect.Parse(call.Name, call.Source, dialect.AppendRequest(nil, &call), nil)
	if err != nil {
		t.Fatalf("%s: %v", o.Name, err)
	}
	by := teller{service: o.Service.Name, call: o.Name, request: true}
	got, want := input(by, o.Input, dialect.Input(&parsed)), told(by, o.Input, in)
	if len(got) == 0 && len(want) == 0 {
		return
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s\nput %v\nis  %s\ngot %v", o.Name, want, dialect.AppendRequest(nil, &call), got)
	}
}

// told is what a record can tell of an input: nothing hidden, no blobs, and keys of maps with a small first letter, which
// reading cannot tell from names.
func told(t teller, s *wire.Shape, in map[string]any) map[string]any {
	out := map[string]any{}
	if s == nil {
		return out
	}
	for i := range s.Members {
		m := &s.Members[i]
		v, ok := in[m.Name]
		if !ok {
			continue
		}
		if words, hidden := t.veil(m); hidden {
			if q, ok := words.(dialect.Quoted); ok && m.Shape.Kind == wire.String {
				out[m.Name] = string(q)
			}
			continue
		}
		inner := t
		inner.path += m.Name + "."
		if v := toldValue(inner, m.Shape, v); v != nil {
			out[m.Name] = v
		}
	}
	return out
}

func toldValue(t teller, s *wire.Shape, v any) any {
	switch v := v.(type) {
	case map[string]any:
		if s.Kind != wire.MapOf {
			return told(t, s, v)
		}
		m := map[string]any{}
		for key, value := range v {
			if s.Element.Shape.Sensitive {
				continue
			}
			if value := toldValue(t, s.Element.Shape, value); value != nil {
				m["K"+key[1:]] = value
			}
		}
		return m
	case []any:
		l := []any{}
		for _, element := range v {
			if element := toldValue(t, s.Element.Shape, element); element != nil {
				l = append(l, element)
			}
		}
		return l
	case []byte:
		return nil
	}
	return v
}

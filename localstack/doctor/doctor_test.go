// The doctor before clouds that answer in one way only.

package doctor

import (
	"context"
	"errors"
	"strings"
	"testing"

	"traillab/localstack/wire"
)

// always answers every call the same.
type always struct {
	out   map[string]any
	err   error
	calls []string
}

func (a *always) Do(_ context.Context, at, service, operation string, in map[string]any) (map[string]any, error) {
	a.calls = append(a.calls, service+"."+operation)
	if at != region {
		return nil, errors.New("asked in " + at)
	}
	for _, v := range in {
		if text, ok := v.(string); ok && strings.HasPrefix(text, "$") {
			return nil, errors.New("asked for " + text)
		}
	}
	return a.out, a.err
}

func TestJudge(t *testing.T) {
	refused := func(code string, status int) error { return &wire.Error{Code: code, Message: "no", Status: status} }
	for name, c := range map[string]struct {
		step step
		out  map[string]any
		err  error
		want Verdict
		why  string
	}{
		"goes through":            {step{}, nil, nil, Right, ""},
		"holds":                   {step{holds: is("A.B", "1")}, in{"A": []any{in{"B": int64(1)}}}, nil, Right, ""},
		"does not hold":           {step{holds: is("A.B", "1")}, in{"A": []any{}}, nil, Wrong, `A.B is ""; AWS says "1"`},
		"none":                    {step{holds: none("A")}, in{"A": []any{1}}, nil, Wrong, "A has 1; AWS shows none"},
		"refused as it should":    {step{want: "X"}, nil, refused("X", 400), Right, ""},
		"goes, but should not":    {step{want: "X"}, nil, nil, Wrong, "goes through; AWS refuses with X"},
		"refused for another":     {step{want: "X"}, nil, refused("Y", 400), Wrong, "is refused with Y; AWS's code is X"},
		"refused, but should not": {step{}, nil, refused("Y", 400), Wrong, "is refused with Y: no"},
		"absent":                  {step{}, nil, refused("NotImplemented", 501), Absent, ""},
		"absent, should refuse":   {step{want: "X"}, nil, refused("InvalidAction", 400), Absent, ""},
		"absent by its status":    {step{}, nil, refused("Whatever", 501), Absent, ""},
		"broken":                  {step{}, nil, errors.New("connection reset"), Wrong, "connection reset"},
	} {
		if got, why := c.step.judge(c.out, c.err); got != c.want || why != c.why {
			t.Errorf("%s: %s %q, want %s %q", name, got, why, c.want, c.why)
		}
	}
}

// TestEmptyClouds lets the doctor look at clouds that have nothing and at one that allows everything and makes nothing.
func TestEmptyClouds(t *testing.T) {
	nothing := &always{err: &wire.Error{Code: "InvalidAction", Status: 400}}
	for _, f := range Examine(t.Context(), nothing) {
		if f.Verdict != Absent && f.Verdict != Untried {
			t.Errorf("%s %s is %s: %s", f.Call, f.About, f.Verdict, f.Why)
		}
	}
	lax := &always{out: map[string]any{}}
	found := Examine(t.Context(), lax)
	verdicts := map[Verdict]int{}
	for _, f := range found {
		verdicts[f.Verdict]++
	}
	if verdicts[Absent] != 0 || verdicts[Wrong] < 5 || verdicts[Untried] < 20 {
		t.Errorf("a cloud that makes nothing: %v", verdicts)
	}
	models := wire.Open()
	for _, f := range found {
		service, operation, _ := strings.Cut(f.Call, ".")
		if s, ok := models.Service(service); !ok {
			t.Errorf("%s: no such service", f.Call)
		} else if _, ok := s.Operation(operation); !ok {
			t.Errorf("%s: no such operation", f.Call)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found := Examine(ctx, lax); len(found) != 0 {
		t.Errorf("goes on after its end: %v", found)
	}
}

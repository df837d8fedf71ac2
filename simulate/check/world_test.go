// A world that is told: a story in the language of package telling, what the analysis makes of it, and what a few reads
// answer.

package check

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/simulate/script"
)

// told is a world.
type told struct {
	events  []trail.Event
	now     time.Time
	answers map[string]any // by operation; an error is what the call ends with
	denied  []string       // principal action resource
	unsure  []string       // the same
	made    []script.Call
	failing error // what everything ends with
}

// tell makes a world of a story.
func tell(t testing.TB, story string) *told {
	t.Helper()
	events, err := telling.Read(story)
	if err != nil {
		t.Fatal(err)
	}
	w := &told{events: events, answers: map[string]any{}}
	if len(events) > 0 {
		w.now = events[len(events)-1].Time.Add(time.Minute)
	}
	return w
}

func (w *told) Call(_ context.Context, c script.Call) (map[string]any, error) {
	w.made = append(w.made, c)
	switch answer := w.answers[c.Service+"."+c.Operation].(type) {
	case error:
		return nil, answer
	case map[string]any:
		return answer, w.failing
	}
	return map[string]any{}, w.failing
}

func (w *told) Now(context.Context) (time.Time, error) { return w.now, w.failing }

func (w *told) Case(ctx context.Context) (*analyze.Case, error) {
	if w.failing != nil {
		return nil, w.failing
	}
	gaps, err := Gaps(w.Events(ctx, trail.Filter{}))
	if err != nil {
		return nil, err
	}
	return analyze.Investigate(ctx, w, analyze.Options{Gaps: gaps})
}

func (w *told) Events(_ context.Context, _ trail.Filter) iter.Seq2[trail.Event, error] {
	return w.those(func(*trail.Event) bool { return true })
}

func (w *told) Denied(_ context.Context, principal, action, resource string) (Denial, error) {
	asked := strings.Join([]string{principal, action, resource}, " ")
	return Denial{slices.Contains(w.denied, asked), slices.Contains(w.unsure, asked), "of MFA"}, w.failing
}

// The rest is the evidence that a case is made of.

func (w *told) Network(context.Context, trail.Filter) iter.Seq2[trail.Event, error] {
	return w.those(func(e *trail.Event) bool { return dialect.Touches(e.Name, e.Source) })
}

func (w *told) Companions(_ context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return w.those(func(e *trail.Event) bool {
		return slices.Contains(f.Names, e.Name) && !e.Time.Before(f.From.At) && (f.Until.At.IsZero() || e.Time.Before(f.Until.At))
	})
}

func (w *told) Deeds(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return w.Companions(ctx, f)
}

func (w *told) Behaviour(context.Context, trail.Watch) iter.Seq2[trail.Sighting, error] {
	return func(func(trail.Sighting, error) bool) {}
}

func (w *told) those(wanted func(*trail.Event) bool) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		if w.failing != nil {
			yield(trail.Event{}, w.failing)
			return
		}
		for _, e := range slices.SortedStableFunc(slices.Values(w.events), func(a, b trail.Event) int { return cmp.Compare(a.Time.Unix(), b.Time.Unix()) }) {
			if wanted(&e) && !yield(e, nil) {
				return
			}
		}
	}
}

// cast is who and what the texts of tests name, beside what they say plainly.
func cast(more map[string]any) *script.Vars {
	vars := map[string]any{
		"vpc": "vpc-1", "i1": "i-1", "i2": "i-2", "rtb": "rtb-1", "none": "", "several": []any{"i-1", "i-2"}, "region": "us-east-1", "port": int64(22),
		"net":     "internet",
		"mallory": map[string]any{"arn": "arn:aws:iam::111122223333:user/mallory", "key": "AKIAIOSFODNN7EXAMPLE"},
		"robot":   map[string]any{"key": "AKIAIOSFODNN7EXAMPLE"},
		"ops":     map[string]any{"arn": "arn:aws:iam::111122223333:user/ops"},
		"netops":  map[string]any{"arn": "arn:aws:iam::111122223333:role/NetOps"},
	}
	maps.Copy(vars, more)
	return script.NewVars(vars)
}

// found judges a text in a world.
func found(t testing.TB, w World, text any) Finding {
	t.Helper()
	c, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	f, err := c.Judge(t.Context(), w, cast(nil))
	if err != nil {
		t.Fatalf("%s: %v", c, err)
	}
	return f
}

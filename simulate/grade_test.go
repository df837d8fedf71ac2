// Grading: what counts as the right answer, what is late, and what adds up.

package simulate

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/simulate/check"
	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

func TestSameAnswer(t *testing.T) {
	for _, c := range []struct {
		said, wanted, tolerance string
		same                    bool
	}{
		{"AKIA1", "AKIA1", "", true},
		{" akia1 ", "AKIA1", "", true},
		{"AKIA2", "AKIA1", "", false},
		{"", "", "", false}, // nothing is no answer
		{"2026-03-02T09:12:00Z", "2026-03-02T09:12:30Z", "", true},
		{"2026-03-02 09:12", "2026-03-02T09:12:30Z", "", true},
		{"2026-03-02 09:12 UTC", "2026-03-02T09:12:30Z", "", true},
		{"2026-03-02T10:12:30+01:00", "2026-03-02T09:12:30Z", "", true},
		{"2026-03-02T09:10:00Z", "2026-03-02T09:12:30Z", "", false},
		{"2026-03-02T09:10:40Z", "2026-03-02T09:12:30Z", "2m", true},
		{"this morning", "2026-03-02T09:12:30Z", "2h", false},
		{"i-2, i-1", "i-1 i-2", "", true},
		{"i-1 i-1", "i-1 i-2", "", false},
		{"i-1", "i-1 i-2", "", false},
		{"everything i-1 i-2", "i-1 i-2", "", false}, // who names all things names none
	} {
		if got := sameAnswer(c.said, c.wanted, c.tolerance); got != c.same {
			t.Errorf("%q for %q within %q: %v", c.said, c.wanted, c.tolerance, got)
		}
	}
}

// still is a world in which it is a certain time, and a status has a value.
type still struct {
	now    time.Time
	status string
}

func (w *still) Call(context.Context, script.Call) (map[string]any, error) {
	return map[string]any{"Status": w.status}, nil
}
func (w *still) Now(context.Context) (time.Time, error)      { return w.now, nil }
func (w *still) Case(context.Context) (*analyze.Case, error) { return nil, errors.New("nobody asks") }

func (w *still) Denied(context.Context, string, string, string) (check.Denial, error) {
	return check.Denial{}, nil
}

func (w *still) Events(context.Context, trail.Filter) iter.Seq2[trail.Event, error] {
	return func(func(trail.Event, error) bool) {}
}

func TestGrade(t *testing.T) {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	is := func(status string) map[string]any {
		return map[string]any{"call": "iam.GetAccessKeyLastUsed", "in": map[string]any{}, "path": "Status", "equals": status}
	}
	sheet := Sheet{
		Vars: script.NewVars(map[string]any{"key": "AKIA1"}), Start: nine,
		Scenario: &scenario.Scenario{Goals: []scenario.Goal{
			{ID: "who", Ask: "which key", Answer: "$key", Accept: []any{"the first"}, Points: 10},
			{ID: "off", Check: is("Inactive"), Points: 20, By: "30m"},
			{ID: "part", Checks: []any{is("Inactive"), is("Active")}, Points: 7},
		}, Penalties: []scenario.Penalty{{If: is("Inactive"), Points: -5, Why: "too early"}}},
	}
	for _, c := range []struct {
		name    string
		world   still
		answers map[string]any
		reached map[string]time.Time
		patient bool
		points  []int
	}{
		{name: "nothing was done", world: still{nine, "Active"}, points: []int{0, 0, 3, 0}},
		{name: "all in time", world: still{nine.Add(time.Minute), "Inactive"}, answers: map[string]any{"who": "$key"}, points: []int{10, 20, 3, -5}},
		{name: "in other words", world: still{nine, "Active"}, answers: map[string]any{"who": "The First"}, points: []int{10, 0, 3, 0}},
		{name: "late is half", world: still{nine.Add(time.Hour), "Inactive"}, points: []int{0, 10, 3, -5}},
		{name: "seen in time", world: still{nine.Add(time.Hour), "Inactive"}, reached: map[string]time.Time{"off": nine.Add(time.Minute)}, points: []int{0, 20, 3, -5}},
		{name: "who learns is never late", world: still{nine.Add(time.Hour), "Inactive"}, patient: true, points: []int{0, 20, 3, -5}},
	} {
		s := sheet
		s.Answers, s.Reached, s.Patient = c.answers, c.reached, c.patient
		marks, err := s.Grade(t.Context(), &c.world)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for i, m := range marks {
			if m.Points != c.points[i] {
				t.Errorf("%s: %s has %d points, want %d (%s)", c.name, m.ID, m.Points, c.points[i], m.Why)
			}
		}
	}
	if points, of := Points([]Mark{{Points: 3, Of: 10}, {Points: -15}}); points != 0 || of != 10 {
		t.Errorf("below nothing there is %d of %d", points, of)
	}
}

func TestLiteral(t *testing.T) {
	s := Sheet{Vars: script.NewVars(map[string]any{"key": "AKIA1"}), Literal: true, Answers: map[string]any{"who": "$key"}}
	right, _, err := s.answered(&scenario.Goal{ID: "who", Ask: "which key", Answer: "$key", Points: 10})
	if err != nil || right {
		t.Errorf("a trainee who answers $key knows the key: %v, %v", right, err)
	}
}

// Grading: goals, answers and penalties of a scenario held against a world. Whatever way a responder took counts; only what
// is true in the end, and what was destroyed on the way, is asked.

package simulate

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/simulate/check"
	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// Mark is what one goal, penalty or expectation came to.
type Mark struct {
	ID     string `json:"id"`
	Passed bool   `json:"passed"`
	Points int    `json:"points"`
	Of     int    `json:"of"`
	Why    string `json:"why"`

	untold bool // of a penalty: whether it happened is not known
}

// Sheet is a scenario to be graded against.
type Sheet struct {
	Scenario *scenario.Scenario
	Vars     *script.Vars
	Start    time.Time            // what "by" counts from
	Answers  map[string]any       // of questions, by goal
	Given    map[string]time.Time // when an answer was given, by the lab's clock; now where it is missing
	Reached  map[string]time.Time // when a goal was seen reached first; now where it is missing
	Literal  bool                 // answers are words of a trainee's, in which no variable is filled
	Patient  bool                 // deadlines do not count
	// Dark are the penalties that the log could not tell of before the responder began; nil where nobody has begun. What could be
	// told then and cannot now is held against the responder: whoever stops the log answers for what it does not say.
	Dark map[string]bool
	// Others reports whether a call was made for somebody who is not graded, as a trainer; nil where nobody is. No penalty is for
	// such a call, nor is one of Spared, which came about by them.
	Others func(*trail.Event) bool
	Spared map[string]bool
	// Held are the penalties that held in a lab which died, with their reasons: what was done there is not undone by another lab.
	Held map[string]string
}

// Grade judges every goal and penalty, in their order.
func (s *Sheet) Grade(ctx context.Context, w check.World) ([]Mark, error) {
	now, err := w.Now(ctx)
	if err != nil {
		return nil, err
	}
	var marks []Mark
	for i := range s.Scenario.Goals {
		g := &s.Scenario.Goals[i]
		m, at, err := s.goal(ctx, w, g, now)
		if err != nil {
			return nil, fmt.Errorf("goal %s: %w", g.ID, err)
		}
		marks = append(marks, s.late(g, m, at))
	}
	penalties, err := s.Penalties(ctx, w)
	return append(marks, penalties...), err
}

// Penalties judges the penalties alone.
func (s *Sheet) Penalties(ctx context.Context, w check.World) ([]Mark, error) {
	if s.Others != nil {
		w = without{w, s.Others}
	}
	var marks []Mark
	for i := range s.Scenario.Penalties {
		m, err := s.penalty(ctx, w, i)
		if err != nil {
			return nil, fmt.Errorf("penalty %d: %w", i+1, err)
		}
		marks = append(marks, m)
	}
	return marks, nil
}

// goal judges one goal. at is when it was reached.
func (s *Sheet) goal(ctx context.Context, w check.World, g *scenario.Goal, now time.Time) (m Mark, at time.Time, err error) {
	m = Mark{ID: g.ID, Of: g.Points}
	if g.Ask != "" {
		m.Passed, m.Why, err = s.answered(g)
		if m.Passed {
			m.Points = g.Points
		}
		return m, first(s.Given, g.ID, now), err
	}
	checks := g.Checks
	if g.Check != nil {
		checks = []any{g.Check}
	}
	var why []string
	passed := 0
	for _, c := range checks {
		f, err := judge(ctx, w, s.Vars, c)
		if err != nil {
			return m, at, err
		}
		if f.Passed {
			passed++
		}
		if !f.Passed || len(checks) == 1 {
			why = append(why, f.Why)
		}
	}
	m.Passed = passed == len(checks)
	m.Points = g.Points * passed / len(checks)
	m.Why = strings.Join(why, "; ")
	return m, first(s.Reached, g.ID, now), nil
}

func first(times map[string]time.Time, id string, now time.Time) time.Time {
	if at, ok := times[id]; ok {
		return at
	}
	return now
}

// judge reads a check and holds it against the world.
func judge(ctx context.Context, w check.World, vars *script.Vars, text any) (check.Finding, error) {
	c, err := check.Parse(text)
	if err != nil {
		return check.Finding{}, err
	}
	return c.Judge(ctx, w, vars)
}

// late halves what was reached after its time.
func (s *Sheet) late(g *scenario.Goal, m Mark, at time.Time) Mark {
	by, err := time.ParseDuration(g.By)
	if s.Patient || g.By == "" || err != nil || m.Points == 0 || !at.After(s.Start.Add(by)) {
		return m
	}
	m.Points /= 2
	m.Passed = false
	m.Why = strings.TrimPrefix(fmt.Sprintf("%s; reached %s after %s had passed", m.Why, at.Sub(s.Start.Add(by)).Round(time.Second), g.By), "; ")
	return m
}

// answered holds an answer against what is right.
func (s *Sheet) answered(g *scenario.Goal) (right bool, why string, err error) {
	given, ok := s.Answers[g.ID]
	if !ok {
		return false, "not answered", nil
	}
	said := given
	if !s.Literal {
		if said, err = s.Vars.Fill(given); err != nil {
			return false, "", err
		}
	}
	for _, wanted := range append([]any{g.Answer}, g.Accept...) {
		value, err := s.Vars.Fill(wanted)
		if err != nil {
			return false, "", err
		}
		if sameAnswer(script.Text(said), script.Text(value), g.Tolerance) {
			return true, "answered: " + script.Text(said), nil
		}
	}
	return false, fmt.Sprintf("%q is not it", script.Text(said)), nil
}

// sameAnswer compares as people write: case and space do not count, a time may be off a little, several words may come in any
// order.
func sameAnswer(said, wanted, tolerance string) bool {
	said, wanted = strings.ToLower(strings.TrimSpace(said)), strings.ToLower(strings.TrimSpace(wanted))
	if said == wanted {
		return said != ""
	}
	if at, err := time.Parse(time.RFC3339, strings.ToUpper(wanted)); err == nil {
		given, ok := readTime(strings.ToUpper(said))
		by, err := time.ParseDuration(tolerance)
		if err != nil {
			by = time.Minute
		}
		return ok && math.Abs(given.Sub(at).Seconds()) <= by.Seconds()
	}
	return sameWords(said, wanted)
}

// readTime reads a time as people write it, UTC where nothing is said.
func readTime(text string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if at, err := time.Parse(form, strings.TrimSuffix(text, " UTC")); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

func sameWords(a, b string) bool {
	count := map[string]int{}
	split := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == ';' || r == '\n' || r == '\t' })
	}
	for _, word := range split(a) {
		count[word]++
	}
	for _, word := range split(b) {
		count[word]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// penalty is passed when what it punishes did not happen.
func (s *Sheet) penalty(ctx context.Context, w check.World, i int) (Mark, error) {
	p := &s.Scenario.Penalties[i]
	f, err := judge(ctx, w, s.Vars, p.If)
	if err != nil {
		return Mark{}, err
	}
	m := Mark{ID: fmt.Sprintf("penalty-%d", i+1), Passed: !f.Passed, Why: f.Why}
	m.untold = f.Level == trail.Unknown && !f.Passed
	switch {
	case f.Passed && s.Spared[m.ID]:
		m.Passed, m.Why = true, "the trainer brought it about: "+f.Why
	case f.Passed:
		m.Points, m.Why = p.Points, p.Why+": "+f.Why
	case s.Held[m.ID] != "":
		m.Passed, m.Points, m.Why = false, p.Points, s.Held[m.ID]+", before the lab died"
	case m.untold && s.Dark != nil && !s.Dark[m.ID]:
		m.Passed, m.Points, m.Why = false, p.Points, "it could be told, and cannot any more: "+f.Why
	}
	return m, nil
}

// Untold are the penalties among marks of which the log cannot tell, by id.
func Untold(marks []Mark) map[string]bool {
	dark := map[string]bool{}
	for _, m := range marks {
		if m.untold {
			dark[m.ID] = true
		}
	}
	return dark
}

// Points adds up marks. What is below zero is zero.
func Points(marks []Mark) (points, of int) {
	for _, m := range marks {
		points += m.Points
		of += m.Of
	}
	return max(points, 0), of
}

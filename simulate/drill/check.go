// Checking: how far a drill has come, and what it comes to in the end.

package drill

import (
	"context"
	"errors"
	"fmt"
	"time"

	"traillab/simulate"
)

// Report is a drill as it stands, in the shape of a run's result.
type Report struct {
	simulate.Result
	Elapsed time.Duration `json:"-"` // by the lab's clock, since the trainee took over
}

// Check grades the drill as it stands. Whatever was reached keeps the time at which it was first seen. The reasons do not tell what
// is still asked.
func (d *Drill) Check(ctx context.Context) (*Report, error) {
	if d.Done != nil {
		return nil, errFinished
	}
	if d.Mode == Exam {
		return nil, errors.New("an exam is graded when it is finished: traillab drill finish")
	}
	r, err := d.grade(ctx)
	if err != nil {
		return nil, err
	}
	return r, d.sheet().Mask(r.Checks)
}

// grade judges goals, penalties, hints and speed.
func (d *Drill) grade(ctx context.Context) (_ *Report, err error) {
	now, err := d.stage.Now(ctx)
	if err != nil {
		return nil, err
	}
	w := simulate.Look(d.stage)
	defer func() { err = errors.Join(err, w.Close()) }()
	marks, err := d.sheet().Grade(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, m := range marks {
		if _, seen := d.Reached[m.ID]; m.Passed && !seen {
			d.Reached[m.ID] = now
		}
	}
	marks = append(marks, d.paid()...)
	if bonus, ok := d.bonus(marks); ok {
		marks = append(marks, bonus)
	}
	c, err := w.Case(ctx)
	if err != nil {
		return nil, err
	}
	r := &Report{Elapsed: now.Sub(d.Began), Result: simulate.Result{Scenario: d.Name, Upstream: d.Upstream, Checks: marks, Chains: []string{}}}
	for i := range c.Chains {
		r.Chains = append(r.Chains, c.Chains[i].ID)
	}
	r.Score.Points, r.Score.Of = simulate.Points(marks)
	r.Passed = r.Score.Of > 0 && r.Score.Points*100 >= r.Score.Of*d.pass()
	return r, nil
}

// pass is how many of a hundred points are enough.
func (d *Drill) pass() int {
	if d.Scenario.Score.Pass > 0 {
		return d.Scenario.Score.Pass
	}
	return 70
}

// sheet is what the drill is graded against. Who learns has no deadlines.
func (d *Drill) sheet() *simulate.Sheet {
	play := simulate.Resume(d.stage, simulate.Options{Scenario: d.Scenario}, d.memory)
	s := &simulate.Sheet{
		Scenario: d.Scenario, Vars: play.Vars, Start: d.Began, Reached: d.Reached, Answers: map[string]any{}, Given: map[string]time.Time{}, Literal: true,
		Patient: d.Mode == Learn, Dark: d.Dark, Others: d.ofTrainer, Spared: d.Spared, Held: d.Held,
	}
	for id, a := range d.Answers {
		s.Answers[id], s.Given[id] = a.Text, a.At
	}
	return s
}

// paid are the hints that were taken.
func (d *Drill) paid() []simulate.Mark {
	var marks []simulate.Mark
	for i := range d.Hints {
		marks = append(marks, simulate.Mark{ID: fmt.Sprintf("hint-%d", i+1), Passed: true, Points: -d.Scenario.Hints[i].Cost, Why: "a hint was taken"})
	}
	return marks
}

// bonus is for speed, in a timed drill in which everything was reached: whole for nothing of the time of the last deadline, and none
// for all of it.
func (d *Drill) bonus(marks []simulate.Mark) (simulate.Mark, bool) {
	limit, last := time.Duration(0), d.Began
	for i := range d.Scenario.Goals {
		g := &d.Scenario.Goals[i]
		if by, err := time.ParseDuration(g.By); err == nil {
			limit = max(limit, by)
		}
		if at, ok := d.Reached[g.ID]; ok && at.After(last) {
			last = at
		}
	}
	whole := d.Scenario.Score.TimeBonus
	if d.Mode == Learn || whole == 0 || limit == 0 {
		return simulate.Mark{}, false
	}
	m := simulate.Mark{ID: "time-bonus", Passed: true, Why: "not everything was reached"}
	for i := range marks {
		if !marks[i].Passed {
			return m, true
		}
	}
	used := last.Sub(d.Began)
	m.Points = max(int(float64(whole)*(1-used.Seconds()/limit.Seconds())), 0)
	m.Why = fmt.Sprintf("%s of %s were used", used.Round(time.Second), limit)
	return m, true
}

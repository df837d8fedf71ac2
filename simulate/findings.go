// Findings: what the analysis made of the log that a story left before anybody repaired anything, held against what the scenario
// says that it must make of it.

package simulate

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/simulate/check"
	"traillab/simulate/detection"
	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// find judges the log as it is.
func (p *Play) find(ctx context.Context) (marks []Mark, err error) {
	err = p.look(ctx, func(w check.World) error {
		c, err := w.Case(ctx)
		if err != nil {
			return err
		}
		vpc, err := p.Vars.Fill(p.Scenario.Analysis.VPC)
		if err != nil {
			return fmt.Errorf("analysis: vpc: %w", err)
		}
		for i := range c.Chains {
			if text := script.Text(vpc); text == "" || c.Chains[i].Scope.ID == text {
				p.about = append(p.about, c.Chains[i])
			}
		}
		marks = analysed(&p.Scenario.Analysis, p.about)
		detected, err := p.detected(ctx, w, c)
		if err != nil {
			return err
		}
		marks = append(marks, detected...)
		return p.untouched(ctx, w, &marks)
	})
	return marks, err
}

// analysed judges the chains about the network of the story.
func analysed(want *scenario.Analysis, about []analyze.Chain) []Mark {
	var marks []Mark
	if want.Chains != nil {
		m := Mark{ID: "analysis-chains", Passed: len(about) == *want.Chains, Why: fmt.Sprintf("%d of %d chains", len(about), *want.Chains)}
		marks = append(marks, m)
	}
	if want.Verdict != "" {
		var labels []string
		for i := range about {
			labels = append(labels, string(about[i].Verdict.Label))
		}
		m := Mark{ID: "analysis-verdict", Passed: slices.Contains(labels, want.Verdict), Why: "the analysis says: " + strings.Join(labels, ", ")}
		if len(labels) == 0 {
			m.Why = "the analysis sees no chain"
		}
		marks = append(marks, m)
	}
	return marks
}

// detected judges what must be noticed, and what must not.
func (p *Play) detected(ctx context.Context, w check.World, c *analyze.Case) ([]Mark, error) {
	d := &p.Scenario.Detections
	if len(d.Must)+len(d.MustNot) == 0 {
		return nil, nil
	}
	others := p.others()
	var events []trail.Event
	for e, err := range w.Events(ctx, trail.Filter{}) {
		if err != nil {
			return nil, err
		}
		if !others[e.Principal] {
			events = append(events, e)
		}
	}
	seen := detection.Detect(c, events)
	within, err := span(d.Within, 0)
	if err != nil {
		return nil, fmt.Errorf("detections: within: %w", err)
	}
	var marks []Mark
	for _, name := range d.Must {
		at, ok := seen[name]
		m := Mark{ID: "detect-" + name, Passed: ok, Why: "nothing in the log shows it"}
		if ok {
			m.Why = "shown at " + at.UTC().Format("2006-01-02T15:04:05Z")
		}
		if after := at.Sub(p.struck()); ok && within > 0 && after > within {
			m.Passed = false
			m.Why += fmt.Sprintf(", %s after the strike, and %s is what it may take", after.Round(time.Second), d.Within)
		}
		marks = append(marks, m)
	}
	for _, name := range d.MustNot {
		at, ok := seen[name]
		m := Mark{ID: "detect-not-" + name, Passed: !ok, Why: "the log does not show it"}
		if ok {
			m.Why = "shown at " + at.UTC().Format("2006-01-02T15:04:05Z")
		}
		marks = append(marks, m)
	}
	return marks, nil
}

// struck is when people should have begun to notice: at the step that is called cut, else at the first call since the start.
func (p *Play) struck() time.Time {
	if cut, err := time.Parse(time.RFC3339, script.Text(p.at["cut"])); err == nil {
		return cut
	}
	for i := range p.deeds {
		if d := &p.deeds[i]; d.Beat == Strike && d.Call != "" && !d.Aside && !d.At.Before(p.Start) {
			return d.At.Truncate(time.Second) // as the log has it
		}
	}
	return p.Start
}

// others are the principals who make noise: a story is not told by what bystanders do.
func (p *Play) others() map[string]bool {
	arns := map[string]bool{}
	for name := range p.cast.actors {
		if _, of := p.Scenario.Actors[name]; !of {
			arn, _ := p.Vars.Get(name + ".arn")
			arns[script.Text(arn)] = true
		}
	}
	return arns
}

// untouched holds the scenario itself to account: who does nothing gets no points.
func (p *Play) untouched(ctx context.Context, w check.World, marks *[]Mark) error {
	sheet := &Sheet{Scenario: p.Scenario, Vars: p.Vars, Start: p.Start}
	graded, err := sheet.Grade(ctx, w)
	if err != nil {
		return err
	}
	p.dark = Untold(graded)
	points, _ := Points(graded)
	m := Mark{ID: "doing-nothing", Passed: points == 0, Why: "doing nothing scores 0"}
	if points != 0 {
		var scored []string
		for _, g := range graded {
			if g.Points > 0 {
				scored = append(scored, g.ID)
			}
		}
		m.Why = fmt.Sprintf("doing nothing scores %d: %s", points, strings.Join(scored, ", "))
	}
	*marks = append(*marks, m)
	return nil
}

// debrief grades the solution, if there was one, and makes the result.
func (p *Play) debrief(ctx context.Context, found []Mark) (*Result, error) {
	p.beat = Debrief
	result := &Result{Scenario: p.Scenario.ID, Upstream: p.stage.Upstream(), Checks: found, Chains: []string{}, Passed: true, Deeds: p.deeds, About: p.about}
	err := p.look(ctx, func(w check.World) error {
		c, err := w.Case(ctx)
		if err != nil {
			return err
		}
		for i := range c.Chains {
			result.Chains = append(result.Chains, c.Chains[i].ID)
		}
		if p.Solution == nil {
			return nil
		}
		sheet := &Sheet{Scenario: p.Scenario, Vars: p.Vars, Start: p.Start, Answers: p.Solution.Answers, Dark: p.dark}
		graded, err := sheet.Grade(ctx, w)
		if err != nil {
			return err
		}
		result.Score.Points, result.Score.Of = Points(graded)
		result.Checks = append(result.Checks, graded...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	result.judge(p.Solution)
	return result, nil
}

// judge says whether a run passed: every check of a story and of its published solution, and of a wrong one that it scores what
// it should.
func (r *Result) judge(s *Solution) {
	if s != nil && s.Score != nil {
		m := Mark{ID: "score", Passed: r.Score.Points == *s.Score, Why: fmt.Sprintf("scores %d of %d, and should score %d", r.Score.Points, r.Score.Of, *s.Score)}
		for i := range r.Checks {
			if r.Checks[i].Of == 0 && !strings.HasPrefix(r.Checks[i].ID, "penalty-") {
				m.Passed = m.Passed && r.Checks[i].Passed
			}
		}
		r.Checks = append(r.Checks, m)
		r.Passed = m.Passed
		return
	}
	for i := range r.Checks {
		r.Passed = r.Passed && r.Checks[i].Passed
	}
}

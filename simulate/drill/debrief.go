// The debrief: attack and response side by side on one clock, how long it took to notice and to repair, what each action did to
// what could be reached, and what a better answer would have been.

package drill

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/simulate"
	"traillab/simulate/check"
	"traillab/simulate/script"
)

// Deed is a call of the drill that changed something, or tried to.
type Deed struct {
	At      time.Time
	Who     string // the actor's name, trainee, or trainer, alone or behind the actor whom the trainer played
	Call    string
	Refused string   // the error's code
	Effect  []string // what was lost and what came back by it
	Mends   bool     // a way back rests on it
	EventID string
}

// Debrief is a drill that is over.
type Debrief struct {
	Report Report
	Deeds  []Deed // in order of time; those of the trainee begin at Began
	Began  time.Time
	Struck time.Time  // when the harm began
	Noted  *time.Time // the first right answer, goal seen reached or call that helped
	Mended *time.Time // when nothing was lost any more, by what was done after Began; nil while something is
	Healed *time.Time // when the story, or the trainer, repaired the last of it; nil where the trainee did, and while something is lost
	Key    []Asked    // what was asked, unsealed
	Better []string   // the steps of the published solution
	Title  string
}

// Asked is a question with what was answered and what is right.
type Asked struct{ Goal, Question, Given, Right string }

// Finish grades the drill for the last time and tells what happened. better are the steps of a published solution.
func (d *Drill) Finish(ctx context.Context, better []string) (_ *Debrief, err error) {
	if d.Done != nil {
		return nil, errFinished
	}
	r, err := d.grade(ctx)
	if err != nil {
		return nil, err
	}
	w := simulate.Look(d.stage)
	defer func() { err = errors.Join(err, w.Close()) }()
	b := &Debrief{Report: *r, Began: d.Began, Better: better, Title: d.Scenario.Title}
	if err := d.tellDeeds(ctx, w, b); err != nil {
		return nil, err
	}
	if err := d.unseal(b); err != nil {
		return nil, err
	}
	now, err := d.stage.Now(ctx)
	if err != nil {
		return nil, err
	}
	d.Done = &Ended{At: now.Truncate(time.Second), Points: r.Score.Points, Of: r.Score.Of, Passed: r.Passed, Detect: since(b.Struck, b.Noted), Repair: since(b.Struck, b.Mended)}
	if d.real() {
		return b, nil
	}
	return b, d.stage.Flow(ctx, 0)
}

// unseal tells what was right, and when the trainee first got anything right: an answer, a goal that was seen reached, a call on
// which a way back rests.
func (d *Drill) unseal(b *Debrief) error {
	play := simulate.Resume(d.stage, simulate.Options{Scenario: d.Scenario}, d.memory)
	noted := func(at time.Time) {
		if !at.Before(b.Began) && (b.Noted == nil || at.Before(*b.Noted)) {
			b.Noted = &at
		}
	}
	for i := range d.Scenario.Goals {
		g := &d.Scenario.Goals[i]
		at, reached := d.Reached[g.ID]
		if g.Ask == "" {
			if reached {
				noted(at)
			}
			continue
		}
		right, err := play.Vars.Fill(g.Answer)
		if err != nil {
			return fmt.Errorf("goal %s: %w", g.ID, err)
		}
		given := d.Answers[g.ID]
		b.Key = append(b.Key, Asked{g.ID, g.Ask, given.Text, script.Text(right)})
		if slices.ContainsFunc(b.Report.Checks, func(m simulate.Mark) bool { return m.ID == g.ID && m.Points > 0 }) {
			noted(given.At)
		}
	}
	for i := range b.Deeds {
		if deed := &b.Deeds[i]; deed.Who == trainee && deed.Mends {
			noted(deed.At)
		}
	}
	return nil
}

// since is the seconds from the harm to a time.
func since(struck time.Time, at *time.Time) *int64 {
	if at == nil || struck.IsZero() {
		return nil
	}
	s := int64(at.Sub(struck).Seconds())
	return &s
}

// tellDeeds reads the log for what was done, by whom, and to what effect.
func (d *Drill) tellDeeds(ctx context.Context, w check.World, b *Debrief) error {
	c, err := w.Case(ctx)
	if err != nil {
		return err
	}
	effects, mends := effects(c)
	d.harm(c, b)
	names := d.actors()
	for e, err := range w.Events(ctx, trail.Filter{Writes: true}) {
		if err != nil {
			return err
		}
		who, ours := names[e.AccessKeyID]
		switch {
		case ofLab(&e), e.Time.Before(d.memory.Start.Add(-time.Minute)):
			continue
		case !e.Time.Before(d.Began) && d.ofTrainer(&e):
			who = strings.TrimSpace(who + " (" + trainer + ")")
			if !ours {
				who = trainer
			}
		case !e.Time.Before(d.Began) && !ours:
			who = trainee
		case !ours:
			continue // setting up, and agents
		}
		b.Deeds = append(b.Deeds, Deed{At: e.Time, Who: who, Call: e.Name, Refused: e.ErrorCode, Effect: effects[e.ID], Mends: mends[e.ID], EventID: e.ID})
	}
	return nil
}

// Who is in no story.
const (
	trainee = "trainee"
	trainer = "trainer"
)

// actors are the names of the story's people by their keys; ops are the trainee's own side.
func (d *Drill) actors() map[string]string {
	names := map[string]string{}
	for name, caller := range d.memory.Callers {
		if name != "ops" {
			names[caller.Key.ID] = name
		}
	}
	return names
}

// effects is what each event took and gave back, by the event's id, and on which a way back rests.
func effects(c *analyze.Case) (told map[string][]string, mends map[string]bool) {
	told, mends = map[string][]string{}, map[string]bool{}
	lists := map[[2]string][]string{} // what, by the event and by what happened to which thing
	add := func(at topology.Moment, text, what string) {
		call := c.History.Call(at)
		if call == nil {
			return
		}
		key := [2]string{call.Event.ID, text}
		if lists[key] == nil {
			told[call.Event.ID] = append(told[call.Event.ID], text)
		}
		if !slices.Contains(lists[key], what) {
			lists[key] = append(lists[key], what)
		}
	}
	for i := range c.Outages {
		o := &c.Outages[i]
		add(o.Cause, o.Thing.ID+" loses", o.What)
		if o.End != analyze.Restored {
			continue
		}
		add(o.Until, o.Thing.ID+" has back", o.What)
		for _, at := range o.Mended {
			if call := c.History.Call(at); call != nil {
				mends[call.Event.ID] = true
			}
			if at != o.Until {
				add(at, o.Thing.ID+" is nearer to", o.What)
			}
		}
	}
	for id, texts := range told {
		slices.Sort(texts)
		for i, text := range texts {
			what := lists[[2]string{id, text}]
			slices.Sort(what)
			texts[i] = text + " " + strings.Join(what, ", ")
		}
	}
	return told, mends
}

// harm finds when it began, and when nothing was lost any more. What the story repaired by itself before the trainee could do
// anything, and what the trainer repaired, is to nobody's credit.
func (d *Drill) harm(c *analyze.Case, b *Debrief) {
	open := false
	for i := range c.Outages {
		o := &c.Outages[i]
		from := c.History.Call(o.From)
		if from == nil || from.Event.Time.Before(d.memory.Start) {
			continue
		}
		if b.Struck.IsZero() || from.Event.Time.Before(b.Struck) {
			b.Struck = from.Event.Time
		}
		until := c.History.Call(o.Until)
		switch {
		case o.End == analyze.Open || until == nil:
			open = true
		case o.End != analyze.Restored:
		case until.Event.Time.Before(d.Began) || d.ofTrainer(&until.Event):
			b.Healed = last(b.Healed, until.Event.Time)
		default:
			b.Mended = last(b.Mended, until.Event.Time)
		}
	}
	if open {
		b.Mended, b.Healed = nil, nil
	}
	if b.Mended != nil {
		b.Healed = nil
	}
}

// last is the later of two times, of which there may be only one.
func last(a *time.Time, b time.Time) *time.Time {
	if a != nil && !b.After(*a) {
		return a
	}
	return &b
}

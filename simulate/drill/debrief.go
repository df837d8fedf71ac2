// The debrief: attack and response side by side on one clock, how long it took to notice and to repair, what each action did to
// what could be reached, and what a better answer would have been.

package drill

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/simulate"
	"traillab/simulate/check"
)

// Deed is a call of the drill that changed something, or tried to.
type Deed struct {
	At      time.Time
	Who     string // the actor's name, or trainee
	Call    string
	Refused string   // the error's code
	Effect  []string // what was lost and what came back by it
	EventID string
}

// Debrief is a drill that is over.
type Debrief struct {
	Report Report
	Deeds  []Deed // in order of time; those of the trainee begin at Began
	Began  time.Time
	Struck time.Time  // when the harm began
	Noted  *time.Time // the first right answer
	Mended *time.Time // when nothing was lost any more; nil while something is
	Better []string   // the steps of the published solution
	Title  string
}

// Finish grades the drill for the last time and tells what happened. better are the steps of a published solution.
func (d *Drill) Finish(ctx context.Context, better []string) (_ *Debrief, err error) {
	if d.Done != nil {
		return nil, errors.New("the drill is finished already")
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
	for id, given := range d.Answers {
		right := slices.ContainsFunc(r.Checks, func(m simulate.Mark) bool { return m.ID == id && m.Points > 0 })
		if right && (b.Noted == nil || given.At.Before(*b.Noted)) {
			b.Noted = &given.At
		}
	}
	now, err := d.stage.Now(ctx)
	if err != nil {
		return nil, err
	}
	d.Done = &Ended{At: now.Truncate(time.Second), Points: r.Score.Points, Of: r.Score.Of, Passed: r.Passed, Detect: since(b.Struck, b.Noted), Repair: since(b.Struck, b.Mended)}
	return b, d.stage.Flow(ctx, 0)
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
	effects := effects(c)
	d.harm(c, b)
	names := d.actors()
	for e, err := range w.Events(ctx, trail.Filter{Writes: true}) {
		if err != nil {
			return err
		}
		who, ours := names[e.AccessKeyID]
		switch {
		case strings.HasPrefix(e.UserAgent, check.Agent), e.Time.Before(d.memory.Start.Add(-time.Minute)):
			continue
		case !e.Time.Before(d.Began) && !ours:
			who = trainee
		case !ours:
			continue // setting up, and agents
		}
		b.Deeds = append(b.Deeds, Deed{At: e.Time, Who: who, Call: e.Name, Refused: e.ErrorCode, Effect: effects[e.ID], EventID: e.ID})
	}
	return nil
}

const trainee = "trainee"

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

// effects is what each event took and gave back, by the event's id.
func effects(c *analyze.Case) map[string][]string {
	told := map[string][]string{}
	add := func(at topology.Moment, text string) {
		if call := c.History.Call(at); call != nil && !slices.Contains(told[call.Event.ID], text) {
			told[call.Event.ID] = append(told[call.Event.ID], text)
		}
	}
	for i := range c.Outages {
		o := &c.Outages[i]
		add(o.Cause, fmt.Sprintf("%s loses %s", o.Thing.ID, o.What))
		if o.End == analyze.Restored {
			add(o.Until, fmt.Sprintf("%s has %s again", o.Thing.ID, o.What))
		}
	}
	for id := range told {
		slices.Sort(told[id])
	}
	return told
}

// harm finds when it began, and when nothing was lost any more.
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
		case o.End == analyze.Restored && (b.Mended == nil || until.Event.Time.After(*b.Mended)):
			at := until.Event.Time
			b.Mended = &at
		}
	}
	if open {
		b.Mended = nil
	}
}

// Write writes the debrief as Markdown. safe makes text from the log harmless.
func (b *Debrief) Write(w io.Writer, safe func(string) string) error {
	out := &strings.Builder{}
	fmt.Fprintf(out, "# Debrief: %s\n\n%s. %d of %d points.\n\n", safe(b.Title), verdict(b.Report.Passed), b.Report.Score.Points, b.Report.Score.Of)
	fmt.Fprintf(out, "| | |\n|---|---|\n| harm began | %s |\n| you took over | %s |\n| noticed (first right answer) | %s |\n| repaired | %s |\n\n",
		clock(b.Struck), clock(b.Began), after(b.Struck, b.Noted), after(b.Struck, b.Mended))
	out.WriteString("## Points\n\n| goal | points | why |\n|---|---:|---|\n")
	for _, m := range b.Report.Checks {
		fmt.Fprintf(out, "| %s | %d/%d | %s |\n", safe(m.ID), m.Points, m.Of, cell(safe(m.Why)))
	}
	out.WriteString("\n## Attack and response\n\n| time (UTC) | attack | response | effect |\n|---|---|---|---|\n")
	for _, deed := range b.Deeds {
		call := deed.Call
		if deed.Refused != "" {
			call += " (refused: " + deed.Refused + ")"
		}
		attack, response := fmt.Sprintf("%s: %s", deed.Who, call), ""
		if deed.Who == trainee {
			attack, response = "", call
		}
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", clock(deed.At), cell(safe(attack)), cell(safe(response)), cell(safe(strings.Join(deed.Effect, "; "))))
	}
	if len(b.Better) > 0 {
		out.WriteString("\n## What a better answer would have been\n\n")
		for i, step := range b.Better {
			fmt.Fprintf(out, "%d. %s\n", i+1, safe(step))
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// cell keeps a text in its cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }

func verdict(passed bool) string {
	if passed {
		return "Passed"
	}
	return "Not passed"
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

func after(from time.Time, t *time.Time) string {
	if t == nil {
		return "no"
	}
	if from.IsZero() {
		return clock(*t)
	}
	return fmt.Sprintf("%s, %s after", clock(*t), t.Sub(from).Round(time.Second))
}

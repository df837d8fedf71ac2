// A fake drill: what it is told is kept, and time passes when somebody looks.

package tui

import (
	"context"
	"errors"
	"time"

	"traillab/analyze/trail"
)

// exercise is one in memory.
type exercise struct {
	drill   Drill
	follows int
	events  []trail.Event
	trouble error
}

func (e *exercise) Drill(context.Context) (Drill, error) {
	e.drill.Elapsed += 2 * time.Second
	return e.drill, nil
}

func (e *exercise) Follow(context.Context) ([]Deed, error) {
	e.follows++
	if e.follows == 1 {
		return nil, nil
	}
	return []Deed{{Event: e.events[14], Part: "cut"}, {Event: e.events[16], Part: "restore"}, {Event: e.events[1]}}, nil
}

func (e *exercise) Answer(_ context.Context, goal, text string) error {
	for i := range e.drill.Goals {
		if e.drill.Goals[i].ID == goal {
			e.drill.Goals[i].Answer = &text
		}
	}
	return e.trouble
}

func (e *exercise) Hint(context.Context) (string, error) {
	const text = "Look who made the key \x1b[2J that did it."
	e.drill.Hints++
	e.drill.Paid = append(e.drill.Paid, text)
	return text, e.trouble
}

func (e *exercise) Check(context.Context) (Grade, error) {
	e.drill.Goals[1].Reached = true
	return Grade{Points: 30, Of: 60, Marks: []Mark{{"who", false, 0, 20, "no answer is given"}, {"restored", true, 30, 30, "the way is open"}}}, e.trouble
}

func (e *exercise) Pause(context.Context) (bool, error) {
	if e.drill.Phase == "paused" {
		e.drill.Phase = "running"
		return false, nil
	}
	e.drill.Phase = "paused"
	return true, nil
}

func (e *exercise) Finish(context.Context) (string, error) {
	if e.trouble != nil {
		return "", e.trouble
	}
	e.drill.Phase, e.drill.Points, e.drill.Of = "finished", 50, 60
	return "# Debrief\n\n50 of 60 points.\n\nWhat would have been better: \u202edisable the key first.", nil
}

// practising is a case with a drill under way.
func practising() (Doors, *exercise) {
	p := incident()
	d, left := p.doors(), 20*time.Minute
	e := &exercise{events: p.events, drill: Drill{
		Scenario: "S2", Title: "The gateway is gone", Mode: "timed", Upstream: "builtin", Phase: "running", Began: noon, Remaining: &left, HintsOf: 2,
		Offer: "hint 1 costs 5 points", Briefing: "You are on call. The shop is down since 09:13; nobody knows why.\nFind out who did it, and bring it back.",
		Shell: "export AWS_ENDPOINT_URL=http://127.0.0.1:4566",
		Goals: []Goal{
			{ID: "who", Title: "Which access key detached the gateway?", Points: 20, Question: true},
			{ID: "restored", Title: "The shop is reached again", Points: 30, Remaining: &left},
			{ID: "closed", Title: "The key is disabled \x1b]0;x\x07", Points: 10},
		},
		Messages: []Message{{noon.Add(time.Minute), "Boss: is it back?"}},
	}}
	d.Driller = e
	return d, e
}

var errLab = errors.New("the lab \"default\" is down")

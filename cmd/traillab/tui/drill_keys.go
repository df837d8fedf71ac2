// What a trainee does on the page of a drill, beside the calls to the lab.

package tui

import (
	"context"
	"fmt"
	"strings"
)

func (d *drill) bindings() []binding {
	own := []binding{
		{[]string{"tab"}, "pane", "objectives, briefing, what happened, debrief", func() intent { return d.turn(1) }},
		{[]string{"shift+tab"}, "", "the pane before", func() intent { return d.turn(drillPanes - 1) }},
	}
	if d.pane == paneLog {
		own = append(own, binding{[]string{"enter"}, "record", "the raw record of the call", d.openRecord})
	} else {
		own = append(own, binding{[]string{"enter", "a"}, "answer", "answer the question under the cursor; the last answer counts", d.answer})
	}
	own = append(own,
		binding{[]string{"H"}, "hint", "the next hint, after its price", d.hint},
		binding{[]string{"c"}, "check", "how far you are", d.check},
		binding{[]string{"F"}, "finish", "end the drill: the grade and the debrief", d.finish},
		binding{[]string{"p"}, "pause", "stop the clock, or let it go on", d.pause},
	)
	if d.pane == paneBriefing && d.of != nil && d.of.Shell != "" {
		own = append(own, binding{[]string{"y"}, "copy shell", "copy what a shell of yours needs to reach the lab (OSC 52)", func() intent {
			return intent{copy: harmless(d.of.Shell), say: "what a shell needs was handed to the terminal's clipboard"}
		}})
	}
	switch d.pane {
	case paneGoals:
		return append(own, d.goals.bindings()...)
	case paneLog:
		return append(own, d.log.bindings()...)
	}
	return append(own, d.prose.bindings()...)
}

// going says what is wrong where there is no drill, or one that is over.
func (d *drill) going() (intent, bool) {
	switch {
	case d.of == nil:
		return intent{say: "there is no drill here"}, false
	case d.of.Phase == "finished":
		return intent{say: "the drill is finished; tab leads to the debrief"}, false
	}
	return intent{}, true
}

// answer asks for the answer to the question under the cursor.
func (d *drill) answer() intent {
	if i, ok := d.going(); !ok || len(d.of.Goals) == 0 {
		return i
	}
	goal := d.of.Goals[d.goals.at]
	if !goal.Question {
		return intent{say: goal.ID + " is to be done in the lab and not answered"}
	}
	given := ""
	if goal.Answer != nil {
		given = *goal.Answer
	}
	return intent{input: &prompt{label: goal.ID, editor: newEditor(given), done: func(text string) intent {
		if text = strings.TrimSpace(text); text == "" {
			return intent{say: "nothing was answered"}
		}
		return d.will("", func(ctx context.Context, from Driller) (outcome, error) {
			return outcome{said: "noted: " + goal.ID + " is " + text}, from.Answer(ctx, goal.ID, text)
		})
	}}}
}

// hint asks whether the next hint is worth its price.
func (d *drill) hint() intent {
	if i, ok := d.going(); !ok {
		return i
	}
	switch {
	case d.of.Offer != "":
	case d.of.Refusal != "":
		return intent{say: d.of.Refusal}
	default:
		return intent{say: "there are no more hints"}
	}
	return intent{input: sure(d.of.Offer, func() intent {
		d.pane = paneBriefing
		return d.will("asking for the hint …", func(ctx context.Context, from Driller) (outcome, error) {
			_, err := from.Hint(ctx)
			return outcome{said: "the hint stands under the briefing"}, err
		})
	})}
}

func (d *drill) check() intent {
	if i, ok := d.going(); !ok {
		return i
	}
	return d.will("checking …", func(ctx context.Context, from Driller) (outcome, error) {
		g, err := from.Check(ctx)
		return outcome{said: fmt.Sprintf("%d of %d points so far", g.Points, g.Of), grade: &g}, err
	})
}

func (d *drill) pause() intent {
	if i, ok := d.going(); !ok {
		return i
	}
	return d.will("", func(ctx context.Context, from Driller) (outcome, error) {
		paused, err := from.Pause(ctx)
		if paused {
			return outcome{said: "the clock stands; p lets it go on"}, err
		}
		return outcome{said: "the clock goes on"}, err
	})
}

// finish asks whether the drill is to end.
func (d *drill) finish() intent {
	if i, ok := d.going(); !ok {
		return i
	}
	return intent{input: sure("ending the drill is final", func() intent {
		return d.will("grading …", func(ctx context.Context, from Driller) (outcome, error) {
			text, err := from.Finish(ctx)
			return outcome{said: "the drill is over", debrief: text}, err
		})
	})}
}

// sure asks for a yes.
func sure(what string, then func() intent) *prompt {
	return &prompt{label: what + "; yes?", editor: newEditor(""), done: func(text string) intent {
		if !strings.EqualFold(strings.TrimSpace(text), "yes") {
			return intent{say: "left as it was: only yes does it"}
		}
		return then()
	}}
}

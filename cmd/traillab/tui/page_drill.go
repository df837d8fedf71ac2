// Drill: the drill that is under way, from the briefing to the debrief: its clock, what is asked, and what happens in the lab while the
// trainee works there.

package tui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// drill is the page.
type drill struct {
	doors   *Doors
	of      *Drill
	err     error // of how it stands
	deeds   []Deed
	deaf    error // of what happens
	heard   int   // of what the trainee is told, how much was on the screen; -1 before the first look
	grade   *Grade
	debrief string
	said    string // what came of the last thing that was done, or what is wrong with it
	wrong   bool

	pane       int
	stale      bool // how it stands has to be asked
	listening  bool // what happens has been asked and not told yet
	beats      int
	todo       []question
	deed       int // how many were done
	goals, log table
	prose      scroller
	w, h       int
}

// The panes of a drill.
const (
	paneGoals = iota
	paneBriefing
	paneLog
	paneDebrief
	drillPanes
)

// listen is every which beat the lab's log is asked for: the lab writes it out for that.
const listen = 3

func newDrill(d *Doors) page {
	p := &drill{doors: d, stale: true, heard: -1}
	p.goals.columns = []column{
		{name: "objective", least: 12, most: 16},
		{name: "points", least: 6, most: 6, right: true},
		{name: "state", least: 10, most: 10},
		{name: "what is asked", least: 40, most: 200},
		{name: "your answer", least: 20, most: 60},
	}
	p.log.columns = []column{
		{name: "time", least: 20, most: 25},
		{name: "part", least: 9, most: 9},
		{name: "event", field: "name", least: 24, most: 40},
		{name: "error", field: "error", least: 8, most: 30},
		{name: "principal", field: "principal", least: 16, most: 48},
		{name: "resources", field: "resource", least: 21, most: 60},
	}
	return p
}

func (d *drill) title() string { return "Drill" }

// quiet are the looks that are taken again and again, once the first has told something.
func (d *drill) quiet(slot string) bool { return d.of != nil && (slot == "drill" || slot == "log") }

// retry asks at once what a beat asks in turn.
func (d *drill) retry() { d.stale, d.listening, d.beats = true, false, 0 }

// beat asks again how it stands, and every few times what happened.
func (d *drill) beat() {
	d.stale = d.of == nil || d.of.Phase != "finished"
	d.beats++
}

func (d *drill) ask() []question {
	if d.doors.Driller == nil {
		return nil
	}
	from := d.doors.Driller
	out := d.todo
	d.todo = nil
	if d.stale {
		d.stale = false
		out = append(out, question{"drill", func(ctx context.Context) (any, error) { return from.Drill(ctx) }})
		if d.beats%listen == 0 && !d.listening {
			d.listening = true
			out = append(out, question{"log", func(ctx context.Context) (any, error) { return from.Follow(ctx) }})
		}
	}
	return out
}

// outcome is what came of something that the trainee did.
type outcome struct {
	said    string
	grade   *Grade
	debrief string
}

func (d *drill) take(slot string, answer any, err error) {
	switch slot {
	case "drill":
		d.err = err
		if of, ok := answer.(Drill); ok && err == nil {
			d.of = &of
			d.goals.grow(len(of.Goals))
			if d.heard < 0 || d.pane == paneBriefing {
				d.heard = len(of.Messages)
			}
			if d.debrief == "" {
				d.debrief = of.Debrief
			}
		}
	case "log":
		d.listening, d.deaf = false, err
		if deeds, ok := answer.([]Deed); ok && err == nil {
			last := d.log.at >= len(d.deeds)-1
			d.deeds = deeds
			if d.log.grow(len(deeds)); last { // who reads the end goes on reading it
				d.log.move(len(deeds))
			}
		}
	default:
		d.done(answer, err)
	}
}

// done takes what came of something that the trainee did.
func (d *drill) done(answer any, err error) {
	d.stale, d.wrong = true, err != nil
	if errors.Is(err, errStopped) {
		d.said = "stopped: it may have been done all the same"
		return
	}
	if err != nil {
		d.said = err.Error()
		return
	}
	o, _ := answer.(outcome)
	d.said = o.said
	if o.grade != nil {
		d.grade = o.grade
	}
	if o.debrief != "" {
		d.debrief, d.pane = o.debrief, paneDebrief
	}
}

// will has something done, and says so. Each has a slot of its own: what is done next must not end it.
func (d *drill) will(said string, run func(ctx context.Context, from Driller) (outcome, error)) intent {
	from := d.doors.Driller
	d.said, d.wrong = said, false
	d.deed++
	d.todo = append(d.todo, question{fmt.Sprint("deed ", d.deed), func(ctx context.Context) (any, error) { return run(ctx, from) }})
	return intent{}
}

func (d *drill) resize(w, h int) {
	d.w, d.h = w, h
	d.prose.high = max(1, h-drillHead)
	d.log.resize(h - drillHead)
	d.goals.resize(h - drillHead)
}

func (d *drill) scroll(by int) {
	switch d.pane {
	case paneGoals:
		d.goals.move(by)
	case paneLog:
		d.log.move(by)
	default:
		d.prose.move(by)
	}
}

func (d *drill) click(x, y int, again bool) intent {
	switch {
	case y == drillHead-2:
		return d.turn(1)
	case d.pane == paneGoals && d.goals.press(x, y-drillHead, d.w) && again:
		return d.answer()
	case d.pane == paneLog && d.log.press(x, y-drillHead, d.w) && again:
		return d.openRecord()
	}
	return intent{}
}

func (d *drill) turn(by int) intent {
	d.pane = (d.pane + by) % drillPanes
	d.prose.top = 0
	if d.pane == paneBriefing && d.of != nil {
		d.heard = len(d.of.Messages)
	}
	return intent{}
}

func (d *drill) openRecord() intent {
	if len(d.deeds) == 0 {
		return intent{say: "nothing has happened yet"}
	}
	e := d.deeds[d.log.at].Event
	return intent{open: newRecord(d.doors, e.ID, e.Key)}
}

func (d *drill) subject() string {
	if d.pane != paneLog || len(d.deeds) == 0 {
		return ""
	}
	return d.deeds[d.log.at].Event.ID
}

func (d *drill) under() (field, value string) {
	if d.pane != paneLog {
		return "", ""
	}
	return d.log.under(func(i int) []cell { return d.deedCells(view{}, i) })
}

func (d *drill) row() string {
	if d.of == nil || d.pane != paneGoals || len(d.of.Goals) == 0 {
		return ""
	}
	text, err := json.Marshal(d.of.Goals[d.goals.at])
	if err != nil {
		return ""
	}
	return string(text)
}

func (d *drill) same(trail.Filter) same {
	lab := ""
	if d.of != nil && d.of.Lab != "" {
		lab = " --lab " + quoted(d.of.Lab)
	}
	return same{command: "traillab drill status" + lab, why: strings.Join([]string{"drill answer, hint, check, pause and finish are the other keys of this page.", "The log is loaded with traillab load \"$(traillab lab logs)\"."}, " ")}
}

// clocked writes a span as hours, minutes and seconds.
func clocked(d time.Duration) string {
	return d.Truncate(time.Second).String()
}

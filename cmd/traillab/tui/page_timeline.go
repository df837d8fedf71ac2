// Timeline: all events in order, under the filter. A call that is refused again and again is one row until it is opened.

package tui

import (
	"errors"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// timeline is the page of all events.
type timeline struct {
	lister      Lister
	doors       *Doors
	name        string
	narrowed    trail.Filter
	from, until time.Time // of a page about a stretch of time
	resource    string    // of a page about a resource, whatever the filter
	window      window
	blind       blind
	groups      []group
	single      bool // every event is a row of its own
	gathers     bool // all events are to be marked
	search      search
	table       table
	w           int
}

func newTimeline(d *Doors) page {
	t := &timeline{lister: d.Lister, doors: d, name: "Timeline"}
	t.table.columns = []column{
		{name: "time", least: 20, most: 25},
		{name: "event", field: "name", least: 22, most: 36},
		{name: "error", field: "error", least: 8, most: 30},
		{name: "principal", field: "principal", least: 22, most: 48},
		{name: "address", field: "ip", least: 15, most: 28},
		{name: "region", field: "region", least: 9, most: 14},
		{name: "account", field: "account", least: 12, most: 12},
		{name: "resources", field: "resource", least: 21, most: 44},
		{name: "agent", field: "agent", least: 14, most: 60},
		{name: "source", field: "source", least: 14, most: 34},
		{name: "key", field: "key", least: 20, most: 20},
		{name: "event id", field: "id", least: 36, most: 36},
	}
	t.table.key = t.known
	t.window.reset()
	return t
}

// newAround is a timeline of the quarter of an hour before a moment and behind it, whatever the filter says of time.
func newAround(d *Doors, at time.Time) page {
	const span = 15 * time.Minute
	return newBetween(d, "around "+at.UTC().Format("15:04:05Z"), at.Add(-span), at.Add(span))
}

// newBetween is a timeline from one moment to another, both included, whatever the filter says of time.
func newBetween(d *Doors, name string, from, last time.Time) page {
	t := newTimeline(d).(*timeline)
	t.name, t.from, t.until = name, from, last.Add(time.Second) // the clock of CloudTrail counts seconds
	return t
}

// newTouching is a timeline of everything that touched a resource, whatever the filter says.
func newTouching(d *Doors, id string) page {
	t := newTimeline(d).(*timeline)
	t.name, t.resource = "everything that touched "+id, id
	return t
}

func (t *timeline) title() string { return t.name }

func (t *timeline) filter(f trail.Filter) {
	t.narrowed = f
	if !t.from.IsZero() {
		t.narrowed.From, t.narrowed.Until = trail.Moment{At: t.from}, trail.Moment{At: t.until}
	}
	if t.resource != "" {
		t.narrowed = trail.Filter{Resources: []string{t.resource}}
	}
	t.window.reset()
	t.blind, t.search, t.gathers = blind{}, search{}, false
	t.regroup(0)
}

func (t *timeline) ask() []question {
	if t.lister == nil {
		return nil
	}
	out := t.all()
	if t.search.by != 0 {
		return append(out, t.search.ask(t.lister, t.narrowed, t.origin())...)
	}
	t.window.look(t.event())
	out = append(out, t.window.ask(t.lister, t.narrowed)...)
	if t.window.total >= 0 || t.window.countTrouble != nil || t.window.first && t.window.last { // last, for it takes longest
		out = append(out, t.blind.ask(t.doors.Surveyor, t.narrowed)...)
	}
	return out
}

func (t *timeline) take(slot string, answer any, err error) {
	if t.blind.take(slot, answer, err) {
		return
	}
	if slot == "marks" {
		t.gathered(answer, err)
		return
	}
	if found, ok := answer.(hit); ok {
		if t.search.vain = ""; t.window.land(found) {
			t.regroup(0)
		} else if err == nil {
			t.search.vain = t.search.words
		}
		t.window.err = err
		return
	}
	was := t.event()
	shift, at := t.window.take(slot, answer, err)
	if at < 0 {
		at = was + shift
	}
	if slot == "rows" {
		t.regroup(at)
	}
}

// event is the place, among the rows held, of the event under the cursor.
func (t *timeline) event() int {
	if t.table.at >= len(t.groups) {
		return 0
	}
	return t.groups[t.table.at].at
}

// regroup joins retries into rows anew and puts the cursor on the row of an event. The row under the cursor stays where it is on
// the screen, so that rows which are fetched above it do not move what is read.
func (t *timeline) regroup(cursor int) {
	offset := t.table.at - t.table.top
	t.groups = t.groups[:0]
	at := 0
	for i := range t.window.rows {
		if n := len(t.groups); n > 0 && !t.single && retries(&t.window.rows[i-1], &t.window.rows[i]) {
			t.groups[n-1].n++
		} else {
			t.groups = append(t.groups, group{i, 1})
		}
		if i <= cursor {
			at = len(t.groups) - 1
		}
	}
	t.table.rows, t.table.at, t.table.top = len(t.groups), at, at-offset
	t.table.settle()
}

func (t *timeline) resize(w, h int) {
	t.w = w
	t.table.resize(h - 1)
}

func (t *timeline) bindings() []binding {
	own := []binding{
		{[]string{"enter"}, "record", "the raw record of the event", t.openRecord},
		{[]string{"g", "home"}, "", "to the first event of all", func() intent { return t.jump(start, 0) }},
		{[]string{"G", "end"}, "last", "to the last event of all", func() intent { return t.jump(end, len(t.groups)-1) }},
		{[]string{"u"}, "retries", "retries of a refused call as one row, or each as its own", func() intent {
			at := t.event()
			t.single = !t.single
			t.regroup(at)
			return intent{}
		}},
	}
	return append(append(own, findings(&t.table, t.seek)...), t.table.bindings()...)
}

func (t *timeline) jump(to edge, at int) intent {
	if t.window.jump(to) {
		t.table.at = at
		t.table.settle()
	}
	return intent{}
}

func (t *timeline) openRecord() intent {
	if len(t.groups) == 0 {
		return intent{say: "there is no event here"}
	}
	e := &t.window.rows[t.event()]
	return intent{open: newRecord(t.doors, e.ID, e.Key)}
}

func (t *timeline) scroll(by int) { t.table.move(by) }

func (t *timeline) click(x, y int, again bool) intent {
	if t.table.press(x, y, t.w) && again {
		return t.openRecord()
	}
	return intent{}
}

func (t *timeline) under() (field, value string) {
	return t.table.under(func(i int) []cell { return t.cells(view{}, i) })
}

func (t *timeline) row() string {
	if len(t.groups) == 0 {
		return ""
	}
	return eventRow(&t.window.rows[t.event()])
}

// cells are the texts of a row.
func (t *timeline) cells(v view, i int) []cell {
	g := t.groups[i]
	return eventLine(v, &t.window.rows[g.at], g)
}

func (t *timeline) render(v view) []line {
	switch {
	case t.lister == nil:
		return []line{told(toneUnknown, "There are no events to ask here.")}
	case t.window.err != nil:
		return append(troubled(t.window.err, v.w), t.body(v)...)
	}
	return t.body(v)
}

func (t *timeline) body(v view) []line {
	switch {
	case len(t.groups) > 0:
	case v.busy:
		return []line{told(toneFaint, "asking for events …")}
	case t.window.err == nil:
		return t.blind.empty(v, "There is no event in the logs.", "No event passes the filter.")
	default:
		return nil
	}
	return append(t.table.render(v.w, func(i int) []cell { return t.cells(v, i) }), t.blind.note(t.search.note(t.window.standing(t.event()))))
}

// troubled tells of an answer that did not come.
func troubled(err error, w int) []line {
	tone, lead := toneBad, "cannot be told: "
	if errors.Is(err, errStopped) {
		tone, lead = toneWarn, ""
	}
	var out []line
	for part := range strings.SplitSeq(lead+err.Error(), "\n") {
		for _, text := range wrap(part, w) {
			out = append(out, told(tone, "%s", text))
		}
	}
	return out
}

func (t *timeline) same(trail.Filter) same {
	return sameEvents(t.lister, t.narrowed)
}

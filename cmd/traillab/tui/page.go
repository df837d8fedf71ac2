// Pages: what every page of the terminal UI is, and what it may be besides. The table of pages says which there are.

package tui

import (
	"context"
	"time"

	"traillab/analyze/trail"
)

// page is one screenful: a plain struct that keeps its state and draws itself. Its methods are called from Update and View only,
// so that nothing of it needs a lock; what takes time is a question.
type page interface {
	// title is its name in the breadcrumb: a word, or the id of what it is about.
	title() string
	// bindings are its keys beside those that work everywhere. One with the same key as a common one hides that.
	bindings() []binding
	// ask returns what the page wants to know now and has not asked yet. It is called after every change.
	ask() []question
	// take gives it the answer to the question of that slot.
	take(slot string, answer any, err error)
	// resize says how many cells it has.
	resize(w, h int)
	// render draws it, at most h lines, and changes nothing.
	render(v view) []line
}

// filtered is a page that the filter narrows.
type filtered interface {
	filter(f trail.Filter) // forgets what was answered under another filter
}

// clicked is a page that takes the mouse. Coordinates are its own; again says that the click before was on the same cell's row.
type clicked interface {
	click(x, y int, again bool) intent
}

// scrolled is a page that takes the wheel.
type scrolled interface {
	scroll(by int)
}

// reproducible is a page that can say how to get the same elsewhere.
type reproducible interface {
	same(f trail.Filter) same
}

// pointing is a page with a value under the cursor: the name of its field, as filters call it, and the whole value.
type pointing interface {
	under() (field, value string)
}

// rowed is a page with a row under the cursor that can be copied as JSON.
type rowed interface {
	row() (json string)
}

// same is how to get what a page shows with the command line: a command, and a query. sql is nil where SQL cannot say it, and why says so.
type same struct {
	command string
	sql     func(ctx context.Context) (string, error)
	why     string
}

// question is something that a page wants to know. A newer question of the same slot takes the place of the older, whose
// context ends and whose answer is dropped.
type question struct {
	slot string
	run  func(ctx context.Context) (any, error)
}

// view is what a page is drawn for.
type view struct {
	w, h   int
	zone   *time.Location
	filter trail.Filter
	busy   bool // one of its questions has not been answered yet
}

// clock writes a time, with the zone only where it is not UTC.
func (v view) clock(t time.Time) string {
	if t.IsZero() {
		return "no time"
	}
	if v.zone == nil || v.zone == time.UTC {
		return t.UTC().Format("2006-01-02 15:04:05Z")
	}
	return t.In(v.zone).Format("2006-01-02 15:04:05-07:00")
}

// entry is a row of the table of pages.
type entry struct {
	key   string // the number that leads there
	name  string // after the colon
	short string // in the line of tabs
	help  string
	open  func(d *Doors) page
}

// entries are the pages, in the order of their numbers.
func entries() []entry {
	return []entry{
		{"1", "overview", "over", "what is known and what is not: coverage, chains by verdict, rejects", newOverview},
		{"2", "chains", "chains", "the isolation chains; enter opens one", newChains},
		{"3", "impact", "imp", "what each resource lost and kept, how surely, and by which event", newImpact},
		{"4", "topology", "topo", "the VPCs; enter draws one at any moment, with what was cut", newNetworks},
		{"5", "timeline", "time", "all events in order, under the filter", newTimeline},
		{"6", "principals", "who", "who acted: first and last seen, sessions, role chains, what they touched", newPrincipals},
		{"7", "record", "rec", "the raw record of an event, by its id", newRecordHome},
		{"8", "detections", "det", "what rules found; none are installed", newDetections},
		{"9", "sql", "sql", "a question of your own over the view events", newSQL},
		{"0", "drill", "drill", "a drill from briefing to debrief: clock, objectives, hints, what happens", newDrill},
	}
}

// Hushes: calls after which a trail does not record what changes networks any more, in one region or in all of them, until
// another call takes that back.

package topology

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// silenceRules are the calls after which the log may be silent. They change no network; what they do is read beforehand.
var silenceRules = []rule{
	{"cloudtrail", "StopLogging", razes, changeNothing},
	{"cloudtrail", "DeleteTrail", razes, changeNothing},
	{"cloudtrail", "UpdateTrail", turns, changeNothing},
	{"cloudtrail", "PutEventSelectors", turns, changeNothing},
}

func changeNothing(*reading) {}

// hush is the time from a call that stopped a trail, or narrowed what it records, to the one that took that back.
type hush struct {
	at, until time.Time // in whole seconds; until is zero when nothing took it back
	home      place     // of the trail
	reach     reach
	why       string
}

// reach is where a trail had recorded that a hush is about. Of a trail whose making the log does not have nobody knows that it
// records one region only.
type reach uint8

const (
	atHome    reach = iota
	elsewhere       // in the account's other regions
	everywhere
	inAll // accounts of the organization
)

// wire is a trail while the log is read.
type wire struct {
	home             place
	single, of       bool  // it records its own region only; it is of an organization
	multi            bool  // it was said to record every region
	started, counted bool  // the log has seen it start, and it was not stopped since; it counts among those that run
	off, blind, lone []int // the hushes that go on: it is stopped, its selectors leave changes out, it lost the other regions
}

// listener reads what became of trails.
type listener struct {
	wires  map[wireName]*wire
	hushes []hush

	now   time.Time
	fresh []*wire        // started in this second: whether before another was stopped nobody knows
	runs  map[runsAs]int // how many trails are known to run
}

type wireName struct {
	place
	name string
}

// hushesOf returns the hushes of a log, by their beginning.
func hushesOf(events []trail.Event) []hush {
	var calls []*trail.Event
	for i := range events {
		e := &events[i]
		if dialect.FromService(e.Source, "cloudtrail") && e.ErrorCode == "" && !e.Time.IsZero() {
			calls = append(calls, e)
		}
	}
	slices.SortFunc(calls, func(a, b *trail.Event) int {
		return cmp.Or(
			a.Time.Truncate(time.Second).Compare(b.Time.Truncate(time.Second)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Account, b.Account),
			cmp.Compare(a.Region, b.Region), cmp.Compare(a.Request, b.Request), cmp.Compare(a.Response, b.Response), cmp.Compare(a.ID, b.ID),
		)
	})
	l := listener{wires: map[wireName]*wire{}, runs: map[runsAs]int{}}
	for _, e := range calls {
		l.take(e)
	}
	return l.hushes
}

// take reads one call. In a second of several, what stops a trail comes last.
func (l *listener) take(e *trail.Event) {
	c, _ := dialect.ParseEvent(e)
	w := l.wire(e, &c)
	at := e.Time.Truncate(time.Second)
	since := at.UTC().Format(time.RFC3339)
	l.tick(at)
	l.count(w, false)
	defer l.recount(w, e)
	switch dialect.Stem(e.Name) {
	case "CreateTrail":
		w.single, w.of = !e.Recovered && e.Request != "" && !affirms(&c, "isMultiRegionTrail"), affirms(&c, "isOrganizationTrail")
		w.multi = affirms(&c, "isMultiRegionTrail")
	case "StartLogging":
		l.end(&w.off, at)
	case "StopLogging":
		l.begin(&w.off, w, at, w.reach(), "logging was stopped at "+since)
	case "DeleteTrail":
		l.begin(&w.off, w, at, w.reach(), "a trail was deleted at "+since)
	case "PutEventSelectors":
		if dialect.RecordsChanges(c) {
			l.end(&w.blind, at)
		} else {
			l.begin(&w.blind, w, at, w.reach(), "a trail was told to leave out what changes networks at "+since)
		}
	case "UpdateTrail":
		switch c.Request.First("isMultiRegionTrail") {
		case "true":
			l.end(&w.lone, at)
			w.single, w.multi = false, true
		case "false":
			if !w.single {
				l.begin(&w.lone, w, at, elsewhere, "a trail was confined to "+w.home.region+" at "+since)
			}
			w.single, w.multi = !e.Recovered, false
		}
		w.of = w.of || affirms(&c, "isOrganizationTrail")
	}
}

// wire returns the trail that a call names, by its name or its ARN.
func (l *listener) wire(e *trail.Event, c *dialect.Call) *wire {
	n := wireName{place{e.Account, e.Region}, either(c.Request.First("name"), c.Request.First("trailName"))}
	if arn := strings.SplitN(n.name, ":", 6); len(arn) == 6 && arn[0] == "arn" {
		n = wireName{place{arn[4], arn[3]}, strings.TrimPrefix(arn[5], "trail/")}
	}
	w := l.wires[n]
	if w == nil {
		w = &wire{home: n.place}
		l.wires[n] = w
	}
	return w
}

// affirms reports whether a call says yes to a member, in its answer or, where that is silent, in its request.
func affirms(c *dialect.Call, member string) bool {
	return either(c.Response.First(member), c.Request.First(member)) == "true"
}

// reach is where a trail records.
func (w *wire) reach() reach {
	switch {
	case w.of:
		return inAll
	case w.single:
		return atHome
	}
	return everywhere
}

// hushes are those that a place may be about, each list by their beginning.
type hushes struct {
	all     []hush
	account map[string][]hush // everywhere, and elsewhere
	place   map[place][]hush  // at home
}

// apart sorts hushes by where they reach.
func apart(list []hush) *hushes {
	h := &hushes{account: map[string][]hush{}, place: map[place][]hush{}}
	for _, q := range list {
		switch q.reach {
		case inAll:
			h.all = append(h.all, q)
		case atHome:
			h.place[q.home] = append(h.place[q.home], q)
		case elsewhere, everywhere:
			h.account[q.home.account] = append(h.account[q.home.account], q)
		}
	}
	return h
}

// begin begins a hush, unless another trail is known to speak wherever it is about.
func (l *listener) begin(going *[]int, w *wire, at time.Time, r reach, why string) {
	if l.heard(w.home, r) {
		return
	}
	*going = append(*going, len(l.hushes))
	l.hushes = append(l.hushes, hush{at: at, home: w.home, reach: r, why: why})
}

// end ends hushes.
func (l *listener) end(going *[]int, at time.Time) {
	for _, i := range *going {
		l.hushes[i].until = at
	}
	*going = nil
}

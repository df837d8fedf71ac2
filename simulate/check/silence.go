// Silences: where and when the log of a lab fell silent because its trails were stopped. A lab records every trail that is made in it,
// so that this can be told with more certainty than of other logs: what no trail of the lab's own spoke for was not told.

package check

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// quiet is for how long nothing may be recorded after a trail was stopped of which it is not known whether it ran before that is taken
// for a silence: where another trail goes on, records come sooner.
const quiet = 15 * time.Minute

// silence is from a call that stopped what spoke for a place to the one that started something that does.
type silence struct {
	place
	stop  *trail.Event
	until time.Time // zero when it lasts
}

type place struct{ account, region string }

// Gaps are the silences of a lab's log, for the analysis to take nothing that was known before one for known after it.
func Gaps(events iter.Seq2[trail.Event, error]) ([]topology.Gap, error) {
	found, err := silences(events, true)
	gaps := make([]topology.Gap, len(found))
	for i, s := range found {
		why := s.stop.Name + " stopped the log at " + stamp(s.stop.Time)
		gaps[i] = topology.Gap{Account: s.account, Region: s.region, From: s.stop.Time.Truncate(time.Second).Add(time.Second), Until: s.until, Why: why}
	}
	return gaps, err
}

// silences reads a log, in order of time, and returns the silences of every place in it; of networks alone, or of what has no region
// as well.
func silences(events iter.Seq2[trail.Event, error], networks bool) ([]silence, error) {
	places := map[place]bool{}
	var spoken []time.Time // when somebody but the examiner did something
	var seconds [][]trail.Event
	for e, err := range events {
		if err != nil {
			return nil, err
		}
		places[place{e.Account, e.Region}] = true
		if !Examines(&e) {
			spoken = append(spoken, e.Time.Truncate(time.Second))
		}
		if e.ErrorCode != "" || !dialect.FromService(e.Source, "cloudtrail") || !turns[e.Name] {
			continue
		}
		if n := len(seconds); n > 0 && seconds[n-1][0].Time.Truncate(time.Second).Equal(e.Time.Truncate(time.Second)) {
			seconds[n-1] = append(seconds[n-1], e)
		} else {
			seconds = append(seconds, []trail.Event{e})
		}
	}
	if len(seconds) == 0 {
		return nil, nil
	}
	var found []silence
	for _, p := range slices.SortedFunc(maps.Keys(places), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region))
	}) {
		l := listener{at: p, networks: networks, spoken: spoken}
		for _, second := range seconds {
			l.hear(second)
		}
		l.doubt(time.Time{}, false)
		found = append(found, l.found...)
	}
	return found, nil
}

// listener hears for one place what becomes of trails, second by second, for of two calls in the same one nobody knows which came first.
type listener struct {
	at       place
	networks bool
	spoken   []time.Time
	trails   []*wire
	doubts   *trail.Event // stopped a trail of which it is not known whether it ran
	found    []silence
}

// hear takes what became of trails in a second. Where the trail that was stopped is known to have been the only one that spoke for the
// place, nothing that comes later shows that the log went on: a call may be long under way, and its record bears the time at which it
// began.
func (l *listener) hear(second []trail.Event) {
	now := second[0].Time.Truncate(time.Second)
	before := map[*wire]bool{} // that spoke for the place before this second
	for _, w := range l.trails {
		before[w] = w.runs && w.speaks(l.at)
	}
	var stops, doubtful []*trail.Event
	hushed, started := map[*wire]bool{}, false
	for i := range second {
		e := &second[i]
		w := l.wire(e)
		ran, known, spoke, told := w.runs, w.known, w.speaks(l.at), w.tells(l.at, l.networks)
		w.take(e)
		started = started || w.runs && w.speaks(l.at) && (e.Name == "StartLogging" || e.Name == "UpdateTrail")
		if narrowed := ran && spoke && !w.speaks(l.at); e.Name != "StopLogging" && e.Name != "DeleteTrail" && !narrowed {
			continue
		}
		hushed[w] = true
		switch {
		case !told || known && !ran:
		case known:
			stops = append(stops, e)
		default:
			doubtful = append(doubtful, e)
		}
	}
	through := slices.ContainsFunc(l.trails, func(w *wire) bool { return before[w] && !hushed[w] })
	l.doubt(now, started)
	if len(doubtful) > 0 && !through {
		l.doubts = doubtful[0]
	}
	if len(stops) > 0 && !through {
		l.found = append(l.found, silence{place: l.at, stop: stops[0]})
	}
	if n := len(l.found); started && n > 0 && l.found[n-1].until.IsZero() {
		l.found[n-1].until = now
	}
}

// doubt decides about a trail of which it is not known whether it ran, by what was recorded since; never is when nothing more is heard
// of trails.
func (l *listener) doubt(now time.Time, started bool) {
	d := l.doubts
	if d == nil {
		return
	}
	at := d.Time.Truncate(time.Second)
	next, _ := slices.BinarySearchFunc(l.spoken, at.Add(time.Second), time.Time.Compare)
	l.doubts = nil
	if next < len(l.spoken) && l.spoken[next].Sub(at) < quiet && (!started || l.spoken[next].Before(now)) {
		return // another one went on
	}
	s := silence{place: l.at, stop: d}
	if started {
		s.until = now
	}
	l.found = append(l.found, s)
}

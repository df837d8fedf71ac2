// Silences: times for which the log cannot speak, because logging was off or because log files are missing. What was known
// before a silence is not known after it until a record shows it again.

package topology

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// Silence is the name of what stands among the calls where a silence begins that no call marks. It is no call and has no id.
const Silence = "silence"

// Gap is a time for which an account's region has no log files. Until is zero when it lasts to the end.
type Gap struct {
	Account, Region string
	From, Until     time.Time
	Why             string
}

// quiet is how long after logging was switched off nothing may be recorded before that is taken for a silence. Another
// trail that goes on recording shows sooner than that: an account in use has calls every few minutes.
const quiet = 15 * time.Minute

// silenceRules are the calls after which the log may be silent. They change no network.
var silenceRules = []rule{
	{"cloudtrail", "StopLogging", razes, hush},
	{"cloudtrail", "DeleteTrail", razes, hush},
}

func hush(r *reading) { r.hushed = true }

// ears are what a fold has heard of silences so far.
type ears struct {
	gaps   []Gap             // that have not begun yet, by their beginning
	hushed map[place]Moment  // when a trail of the place was stopped, and no call of a later second has come yet
	deaf   map[place]silence // the last silence of a place: what was known before is not known any more
}

// hear notes the silences that ended with, or began before, the calls of a second. A rule that reads one of them then does not
// build on what was known before.
func (f *fold) hear(calls []waiting) {
	now := calls[0].time()
	for len(f.gaps) > 0 && !f.gaps[0].From.After(now) {
		f.miss(f.gaps[0])
		f.gaps = f.gaps[1:]
	}
	if len(f.hushed) == 0 {
		return
	}
	for _, c := range calls {
		if c.event != nil {
			f.unhush(place{c.event.Account, c.event.Region}, now)
		}
	}
}

// unhush ends the time after a trail of the place was stopped. It was a silence if it was long.
func (f *fold) unhush(at place, now time.Time) {
	since, stopped := f.hushed[at]
	if !stopped {
		return
	}
	delete(f.hushed, at)
	stop := f.h.Call(since).Event.Time
	begins := stop.Add(time.Second)
	if now.IsZero() { // whether another trail went on shows only later
		begins = stop.Add(quiet)
	}
	if now.IsZero() || now.Sub(stop) >= quiet {
		f.fall(at, since, begins, "logging was stopped at "+stop.UTC().Format(time.RFC3339))
	}
}

// miss begins the silence of a gap.
func (f *fold) miss(g Gap) { f.fall(place{g.Account, g.Region}, f.now, g.From, g.Why) }

// fall begins a silence. Where no call of anywhere came since, it gets a moment of its own, from the given time on, so that
// those who ask for a time in it are not told what was so before.
func (f *fold) fall(at place, from Moment, begins time.Time, why string) {
	f.deafen(at, from, why)
	if from != f.now {
		return
	}
	if last := f.h.Call(f.now); last != nil && last.Event.Time.After(begins) {
		begins = last.Event.Time
	}
	f.h.Calls = append(f.h.Calls, Call{Event: trail.Event{Name: Silence, Time: begins, Account: at.account, Region: at.region}})
	f.now = f.h.Now()
}

// deafen takes back what was known of a place at a moment, for all later ones.
func (f *fold) deafen(at place, from Moment, why string) {
	if last, was := f.deaf[at]; was && last.from >= from {
		return
	}
	q := silence{from, why}
	f.deaf[at] = q
	f.h.silences[at] = append(f.h.silences[at], q)
}

// listen takes back what a track still says from before the last silence of its thing's place.
func (f *fold) listen(t *Thing, tr *track) {
	q, deaf := f.deaf[place{t.Account, t.Region}]
	if l := tr.last(); deaf && l != nil && l.Known() && l.Cause <= q.from && !(l.Is(None) && t.forever(tr)) {
		from := max(l.from, q.from) + 1
		tr.spans = append(tr.spans, span{Fact: Fact{Why: q.why, Cause: q.from}, from: from, seen: from})
	}
}

// forever reports whether the track says of a thing that it exists, and the thing has an id that is never given again: once that
// says None it stays so, whatever the log has missed. What only has a name can be made again under it.
func (t *Thing) forever(tr *track) bool {
	prefix, minted := prefixes[t.Kind]
	return tr == t.told(Exists, "") && !t.wild() && (minted && strings.HasPrefix(t.ID, prefix) || t.Kind == Exclusion)
}

// closed returns what is known of an aspect of a thing under a key that nobody has spoken of.
func (f *fold) closed(t *Thing, a Aspect) (Fact, Moment) {
	if whole := t.told(Whole, ""); whole != nil {
		f.listen(t, whole)
	}
	return t.closed(a)
}

// end notes the silences that last to the end of the log.
func (f *fold) end() {
	stopped := slices.SortedFunc(maps.Keys(f.hushed), func(a, b place) int { return cmp.Compare(f.hushed[a], f.hushed[b]) })
	for _, at := range stopped {
		f.unhush(at, time.Time{})
	}
	for _, g := range f.gaps {
		f.miss(g)
	}
}

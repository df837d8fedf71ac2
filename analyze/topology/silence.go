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

// Silence is the name of what stands among the calls where a silence begins that no call marks, and where something had happened by
// the next call that has no record. It is no call and has no id.
const Silence = "silence"

// Gap is a time for which an account's region has no log files. Until is zero when it lasts to the end.
type Gap struct {
	Account, Region string
	From, Until     time.Time
	Why             string
}

// quiet is how long after a trail was stopped nothing may be recorded before that is taken for a silence. Another trail that
// goes on recording shows sooner than that: an account in use has calls every few minutes. The record that starts the trail
// again shows no other, however soon it comes.
const quiet = 15 * time.Minute

// ears are what a fold has heard of silences so far.
type ears struct {
	gaps []Gap             // that have not begun yet, by their beginning
	deaf map[place]silence // the last silence of a place: what was known before is not known any more
}

// hear notes the silences that began before the calls of a second. A rule that reads one of them then does not
// build on what was known before.
func (f *fold) hear(calls []waiting) {
	now := calls[0].time()
	for len(f.gaps) > 0 && !f.gaps[0].From.After(now) {
		f.miss(f.gaps[0])
		f.gaps = f.gaps[1:]
	}
}

// silences returns the gaps and the silences after hushes, by their beginning.
func silences(events []trail.Event, baselines []Baseline, gaps []Gap) []Gap {
	all := slices.Clone(gaps)
	if list := hushesOf(events); len(list) > 0 {
		all = append(all, hearing(events, baselines).gaps(apart(list))...)
	}
	slices.SortStableFunc(all, func(a, b Gap) int { return a.From.Compare(b.From) })
	return all
}

// heard is when calls of each place were recorded.
type heard struct {
	places []place // sorted
	at     map[place][]time.Time
	last   time.Time
}

func hearing(events []trail.Event, baselines []Baseline) *heard {
	h := &heard{at: map[place][]time.Time{}}
	for i := range events {
		if e := &events[i]; !e.Time.IsZero() {
			at, second := place{e.Account, e.Region}, e.Time.Truncate(time.Second)
			h.at[at] = append(h.at[at], second)
			h.last = later(h.last, second)
		}
	}
	for i := range baselines {
		if at := (place{baselines[i].Account, baselines[i].Region}); h.at[at] == nil {
			h.at[at] = []time.Time{}
		}
	}
	h.places = slices.SortedFunc(maps.Keys(h.at), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region))
	})
	for _, times := range h.at {
		slices.SortFunc(times, time.Time.Compare)
	}
	return h
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// gaps returns the silences of each place: those of the hushes between one call of it and the next that another trail did not
// fill.
func (h *heard) gaps(of *hushes) []Gap {
	var found []Gap
	for _, p := range h.places {
		var since time.Time
		for _, next := range append(slices.Clip(h.at[p]), time.Time{}) { // no call comes after the last
			g := Gap{Account: p.account, Region: p.region}
			for _, list := range [][]hush{of.all, of.account[p.account], of.place[p]} {
				if from, why := h.silence(list, p, since, next); why != "" && (g.Why == "" || from.Before(g.From)) {
					g.From, g.Why = from, why
				}
			}
			if g.Why != "" {
				found = append(found, g)
			}
			since = next
		}
	}
	return found
}

// most is how many hushes between two calls of a place are looked at; of more, the first is taken for a silence.
const most = 1000

// silence returns the first silence of a place between two of its calls, and why; nothing where another trail is heard.
func (h *heard) silence(list []hush, p place, since, next time.Time) (from time.Time, why string) {
	first, _ := slices.BinarySearchFunc(list, since, func(q hush, t time.Time) int { return q.at.Compare(t) })
	for i := first; i < len(list) && (next.IsZero() || list[i].at.Before(next)); i++ {
		q := &list[i]
		if q.reach == elsewhere && q.home == p {
			continue
		}
		if from := q.begins(next, h.last); !from.IsZero() {
			return from, q.why
		}
		if i-first > most {
			return q.at.Add(time.Second), q.why
		}
	}
	return time.Time{}, ""
}

// begins returns when a hush became a silence in a place whose next call came when next says, never where that is zero; the log
// ends with last. It is zero where another trail is heard.
func (q *hush) begins(next, last time.Time) time.Time {
	from := q.at.Add(time.Second)
	switch {
	case !q.until.IsZero() && (next.IsZero() || !q.until.After(next)): // who speaks then is the trail itself
	case next.IsZero() && last.Sub(q.at) < quiet:
		from = q.at.Add(quiet) // whether another trail went on shows only later
	case next.IsZero() || next.Sub(q.at) >= quiet:
	default:
		return time.Time{}
	}
	return from
}

// miss begins the silence of a gap. It gets a moment of its own, so that those who ask for a time in it are not told what was so
// before.
func (f *fold) miss(g Gap) {
	at, begins := place{g.Account, g.Region}, g.From
	f.deafen(at, f.now, g.Why)
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

// end notes the silences that begin after the last call.
func (f *fold) end() {
	for _, g := range f.gaps {
		f.miss(g)
	}
}

// unrecorded makes a moment for what the call proves to have happened without a record since the last call, if that is so.
func (f *fold) unrecorded(r *reading) {
	for _, c := range r.clauses {
		last := c.thing.told(c.aspect, c.key).last()
		if !c.unseen || last == nil || !last.Not(c.value) || last.seen != f.h.Now() {
			continue
		}
		begins := f.h.Call(f.h.Now()).Event.Time.Add(time.Second)
		if begins.Before(r.event.Time) {
			f.h.Calls = append(f.h.Calls, Call{Event: trail.Event{Name: Silence, Time: begins, Account: r.at.account, Region: r.at.region}})
			return
		}
	}
}

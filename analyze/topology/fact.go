// Facts over time: what an aspect of a thing was, from which call to which, how that is known, and by which call. A fact is
// never overwritten: what a later call betrays about the past is written into the past.

package topology

import (
	"slices"

	"traillab/analyze/trail"
)

// Moment counts the calls of a history in the order in which they took effect. A fact at a moment is what held after that
// call and before the next one.
type Moment int32

// Origin is the time before the first call.
const Origin Moment = 0

// never is later than every call.
const never Moment = 1<<31 - 1

// Value is what an aspect is: a text, a thing, or neither.
type Value struct {
	Text string
	To   *Thing
}

// None says that there is nothing: no route, no holder, not existing.
var None = Value{}

// Yes is the value of aspects that hold or do not.
var Yes = Value{Text: "yes"}

// Text makes a value of a text.
func Text(s string) Value { return Value{Text: s} }

// To makes a value that is a thing.
func To(t *Thing) Value { return Value{Text: t.ID, To: t} }

// Fact is a value and how it is known. At level Unknown Why tells the reason, and a text in it is
// what the value is unless there is none.
type Fact struct {
	Value
	Level trail.Level
	Cause Moment // the call that says so; Origin if none does
	Why   string
}

// Known reports whether the fact has a value at all.
func (f Fact) Known() bool { return f.Level != trail.Unknown }

// Is reports whether the value is known to be v.
func (f Fact) Is(v Value) bool { return f.Known() && f.Value == v }

// Not reports whether the value is known to be another than v.
func (f Fact) Not(v Value) bool { return f.Known() && f.Value != v }

// span is a fact from a moment until the next span begins. seen is the last call that agreed with it.
type span struct {
	Fact
	from, seen Moment
}

// track is one aspect of one thing: spans in order of time. Before the first span nothing is known.
type track struct{ spans []span }

// at returns the fact at a moment, and the moment at which the track changes next.
func (t *track) at(m Moment) (Fact, Moment) {
	if t == nil {
		return Fact{}, never
	}
	lo, hi := 0, len(t.spans)
	for lo < hi {
		if mid := (lo + hi) / 2; t.spans[mid].from <= m {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	next := never
	if lo < len(t.spans) {
		next = t.spans[lo].from
	}
	if lo == 0 {
		return Fact{}, next
	}
	return t.spans[lo-1].Fact, next
}

// last returns the newest span, nil when there is none.
func (t *track) last() *span {
	if t == nil || len(t.spans) == 0 {
		return nil
	}
	return &t.spans[len(t.spans)-1]
}

// begin lets a fact hold from a moment on. Setting what is so already changes nothing, except that it may be known better.
func (t *track) begin(from Moment, f Fact) {
	if l := t.last(); l != nil {
		if l.Known() && f.Known() && l.Value == f.Value && f.Level <= l.Level {
			l.seen = max(l.seen, from)
			return
		}
		if l.from >= from { // another word of the same call
			*l = span{Fact: f, from: l.from, seen: from}
			return
		}
	}
	t.spans = append(t.spans, span{Fact: f, from: from, seen: from})
}

// confirm notes that a call at m relied on the newest fact.
func (t *track) confirm(m Moment) {
	if l := t.last(); l != nil {
		l.seen = max(l.seen, m)
	}
}

// learn writes into the past what the call at m has shown: right before it, the value was f's. Where nothing was known at
// all, it held since the beginning of the log, for a change would have left a record; where there was doubt, it holds only
// right before m.
func (t *track) learn(m Moment, f Fact) {
	switch l := t.last(); {
	case l == nil:
		t.spans = append(t.spans, span{Fact: f, from: Origin, seen: m})
	case !l.Known():
		t.spans = append(t.spans, span{Fact: f, from: max(l.from+1, m-1), seen: m})
	}
}

// doubt takes back what was believed between the last call that agreed with it and m: something happened in between that
// has no record.
func (t *track) doubt(m Moment, why string, cause Moment) {
	l := t.last()
	if l == nil || !l.Known() || l.seen+1 >= m {
		return
	}
	t.spans = append(t.spans, span{Fact: Fact{Why: why, Cause: cause}, from: l.seen + 1, seen: l.seen + 1})
}

// unlearn takes back what calls after m have shown of the time up to m.
func (t *track) unlearn(m Moment, why string) {
	for i := range t.spans {
		if s := &t.spans[i]; s.from <= m && s.Cause > m {
			s.Fact = Fact{Why: why, Cause: s.Cause}
		}
	}
}

// blur ends what is known at m. The value may be so from then on, or there may be none; without one it may be anything.
func (t *track) blur(m Moment, why string, may Value) {
	l := t.last()
	switch {
	case l == nil || l.Known():
	case l.Value == None, l.Value == may && l.Why == why:
		return
	default:
		may = None
	}
	t.begin(m, Fact{Value: may, Why: why, Cause: m})
}

// retract takes back a doubt that has turned out to be none.
func (t *track) retract(why string) {
	t.spans = slices.DeleteFunc(t.spans, func(s span) bool { return !s.Known() && s.Value != None && s.Why == why })
}

// freshly reports whether there was nothing before what is not known by now.
func (t *track) freshly() bool {
	n := len(t.spans) - 1
	for n > 0 && !t.spans[n].Known() && t.spans[n-1].Why == t.spans[n].Why {
		n--
	}
	return n == 0 || n > 0 && t.spans[n-1].Is(None)
}

// within are the aspects that a thing which is Whole has under no other keys than the log tells.
var within = map[Aspect]bool{Route: true, Rule: true, Entry: true}

// closed returns what is known of an aspect under a key that nobody has spoken of: nothing, unless the thing is whole; then
// there is none, since the moment from which it is whole.
func (t *Thing) closed(a Aspect) (Fact, Moment) {
	if !within[a] {
		return Fact{}, Origin
	}
	l := t.told(Whole, "").last()
	if l == nil || !l.Is(Yes) {
		return Fact{}, Origin
	}
	return Fact{Value: None, Level: trail.Inferred, Cause: l.Cause}, l.from
}

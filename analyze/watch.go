// Watches: what becomes of one capability of one thing, from answer to answer.

package analyze

import (
	"slices"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// watch follows one capability of one thing.
type watch struct {
	of      *life
	what    string
	good    *capability // the best that was known before the loss
	loss    *Outage
	was     topology.Verdict // right before the loss, the first of a row
	outages []Outage
	seen    topology.Moment // the last at which it was there to be asked for

	filter topology.Answer // of groups and ACLs,
	since  topology.Moment // from here
	until  topology.Moment // to here
	asked  topology.Moment // when that mattered last

	wasFilter topology.Answer
}

// capability is what a thing can do from one moment on. Why is looked up only when it is to be told.
type capability struct {
	path topology.Answer
	rank int // of the answer, with what stands in its way
	at   topology.Moment
	lost *topology.Verdict // why it is not followed any more
}

// rank orders what a thing can do: by the path, and above any path that nothing passes one that groups and ACLs may leave open,
// and above that one that they do. What path there is and is not known is below all.
func rank(path, filter topology.Answer) int {
	switch path {
	case topology.Reaches:
		return 2 + 2*openness(filter)
	case topology.Partly:
		return 1 + 2*openness(filter)
	case topology.Cut:
		return 0
	default:
		return -1
	}
}

// openness orders what groups and ACLs let through.
func openness(filter topology.Answer) int {
	switch filter {
	case topology.Cut:
		return 0
	case topology.Unproven:
		return 1
	default:
		return 2
	}
}

// now is what the thing can do from m on.
func (w *watch) now(path topology.Answer, m topology.Moment) capability {
	c := capability{path: path, at: m, rank: rank(path, "")}
	if c.rank > 0 {
		c.rank = rank(path, w.through(m))
	}
	return c
}

// through is what security groups and network ACLs let through at a moment.
func (w *watch) through(m topology.Moment) topology.Answer {
	if w.filter == "" || m < w.since || m >= w.until {
		s := w.of.h.State(m)
		w.filter, w.since = s.Lets(w.of.t, w.what), m
		w.until = s.Until()
		w.of.work += s.Reads() + perFilter
	}
	w.asked = m
	return w.filter
}

// verdict is what the thing can do, and why.
func (w *watch) verdict(c capability) topology.Verdict {
	if c.lost != nil {
		return *c.lost
	}
	return w.of.verdict(w.what, c.at)
}

// decisive is the verdict to blame for the answer: that of groups and ACLs where they let less through than before, and that which
// they let through is not known only where nothing else is to blame.
func (w *watch) decisive(c capability, through topology.Answer) topology.Verdict {
	if c.lost != nil || c.path == topology.Cut {
		return w.verdict(c)
	}
	filter := w.through(c.at)
	if openness(filter) < openness(through) && (filter == topology.Cut || c.path == w.was.Answer) {
		return w.of.filtered(w.what, c.at)
	}
	return w.verdict(c)
}

// see takes what holds from now on.
func (w *watch) see(now capability) {
	if w.loss != nil {
		switch {
		case now.rank >= max(w.good.rank, 1):
			w.mend(now)
			w.close(now.at, Restored)
			w.good = &now
		case now.rank < 0 && w.good.rank < 0:
			w.close(now.at, Changed)
			w.good = &now
		case now.path != w.loss.After, now.path != topology.Cut && w.through(now.at) != w.loss.FilterAfter:
			w.turn(now) // filters do not matter where no way is left
		case w.loss.Reason.Code == topology.BadState && now.path == topology.Cut:
			w.wake(now)
		}
		return
	}
	switch {
	case now.rank > 0 && (w.good == nil || now.rank >= w.good.rank), now.rank < 0 && (w.good == nil || w.good.rank < 0):
		w.good = &now
	case w.good == nil, w.good.rank < 0 && w.decisive(now, topology.Unproven).Cause != now.at:
		w.good = nil // it never could, as far as is known; or why it cannot now was not told by a call of this moment
	default:
		w.remember(now.at)
		w.open(now)
	}
}

// turn ends what is lost and goes on with what is lost now. What gives a part back is not to blame for the rest, and where
// all was lost already, nothing is to blame but what took it.
func (w *watch) turn(now capability) {
	last := *w.loss
	before := rank(last.After, last.FilterAfter)
	better := before >= 0 && now.rank > before
	if better {
		w.mend(now)
	}
	w.change(now)
	filtered := now.path == w.loss.Before && openness(w.loss.FilterAfter) < openness(w.wasFilter) // what is lost now is that
	if (better || before == 0) && !filtered {
		w.loss.Cause = last.Cause
	}
}

// wake ends what was lost because the thing itself did not run, once something else is to blame: what was cut while it was
// stopped is felt from here on.
func (w *watch) wake(now capability) {
	if w.verdict(now).Reason.Code == topology.BadState {
		return
	}
	w.change(now)
}

// change lets another outage follow the one that is open, of the same beginning. What lasted less than a second was never
// seen by anybody.
func (w *watch) change(now capability) {
	began := w.loss.began
	if when(w.of.h, w.loss.From).Before(when(w.of.h, now.at)) {
		w.close(now.at, Changed)
	}
	w.open(now)
	w.loss.began = began
}

// open begins an outage.
func (w *watch) open(now capability) {
	decisive := w.decisive(now, w.wasFilter)
	o := Outage{
		Thing: w.of.t, What: w.what, Before: w.was.Answer, After: now.path, FilterBefore: w.wasFilter, FilterAfter: topology.Unproven,
		From: now.at, began: now.at, Cause: blamed(&decisive, now.at), Level: trail.Weakest(w.was.Level, decisive.Level),
		Path: w.was.Path, Address: w.was.Address, Reason: decisive.Reason,
		Sources: slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(w.was.Sources), decisive.Sources...)))),
	}
	if now.lost == nil {
		o.FilterAfter = w.through(now.at)
	}
	if vpc := w.of.h.State(now.at).Get(w.of.t, topology.InVPC); vpc.To != nil {
		o.VPC = vpc.To
	}
	w.loss = &o
	w.of.begins()
}

// blamed is the call to which a verdict of a moment is owed: one that took effect then, or else the first later one that betrayed
// it, or the last before.
func blamed(v *topology.Verdict, at topology.Moment) topology.Moment {
	if i := slices.IndexFunc(v.Sources, func(m topology.Moment) bool { return m > at }); i >= 0 && v.Cause < at {
		return v.Sources[i]
	}
	return max(v.Cause, topology.Origin)
}

// remember looks at how it was right before the loss.
func (w *watch) remember(from topology.Moment) {
	w.was = w.of.verdict(w.what, from-1)
	w.wasFilter = w.through(from - 1)
}

// mend notes what gave back what was lost: all that was done since, and that the way rests on again.
func (w *watch) mend(now capability) {
	o := w.loss
	o.Mended = []topology.Moment{now.at}
	var sources []topology.Moment
	if o.After != o.Before {
		sources = slices.Clone(w.verdict(now).Sources)
	}
	if openness(o.FilterAfter) < openness(o.FilterBefore) {
		sources = append(sources, w.of.filtered(w.what, now.at).Sources...)
	}
	for _, s := range sources {
		if s > o.began && s < now.at {
			o.Mended = append(o.Mended, s)
		}
	}
	slices.Sort(o.Mended)
	o.Mended = slices.Compact(o.Mended)
}

// vanish ends what is open, because the thing is gone.
func (w *watch) vanish(m topology.Moment) {
	if w.loss != nil {
		w.close(m, Gone)
	}
	w.good = nil
}

func (w *watch) close(m topology.Moment, end End) {
	w.loss.Until, w.loss.End = m, end
	w.outages = append(w.outages, *w.loss)
	w.loss = nil
}

// finish hands over what is still open at the end of the log.
func (w *watch) finish() {
	if w.loss != nil {
		w.outages = append(w.outages, *w.loss)
	}
}

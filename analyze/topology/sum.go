// Sums: what the ways of a lane come to for one sender.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// tally is ways by answer.
type tally struct {
	by   map[Answer][]Verdict
	over map[Answer][]string
	veil string  // why there may be other ways out; empty where there are none
	mist string  // why what seems to get out may not
	from Verdict // the way that it is said of
}

// sum is what a lane's ways come to, each resolved for a sender.
func (l *lane) sum(resolve func(*way) Verdict) Verdict {
	if l.head.Answer != Reaches {
		return l.head
	}
	t := tally{by: map[Answer][]Verdict{}, over: map[Answer][]string{}, veil: l.hidden}
	t.fog(l, resolve)
	for i := range l.ways {
		w := &l.ways[i]
		if w.foggy {
			continue
		}
		v := resolve(w)
		if t.veil != "" && v.Answer == Cut {
			v = v.because(Unproven, NotKnown, v.Reason.Text+", but "+t.veil)
		}
		t.by[v.Answer] = append(t.by[v.Answer], v)
		t.over[v.Answer] = append(t.over[v.Answer], w.over)
	}
	return t.verdict(l)
}

// fog lets the ways speak of which it is not known what they are ways to. They matter where they end otherwise than the rest.
func (t *tally) fog(l *lane, resolve func(*way) Verdict) {
	for i := range l.ways {
		w := &l.ways[i]
		if !w.foggy {
			continue
		}
		v := resolve(w)
		why := "what " + w.over + " in " + l.table.ID + " lists is not known"
		if w.over == anyKey {
			why = v.Reason.Text
		}
		if v.Answer != Cut && t.veil == "" {
			t.veil = why
		}
		if v.Answer != Reaches {
			t.mist, t.from = why, v
		}
	}
}

func (t *tally) verdict(l *lane) Verdict {
	out := l.head
	out.Sources, out.Path = slices.Clone(l.head.Sources), slices.Clone(l.head.Path)
	yes, part, no, open := t.by[Reaches], t.by[Partly], t.by[Cut], t.by[Unproven]
	out.take(yes, part, no, open)
	switch {
	case len(yes)+len(part) > 0 && len(no) > 0, len(part) > 0 && len(open) == 0:
		why := reasons(slices.Concat(no, part))
		reached := strings.Join(slices.Concat(t.over[Reaches], t.over[Partly]), ", ")
		if len(no) > 0 {
			why.Text = "reached: " + reached + "; not reached: " + strings.Join(t.over[Cut], ", ") + ": " + why.Text
		}
		out.Level = trail.Observed
		out.take(yes, part, no)
		return out.capped(l).because(Partly, why.Code, why.Text)
	case len(open) > 0:
		return out.because(Unproven, open[0].Reason.Code, open[0].Reason.Text)
	case len(no) > 0:
		why := reasons(no)
		return out.because(Cut, why.Code, why.Text)
	case t.mist != "":
		out.cite(t.from.Sources...)
		return out.because(Unproven, NotKnown, t.mist)
	}
	return out.capped(l)
}

// capped is a verdict that no record proves where there may be routes that nobody knows of.
func (v Verdict) capped(l *lane) Verdict {
	v.Level = min(v.Level, l.head.Level)
	if l.hidden != "" {
		v.Level = min(v.Level, trail.Inferred)
	}
	return v
}

// take lets a verdict rest on others.
func (v *Verdict) take(groups ...[]Verdict) {
	for _, group := range groups {
		for i := range group {
			v.takeOne(&group[i])
		}
	}
}

// enoughHops are those of a path that anybody reads, and enoughWords those of a reason.
const enoughHops, enoughWords = 40, 4

func (v *Verdict) takeOne(w *Verdict) {
	v.Level = min(v.Level, w.Level)
	v.cite(w.Sources...)
	v.asks(*w)
	for _, hop := range w.Path {
		if len(v.Path) < enoughHops && !slices.Contains(v.Path, hop) {
			v.Path = append(v.Path, hop)
		}
	}
	switch {
	case v.Address == "":
		v.Address = w.Address
	case w.Address != "" && w.Address != v.Address:
		v.Address = several
	}
}

// several stands for an address where there is more than one.
const several = "several"

// reasons makes one reason of several: the code of the newest cause, and what is said, once each.
func reasons(of []Verdict) Reason {
	newest, texts := of[0], []string{}
	for _, v := range of {
		if v.Cause > newest.Cause {
			newest = v
		}
		if !slices.Contains(texts, v.Reason.Text) && len(texts) < enoughWords {
			texts = append(texts, v.Reason.Text)
		}
	}
	return Reason{newest.Reason.Code, strings.Join(texts, ", ")}
}

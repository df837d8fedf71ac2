// The past: what a principal did before a cut, on which the verdict may rest. Where the slice does not show it, a harmless call
// stands for it.

package extract

import (
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/simulate/script"
)

// struck is the first link of the chain that took something away, nil where none did.
func (x *extractor) struck() *trail.Event { return struck(x.chain) }

// struck is that of any chain.
func struck(chain *analyze.Chain) *trail.Event {
	for i := range chain.Links {
		if l := &chain.Links[i]; l.Role == analyze.Cut || l.Role == analyze.RunUp {
			return &l.Event
		}
	}
	return nil
}

// past is what a log knows of a principal before a cut.
type past struct {
	began time.Time // the first call of the log
	first *move     // the principal's first
	here  *move     // and its first from the address of the cut
}

// pastOf looks at the moves of a log up to a cut.
func pastOf(moves []*move, cut *trail.Event) past {
	var p past
	for _, m := range moves {
		e := &m.event
		if e.Time.IsZero() || e.Time.After(cut.Time) || m.refused() || e.Recovered || !dialect.Touches(e.Name, e.Source) {
			continue
		}
		if p.began.IsZero() || e.Time.Before(p.began) {
			p.began = e.Time
		}
		if who(e.Principal) != who(cut.Principal) {
			continue
		}
		if p.first == nil || e.Time.Before(p.first.event.Time) {
			p.first = m
		}
		if e.SourceIP == cut.SourceIP && (p.here == nil || e.Time.Before(p.here.event.Time)) {
			p.here = m
		}
	}
	return p
}

// says is what the analysis takes from a past: whether the principal is known for a day, is new in a log that reaches back so
// far, or came from an address that it had not used.
func (p past) says(cut time.Time) [3]bool {
	if p.first == nil || p.here == nil {
		return [3]bool{}
	}
	since := cut.Sub(p.first.event.Time)
	return [3]bool{
		since >= forethought, since < around && cut.Sub(p.began) >= forethought,
		since >= around && cut.Sub(p.here.event.Time) < around,
	}
}

// oldest is how long before the story a stand-in may be.
const oldest = 30 * 24 * time.Hour

// remember has the principal of the cut do what the verdict takes from its past.
func (t *telling) remember() {
	cut := t.struck()
	if cut == nil {
		return
	}
	was, shown := pastOf(t.all, cut), pastOf(t.moves, cut)
	if was.says(cut.Time) == shown.says(cut.Time) {
		return
	}
	for _, m := range []*move{was.first, was.here} {
		if m == nil || slices.Contains(t.moves, m) {
			continue
		}
		t.stands(max(t.offset(m), -oldest), t.actor(m), m.event.Name)
	}
	if cut.Time.Sub(was.began) >= forethought && cut.Time.Sub(shown.began) < forethought {
		t.stands(t.chain.From.Sub(t.start)-forethought-around, ops, "what was in the log before")
	}
}

// stands adds a call that changes no network to speak of, and is known to.
func (t *telling) stands(at time.Duration, as, what string) {
	t.story = append(t.story, inject{At: at, Step: script.Step{
		As: as, Do: "ec2.CreateInternetGateway", Title: "stand in for " + what + ", for the verdict asks who had worked here before",
	}})
	note(&t.report.Prelude, Note{About: what, Text: "ec2.CreateInternetGateway"})
}

// goesOn lets a log that went on for an hour after an open cut go on, for that nobody had repaired it says something.
func (t *telling) goesOn() {
	calls := t.c.History.Calls
	if t.chain.Until != nil || t.chain.Lost == 0 || len(calls) == 0 || calls[len(calls)-1].Event.Time.Sub(t.last()) < around {
		return
	}
	t.stands(t.last().Sub(t.start)+around+time.Minute, ops, "what was in the log afterwards")
}

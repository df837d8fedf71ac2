// Baselines: what stood at a time, as describe calls or AWS Config told it beside the log. A baseline speaks for the time
// after it, and for the time before as far back as the log shows no change.

package topology

import (
	"time"

	"traillab/analyze/trail"
)

// Baseline is what stood in one account's region at a time.
type Baseline struct {
	At              time.Time
	Account, Region string
	From            string // what it was read from, for people
	Statements      []Statement
}

// Statement is one aspect of one thing. To names the thing that the value is, where it is one.
type Statement struct {
	Kind   Kind
	ID     string
	Aspect Aspect
	Key    string
	Text   string // of a value that is a text
	To     Target // of a value that is a thing
}

// Target names a thing of the baseline's place.
type Target struct {
	Kind Kind
	ID   string
}

// ground lets a baseline speak.
func (f *fold) ground(b *Baseline) {
	e := trail.Event{Time: b.At, Account: b.Account, Region: b.Region, Name: "baseline", Source: b.From}
	f.h.Calls = append(f.h.Calls, Call{Event: e})
	f.now = f.h.Now()
	at := place{b.Account, b.Region}
	for _, s := range b.Statements {
		c := clause{op: need, thing: f.h.thing(s.Kind, at, s.ID), aspect: s.Aspect, key: s.Key, value: Text(s.Text), level: trail.Observed}
		if s.To.ID != "" {
			c.value = To(f.h.thing(s.To.Kind, at, s.To.ID))
		}
		f.hold(c)
		f.write(c)
	}
}

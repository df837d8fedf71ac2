// Since: a report that goes on from an earlier one of the same question. What it tells of is what has come into the case since, and
// the chains that are new, have changed, are over, or are open still.

package report

import (
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// What has become of a chain since the last report.
const (
	IsNew     = "new"
	IsChanged = "changed"
	IsClosed  = "closed" // it was open then, and is over
	IsOpen    = "open"   // it was open then, and is still, and nothing else is known of it
)

// Recall is what an earlier report leaves to the next one, and what has come into the case since.
type Recall struct {
	First    bool // there was no earlier one: all is new
	Rebuilt  bool // the case is another one than it was about: all of its files are new, its chains may be known
	Load     int  // the last load that it knew, by number; 0 for none
	Began    *time.Time
	Arrivals trail.Arrivals
	Chains   []Remembered
	Gaps     []Blank

	// Ours reports whether a chain that was told then belongs into this report, even where its filters have moved on. nil: all do, as
	// they were told by a report of the same filters. A report on a part of what was told must not carry what is another's.
	Ours func(o Origin) bool
}

// Origin is which chain something is told of, and where that is.
type Origin struct {
	Chain, Account, Region string
	Scope                  string // id of what it is about
}

// ours reports whether a chain that the last report told belongs into this one.
func (r *Recall) ours(o Origin) bool { return r.Ours == nil || r.Ours(o) }

// Remembered is a chain as a report told it: enough to say what has changed.
type Remembered struct {
	ID       string           `json:"id"`
	Scope    string           `json:"scope"`
	About    string           `json:"about"` // the id in it
	Account  string           `json:"account"`
	Region   string           `json:"region"`
	From     time.Time        `json:"from"`
	Until    *time.Time       `json:"until"`
	Label    analyze.Label    `json:"label"`
	Level    analyze.Severity `json:"level"`
	Lost     int              `json:"resources_lost"`
	Attempts int              `json:"attempts"`
	Events   int              `json:"events"`
	Known    []string         `json:"known_by"` // ids of its first events: a late file can give it an earlier beginning, and so another id
	Sum      string           `json:"sum"`      // over all that is told of it but the words of its verdict
}

// Blank is a stretch of an account and region without logs that can be read.
type Blank struct {
	Account string    `json:"account"`
	Region  string    `json:"region"`
	From    time.Time `json:"from"`
	Until   time.Time `json:"until"`
}

// Memory is what a report leaves to the next one.
type Memory struct {
	Chains []Remembered `json:"chains"`
	Gaps   []Blank      `json:"gaps"`
}

// Since is what is new, in numbers.
type Since struct {
	First    bool       `json:"first"`
	Rebuilt  bool       `json:"rebuilt"`
	Load     int        `json:"load"` // the last load that the last report knew; 0 for none
	Began    *time.Time `json:"load_began"`
	Files    int64      `json:"files"`
	Events   int64      `json:"events"`  // that have come in, whatever the filters let through
	Spoiled  int64      `json:"spoiled"` // files that could not be read whole, and were no such trouble before
	GapHours int64      `json:"gap_hours"`
	Broken   bool       `json:"interrupted"` // a load has not ended: what it was to bring is told by a later report
	Sources  []Arrival  `json:"sources"`
	New      int        `json:"new"`
	Changed  int        `json:"changed"`
	Closed   int        `json:"closed"`
	Open     int        `json:"open"`
	Gone     []Gone     `json:"gone"`
}

// Arrival is what has come from a source.
type Arrival struct {
	Source string     `json:"source"`
	Loads  int64      `json:"loads"` // begun since; 0: nobody has looked there
	Files  int64      `json:"files"`
	Events int64      `json:"events"`
	First  *time.Time `json:"first"`
	Last   *time.Time `json:"last"`
}

// Gone is a chain that was told and is found no longer: what has come since explains its events otherwise.
type Gone struct {
	ID    string    `json:"id"`
	Scope string    `json:"scope"`
	From  time.Time `json:"from"`
}

// none says that there is no chain to tell, and of what kind one would have been.
func (c *Case) none() string {
	if c.Log.Since != nil {
		return "no chain is new, has changed, or is known to be open"
	}
	return "no chain was found"
}

// None is the same for a page.
func (s *sheet) None() string { return sentenceCase(s.c.none()) }

// Fresh reports whether anything is to be told that the last report did not tell.
func (s *Since) Fresh() bool {
	return s.Files+s.Events+s.Spoiled > 0 || s.GapHours > 0 || s.New+s.Changed+s.Closed+len(s.Gone) > 0
}

// since adds up what is new.
func (m *compiler) since(c *Case) *Since {
	r := m.o.Since
	s := &Since{
		First: r.First, Rebuilt: r.Rebuilt, Load: r.Load, Began: r.Began, Files: r.Arrivals.Files, Events: r.Arrivals.Events, Spoiled: r.Arrivals.Spoiled,
		Broken:  m.o.Interrupted,
		Sources: []Arrival{}, Gone: []Gone{},
	}
	for _, a := range r.Arrivals.Sources {
		s.Sources = append(s.Sources, Arrival(a))
	}
	for i := range c.Overview {
		switch c.Overview[i].Standing {
		case IsNew:
			s.New++
		case IsChanged:
			s.Changed++
		case IsClosed:
			s.Closed++
		case IsOpen:
			s.Open++
		}
	}
	s.Gone = append(s.Gone, m.gone...)
	c.Memory.Gaps = blanks(&c.Coverage)
	var hours time.Duration
	for _, b := range c.Memory.Gaps {
		hours += b.beyond(r.Gaps)
	}
	s.GapHours = int64(hours.Hours())
	return s
}

// blanks are the stretches of a coverage without logs that can be read.
func blanks(c *Coverage) []Blank {
	list := []Blank{}
	for _, s := range c.Stretches {
		if (s.State == trail.HoursGap || s.State == trail.HoursUnreadable) && s.From != nil && s.Until != nil {
			list = append(list, Blank{string(s.Account), string(s.Region), *s.From, *s.Until})
		}
	}
	return list
}

// beyond is how much of a stretch lies in none of others, which do not overlap.
func (b *Blank) beyond(others []Blank) time.Duration {
	left := b.Until.Sub(b.From)
	for _, o := range others {
		if o.Account != b.Account || o.Region != b.Region {
			continue
		}
		from, until := o.From, o.Until
		if from.Before(b.From) {
			from = b.From
		}
		if until.After(b.Until) {
			until = b.Until
		}
		if from.Before(until) {
			left -= until.Sub(from)
		}
	}
	return left
}

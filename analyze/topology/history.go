// Package topology rebuilds a network over time from the calls that changed it. CloudTrail never records a state, only
// what was asked and answered, so every fact is one of three: observed (a record says so), inferred (it follows from
// records) or unknown, and nothing that rests on an unknown fact is answered with yes or no.
//
// Fold reads calls into a History: facts over time, which is written once and then only read. State looks at a history at
// one moment, and Reach answers from a state what a subnet, an instance or a load balancer can reach and why not.
package topology

import (
	"slices"
	"time"

	"traillab/analyze/trail"
)

// History is what is known of networks over time.
type History struct {
	Calls     []Call     // Calls[m-1] is the call at moment m
	Conflicts []Conflict // what cannot be as the log tells it
	Ambiguous []Ambiguity

	things     map[ref]*Thing
	order      []*Thing            // in order of appearance
	shelves    map[shelf][]*Thing  // the same by kind and place
	makeshifts map[shelf][]*Thing  // those without a real id
	kinds      map[Kind][]*Thing   // the same by kind, once the history is complete
	ids        map[string][]*Thing // and by id
	silences   map[place][]silence // when an account's region was not logged
	owners     map[ref]string      // the account that a VPC, subnet … belongs to, where another account uses it too
	memory     memory              // what was worked out already
	astray     map[lost][]astray   // of which it is not always known where they belong
}

// Call is one call that took effect, a baseline, or an attempt.
type Call struct {
	Event   trail.Event // without request and response; of a baseline only time, account, region and name
	Forced  bool        // it took effect although it could not, as far as is known
	Failed  bool        // it was refused, denied or a dry run, and changed nothing
	Scope   []*Thing    // the things that it named or changed, VPCs first
	Changed bool        // it changed anything
}

// Conflict is a call that contradicts what was known.
type Conflict struct {
	At    Moment
	Thing *Thing
	Why   string
}

// Ambiguity is an order of calls within one second that the log cannot tell, and that matters.
type Ambiguity struct {
	First, Second Moment // as they were taken
	Thing         *Thing
	Aspect        Aspect
	Key           string
	Outcomes      [2]Value // after the order that was taken, and after the other
}

// place is an account's share of a region.
type place struct{ account, region string }

// silence is a time for which nothing can be said: logging was off, or log files are missing. Facts of the moment at which it
// begins still held.
type silence struct {
	from Moment
	why  string
}

// Now is the moment after the last call.
func (h *History) Now() Moment { return Moment(len(h.Calls)) }

// At returns the moment after the last call that came not later than t.
func (h *History) At(t time.Time) Moment {
	n, _ := slices.BinarySearchFunc(h.Calls, t, func(c Call, t time.Time) int {
		if c.Event.Time.After(t) {
			return 1
		}
		return -1
	})
	return Moment(n)
}

// Call returns the call of a moment, nil for Origin.
func (h *History) Call(m Moment) *Call {
	if m <= Origin || int(m) > len(h.Calls) {
		return nil
	}
	return &h.Calls[m-1]
}

// Things returns the things of a kind in order of appearance; of every kind where kind is empty. The
// list is not to be changed.
func (h *History) Things(kind Kind) []*Thing {
	if kind == "" {
		return h.order
	}
	return h.kinds[kind]
}

// Find returns the things of that id, in order of appearance.
func (h *History) Find(id string) []*Thing { return h.ids[id] }

// thing returns the thing of a kind and id in a place, which is made when it is missing. A shared subnet or VPC is its
// owner's, whoever names it.
func (h *History) thing(kind Kind, at place, id string) *Thing {
	r := ref{kind, at.account, at.region, id}
	if owner := h.owners[ref{kind, "", at.region, id}]; owner != "" {
		r.account = owner
	}
	t := h.things[r]
	if t == nil {
		t = &Thing{Kind: kind, Account: r.account, Region: r.region, ID: id}
		h.things[r] = t
		h.shelve(t)
	}
	return t
}

// Order within a second: CloudTrail's clock is no finer, and the order of records says nothing. What calls need says more:
// a gateway is made before it is attached and detached before it is deleted.

package topology

import (
	"cmp"
	"slices"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// maxRounds bounds how often the calls of one second are gone through for one whose needs hold; those that are left then are
// taken by what they are.
const maxRounds = 48

// phase orders calls that nothing else orders: what makes things before what joins them, what ends them last.
type phase uint8

// The phases.
const (
	makes phase = iota // roots: VPC, gateway, address
	grows              // what lies in them: subnet, table, interface
	joins              // attach, associate
	lets               // routes, rules
	turns              // modify, replace, start
	stops              // stop, revoke, delete a route
	parts              // disassociate, detach
	ends               // delete what lies in others
	razes              // delete roots
)

// rule is how the calls of one name are read.
type rule struct {
	source, name string // as in ec2, AttachInternetGateway
	phase        phase
	read         func(*reading)
}

// waiting is a call of a second that is still to be taken.
type waiting struct {
	event    *trail.Event
	baseline *Baseline
	rule     *rule         // nil where it changes no network
	call     *dialect.Call // once it has been parsed
}

// seconds parts events and baselines by time, each second in an order that does not depend on the order of arrival.
// A record that was recovered behind damage does not stand in the way of a sure one of the same call.
func seconds(events []trail.Event, baselines []Baseline) [][]waiting {
	all := make([]waiting, 0, len(events)+len(baselines))
	sure := sureOf(events)
	for i := range events {
		if e := &events[i]; !e.Time.IsZero() && !(e.Recovered && sure[identity{e.ID, e.Account}]) {
			all = append(all, waiting{event: &events[i]})
		}
	}
	for i := range baselines {
		all = append(all, waiting{baseline: &baselines[i]})
	}
	slices.SortStableFunc(all, func(a, b waiting) int { return a.time().Compare(b.time()) })
	var parts [][]waiting
	for from := 0; from < len(all); {
		until := from + 1
		for until < len(all) && all[until].time().Equal(all[from].time()) {
			until++
		}
		parts = append(parts, all[from:until])
		from = until
	}
	return parts
}

// sureOf returns the calls that have a record which was read whole, as far as there are others; nil when all were.
func sureOf(events []trail.Event) map[identity]bool {
	if !slices.ContainsFunc(events, func(e trail.Event) bool { return e.Recovered }) {
		return nil
	}
	sure := map[identity]bool{}
	for i := range events {
		if e := &events[i]; !e.Recovered && e.ID != "" && !e.Time.IsZero() {
			sure[identity{e.ID, e.Account}] = true
		}
	}
	return sure
}

func (w *waiting) time() time.Time {
	if w.baseline != nil {
		return w.baseline.At
	}
	return w.event.Time.Truncate(time.Second)
}

// second takes the calls of one second: again and again the first whose needs hold, and when none of them does, the first.
func (f *fold) second(calls []waiting) {
	slices.SortStableFunc(calls, compareWaiting)
	f.births(calls)
	f.survey(calls)
	var taken []*reading
	for round := 1; len(calls) > 0; round++ {
		rest := calls[:0:0]
		var stuck *waiting // for which it was too early, and since which no call was taken
		for i := range calls {
			w, must := &calls[i], len(calls) == 1 || round > maxRounds
			if !must && stuck != nil && stuck.says(w) && !f.taken(w) {
				rest = append(rest, *w)
				continue
			}
			r, ready := f.try(w, must)
			switch {
			case !ready:
				rest, stuck = append(rest, *w), w
				continue
			case r != nil:
				taken = append(taken, r)
			}
			stuck = nil
		}
		if len(rest) == len(calls) {
			if r, _ := f.try(&rest[0], true); r != nil {
				taken = append(taken, r)
			}
			rest = rest[1:]
		}
		calls = rest
	}
	f.ambiguities(taken)
}

// says reports whether another call says the same: what it is too early for, it is too early for both.
func (w *waiting) says(o *waiting) bool {
	return w.baseline == nil && o.baseline == nil && w.rule == o.rule && w.event.Name == o.event.Name &&
		w.event.Account == o.event.Account && w.event.Region == o.event.Region && w.event.Request == o.event.Request &&
		w.event.Response == o.event.Response && w.event.ErrorCode == o.event.ErrorCode && slices.Equal(w.event.IDs, o.event.IDs)
}

// taken reports whether a call was taken by another of its records.
func (f *fold) taken(w *waiting) bool {
	who := identity{w.event.ID, w.event.Account}
	return w.event.ID != "" && f.applied[who] && !f.rivals[who]
}

// try takes a call if its needs hold or if it must, and reports whether it is done with. Calls that failed, and calls
// without a rule, change nothing.
func (f *fold) try(w *waiting, must bool) (*reading, bool) {
	if w.baseline != nil {
		f.ground(w.baseline)
		return nil, true
	}
	e := w.event
	who := identity{e.ID, e.Account}
	if w.rule == nil || f.taken(w) {
		f.spent(e)
		return nil, true
	}
	r := f.read(w)
	if r.failed() {
		f.spent(e)
		f.h.Calls = append(f.h.Calls, Call{Event: told(e), Failed: true, Scope: r.scope})
		f.applied[who] = true
		return nil, true
	}
	if _, no := r.contradicted(); !must && (no || f.awaits(r) || f.outlived(r)) {
		return nil, false
	}
	f.apply(r)
	if r.rival != "" {
		f.oppose(r)
	}
	f.applied[who] = true
	f.spent(e)
	for _, c := range r.clauses {
		if c.makes() {
			delete(f.expected, c.thing)
		}
	}
	return r, true
}

// makes reports whether the clause says that a thing begins.
func (c *clause) makes() bool {
	return c.op == set && c.aspect == Exists && c.value == Yes && !c.thing.wild()
}

// births notes what the calls of one second make, so that no call takes it for older than it is.
func (f *fold) births(calls []waiting) {
	f.expected = map[*Thing]bool{}
	for i := 0; i < len(calls) && len(calls) > 1; i++ {
		if calls[i].rule == nil {
			continue
		}
		r := f.read(&calls[i])
		for _, c := range r.clauses {
			if c.makes() && !r.failed() && !f.applied[identity{r.event.ID, r.event.Account}] {
				f.expected[c.thing] = true
			}
		}
	}
}

// awaits reports whether the call uses something that is not known, and that another call of the second makes.
func (f *fold) awaits(r *reading) bool {
	for _, c := range r.clauses {
		if c.op == need && c.aspect == Exists && c.value == Yes && f.expected[c.thing] && !r.known(c.thing, Exists, "").Known() {
			return true
		}
	}
	return false
}

// failed reports whether the call changed nothing.
func (r *reading) failed() bool { return r.event.ErrorCode != "" || r.p("return") == "false" }

// compareWaiting is an order by what calls are; event ids, which are random, come last.
func compareWaiting(a, b waiting) int {
	if a.baseline != nil || b.baseline != nil {
		return cmp.Compare(btoi(a.baseline == nil), btoi(b.baseline == nil))
	}
	return cmp.Or(
		cmp.Compare(a.phase(), b.phase()), cmp.Compare(a.event.Account, b.event.Account), cmp.Compare(a.event.Region, b.event.Region),
		cmp.Compare(a.event.Name, b.event.Name), cmp.Compare(btoi(mute(a.event)), btoi(mute(b.event))), cmp.Compare(a.event.Request, b.event.Request),
		cmp.Compare(a.event.Response, b.event.Response), cmp.Compare(a.event.ErrorCode, b.event.ErrorCode), cmp.Compare(a.event.ID, b.event.ID),
	)
}

func (w *waiting) phase() phase {
	if w.rule == nil {
		return razes
	}
	return w.rule.phase
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A second of calls: CloudTrail's clock is no finer, and the order of records within a second says nothing. What the
// calls do to ties says more: a gateway is attached before it is detached, and detached before it is deleted.

package analyze

import (
	"cmp"
	"slices"

	"traillab/analyze/trail/dialect"
)

// flush applies the calls of one second. Calls that have no child in common cannot disturb each other; the others are
// put in order.
func (r *reader) flush() {
	for _, calls := range entangled(r.second) {
		slices.SortStableFunc(calls, byWhatTheySay)
		q := newQueue(r, calls)
		for len(q.runs) > 0 {
			r.apply(q.next())
		}
	}
	r.second = r.second[:0]
}

// entangled parts calls into groups that share no tie.
func entangled(calls []*call) [][]*call {
	group := map[tie]int{} // the first call of a key's group
	first := make([]int, len(calls))
	root := func(i int) int {
		for first[i] != i {
			first[i] = first[first[i]]
			i = first[i]
		}
		return i
	}
	for i, c := range calls {
		first[i] = i
		for key := range c.keys {
			if j, met := group[key]; met {
				first[root(i)] = root(j)
			}
			group[key] = i
		}
	}
	groups := map[int][]*call{}
	var order []int
	for i, c := range calls {
		at := root(i)
		if groups[at] == nil {
			order = append(order, at)
		}
		groups[at] = append(groups[at], c)
	}
	out := make([][]*call, 0, len(order))
	for _, at := range order {
		out = append(out, groups[at])
	}
	return out
}

// byWhatTheySay is an order that does not depend on the order of arrival; event ids, which are random, come last.
func byWhatTheySay(a, b *call) int {
	return cmp.Or(
		cmp.Compare(a.event.Name, b.event.Name),
		compareTies(a.cuts, b.cuts), compareTies(a.makes, b.makes), compareTies(a.ends, b.ends),
		cmp.Compare(a.outcome, b.outcome), cmp.Compare(a.event.ErrorCode, b.event.ErrorCode), cmp.Compare(a.event.ID, b.event.ID),
	)
}

func compareTies(a, b []dialect.Tie) int {
	return slices.CompareFunc(a, b, func(x, y dialect.Tie) int {
		return cmp.Or(cmp.Compare(x.Relation, y.Relation), cmp.Compare(x.Child, y.Child), cmp.Compare(x.Parent, y.Parent))
	})
}

// queue hands out the calls of a group in a believable order.
type queue struct {
	*reader
	runs [][]*call // of calls that say the same, in order: what holds of the first of a run holds of all of it
	// How many calls of those that took effect wait to cut or make a key's tie to a parent, and to any.
	cutting, making map[tie]map[string]int
}

func newQueue(r *reader, calls []*call) *queue {
	q := &queue{reader: r, cutting: map[tie]map[string]int{}, making: map[tie]map[string]int{}}
	from := 0
	for i, c := range calls {
		q.count(c, 1)
		if i+1 == len(calls) || !c.says(calls[i+1]) {
			q.runs = append(q.runs, calls[from:i+1])
			from = i + 1
		}
	}
	return q
}

// says reports whether two calls do the same to the same ties.
func (c *call) says(o *call) bool {
	return c.event.Account == o.event.Account && c.event.Region == o.event.Region && c.took() == o.took() &&
		compareTies(c.cuts, o.cuts) == 0 && compareTies(c.makes, o.makes) == 0 && compareTies(c.ends, o.ends) == 0
}

func (q *queue) count(c *call, n int) {
	if !c.took() {
		return
	}
	add := func(counts map[tie]map[string]int, ties []dialect.Tie) {
		for _, t := range ties {
			key := c.key(t)
			if counts[key] == nil {
				counts[key] = map[string]int{}
			}
			counts[key][t.Parent] += n
			counts[key][anyParent] += n
		}
	}
	add(q.cutting, c.cuts)
	add(q.making, c.makes)
}

// anyParent is no id of anything.
const anyParent = " any"

// next takes the call out that is most ready to go; of equals the first.
func (q *queue) next() *call {
	best, least := 0, tornEarly+1
	for i, run := range q.runs {
		if ready := q.readiness(run[0]); ready < least {
			best, least = i, ready
		}
		if least == sure {
			break
		}
	}
	c := q.runs[best][0]
	if q.runs[best] = q.runs[best][1:]; len(q.runs[best]) == 0 {
		q.runs = slices.Delete(q.runs, best, best+1)
	}
	q.count(c, -1)
	return c
}

// readiness says how well a call fits what is known at that point of the second.
type readiness int

const (
	sure    readiness = iota // its precondition is known to hold
	fitting                  // it holds, and the call does not name the parent
	unknown                  // a tie from before the log began
	paired                   // a tie that another call of this second cuts again
	plain                    // nothing speaks against it
	early                    // a call that waits would have to come first
	// AWS would have refused the rest, as far as ties are known: the log has a hole. Best goes what leaves the fewest.
	torn      // it cuts a tie of which there is no record
	tornPair  // it makes a tie, in place of another, that a call of this second cuts again
	tornPlain // it makes a tie in place of another
	tornEnd   // it ends what is tied
	tornEarly // a call that waits would have to come first, even so
)

// readiness is that of the call's least ready tie.
func (q *queue) readiness(c *call) readiness {
	worst := sure
	for _, t := range c.cuts {
		worst = max(worst, q.cutReady(c.key(t), t.Parent))
	}
	if !c.took() {
		return min(worst, early) // a refusal needs no precondition; it only wants to know whose tie it was
	}
	for _, t := range c.makes {
		worst = max(worst, q.makeReady(c.key(t), t))
	}
	for _, t := range c.ends {
		worst = max(worst, q.endReady(c.key(t)))
	}
	return worst
}

func (q *queue) cutReady(key tie, parent string) readiness {
	b, tied := q.bonds[key]
	switch {
	case tied && parent == b.parent:
		return sure
	case tied && parent == "":
		return fitting
	case tied && q.making[key][parent] > 0:
		return tornEarly
	case tied:
		return torn
	case parent == "" && q.making[key][anyParent] > 0, parent != "" && q.making[key][parent] > 0:
		return early
	}
	return unknown
}

func (q *queue) makeReady(key tie, t dialect.Tie) readiness {
	b, tied := q.bonds[key]
	switch {
	case tied && dialect.Silent(t.Relation) && q.cutting[key][t.Parent] > 0:
		return tornPair
	case tied && dialect.Silent(t.Relation):
		return tornPlain
	case tied && (q.cutting[key][b.parent] > 0 || q.cutting[key][""] > 0):
		return early
	case q.cutting[key][t.Parent] > 0:
		return paired
	}
	return plain
}

func (q *queue) endReady(key tie) readiness {
	switch _, tied := q.bonds[key]; {
	case q.cutting[key][anyParent] > 0 || q.making[key][anyParent] > 0:
		return tornEarly
	case tied:
		return tornEnd
	}
	return plain
}

// Ambiguities: what would have been otherwise, had the calls of one second come in another order.

package topology

// ambiguities finds the pairs of calls of one second that write one slot, and could have come the other way round with
// another result. What is ambiguous is unknown.
func (f *fold) ambiguities(taken []*reading) {
	type write struct {
		by *reading
		c  clause
	}
	if len(taken) < 2 {
		return
	}
	before := taken[0].moment - 1
	last := map[*track]write{}
	for _, r := range taken {
		for _, c := range r.clauses {
			if c.op < set {
				continue
			}
			if c.thing.wild() || c.key == anyKey { // which may have come after all others
				f.blur(c, r)
				continue
			}
			tr := c.thing.track(c.aspect, c.key)
			if w, met := last[tr]; met && w.by != r && w.c.value != c.value && f.swappable(w.by, r, before) {
				f.h.Ambiguous = append(f.h.Ambiguous, Ambiguity{
					First: w.by.moment, Second: r.moment, Thing: c.thing, Aspect: c.aspect, Key: c.key,
					Outcomes: [2]Value{c.value, w.c.value},
				})
				why := w.by.event.Name + " and " + r.event.Name + " came within one second, and their order is not known"
				tr.unlearn(before, why)
				tr.blur(r.moment, why, None)
			}
			last[tr] = write{r, c}
		}
	}
}

// swappable reports whether b could have come before a: what b needs was so before the second, as far as is known, and
// what a needs is not undone by b.
func (f *fold) swappable(a, b *reading, before Moment) bool {
	for _, c := range b.clauses {
		if c.op > needNot {
			continue
		}
		known, _ := c.thing.track(c.aspect, c.key).at(before)
		if known.Cause > before { // learned from the order that is in question
			continue
		}
		if c.op == need && known.Not(c.value) || c.op == needNot && known.Is(c.value) {
			return false
		}
	}
	for _, n := range a.clauses {
		if n.op > needNot {
			continue
		}
		left, sure := b.leaves(n.thing, n.aspect, n.key)
		if sure && (n.op == need && left != n.value || n.op == needNot && left == n.value) {
			return false
		}
	}
	return true
}

// leaves returns what an aspect is after the call, if the call says so: what it sets, else what it needs.
func (r *reading) leaves(t *Thing, a Aspect, key string) (v Value, sure bool) {
	for _, c := range r.clauses {
		if c.thing != t || c.aspect != a || c.key != key {
			continue
		}
		switch c.op {
		case need, set:
			v, sure = c.value, true
		case needNot:
		default:
			sure = false
		}
	}
	return v, sure
}

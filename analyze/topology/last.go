// Last calls: what ends a thing comes after all else that was done with it in the same second, for nothing comes back.

package topology

import (
	"slices"

	"traillab/analyze/trail"
)

// survey notes which things the calls of one second use without ending them, if any of the calls ends something.
func (f *fold) survey(calls []waiting) {
	f.users = nil
	ended := map[*Thing]bool{}
	for i := 0; i < len(calls) && len(calls) > 1; i++ {
		if w := &calls[i]; w.rule != nil && w.rule.phase >= ends && w.baseline == nil {
			for _, c := range f.read(w).clauses {
				if c.finishes() {
					ended[c.thing] = true
				}
			}
		}
	}
	if len(ended) == 0 {
		return
	}
	f.users, f.uses = map[*trail.Event][]*Thing{}, map[*Thing]int{}
	for i := range calls {
		w := &calls[i]
		if w.baseline != nil || w.rule == nil {
			continue
		}
		r := f.read(w)
		if r.failed() || f.applied[identity{w.event.ID, w.event.Account}] {
			continue
		}
		for _, c := range r.clauses {
			if c.op == need && c.aspect == Exists && c.value == Yes && ended[c.thing] && !r.finishes(c.thing) {
				f.users[w.event] = append(f.users[w.event], c.thing)
				f.uses[c.thing]++
			}
		}
	}
}

// finishes reports whether the clause says that a thing is no more.
func (c *clause) finishes() bool {
	return c.op == set && c.aspect == Exists && c.value == None && !c.thing.wild()
}

// finishes reports whether the call ends the thing.
func (r *reading) finishes(t *Thing) bool {
	return slices.ContainsFunc(r.clauses, func(c clause) bool { return c.thing == t && c.finishes() })
}

// outlived reports whether the call ends something that calls of the second which have not been taken use.
func (f *fold) outlived(r *reading) bool {
	return len(f.users) > 0 && slices.ContainsFunc(r.clauses, func(c clause) bool { return c.finishes() && f.uses[c.thing] > 0 })
}

// spent notes that a call of the second is done with.
func (f *fold) spent(e *trail.Event) {
	for _, t := range f.users[e] {
		f.uses[t]--
	}
	delete(f.users, e)
}

// What rules look through: the things of a kind in a place or in a VPC. A log can be written so that each of its calls makes
// its reader look through everything before it; a place whose calls do that is given up instead.

package topology

import (
	"slices"
	"strings"
)

// patience is how many things may be looked through for the calls of one place: a log of 50,000 calls of which each names
// what it changes looks through about as many.
const patience = 1_000_000

// shelf is a kind of things in a place.
type shelf struct {
	kind Kind
	at   place
}

// bond is that an aspect of one thing ever was another.
type bond struct {
	from, to *Thing
	aspect   Aspect
}

// every returns the things of a kind in the call's place, in order of appearance. When there is no patience left it returns
// none, and the call takes back all that was known of the place.
func (r *reading) every(kind Kind) []*Thing { return r.look(r.f.h.shelves[shelf{kind, r.at}]) }

// makeshifts returns those of them that a VPC was born with and whose ids no record has told, likewise.
func (r *reading) makeshifts(kind Kind) []*Thing { return r.look(r.f.h.makeshifts[shelf{kind, r.at}]) }

// inside returns the things of a kind that ever were in a VPC, likewise.
func (r *reading) inside(vpc *Thing, kind Kind) []*Thing { return r.look(vpc.kin[kind]) }

// Inside returns the things of a kind that ever were in a VPC. The list is not to be changed.
func (h *History) Inside(vpc *Thing, kind Kind) []*Thing { return slices.Clip(vpc.kin[kind]) }

// look counts how many things are looked through.
func (r *reading) look(things []*Thing) []*Thing {
	if r.bear(len(things)); r.deaf {
		return nil
	}
	return slices.Clip(things)
}

// bear counts how much is looked through.
func (r *reading) bear(n int) {
	if r.f.effort[r.at] += n; r.f.effort[r.at] > patience {
		r.deaf = true
	}
}

// makeshift reports whether an id is not a real one.
func makeshift(id string) bool {
	return strings.HasPrefix(id, birth) || strings.HasPrefix(id, mainBirth)
}

// shelve notes a new thing.
func (h *History) shelve(t *Thing) {
	h.order = append(h.order, t)
	if !t.wild() {
		s := shelf{t.Kind, place{t.Account, t.Region}}
		h.shelves[s] = append(h.shelves[s], t)
		if makeshift(t.ID) {
			h.makeshifts[s] = append(h.makeshifts[s], t)
		}
	}
}

// point remembers who points at a thing, so that the thing can be asked.
func (f *fold) point(a Aspect, from, to *Thing) {
	if to == nil || f.bonds[bond{from, to, a}] {
		return
	}
	f.bonds[bond{from, to, a}] = true
	at := to.make(a)
	at.back = append(at.back, from)
	if a == InVPC {
		if to.kin == nil {
			to.kin = map[Kind][]*Thing{}
		}
		to.kin[from.Kind] = append(to.kin[from.Kind], from)
	}
}

// index lists the things of a history that is complete.
func (h *History) index() {
	h.order = slices.DeleteFunc(h.order, func(t *Thing) bool { return t.husk || t.wild() })
	h.kinds, h.ids = map[Kind][]*Thing{}, map[string][]*Thing{}
	for _, t := range h.order {
		h.kinds[t.Kind] = append(h.kinds[t.Kind], t)
		h.ids[t.ID] = append(h.ids[t.ID], t)
		for i := range t.facets {
			t.facets[i].sort()
		}
	}
	h.findStrays()
}

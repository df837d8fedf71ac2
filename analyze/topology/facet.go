// Facets: what is known of one aspect of a thing, under each of its keys, and which things point at it by that aspect.

package topology

import (
	"slices"
	"strings"
)

// facet is one aspect of a thing.
type facet struct {
	keys   []string       // in order of appearance; of a complete history sorted
	tracks []*track       // by key, in the same order
	places map[string]int // of the keys, where there are many
	back   []*Thing       // things of which the aspect ever was this thing, in order of appearance
}

// few is how many keys are found faster by looking at each.
const few = 6

// place returns where a key is, -1 where it is not.
func (f *facet) place(key string) int {
	if f.places != nil {
		if i, met := f.places[key]; met {
			return i
		}
		return -1
	}
	for i := range f.keys {
		if f.keys[i] == key {
			return i
		}
	}
	return -1
}

// note remembers where the keys are when they are many.
func (f *facet) note() {
	if len(f.keys) <= few {
		return
	}
	if f.places == nil {
		f.places = make(map[string]int, 2*len(f.keys))
		for i, key := range f.keys {
			f.places[key] = i
		}
	}
	last := len(f.keys) - 1
	f.places[f.keys[last]] = last
}

// sort puts the keys in order.
func (f *facet) sort() {
	if slices.IsSorted(f.keys) {
		return
	}
	order := make([]int, len(f.keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(f.keys[a], f.keys[b]) })
	keys, tracks := make([]string, len(order)), make([]*track, len(order))
	for to, from := range order {
		keys[to], tracks[to] = f.keys[from], f.tracks[from]
	}
	f.keys, f.tracks = keys, tracks
	for i, key := range keys {
		if f.places != nil {
			f.places[key] = i
		}
	}
}

// facet returns an aspect of the thing, nil when nobody has spoken of it.
func (t *Thing) facet(a Aspect) *facet {
	if i := t.at[a]; i > 0 {
		return &t.facets[i-1]
	}
	return nil
}

// make returns an aspect of the thing.
func (t *Thing) make(a Aspect) *facet {
	if t.at[a] == 0 {
		t.facets = append(t.facets, facet{})
		t.at[a] = uint8(len(t.facets))
	}
	return &t.facets[t.at[a]-1]
}

// told returns the track of an aspect under a key, nil when nobody has spoken of it.
func (t *Thing) told(a Aspect, key string) *track {
	if f := t.facet(a); f != nil {
		if i := f.place(key); i >= 0 {
			return f.tracks[i]
		}
	}
	return nil
}

// track returns the track of an aspect under a key, which is made when it is missing.
func (t *Thing) track(a Aspect, key string) *track {
	f := t.make(a)
	if i := f.place(key); i >= 0 {
		return f.tracks[i]
	}
	tr := &track{}
	f.keys, f.tracks = append(f.keys, key), append(f.tracks, tr)
	f.note()
	return tr
}

// keys returns the keys under which an aspect was ever told. They are not to be changed.
func (t *Thing) keys(a Aspect) []string {
	if f := t.facet(a); f != nil {
		return f.keys
	}
	return nil
}

// back returns the things of which an aspect ever was this thing. They are not to be changed.
func (t *Thing) back(a Aspect) []*Thing {
	if f := t.facet(a); f != nil {
		return f.back
	}
	return nil
}

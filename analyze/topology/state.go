// State: a history as it stood at one moment.

package topology

import (
	"cmp"
	"slices"
)

// State reads facts of one moment. It remembers how long what it has read stays as it is, so that a question needs to be
// asked again only when one of the facts it rests on has changed.
type State struct {
	h     *History
	at    Moment
	until Moment // the first moment at which anything that was read changes
	reads int    // how many facts were read

	secure   map[spot]judgement // what HTTPS gets out
	personal bool               // what was asked of a crowd depends on who of it asks
}

// State returns the state after the call at m.
func (h *History) State(m Moment) *State { return &State{h: h, at: m, until: never} }

// Reads is how much work the questions to this state were, in facts read. What many questions share is not counted.
func (s *State) Reads() int { return s.reads }

// Moment is the state's moment.
func (s *State) Moment() Moment { return s.at }

// Until is the first later moment at which something that was read of this state changes; it lies behind the history's
// end when nothing does.
func (s *State) Until() Moment { return s.until }

// Get returns an aspect of a thing that has one value.
func (s *State) Get(t *Thing, a Aspect) Fact { return s.Key(t, a, "") }

// Key returns an aspect of a thing under a key. What nobody has spoken of is unknown.
func (s *State) Key(t *Thing, a Aspect, key string) Fact {
	return s.read(t, t.told(a, key))
}

// read returns what a track of a thing says at the state's moment.
func (s *State) read(t *Thing, tr *track) Fact {
	f, next := tr.at(s.at)
	s.until = min(s.until, next)
	s.reads++
	if len(s.h.silences) == 0 {
		return f
	}
	if f.Is(None) && t.forever(tr) {
		return f
	}
	return s.heard(t, f)
}

// heard takes back a fact that dates from before a silence of the log.
func (s *State) heard(t *Thing, f Fact) Fact {
	list := s.h.silences[place{t.Account, t.Region}]
	if len(list) == 0 {
		return f
	}
	next := since(list, s.at)
	if next < len(list) {
		s.until = min(s.until, list[next].from+1)
	}
	if q := since(list, f.Cause); f.Known() && q < next {
		return Fact{Why: list[q].why, Cause: list[q].from}
	}
	return f
}

// since returns the place in a sorted list of the first silence that begins at m or later.
func since(list []silence, m Moment) int {
	n, _ := slices.BinarySearchFunc(list, m, func(q silence, m Moment) int { return cmp.Compare(q.from, m) })
	return n
}

// Keys returns the keys under which an aspect was ever told, sorted. They are not to be changed.
func (s *State) Keys(t *Thing, a Aspect) []string { return t.keys(a) }

// Held returns the keys whose value is not known to be None, sorted, with their facts.
func (s *State) Held(t *Thing, a Aspect) (keys []string, facts []Fact) {
	told := t.facet(a)
	if told == nil {
		return nil, nil
	}
	for i, key := range told.keys {
		if f := s.read(t, told.tracks[i]); !f.Is(None) {
			keys, facts = append(keys, key), append(facts, f)
		}
	}
	return keys, facts
}

// Back returns the things of which an aspect is, or may be, t, in order of appearance. Those of which it is known to be
// something else are left out.
func (s *State) Back(t *Thing, a Aspect) []*Thing {
	var found []*Thing
	for _, other := range t.back(a) {
		told := other.facet(a)
		for i := range other.keys(a) {
			if f := s.read(other, told.tracks[i]); f.To == t || !f.Known() {
				found = append(found, other)
				break
			}
		}
	}
	return found
}

// Stands reports whether the thing is there.
func (s *State) Stands(t *Thing) Fact { return s.Get(t, Exists) }

// Timelines: what a thing was able to do from the beginning of the log to its end.

package topology

import "slices"

// Stretch is a time during which a thing's capabilities did not change. The ways are those at its beginning.
type Stretch struct {
	From, Until  Moment // Until is exclusive; behind the last call it lies beyond the history's end
	Capabilities []Capability
}

// Timeline returns the stretches of a thing's life, in order. Times at which it did not exist are left out.
func (h *History) Timeline(t *Thing) []Stretch {
	var life []Stretch
	for m := Origin; m <= h.Now(); {
		s := h.State(m)
		able := s.Capabilities(t)
		until := max(s.Until(), m+1)
		switch last := len(life) - 1; {
		case len(able) == 0:
		case last >= 0 && life[last].Until == m && same(life[last].Capabilities, able):
			life[last].Until = until
		default:
			life = append(life, Stretch{m, until, able})
		}
		m = until
	}
	return life
}

// same reports whether two sets of capabilities say the same.
func same(a, b []Capability) bool {
	return slices.EqualFunc(a, b, func(x, y Capability) bool { return x.What == y.What && x.Same(y.Verdict) })
}

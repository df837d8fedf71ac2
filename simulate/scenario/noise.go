// Noise: what others do while a story happens and is no part of it. Without it, the only network that changes is the one that
// was attacked, and nobody has to find it.

package scenario

import (
	"strings"
)

// most is how many pieces a noise may be made of: beyond it, a story takes longer to play than anybody waits.
const most = 100

// Kinds are the kinds of noise, in the order of the docs.
func Kinds() []string {
	var kinds []string
	for _, n := range noises() {
		kinds = append(kinds, n.Kind)
	}
	return kinds
}

// noise looks at what others do.
func (r *reader) noise() {
	for i := range r.s.Noise {
		n, path := &r.s.Noise[i], at("$.noise", i)
		if n.Kind == "" {
			r.wrong(at(path, "kind"), "kind is missing: one of %s", strings.Join(Kinds(), ", "))
		}
		r.oneOf(at(path, "kind"), "kind", n.Kind, Kinds()...)
		if n.Count < 0 || n.Count > most {
			r.wrong(at(path, "count"), "count: %d is not between 1 and %d", n.Count, most)
		}
		from, ok := r.moment(at(path, "from"), "from", n.From)
		until, fine := r.span(at(path, "until"), "until", n.Until)
		if ok && fine && until <= from {
			r.wrong(at(path, "until"), "until: %s is not after %s: write the span in which the noise is made, as from: -20h, until: 2h", shown(n.Until), shown(n.From))
		}
	}
}

// shown is a span as it stands in a complaint.
func shown(span string) string {
	if span == "" {
		return "the start"
	}
	return span
}

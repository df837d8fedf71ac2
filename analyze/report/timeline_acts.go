// What the actors of chains did around them. They are asked for spell by spell: somebody who acted in one chain may have made half of
// the calls of a large log, and all of these, sorted, would not fit into what a question may hold.

package report

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// spell is a time without a break in which the calls of somebody matter.
type spell struct {
	from, until time.Time
	principals  []string // sorted
}

// spells joins the scenes of a cast where they touch. They are in order, and no moment is in two.
func (c *cast) spells() []spell {
	var all []spell
	for principal, scenes := range c.scenes {
		for _, s := range scenes {
			all = append(all, spell{s.from, s.until, []string{principal}})
		}
	}
	slices.SortFunc(all, func(a, b spell) int {
		return cmp.Or(a.from.Compare(b.from), a.until.Compare(b.until), strings.Compare(a.principals[0], b.principals[0]))
	})
	var joined []spell
	for _, s := range all {
		if n := len(joined) - 1; n >= 0 && !s.from.After(joined[n].until.Add(2*time.Second)) {
			last := &joined[n]
			if s.until.After(last.until) {
				last.until = s.until
			}
			last.principals = append(last.principals, s.principals...)
			continue
		}
		joined = append(joined, s)
	}
	for i := range joined {
		slices.Sort(joined[i].principals)
		joined[i].principals = slices.Compact(joined[i].principals)
	}
	return joined
}

// acts yields what the actors did in these spells, in order, as far as the filter lets it through and names nobody else.
func (m *compiler) acts(ctx context.Context, c *cast) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for _, s := range c.spells() {
			f := between(m.o.Filter, s.from, s.until, m.end)
			if !f.From.Resolve(m.end).Before(f.Until.Resolve(m.end)) {
				continue
			}
			if len(f.Principals) == 0 {
				f.Principals = s.principals
			}
			for e, err := range m.src.Timeline(ctx, f) {
				if !yield(e, err) || err != nil {
					return
				}
			}
		}
	}
}

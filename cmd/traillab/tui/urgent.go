// The urgent chains: what to look at first, under the sums of the overview where there is room.

package tui

import (
	"cmp"
	"slices"

	"traillab/analyze"
)

// urgent names chains in at most room lines: by level, and of one level those first that are still open, then the older.
func (o *overview) urgent(v view, room int) []line {
	const least = 3   // a blank, the heading, and a chain
	const roomy = 100 // columns, from which on a story is worth beginning
	if room < least || !o.told || len(o.chains) == 0 {
		return nil
	}
	order := make([]*analyze.Chain, len(o.chains))
	for i := range o.chains {
		order[i] = &o.chains[i]
	}
	slices.SortStableFunc(order, func(a, b *analyze.Chain) int {
		return cmp.Or(cmp.Compare(loudness(a), loudness(b)), a.From.Compare(b.From))
	})
	out := []line{{}, line{}.add(toneHead, "To look at first").addf(toneFaint, "  c shows all chains, %s in number", grouped(int64(len(order))))}
	for _, c := range order[:min(len(order), room-len(out))] {
		l := line{}.add(tonePlain, v.clock(c.From)+"  ").add(verdictTone(c.Verdict.Label), fit(string(c.Verdict.Label), 11, false)+"  ").
			add(levelTone(c.Verdict.Level), fit(string(c.Verdict.Level), 6, false)+"  ")
		if c.Until == nil {
			l = l.add(toneWarn, "open  ")
		} else {
			l = l.add(tonePlain, "      ")
		}
		l = l.addf(tonePlain, "%s lost  ", fit(grouped(int64(c.Lost)), 3, true)).add(toneStrong, fit(c.Scope.ID, 21, false))
		if v.w >= roomy {
			l = l.add(toneFaint, "  "+c.Story(len(c.Links)))
		}
		out = append(out, l)
	}
	return out
}

// loudness is the rank of a chain: the smaller, the louder.
func loudness(c *analyze.Chain) int {
	rank := map[analyze.Severity]int{analyze.High: 0, analyze.Medium: 2}
	at, known := rank[c.Verdict.Level]
	if !known {
		at = 4
	}
	if c.Until != nil {
		at++
	}
	return at
}

// The conclusion: findings in a total order, and the verdict over all of them.

package integrity

import (
	"cmp"
	"slices"
	"strings"
)

// Has reports whether there are findings of a severity.
func (r *Report) Has(s Severity) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == s })
}

// finish sorts and concludes.
func (r *Report) finish(v *verifier) {
	for _, u := range r.seen {
		r.Uncovered = append(r.Uncovered, *u)
	}
	for _, k := range r.need {
		r.Lacking = append(r.Lacking, *k)
	}
	for _, k := range v.o.Keys.sorted() {
		r.Keys = append(r.Keys, KeyUse{k.Fingerprint, k.From, k.Until, k.digests})
	}
	for i := range r.Gaps {
		if g := &r.Gaps[i]; g.From != nil && v.spans.whole(g.Account, g.Region, *g.From, g.Until) {
			g.Why += "; other digests, backfilled or of another trail, cover the time"
		}
	}
	r.sort()
	switch {
	case r.Has(Broken):
		r.Verdict = Violated
	case r.Digests == (DigestCount{}):
		r.Verdict = Nothing
	case r.Digests.Valid == 0:
		r.Verdict = Unverified
	case r.Has(Unchecked) || len(r.Lacking) > 0 || len(r.Gaps) > 0 || len(r.Uncovered) > 0 || r.Outside > 0:
		r.Verdict = Partly
	default:
		r.Verdict = Whole
	}
}

func (r *Report) sort() {
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Object, b.Object), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Digest, b.Digest))
	})
	slices.SortFunc(r.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Trail, b.Trail),
			compareTimes(a.Until, b.Until), strings.Compare(a.Why, b.Why))
	})
	slices.SortFunc(r.Uncovered, func(a, b Uncovered) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
	})
	slices.SortFunc(r.Lacking, func(a, b LackingKey) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	slices.SortFunc(r.Assumed, func(a, b Assumption) int { return cmp.Compare(a.Path, b.Path) })
}

// What the fake case understands of filters, as far as tests need it.

package tui

import (
	"slices"

	"traillab/analyze/trail"
)

// narrower reports whether the lists and terms of a filter keep an event back.
func narrower(f trail.Filter, e trail.Event) bool {
	if len(f.Names) > 0 && !slices.Contains(f.Names, e.Name) || len(f.Resources) > 0 && !trail.NamesAny(e.IDs, f.Resources) || len(f.Principals) > 0 && !slices.Contains(f.Principals, e.Principal) {
		return true
	}
	return slices.ContainsFunc(f.Terms, func(t trail.Term) bool {
		value := map[string]string{"name": e.Name, "error": e.ErrorCode, "principal": e.Principal}[t.Field]
		return (value == t.Value) == t.Not
	})
}

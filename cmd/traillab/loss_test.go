// What people read of an entry claims a loss only where one is known.

package main

import (
	"bytes"
	"strings"
	"testing"

	"traillab/analyze"
	"traillab/analyze/topology"
)

func TestTellEntry(t *testing.T) {
	const yes, part, no, unknown = topology.Reaches, topology.Partly, topology.Cut, topology.Unproven
	for _, test := range []struct {
		before, after, filterBefore, filterAfter topology.Answer
		verb                                     string
	}{
		{yes, no, yes, yes, "lost"},
		{yes, part, yes, yes, "part"},
		{yes, unknown, yes, unknown, "unknown"},
		{yes, yes, yes, no, "lost"},
		{yes, yes, yes, unknown, "unknown"},
		{yes, no, yes, unknown, "lost"},
		{part, part, yes, unknown, "unknown"},
		{unknown, no, unknown, unknown, "had not"},
	} {
		var out bytes.Buffer
		a := &app{}
		a.tellEntry(&out, &analyze.Entry{What: "egress4", Before: test.before, After: test.after, FilterBefore: test.filterBefore, FilterAfter: test.filterAfter})
		if got, _, _ := strings.Cut(strings.TrimSpace(out.String()), " egress4"); strings.TrimSpace(got) != test.verb {
			t.Errorf("from %s to %s, its filter from %s to %s, is told as %q, want %q", test.before, test.after, test.filterBefore, test.filterAfter, got, test.verb)
		}
	}
}

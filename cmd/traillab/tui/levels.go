// Levels: how surely something is known, and what became of a capability, each as a sign and a word. A sign is filled for what was
// observed, hollow for what was inferred, and a question mark for what is not known, as in the drawings of reports.

package tui

import (
	"strings"

	"traillab/analyze"
	"traillab/analyze/topology"
)

// surely is a level as a span.
func surely(level string) span {
	switch level {
	case "observed":
		return span{tonePlain, "● observed"}
	case "inferred":
		return span{toneUnknown, "○ inferred"}
	}
	return span{toneUnknown, "? unknown"}
}

// word is what a span with a sign says in words, to be copied and sorted.
func word(s span) string {
	_, text, _ := strings.Cut(s.text, " ")
	return text
}

// dot is the sign of a level alone, for where its word stands elsewhere.
func dot(level string) string {
	switch level {
	case "observed":
		return "●"
	case "inferred":
		return "○"
	}
	return "?"
}

// several is a number of things.
func several(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(int64(n)) + " " + thing + "s"
}

// fate is what became of a capability.
type fate int

// The fates, the worst first.
const (
	fateLost    fate = iota
	fatePart         // lost in part
	fateHadNot       // it is not there; whether it was before is not known
	fateUnknown      // it may be there or not
	fateKept
	fates
)

// fateOf says what became of a capability, and claims no more than is known.
func fateOf(e *analyze.Entry) fate {
	switch {
	case e.Before == e.After && e.FilterBefore == e.FilterAfter:
		return fateKept
	case e.Doubtful():
		return fateUnknown
	case e.After == topology.Partly:
		return fatePart
	case e.Before == topology.Unproven:
		return fateHadNot
	}
	return fateLost
}

// span is a fate as a sign and a word.
func (f fate) span() span {
	return [fates]span{
		fateLost: {toneBad, "✕ lost"}, fatePart: {toneWarn, "½ in part"}, fateHadNot: {toneWarn, "· had not"},
		fateUnknown: {toneUnknown, "? unknown"}, fateKept: {toneGood, "✓ kept"},
	}[f]
}

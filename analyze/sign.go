// Signs: what may be true of a chain, and what that counts for each label. docs/verdicts.md prints this table.

package analyze

import (
	"fmt"
	"io"
)

// weight is what a sign counts for each label.
type weight struct{ maintenance, containment, accident, hostile int }

// sign is one row of the table of weights.
type sign struct {
	name   string // what it says, for documentation
	weight weight
	source string                      // why responders look at it
	found  func(*circumstances) string // tells the sign in a sentence, "" where it does not hold
}

// A label needs this much, and this much more than every other, or the chain is undecided. No single sign is enough, but for
// one that says what can hardly be said otherwise: that the VPC itself was given up, that evidence was kept, that what would
// have watched was switched off, that an instance's credentials came from elsewhere, that the same hand took it back at once.
const (
	enough = 4
	clear  = 2
)

const (
	fromRules   = "published rules leave builders out, or ask whether a deletion is followed by that of the VPC"
	fromGuides  = "what guides for responders ask to be done, or undone"
	fromAttacks = "what reports of attacks on accounts tell"
	fromAWS     = "what AWS refuses, and what must come before it allows it"
	fromLog     = "what the log itself tells of the principal before"
	fromUs      = "our own judgement"
)

// signs is the table of weights.
var signs = []sign{
	{"a tool that works from a plan made the cut", weight{3, 0, 0, -2}, fromRules, (*circumstances).byTool},
	{"the VPC itself was deleted by the same principal", weight{4, -2, -2, -3}, fromRules, (*circumstances).tearDown},
	{"AWS refused, and nobody cleared the way", weight{1, 0, 1, -1}, fromAWS, (*circumstances).leftAlone},
	{"snapshots or images were made", weight{-1, 4, -1, -2}, fromGuides, (*circumstances).preserved},
	{"something was tagged as an incident, or protected from termination", weight{0, 3, 0, -1}, fromGuides, (*circumstances).quarantined},
	{"security groups of single instances were swapped", weight{0, 1, 0, 0}, fromGuides, (*circumstances).regrouped},
	{"the principal's name is that of responders", weight{0, 2, 0, -1}, fromGuides, (*circumstances).responder},
	{"the same principal took it back within 15 minutes, for good", weight{-1, -1, 4, -2}, fromUs, (*circumstances).undoneAtOnce},
	{"the same principal restored it later", weight{3, 1, 1, -2}, fromUs, (*circumstances).undoneLater},
	{"the same principal restored a part of it", weight{1, 0, 1, -1}, fromUs, (*circumstances).undoneInPart},
	{"another principal restored it", weight{0, 1, 0, 1}, fromUs, (*circumstances).undoneByOthers},
	{"logging or detection was switched off", weight{-3, -3, -2, 5}, fromAttacks, (*circumstances).blinded},
	{"backups, keys or data were deleted", weight{-2, -3, -1, 4}, fromAttacks, (*circumstances).destroyed},
	{"copies of data were shared with other accounts", weight{-2, -2, -2, 4}, fromAttacks, (*circumstances).shared},
	{"AWS refused, and then what stood in the way was taken away", weight{0, -1, 1, 2}, fromAWS, (*circumstances).forced},
	{"the principal has changed networks for a day or more", weight{1, 0, 1, -1}, fromLog, (*circumstances).usual},
	{"the principal had changed no network before", weight{-1, 0, 0, 2}, fromLog, (*circumstances).newcomer},
	{"the access key was made within a day before", weight{-1, 0, 0, 2}, fromAttacks, (*circumstances).freshKey},
	{"an instance's credentials were used from an address that is not its own", weight{-3, -2, -2, 5}, fromAttacks, (*circumstances).stolen},
	{"an instance's credentials were used, perhaps by others", weight{-1, 0, 0, 2}, fromAttacks, (*circumstances).carried},
	{"the principal came from an address that it had not used before", weight{-1, -1, 0, 1}, fromLog, (*circumstances).elsewhere},
	{"the same principal cut off three or more networks within an hour", weight{-1, -2, -1, 3}, fromAttacks, (*circumstances).wide},
	{"routes or associations led traffic to where nothing answers, and no gateway was touched", weight{-1, -1, -1, 3}, fromAttacks, (*circumstances).stealthy},
	{"the way back was made longer", weight{-1, -2, -1, 2}, fromAttacks, (*circumstances).burned},
	{"permissions were probed", weight{0, 0, 0, 1}, fromAttacks, (*circumstances).probed},
	{"it was not restored by the end of the log, an hour or more later", weight{0, 0, 0, 1}, fromUs, (*circumstances).leftOpen},
}

// WriteSigns prints the table of weights as a page of documentation.
func WriteSigns(w io.Writer) error {
	_, err := fmt.Fprintf(w, `<!-- Generated from the table of signs in analyze/sign.go by "go test ./analyze -run Signs -update"; do not edit. -->

# Verdicts

A chain is called maintenance, containment, accident or hostile when the signs that hold for it count at least %d for
that label, and %d more than for every other; otherwise it is undecided. The verdict names every sign that counted, for and
against, with its weight for the label that leads; one that counts nothing for that label is named with what it counts for
others. What the log cannot tell counts for nobody, and an agent or a name can be claimed by anybody:
a verdict says what the log looks like, not what somebody meant.

A hostile chain is of level high; undecided, accident, or an outage that is still open is medium; the rest is low.

| sign | maintenance | containment | accident | hostile | taken from |
|---|---:|---:|---:|---:|---|
`, enough, clear)
	if err != nil {
		return err
	}
	for _, s := range signs {
		n := s.weight
		if _, err := fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s |\n", s.name, count(n.maintenance), count(n.containment), count(n.accident),
			count(n.hostile), s.source); err != nil {
			return err
		}
	}
	return nil
}

// count writes a weight, and nothing for none.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%+d", n)
}

// Remedies: which playbooks fit a chain, decided by what it took and by what it looks like. What stands in them is filled in by
// whoever has the playbooks.

package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"traillab/analyze"
)

// fitting is a reason to take a playbook.
type fitting struct {
	playbook string
	why      func(*analyze.Chain, *analyze.Impact) string // empty where there is none
}

// fittings are looked through in order; who has done it comes before what they did, for they may do it again.
var fittings = []fitting{
	{"unauthorised-access", intruded},
	{"restore-internet", darkened},
	{"cloudtrail", by("T1685.002", "logging was changed or switched off")},
	{"backup", by("T1490", "backups or snapshots were deleted")},
	{"unusual-traffic", busy},
}

// remedies tells the playbooks for a chain.
func (m *compiler) remedies(ctx context.Context, chain *analyze.Chain, impact *analyze.Impact) ([]Remedy, error) {
	found := []Remedy{}
	for _, f := range fittings {
		why := f.why(chain, impact)
		if why == "" {
			continue
		}
		r := Remedy{Name: f.playbook}
		if m.o.Fill != nil {
			var err error
			if r, err = m.o.Fill(ctx, m.c, chain, f.playbook); err != nil {
				return nil, fmt.Errorf("playbook %s: %w", f.playbook, err)
			}
		}
		r.Why = why
		found = append(found, r)
	}
	return found, nil
}

// intruded: somebody may act with credentials that are not theirs.
func intruded(chain *analyze.Chain, impact *analyze.Impact) string {
	if chain.Verdict.Label == analyze.Hostile {
		return "the chain looks hostile: whoever did it may do it again"
	}
	for _, b := range impact.Behaviour {
		if b.Finding == analyze.Suspicion {
			return "credentials of " + b.Resource + " were used from elsewhere"
		}
	}
	return ""
}

// darkened: a network has lost its way, and nobody is known to have wanted that.
func darkened(chain *analyze.Chain, impact *analyze.Impact) string {
	if chain.Scope.Kind == "resource" {
		return ""
	}
	var lost []string
	for _, r := range impact.Resources {
		for _, l := range folded(r.Capabilities) {
			if l.end == "open" && l.verb != "had not" && !slices.Contains(lost, r.ID) {
				lost = append(lost, r.ID)
			}
		}
	}
	switch {
	case len(lost) == 0:
		return ""
	case chain.Verdict.Label == analyze.Containment:
		return fmt.Sprintf("%s still without their way when the log ends; it looks like containment: ask who did it before opening it again", are(len(lost), "resource"))
	}
	return are(len(lost), "resource") + " still without their way when the log ends"
}

// busy: flow logs show somebody who was not there before.
func busy(_ *analyze.Chain, impact *analyze.Impact) string {
	for _, h := range impact.Flows {
		if h.Finding == analyze.Contradiction {
			return "packets passed " + h.Interface + " while it is said to have had no way"
		}
	}
	return ""
}

// by is a reason that an ATT&CK technique gives.
func by(technique, why string) func(*analyze.Chain, *analyze.Impact) string {
	return func(chain *analyze.Chain, _ *analyze.Impact) string {
		for _, t := range chain.Verdict.Techniques {
			if strings.HasPrefix(t.ID, technique) {
				return why
			}
		}
		return ""
	}
}

// count tells a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if strings.HasSuffix(thing, "ch") || strings.HasSuffix(thing, "s") {
		thing += "e"
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// are is a number of things, and that they are.
func are(n int, thing string) string {
	if n == 1 {
		return "1 " + thing + " is"
	}
	return count(n, thing) + " are"
}

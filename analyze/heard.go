// What flow logs say to a claim of the log: that an instance had a way out, or had lost it.

package analyze

import (
	"fmt"
	"time"
)

// judge holds what passed before, during and after against what the log says.
func (s *subject) judge(face string, heard *[3]passing) account {
	before, during, after := &heard[0], &heard[1], &heard[2]
	a := account{thing: s.thing, Heard: Heard{Resource: s.thing.ID, Interface: face, From: s.span.from.UTC(), Finding: Nothing}}
	if !s.span.until.IsZero() {
		until := s.span.until.UTC()
		a.Until = &until
	}
	a.Before, a.During, a.After = before.told(nil), during.told(before), after.told(before)
	for _, six := range []bool{false, true} {
		finding, note, proof := s.weigh(six, before, during)
		if rankOf(finding) > rankOf(a.Finding) || a.Note == "" {
			a.Finding, a.Note, a.proof = finding, note, proof
		}
	}
	return a
}

// rankOf orders findings by how much they say.
func rankOf(finding string) int {
	switch finding {
	case Contradiction:
		return 3
	case Silence:
		return 2
	case Confirmed:
		return 1
	}
	return 0
}

// weigh judges one family of addresses.
func (s *subject) weigh(six bool, before, during *passing) (finding, note string, proof time.Time) {
	sure, maybe, first := during.answers(six)
	had, hadMaybe, _ := before.answers(six)
	family := "IPv4"
	if six {
		family = "IPv6"
	}
	switch {
	case s.lost[six] && len(sure) > 0:
		return Contradiction, fmt.Sprintf("packets went both ways between %s and %s while it is said to have had no way out over %s", s.thing.ID, some(sure), family), first
	case s.lost[six] && len(maybe) > 0:
		return Nothing, fmt.Sprintf("packets went both ways between it and %s, which may be S3 or DynamoDB by an endpoint", some(maybe)), first
	case s.lost[six] && during.Skipped > 0:
		return Nothing, fmt.Sprintf("what passed in that time was not all written down: %d rows say SKIPDATA", during.Skipped), first
	case s.lost[six] && during.First == nil:
		return Nothing, "no flow log covers that time", first
	case s.lost[six] && len(had) > 0:
		return Silence, fmt.Sprintf("%d addresses of the internet had answered over %s before; none did from %s to %s", len(had), family,
			during.First.UTC().Format(time.RFC3339), during.Last.UTC().Format(time.RFC3339)), first
	case s.lost[six] && len(hadMaybe) > 0:
		return Nothing, fmt.Sprintf("those who answered it before, %s, may be S3 or DynamoDB by an endpoint", some(hadMaybe)), first
	case s.lost[six]:
		return Nothing, "nobody on the internet had answered it before", first
	case s.stands[six] && len(sure) > 0:
		return Confirmed, fmt.Sprintf("packets went both ways between it and %s over %s, as the log says they could", some(sure), family), first
	case s.stands[six] && len(had) > 0:
		return Confirmed, fmt.Sprintf("packets had gone both ways between it and %s over %s, as the log says they could", some(had), family), first
	}
	return Nothing, "", first
}

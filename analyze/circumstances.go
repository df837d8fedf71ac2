// Circumstances: a chain, and what happened beside it that speaks about the intent behind it.

package analyze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// around is how far from a chain its companions are looked for.
const around = time.Hour

// circumstances is a chain with what its doers did beside it.
type circumstances struct {
	*neighbourhood
	chain      *Chain
	companions []trail.Event // in order of time
	lent       *lent         // a call with the credentials of an instance, nil when there is none
}

// who is a principal without the name of its session: pipelines and people take a new one each time.
func who(principal string) string {
	if !strings.Contains(principal, ":assumed-role/") {
		return principal
	}
	role, _, named := strings.Cut(principal[strings.Index(principal, ":assumed-role/")+len(":assumed-role/"):], "/")
	if !named {
		return principal
	}
	return principal[:strings.Index(principal, ":assumed-role/")] + ":assumed-role/" + role
}

// doers are the principals that cut, or tried to.
func (c *circumstances) doers() []string {
	var names []string
	for i := range c.chain.Links {
		if l := &c.chain.Links[i]; l.Role != Restore && !slices.Contains(names, who(l.Event.Principal)) {
			names = append(names, who(l.Event.Principal))
		}
	}
	return names
}

// did returns the companions of those names.
func (c *circumstances) did(names ...string) []trail.Event {
	var found []trail.Event
	for _, e := range c.companions {
		if slices.Contains(names, dialect.Stem(e.Name)) {
			found = append(found, e)
		}
	}
	return found
}

// told lists the names of events with their first times.
func told(events []trail.Event) string {
	var words []string
	seen := map[string]bool{}
	for _, e := range events {
		if !seen[e.Name] {
			seen[e.Name] = true
			words = append(words, e.Name+" at "+e.Time.UTC().Format(time.DateTime))
		}
	}
	return strings.Join(words, ", ")
}

// struck returns the first link that took something away.
func (c *circumstances) struck() *Link {
	for i := range c.chain.Links {
		if l := &c.chain.Links[i]; l.Role == Cut || l.Role == RunUp {
			return l
		}
	}
	return nil
}

// restored returns the first repair, nil when there is none.
func (c *circumstances) restored() *Link {
	for i := range c.chain.Links {
		if c.chain.Links[i].Role == Restore {
			return &c.chain.Links[i]
		}
	}
	return nil
}

// lasting writes a time span for people: 13 days, 5h0m0s.
func lasting(d time.Duration) string {
	if d >= 48*time.Hour {
		return fmt.Sprintf("%d days", int(d/(24*time.Hour)))
	}
	return d.Round(time.Second).String()
}

// Claims: what a report says and no record does, and what cannot be said, gathered so that nobody has to look for it.

package report

import (
	"fmt"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// claims gathers what of an impact is inferred and what is not known; of a call that nobody has made all is supposed.
func claims(i *analyze.Impact, supposed bool) (inferred, unknown []Claim) {
	inferred, unknown = []Claim{}, []Claim{}
	for _, r := range i.Resources {
		for _, e := range folded(r.Capabilities) {
			switch {
			case e.level == trail.Inferred.String():
				inferred = append(inferred, Claim{r.ID, e.text(supposed), e.sources})
			case e.level == trail.Unknown.String():
				unknown = append(unknown, Claim{r.ID, e.text(supposed), e.sources})
			}
		}
	}
	for _, b := range i.Blackholes {
		if b.Level == trail.Inferred.String() {
			inferred = append(inferred, Claim{b.Table, fmt.Sprintf("the route to %s %s nowhere: its target was %s", b.Destination, leads(supposed), b.Target), []string{}})
		}
	}
	for _, b := range i.Behaviour {
		if b.Finding == analyze.Suspicion || b.Finding == analyze.Silence {
			why := b.Why
			if why == "" {
				why = fmt.Sprintf("%d calls from %s", b.Calls, strings.Join(b.SourceIPs, ", "))
			}
			inferred = append(inferred, Claim{b.Resource, b.Finding + ": " + why, []string{}})
		}
	}
	said := map[reasoned]bool{}
	for _, u := range i.Unknown {
		if k := (reasoned{u.ID, u.Reason}); !said[k] {
			said[k] = true
			unknown = append(unknown, Claim{u.ID, u.What + ": " + u.Reason, []string{}})
		}
	}
	for _, a := range i.Ambiguous {
		unknown = append(unknown, Claim{
			a.About, fmt.Sprintf("in which order the calls of %s came is not known: %s", clockOf(a.Time), strings.Join(a.Outcomes, " or ")), a.EventIDs,
		})
	}
	for _, c := range i.Conflicts {
		unknown = append(unknown, Claim{c.About, "a call contradicts what was known: " + c.Why, []string{c.EventID}})
	}
	return inferred, unknown
}

func leads(supposed bool) string {
	if supposed {
		return "would lead"
	}
	return "leads"
}

// reasoned tells repeated reasons apart.
type reasoned struct{ about, reason string }

// loss is what one resource lost together: entries of one interval and one reason.
type loss struct {
	whats         []string
	from          time.Time
	until         *time.Time
	end           string
	level, reason string
	verb          string
	sources       []string
	path          []string
}

// folded joins what was lost from and until the same moments for the same reason, in order; what was kept is left out.
func folded(entries []analyze.Entry) []*loss {
	var all []*loss
	for n := range entries {
		e := &entries[n]
		if e.Before == e.After && e.FilterBefore == e.FilterAfter {
			continue
		}
		l := &loss{
			whats: []string{e.What}, from: e.From, until: e.Until, end: e.End, level: e.Level, reason: e.Reason, verb: verb(e), sources: e.Sources, path: e.Path,
		}
		if same := l.among(all); same != nil {
			same.whats = append(same.whats, e.What)
			continue
		}
		all = append(all, l)
	}
	return all
}

func (l *loss) among(all []*loss) *loss {
	for _, o := range all {
		ends := o.until == nil && l.until == nil || o.until != nil && l.until != nil && o.until.Equal(*l.until)
		if ends && o.from.Equal(l.from) && o.level == l.level && o.reason == l.reason && o.verb == l.verb && o.end == l.end {
			return o
		}
	}
	return nil
}

// verb says what became of a capability, and claims no more than is known.
func verb(e *analyze.Entry) string {
	switch {
	case e.Doubtful():
		return "not known"
	case e.After == "part":
		return "lost in part"
	case e.Before == "unknown":
		return "had not"
	}
	return "lost"
}

// text tells a loss.
func (l *loss) text(supposed bool) string {
	if supposed {
		return l.would() + " " + strings.Join(l.whats, ", ") + ": " + l.reason
	}
	until := "to the end of the log"
	if l.until != nil {
		until = "until " + clockOf(*l.until)
	}
	text := fmt.Sprintf("%s: %s from %s %s", l.verb, strings.Join(l.whats, ", "), clockOf(l.from), until)
	if l.reason != "" {
		text += ": " + l.reason
	}
	return text
}

// would says what would become of a capability.
func (l *loss) would() string {
	switch l.verb {
	case "lost":
		return "would lose"
	case "lost in part":
		return "would lose in part"
	case "had not":
		return "would not have"
	}
	return "may or may not lose"
}

// clockOf is a time in a sentence. Sentences are kept, so they are always in UTC and say so.
func clockOf(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

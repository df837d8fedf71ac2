// Sentences: what happened in words that somebody who decides can read. None is more certain than what it rests on: what no record
// says is said to be inferred, and what is not known is said to be that.

package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// The levels of sentences.
var (
	observed = trail.Observed.String()
	inferred = trail.Inferred.String()
	unknown  = trail.Unknown.String()
)

// person names a principal as people speak of it.
func person(principal string) string {
	short, session := trail.PrincipalNames(principal)
	switch {
	case principal == "":
		return "somebody whom the records do not name"
	case strings.HasSuffix(principal, ":root"):
		return "the root user of the account"
	case session != "" && strings.HasPrefix(session, "i-"):
		return "the role " + short + " of instance " + session
	case session != "":
		return "the role " + short + " (session " + session + ")"
	case strings.Contains(principal, ":user/"):
		return "the user " + short
	case short == "" && strings.HasSuffix(principal, ".amazonaws.com"):
		return "the service " + principal
	case short != "":
		return short
	}
	return principal
}

// actors names who took something in a chain, or tried to, in order of appearance; those who only gave back come last.
func actors(c *analyze.Chain) []string {
	names := []string{}
	for _, restoring := range []bool{false, true} {
		for i := range c.Links {
			if l := &c.Links[i]; (l.Role == analyze.Restore) == restoring && !slices.Contains(names, person(l.Event.Principal)) {
				names = append(names, person(l.Event.Principal))
			}
		}
	}
	return names
}

// doers names those who took something, or tried to.
func doers(c []analyze.Part) []string {
	var names []string
	for i := range c {
		if c[i].Role != analyze.Restore && !slices.Contains(names, person(c[i].Principal)) {
			names = append(names, person(c[i].Principal))
		}
	}
	return names
}

// several writes a list as people do: the first few by name.
func several(names []string) string {
	const few = 3
	switch n := len(names); {
	case n == 0:
		return "nobody"
	case n == 1:
		return names[0]
	case n <= few:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	default:
		return strings.Join(names[:few], ", ") + fmt.Sprintf(" and %d more", n-few)
	}
}

// period writes a stretch of time.
func period(from, until time.Time) string {
	from, until = from.UTC(), until.UTC()
	switch {
	case from.Equal(until):
		return "at " + clockOf(from)
	case from.Format(time.DateOnly) == until.Format(time.DateOnly):
		return "between " + from.Format("15:04:05") + " and " + until.Format("15:04:05 UTC") + " on " + from.Format(time.DateOnly)
	}
	return "between " + clockOf(from) + " and " + clockOf(until)
}

// place writes what a chain is about.
func place(scope analyze.Named, region, account string) string {
	where := ""
	if region != "" {
		where += " in " + region
	}
	if account != "" {
		where += " of account " + account
	}
	switch scope.Kind {
	case "vpc":
		return "the network " + scope.ID + where
	case "region":
		return "every network" + where
	}
	return scope.ID + where
}

// deed says who did what to what, and how that is known.
func deed(s *analyze.Summary) Sentence {
	var took, tries, restores, proven int
	var first, last time.Time
	for i := range s.Events {
		p := &s.Events[i]
		switch p.Role {
		case analyze.Restore:
			restores++
			continue
		case analyze.Attempt:
			tries++
		default:
			took++
			if p.Basis == analyze.Inferred {
				proven++
			}
		}
		if first.IsZero() {
			first = p.Time
		}
		last = p.Time
	}
	who, what := several(doers(s.Events)), place(s.Scope, s.Region, s.Account)
	switch {
	case took == 0 && tries > 0:
		return Sentence{fmt.Sprintf("%s, %s tried to cut something off from %s, and AWS refused.", sentenceCase(period(first, last)), who, what), observed}
	case proven > 0 && proven == took:
		return Sentence{fmt.Sprintf("Something was cut off from %s; no sound record of the cut exists, and the calls of %s %s prove it (inferred).",
			what, who, period(first, last)), inferred}
	}
	return Sentence{fmt.Sprintf("%s, %s made %s that took connections away from %s, or made the way back longer.",
		sentenceCase(period(first, last)), who, count(took, "call"), what), observed}
}

func sentenceCase(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// cost says what was lost.
func cost(c *analyze.Chain) Sentence {
	deduced := slices.ContainsFunc(c.Severed, func(s analyze.Severance) bool { return s.Basis != analyze.Observed })
	switch {
	case c.Lost == 0:
		return Sentence{"Nothing is known to have been lost by it.", unknown}
	case len(c.Severed) > 0 && deduced:
		return Sentence{fmt.Sprintf("%s taken from it; not every cut has a record of its own (inferred).", wereThings(len(c.Severed))), inferred}
	case len(c.Severed) > 0:
		return Sentence{fmt.Sprintf("%s taken from it, and a record tells each cut.", wereThings(len(c.Severed))), observed}
	}
	return Sentence{fmt.Sprintf("%s lost connections by it; no record says so itself, it follows from how the network stood (inferred).", sentenceCase(count(c.Lost, "resource"))), inferred}
}

func wereThings(n int) string { return sentenceCase(count(n, "thing")) + " " + was(n) }

// outcome says whether it is over.
func outcome(until *time.Time, lost int, end time.Time) Sentence {
	switch {
	case until == nil && lost == 0:
		return Sentence{fmt.Sprintf("It was not over at the end of the log, %s (inferred).", clockOf(end)), inferred}
	case until == nil:
		return Sentence{fmt.Sprintf("No record gives back what was lost: it was not over at the end of the log, %s (inferred).", clockOf(end)), inferred}
	case lost > 0:
		return Sentence{fmt.Sprintf("At %s it was over: what was lost was given back, or existed no longer (inferred).", clockOf(*until)), inferred}
	}
	return Sentence{fmt.Sprintf("Its last event was at %s.", clockOf(*until)), observed}
}

// opinion says what it looks like, and the best reasons for and against.
func opinion(v *analyze.Judgement) Sentence {
	var text string
	if v.Label == analyze.Undecided {
		text = "What it was meant to be cannot be decided from the log"
	} else {
		text = fmt.Sprintf("It looks like %s", looks(v.Label))
	}
	text += fmt.Sprintf(" (level %s; a judgement, and no record)", v.Level)
	if len(v.For) > 0 {
		text += ", because " + strongest(v.For)
	}
	text += "."
	if len(v.Against) > 0 {
		text += " Against that speaks that " + strongest(v.Against) + "."
	}
	return Sentence{text, inferred}
}

// strongest is the reason that weighs most; each ends with its weight.
func strongest(reasons []string) string {
	best, most := 0, 0
	for i, r := range reasons {
		at := strings.LastIndex(r, " (")
		if at < 0 {
			continue
		}
		weight, _, _ := strings.Cut(r[at+2:], " ")
		if n, err := strconv.Atoi(weight); err == nil && max(n, -n) > most {
			best, most = i, max(n, -n)
		}
	}
	return reasons[best]
}

func looks(l analyze.Label) string {
	switch l {
	case analyze.Hostile:
		return "an attack"
	case analyze.Accident:
		return "an accident"
	default:
		return string(l)
	}
}

// sentences tell a chain.
func sentences(c *Chain, chain *analyze.Chain, end time.Time) []Sentence {
	told := []Sentence{deed(&c.Summary), cost(chain), outcome(c.Until, c.Lost, end), opinion(&c.Verdict)}
	if c.Tries > 0 && c.Lost > 0 {
		told = append(told, Sentence{fmt.Sprintf("%s on the way %s refused or denied.", sentenceCase(count(c.Tries, "attempt")), was(c.Tries)), observed})
	}
	for _, b := range c.Impact.Behaviour {
		if b.Finding == analyze.Suspicion {
			told = append(told, Sentence{fmt.Sprintf("%s made with the role of %s came from %s: somebody else may have its credentials (inferred).",
				sentenceCase(count(b.Calls, "call")), b.Resource, several(b.SourceIPs)), inferred})
		}
	}
	for _, h := range c.Impact.Flows {
		if h.Finding == analyze.Contradiction {
			told = append(told, Sentence{"Flow logs contradict a loss: " + h.Note + ".", observed})
		}
	}
	if n := len(c.Unknown); n > 0 {
		told = append(told, Sentence{fmt.Sprintf("%s about it cannot be told from the log.", sentenceCase(count(n, "point"))), unknown})
	}
	return told
}

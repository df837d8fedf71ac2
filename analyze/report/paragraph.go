// The paragraph at the head of a report: what was found, and how far one can rely on it.

package report

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze"
)

// paragraph sums a case up.
func paragraph(c *Case, chains []*analyze.Chain) []Sentence {
	if c.Log.Events == 0 && c.Log.Since == nil {
		text := "No event could be read, so nothing can be said of what happened."
		if len(c.Asked.Filters) > 0 {
			text = "No event of the log was let through by the filters, so nothing can be said."
		}
		return append([]Sentence{{text, unknown}}, limits(c)...)
	}
	told := []Sentence{reach(c), tally(c)}
	if c.Log.Since != nil {
		told = news(c)
	}
	if i := loudest(c.Overview); i >= 0 {
		s := chains[i].Summary()
		lead := deed(&s)
		if len(c.Overview) > 1 {
			lead.Text = fmt.Sprintf("Most serious is chain %d: ", i+1) + strings.ToLower(lead.Text[:1]) + lead.Text[1:]
		}
		told = append(told, lead, cost(chains[i]), outcome(s.Until, s.Lost, *c.Log.End), opinion(&s.Verdict))
	}
	if n := len(c.Loose.List) + c.Loose.Omitted; n > 0 {
		told = append(told, Sentence{fmt.Sprintf("%s, done or tried, to no story that is told here.", belong(n)), observed})
	}
	return append(told, limits(c)...)
}

func belong(n int) string {
	if n == 1 {
		return "One further detachment belongs"
	}
	return fmt.Sprintf("%d further detachments belong", n)
}

// reach says what the report rests on.
func reach(c *Case) Sentence {
	var accounts, regions []string
	for _, s := range c.Coverage.Stretches {
		if s.Account != "" && !slices.Contains(accounts, string(s.Account)) {
			accounts = append(accounts, string(s.Account))
		}
		if s.Region != "" && !slices.Contains(regions, string(s.Region)) {
			regions = append(regions, string(s.Region))
		}
	}
	text := fmt.Sprintf("This report rests on %s", count(int(c.Log.Events), "event"))
	if c.Log.First != nil && c.Log.Last != nil {
		text += " from " + clockOf(*c.Log.First) + " to " + clockOf(*c.Log.Last)
	}
	if len(accounts) > 0 {
		text += fmt.Sprintf(", of %s and %s", count(len(accounts), "account"), count(len(regions), "region"))
	}
	return Sentence{text + ".", observed}
}

// tally counts the chains by what they look like.
func tally(c *Case) Sentence {
	n := len(c.Overview)
	if n == 0 {
		text := "No story in which something was cut off was found in it"
		if !c.Coverage.Whole {
			return Sentence{text + ", which does not say that nothing happened: parts of the log are missing.", unknown}
		}
		return Sentence{text + ".", observed}
	}
	var kinds []string
	open := 0
	for _, label := range []analyze.Label{analyze.Hostile, analyze.Undecided, analyze.Accident, analyze.Containment, analyze.Maintenance} {
		of := 0
		for _, h := range c.Overview {
			if h.Label == label {
				of++
			}
		}
		if of > 0 {
			kinds = append(kinds, fmt.Sprintf("%d %s", of, likeness(of, label)))
		}
	}
	for _, h := range c.Overview {
		if h.Until == nil {
			open++
		}
	}
	text := fmt.Sprintf("Something was cut off, or was to be, in %s: %s.", stories(n), strings.Join(kinds, ", "))
	if open > 0 {
		text += fmt.Sprintf(" %d of them %s not over when the log ends.", open, was(open))
	}
	return Sentence{text, inferred}
}

func stories(n int) string {
	if n == 1 {
		return "1 story"
	}
	return fmt.Sprintf("%d stories", n)
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

func likeness(n int, l analyze.Label) string {
	if l == analyze.Undecided {
		return "that cannot be decided"
	}
	if n == 1 {
		return "that looks like " + looks(l)
	}
	return "that look like " + looks(l)
}

// loudest is the chain that somebody should look at first: the highest level, then what is open, then what cost most.
func loudest(list []Head) int {
	best := -1
	weight := func(h *Head) [3]int {
		open := 0
		if h.Until == nil {
			open = 1
		}
		return [3]int{loudness(h.Level), open, h.Lost}
	}
	for i := range list {
		a := weight(&list[i])
		if best < 0 {
			best = i
			continue
		}
		if b := weight(&list[best]); slices.Compare(a[:], b[:]) > 0 {
			best = i
		}
	}
	return best
}

// limits say what the log cannot tell.
func limits(paper *Case) []Sentence {
	var told []Sentence
	c := &paper.Coverage
	if n := len(paper.Evidence.Loads); c.Unended || n > 0 && paper.Evidence.Loads[n-1].Began != nil && paper.Evidence.Loads[n-1].Finished == nil {
		told = append(told, Sentence{"A load has not ended, so what it was to bring may be missing.", unknown})
	}
	if c.Gaps > 0 {
		told = append(told, Sentence{fmt.Sprintf("For %s there are no log files that could be read, in %s, counted for each account and region: what happened then is not known.",
			count(int(c.GapHours), "hour"), count(c.Gaps, "stretch")), unknown})
	}
	if c.Rejects > 0 {
		told = append(told, Sentence{fmt.Sprintf("Of the files and records, %d could not be read.", c.Rejects), unknown})
	}
	if c.Damaged > 0 {
		told = append(told, Sentence{fmt.Sprintf("Of %s only a part could be read.", count(int(c.Damaged), "file")), unknown})
	}
	if c.Recovered > 0 {
		told = append(told, Sentence{fmt.Sprintf("What %s say was read behind damage, and none of it is observed.", count(int(c.Recovered), "record")), unknown})
	}
	if len(told) == 0 && paper.Log.Events > 0 {
		told = append(told, Sentence{"The log has no gaps between its first hour and its last, as far as the names of its files and its events tell.", inferred})
	}
	if d := paper.Evidence.Digests; d != nil && d.Altered+d.Unlisted > 0 {
		told = append(told, Sentence{fmt.Sprintf("CloudTrail's signed digests contradict %s (%d altered, %d unlisted): what records in them say, somebody else may have written.",
			count(int(d.Altered+d.Unlisted), "file"), d.Altered, d.Unlisted), observed})
	}
	return told
}

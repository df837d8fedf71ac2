// News: the paragraph at the head of a report that goes on from an earlier one.

package report

import (
	"fmt"
	"strings"
)

// news says what has come, and what has become of the chains.
func news(c *Case) []Sentence {
	s := c.Log.Since
	var told []Sentence
	switch {
	case s.First:
		return []Sentence{{"This is the first report of its kind on this case, so all of it is new.", observed}, reach(c), tally(c)}
	case s.Files+s.Events == 0:
		told = append(told, Sentence{fmt.Sprintf("Nothing new has come into the case since %s.", lastly(s)), observed})
	case s.Rebuilt:
		told = append(told, Sentence{"The case is another one than the last report was about, so all of its files are new.", observed}, reach(c))
	default:
		text := fmt.Sprintf("Since %s, %s with %s %s come into the case", lastly(s), count(int(s.Files), "file"), count(int(s.Events), "event"), have(s.Files))
		if c.Log.First != nil && c.Log.Last != nil {
			text += ", from " + clockOf(*c.Log.First) + " to " + clockOf(*c.Log.Last)
		}
		told = append(told, Sentence{text + ".", observed})
	}
	told = append(told, turns(c))
	if n := len(s.Gone); n > 0 {
		var ids []string
		for _, g := range s.Gone {
			ids = append(ids, g.ID)
		}
		told = append(told, Sentence{fmt.Sprintf("%s of the last report %s found no longer: what has come since explains the events otherwise (%s).",
			sentenceCase(stories(n)), be(n), several(ids)), inferred})
	}
	return append(told, wanting(s)...)
}

// lastly names the end of what the last report knew.
func lastly(s *Since) string {
	if s.Began == nil {
		return "the last report"
	}
	return fmt.Sprintf("load %d, of %s", s.Load, clockOf(*s.Began))
}

// turns counts the chains by what has become of them.
func turns(c *Case) Sentence {
	s := c.Log.Since
	var kinds []string
	for _, k := range []struct {
		n    int
		what string
	}{
		{s.New, was(s.New) + " not told before"},
		{s.Changed, changed(s.Changed)},
		{s.Closed, was(s.Closed) + " open then and " + be(s.Closed) + " over"},
		{s.Open, was(s.Open) + " open then and " + be(s.Open) + " still"},
	} {
		if k.n > 0 {
			kinds = append(kinds, fmt.Sprintf("%d %s", k.n, k.what))
		}
	}
	switch {
	case len(kinds) > 0:
		return Sentence{"Of the stories in which something was cut off, " + strings.Join(kinds, ", ") + ".", inferred}
	case c.Coverage.Whole:
		return Sentence{"No story in which something was cut off is new, has changed, or is known to be open.", inferred}
	}
	return Sentence{"No story in which something was cut off is new, has changed, or is known to be open; that does not say that nothing happened, for parts of the log are missing.", unknown}
}

// wanting says where nothing has come from, and what could not be read.
func wanting(s *Since) (told []Sentence) {
	var silent, unseen []string
	for _, a := range s.Sources {
		switch {
		case a.Loads == 0:
			unseen = append(unseen, a.Source)
		case a.Files+a.Events == 0:
			silent = append(silent, a.Source)
		}
	}
	if len(silent) > 0 && s.Files > 0 {
		told = append(told, Sentence{fmt.Sprintf("Nothing new lay in %s.", several(silent)), observed})
	}
	if len(unseen) > 0 && !s.Rebuilt {
		told = append(told, Sentence{fmt.Sprintf("Nobody has loaded from %s since: what came there is not known.", several(unseen)), unknown})
	}
	if s.Spoiled > 0 {
		told = append(told, Sentence{fmt.Sprintf("%s of those that came could not be read whole.", sentenceCase(count(int(s.Spoiled), "file"))), unknown})
	}
	if s.GapHours > 0 {
		told = append(told, Sentence{fmt.Sprintf("%s without logs %s not known of before.", sentenceCase(count(int(s.GapHours), "hour")), was(int(s.GapHours))), unknown})
	}
	return told
}

func be(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func changed(n int) string {
	if n == 1 {
		return "has changed"
	}
	return "have changed"
}

func have(n int64) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// Answers: what a predicate says, how that is known, and what becomes of several.

package check

import (
	"context"
	"slices"
	"strings"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// answer is what a predicate says.
type answer struct {
	word   string   // one of the predicate's words; "" where it could not be asked, which passes no check
	also   []string // further words that are true as well
	level  trail.Level
	why    string
	events []string // ids
}

// vain is the answer to a question that could not be asked.
func vain(why string) answer { return answer{why: why} }

// asker judges one check.
type asker struct {
	ctx   context.Context
	world World
	vars  *script.Vars

	known *analyze.Case // once it was asked for
}

// judgeTerms judges a text: all of its terms must hold.
func judgeTerms(a *asker, terms []term) (Finding, error) {
	passed := Finding{Passed: true, Level: trail.Observed}
	var failed *Finding
	for i := range terms {
		answer, err := terms[i].predicate.ask(a, &terms[i])
		if err != nil {
			return Finding{}, err
		}
		f := terms[i].judge(answer)
		switch {
		case f.Passed:
			passed.join(f)
		case failed == nil:
			failed = &f
		default: // one that is known not to hold is enough
			f.Level = max(failed.Level, f.Level)
			f.EventIDs, f.Why = append(failed.EventIDs, f.EventIDs...), failed.Why+"; "+f.Why
			failed = &f
		}
	}
	if failed != nil {
		passed = *failed
	}
	slices.Sort(passed.EventIDs)
	passed.EventIDs = slices.Compact(passed.EventIDs)
	return passed, nil
}

func (f *Finding) join(o Finding) {
	f.Level = min(f.Level, o.Level)
	f.Why = strings.TrimPrefix(f.Why+"; "+o.Why, "; ")
	f.EventIDs = append(f.EventIDs, o.EventIDs...)
}

// judge holds an answer against what the term wants. What is not known is so for no term, except for one that asks whether it
// is unknown.
func (t *term) judge(a answer) Finding {
	f := Finding{Level: a.level, Why: a.why, EventIDs: a.events}
	with := t.with
	if with == "" {
		with = yes
	}
	switch {
	case a.word == "":
		f.Level = trail.Unknown
		return f
	case a.word == unknown && with != unknown:
		f.Level = trail.Unknown
		return f
	case with == unknown: // that something is not known is read off the log
		f.Level = trail.Inferred
	}
	f.Passed = (a.word == with || slices.Contains(a.also, with)) != (t.not != t.unlike)
	return f
}

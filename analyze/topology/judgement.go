// Judgements: the answers of gates, joined, and what they rest on.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// judgement is an answer and what it rests on.
type judgement struct {
	answer
	evidence
	reasons []Reason // why not, in order of appearance
}

// agreed joins judgements that all have to say the same; otherwise the answer is not known.
func agreed(list []judgement, differ string) judgement {
	if len(list) == 0 {
		return judgement{evidence: evidence{doubts: []string{"nothing is known of it"}}}
	}
	joined := judgement{answer: list[0].answer, evidence: evidence{level: trail.Observed}}
	for _, j := range list {
		if j.answer != joined.answer {
			joined.answer = unsure
		}
	}
	for _, j := range list {
		joined.join(j.evidence)
		for _, why := range j.reasons {
			joined.because(why)
		}
	}
	if joined.answer == unsure && len(joined.doubts) == 0 {
		joined.doubt(differ)
	}
	return joined
}

// bothOf is yes when both are, and no when one of them is.
func bothOf(a, b judgement) judgement {
	switch {
	case a.answer == b.answer:
		return agreed([]judgement{a, b}, "")
	case a.answer < b.answer:
		return a
	}
	return b
}

// verdict is a judgement as a verdict.
func (j judgement) verdict() Verdict {
	v := Verdict{Level: j.level}
	v.cite(j.sources...)
	switch j.answer {
	case yes:
		v.Answer = Reaches
		return v
	case no:
		texts := make([]string, len(j.reasons))
		for i, r := range j.reasons {
			texts[i] = r.Text
		}
		return v.because(Cut, j.reasons[0].Code, strings.Join(texts, "; "))
	case unsure:
	}
	return v.because(Unproven, NotKnown, strings.Join(j.doubts, "; "))
}

func (j *judgement) because(why Reason) {
	if !slices.Contains(j.reasons, why) {
		j.reasons = append(j.reasons, why)
	}
}

// join adds other evidence.
func (e *evidence) join(o evidence) {
	e.level = min(e.level, o.level)
	for _, m := range o.sources {
		if !slices.Contains(e.sources, m) {
			e.sources = append(e.sources, m)
		}
	}
	for _, why := range o.doubts {
		e.doubt(why)
	}
}

// evidence is what a judgement rests on.
type evidence struct {
	level   trail.Level
	sources []Moment
	doubts  []string // why it is not known, in order of appearance
}

// rest adds a fact that was relied on.
func (e *evidence) rest(f Fact) {
	if !f.Known() {
		return
	}
	e.level = min(e.level, f.Level)
	if f.Cause > Origin && !slices.Contains(e.sources, f.Cause) {
		e.sources = append(e.sources, f.Cause)
	}
}

// blame adds the call that left a fact unknown.
func (e *evidence) blame(f Fact) {
	if !f.Known() && f.Cause > Origin && !slices.Contains(e.sources, f.Cause) {
		e.sources = append(e.sources, f.Cause)
	}
}

// doubt adds a reason why something is not known.
func (e *evidence) doubt(why string) {
	if !slices.Contains(e.doubts, why) {
		e.doubts = append(e.doubts, why)
	}
}

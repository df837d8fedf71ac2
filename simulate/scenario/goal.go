// Goals, hints, penalties and the score: what a responder is to reach, and what it counts.

package scenario

import (
	"slices"
	"strings"

	"traillab/analyze"
	"traillab/simulate/detection"
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// verdicts are the labels of chains.
var verdicts = []string{
	string(analyze.Maintenance), string(analyze.Containment), string(analyze.Accident), string(analyze.Hostile), string(analyze.Undecided),
}

func (r *reader) analysis() {
	r.use("$.briefing", r.s.Briefing)
	a := &r.s.Analysis
	if a.Chains != nil && *a.Chains < 0 {
		r.wrong("$.analysis.chains", "chains: %d is less than none", *a.Chains)
	}
	r.oneOf("$.analysis.verdict", "verdict", a.Verdict, verdicts...)
	if _, ok := script.Whole(a.VPC); a.VPC != "" && !ok {
		r.wrong("$.analysis.vpc", "vpc: %q is no variable: the network has a new id in every run, so write what it was saved as, $vpc", a.VPC)
	}
	r.use("$.analysis.vpc", a.VPC)
}

func (r *reader) goals() {
	total, ids := 0, map[string]bool{}
	for i := range r.s.Goals {
		g, path := &r.s.Goals[i], at("$.goals", i)
		switch {
		case !idForm.MatchString(g.ID):
			r.wrong(at(path, "id"), "id: %q is no id of a goal: write lower-case words with hyphens, as key-off", g.ID)
		case ids[g.ID]:
			r.wrong(at(path, "id"), "id: another goal is called %q", g.ID)
		}
		ids[g.ID] = true
		r.goal(path, g)
		if g.Points < 0 {
			r.wrong(at(path, "points"), "points: %d is less than nothing: what costs points is a penalty", g.Points)
		}
		total += max(g.Points, 0)
		r.some(at(path, "by"), "by", g.By, "40m")
	}
	if len(r.s.Goals) > 0 && total == 0 {
		r.wrong("$.goals", "goals: no goal gives a point: write points")
	}
}

// goal looks at what a goal asks for.
func (r *reader) goal(path string, g *Goal) {
	var has []string
	for _, member := range []struct {
		name string
		is   bool
	}{{"ask", g.Ask != ""}, {"check", g.Check != nil}, {"checks", len(g.Checks) > 0}} {
		if member.is {
			has = append(has, member.name)
		}
	}
	switch {
	case len(has) == 0:
		r.wrong(path, "goal %s: one of ask, check and checks is expected", g.ID)
	case len(has) > 1:
		r.wrong(path, "goal %s: %s stand together: a goal is one of ask, check and checks", g.ID, strings.Join(has, " and "))
	}
	r.use(at(path, "title"), g.Title)
	r.use(at(path, "ask"), g.Ask)
	r.question(path, g)
	if g.Check != nil {
		r.check(at(path, "check"), g.Check)
	}
	for i, c := range g.Checks {
		r.check(at(path, "checks", i), c)
	}
}

// question looks at the answer of a goal.
func (r *reader) question(path string, g *Goal) {
	if g.Ask == "" {
		if g.Answer != nil || len(g.Accept) > 0 || g.Tolerance != "" {
			r.wrong(path, "goal %s: answer, accept and tolerance belong to a question: write ask", g.ID)
		}
		return
	}
	if g.Answer == nil || g.Answer == "" {
		r.wrong(at(path, "answer"), "goal %s: answer is missing: what is right, with variables, as $mallory.key", g.ID)
	}
	r.use(at(path, "answer"), g.Answer)
	r.use(at(path, "accept"), g.Accept)
	r.some(at(path, "tolerance"), "tolerance", g.Tolerance, "2m")
}

func (r *reader) score() {
	for i := range r.s.Hints {
		h, path := &r.s.Hints[i], at("$.hints", i)
		r.length(at(path, "after"), "after", h.After)
		if h.Cost < 0 {
			r.wrong(at(path, "cost"), "cost: %d is less than nothing: write what the hint takes off, as 5", h.Cost)
		}
		if strings.TrimSpace(h.Text) == "" {
			r.wrong(at(path, "text"), "text is missing: what the hint says")
		}
		r.use(at(path, "text"), h.Text)
	}
	for i := range r.s.Penalties {
		p, path := &r.s.Penalties[i], at("$.penalties", i)
		if p.If == nil {
			r.wrong(at(path, "if"), "if is missing: a check of what costs points")
		} else {
			r.check(at(path, "if"), p.If)
		}
		if p.Points >= 0 {
			r.wrong(at(path, "points"), "points: %d is no penalty: write what it costs with a minus, as -15", p.Points)
		}
		if strings.TrimSpace(p.Why) == "" {
			r.wrong(at(path, "why"), "why is missing: what was wrong with it, as evidence lost")
		}
	}
	if s := r.s.Score; s.Pass < 0 || s.Pass > 100 {
		r.wrong("$.score.pass", "pass: %d is no share: write per cent of the points, 0 to 100", s.Pass)
	}
	if s := r.s.Score; s.TimeBonus < 0 {
		r.wrong("$.score.time_bonus", "time_bonus: %d is less than nothing", s.TimeBonus)
	}
	r.detections()
}

// detections looks at the names of what must be noticed.
func (r *reader) detections() {
	d := &r.s.Detections
	must := map[string]bool{}
	for i, name := range d.Must {
		must[name] = true
		r.detection(at("$.detections.must", i), name)
	}
	for i, name := range d.MustNot {
		r.detection(at("$.detections.must_not", i), name)
		if must[name] {
			r.wrong(at("$.detections.must_not", i), "must_not: %s stands under must as well", name)
		}
	}
	r.length("$.detections.within", "within", d.Within)
}

func (r *reader) detection(path, name string) {
	if known := detection.Names(); !slices.Contains(known, name) {
		r.wrong(path, "detections: %q is none: %s", name, strict.Meant(name, known))
	}
}

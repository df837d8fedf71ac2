// Telling: each call of the slice as a step, with variables in the place of ids.

package extract

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/simulate/script"
)

// telling is the work on the moves, one after the other.
type telling struct {
	*extractor
	producers map[string]int  // by what a move made, which
	stood     map[string]bool // what is made before it is named; true for what cannot be made in the setup
	named     map[string]bool // roles, users, buckets that are there
	now       int             // the move that is told
	pending   []script.Step   // what has to be done before it
	late      bool            // nothing may be made in the setup, for the log does not reach back so far

	before, after *topology.State // of the slice
	carved        int             // subnets that were cut out of networks
	buckets       map[string]string
	hidden        []Note // placeholders of the move that is told
}

// errUnmade is what cannot be made before it is named.
var errUnmade = errors.New("nobody knows how to make it again")

// tell makes the story of the moves.
func (x *extractor) tell() {
	t := &telling{
		extractor: x, producers: map[string]int{}, stood: map[string]bool{}, named: map[string]bool{}, buckets: map[string]string{},
		after: x.c.History.State(x.c.History.Now()),
	}
	first := x.c.History.Now()
	for i, m := range x.moves {
		if m.moment != topology.Origin {
			first = min(first, m.moment-1)
		}
		if m.refused() || !m.known || !x.Can(m.call.Service, m.call.Operation) {
			continue
		}
		m.made = makes(&m.call)
		for _, id := range sorted(m.made) {
			if _, known := t.producers[id]; !known {
				t.producers[id] = i
			}
		}
	}
	t.before = x.c.History.State(first)
	cut := x.struck()
	if cut != nil && len(x.c.History.Calls) > 0 {
		t.late = cut.Time.Sub(x.c.History.Calls[0].Event.Time) < forethought
	}
	for _, m := range x.moves {
		t.meet(m)
	}
	t.remember()
	t.furnish()
	for i, m := range x.moves {
		t.now = i
		t.move(m)
	}
	t.now = len(x.moves)
	if x.chain.Scope.Kind == "vpc" && t.born(x.chain.Scope.ID) {
		_, _, _ = t.resolve(x.chain.Scope.ID) // so that the analysis can be asked of it; what was left out has no name
	}
	t.goesOn()
}

// meet gives everybody who acts a name, and notes who is there without being made.
func (t *telling) meet(m *move) {
	a := played(m.event.Principal)
	t.extractor.people.actor(&m.event, t.names.free)
	if a.User != "" {
		t.named["UserName "+a.User] = true
	}
	if a.Role != "" {
		t.named["RoleName "+a.Role] = true
	}
}

// move tells one move.
func (t *telling) move(m *move) {
	t.pending, t.hidden = nil, nil
	if why := t.hopeless(m); why != "" {
		t.leave(m, why)
		return
	}
	in, err := t.input(m)
	if err == nil {
		err = t.needs(m, in)
	}
	if err != nil && m.reads() {
		return // a look at what is not there shows nothing
	}
	if err != nil {
		t.leave(m, err.Error())
		return
	}
	m.step = &script.Step{As: t.extractor.people.actor(&m.event, t.names.free), Do: m.call.name(), In: in}
	if m.event.Region != t.chain.Region && !slices.Contains(everywhere, m.call.Service) {
		m.step.Region = m.event.Region
	}
	if m.refused() {
		m.step.Expect = &script.Expect{Error: code(&m.event)}
		if m.step.Expect.Error == "DryRunOperation" {
			m.step.In["DryRun"] = true // of which no record tells
		}
	}
	for _, s := range t.pending {
		t.story = append(t.story, inject{At: t.offset(m), Step: s})
	}
	t.story = append(t.story, inject{At: t.offset(m), move: m})
	for _, n := range t.hidden {
		note(&t.report.Placeholders, n)
	}
	t.report.Steps++
	if m.reads() {
		t.report.Reads++
	}
}

// everywhere are the services that are asked in any region.
var everywhere = []string{"iam", "sts", "organizations", "route53", "cloudfront", "s3"}

// leave notes that a move is not made again. What the model knows is recorded all the same, for a verdict may rest on it.
func (t *telling) leave(m *move, why string) {
	t.unsupported(m, why)
	if !m.known {
		return
	}
	t.pending, t.hidden = nil, nil
	i := inject{At: t.offset(m), Synth: m.call.name(), Step: script.Step{As: t.extractor.people.actor(&m.event, t.names.free)}}
	i.Step.In, _ = t.likeness("", m.call.In).(map[string]any)
	i.Out, _ = t.likeness("", m.call.Out).(map[string]any)
	if m.refused() {
		i.Step.Expect = &script.Expect{Error: code(&m.event)}
	}
	t.story = append(t.story, i)
}

// transient are the errors that say nothing of what was asked for.
var transient = regexp.MustCompile(`Throttl|RequestLimit|Unavailable|Internal|Capacity|Expired|InvalidClientToken|AuthFailure|InvalidParameterValue|LimitExceeded`)

// hopeless says why a call cannot be made again, "" where it may.
func (t *telling) hopeless(m *move) string {
	switch {
	case !m.known:
		return "it is no call that can be made"
	case !t.Can(m.call.Service, m.call.Operation):
		return "the cloud of the lab cannot be asked for it"
	case m.event.Recovered:
		return "its record was read behind damage and may have been forged"
	case !m.refused():
		return ""
	case transient.MatchString(m.event.ErrorCode):
		return "it ended with " + m.event.ErrorCode + ", which a lab does not"
	case denied(m):
		return t.deny(m)
	}
	return ""
}

func denied(m *move) bool {
	return strings.Contains(m.event.ErrorCode, "Unauthorized") || strings.Contains(m.event.ErrorCode, "AccessDenied")
}

// deny has the caller refused what it was refused in the log, unless the same was allowed another time.
func (t *telling) deny(m *move) string {
	for _, other := range t.moves {
		if !other.refused() && who(other.event.Principal) == who(m.event.Principal) && other.call.name() == m.call.name() {
			return "it was denied, and allowed another time: an actor has one policy"
		}
	}
	if played(m.event.Principal).Type != "IAMUser" && played(m.event.Principal).Type != "AssumedRole" {
		return "it was denied to " + m.event.Principal + ", who cannot be denied anything in a lab"
	}
	t.extractor.people.deny(m.event.Principal, m.call.Service+":"+m.call.Operation)
	return ""
}

// offset is when a move is made, counted from the start.
func (t *telling) offset(m *move) time.Duration { return m.event.Time.UTC().Sub(t.start) }

// resolve returns the variable of an id. What the log does not tell the birth of is made before; lately reports that this cannot
// be in the setup.
func (t *telling) resolve(id string) (name string, lately bool, err error) {
	if i, made := t.producers[id]; made && i < t.now && t.moves[i].step != nil {
		name = t.names.variable(id)
		step := t.moves[i].step
		if step.Save == nil {
			step.Save = map[string]string{}
		}
		step.Save[name] = t.moves[i].made[id]
		return name, true, nil
	}
	if lately, stands := t.stood[id]; stands {
		return t.names.variable(id), lately, nil
	}
	lately, err = t.stand(id)
	if err != nil {
		return "", false, fmt.Errorf("%s was not made in the log: %w", id, err)
	}
	t.stood[id] = lately
	return t.names.variable(id), lately, nil
}

// do adds a call to what has to be done before.
func (t *telling) do(s script.Step, lately bool) {
	s.As = ""
	if lately || t.late && strings.HasPrefix(s.Do, "ec2.") {
		t.pending = append(t.pending, s)
		return
	}
	t.setup = append(t.setup, s)
}

// Telling: each call of the slice as a step, with variables in the place of ids.

package extract

import (
	"errors"
	"fmt"
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
	told      time.Duration   // when the move before it was made, or what had to be done before
	hollow    bool            // something was deleted in the log, and could not be in the lab
	late      bool            // nothing may be made in the setup, for the log does not reach back so far

	opening, closing *topology.State // the networks before the slice, and at the end of the log
	carved           int             // subnets that were cut out of networks
	buckets          map[string]string
	access           map[string]string // by access key of the log, the variable of the one that stands for it
	hidden           []Note            // placeholders of the move that is told
}

// Why something cannot be made before it is named.
var (
	errUnmade  = errors.New("nobody knows how to make it again")
	errUnasked = errors.New("the cloud of the lab cannot be asked for it")
)

// tell makes the story of the moves.
func (x *extractor) tell() {
	t := &telling{
		extractor: x, producers: map[string]int{}, stood: map[string]bool{}, named: map[string]bool{}, buckets: map[string]string{},
		access:  map[string]string{},
		closing: x.c.History.State(x.c.History.Now()),
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
	t.opening, t.told = x.c.History.State(first), -oldest
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
	t.elsewhere()
}

// meet gives everybody who acts a name, and notes who is there without being made.
func (t *telling) meet(m *move) {
	a := played(m.event.Principal)
	t.actor(m)
	if a.Type == "" {
		note(&t.report.Placeholders, Note{About: m.event.Principal, Text: "is played by the root user of the lab"})
	}
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
	if m == t.fresh {
		t.keyed(m)
		return
	}
	why := t.hopeless(m)
	if m.reads() && (why != "" || !t.visible(m)) {
		return
	}
	if why != "" {
		t.leave(m, why)
		return
	}
	in, err := t.input(m)
	if err == nil {
		err = t.needs(m, in)
	}
	if err != nil {
		t.leave(m, err.Error())
		return
	}
	m.step = &script.Step{As: t.actor(m), Do: m.call.name(), In: in}
	if m.event.Region != t.chain.Region && !slices.Contains(everywhere, m.call.Service) {
		m.step.Region = m.event.Region
	}
	if m.reads() {
		m.step.Expect = &script.Expect{Or: fruitless}
	}
	if m.refused() {
		m.step.Expect = &script.Expect{Error: code(&m.event)}
		if m.step.Expect.Error == "DryRunOperation" {
			m.step.In["DryRun"] = true // of which no record tells
		}
	}
	t.before(m)
	t.story = append(t.story, inject{At: t.offset(m), move: m})
	for _, n := range t.hidden {
		note(&t.report.Placeholders, n)
	}
	t.report.Steps++
	if m.reads() {
		t.report.Reads++
	}
}

// fruitless is how a look may end that shows nothing: no record has all that was asked, and not all that is there is made again.
var fruitless = []string{
	"MissingParameter", "InvalidParameterValue", "InvalidParameterCombination", "ValidationError", "ValidationException", "NoSuchEntity",
	"ResourceNotFoundException", "ParameterNotFound", "NoSuchBucket", "NoSuchKey", "InvocationDoesNotExist", "InvalidCommandId", "InvalidInstanceId", "TrailNotFoundException", "InvalidAction",
}

// before tells what has to be done before a move, and that the move comes now.
func (t *telling) before(m *move) {
	t.ahead(t.offset(m))
	t.told = t.offset(m)
}

// ahead tells what has to be done before a time, each in a second of its own after what was told last, as far as there are such: what
// is older than the log is no part of the second of a move. What is waited for may take a minute.
func (t *telling) ahead(of time.Duration) {
	at := of
	story := make([]inject, len(t.pending))
	for i, s := range slices.Backward(t.pending) {
		at -= time.Second
		if s.Until != nil {
			at -= time.Minute
		}
		earliest := t.told + time.Duration(i+1)*time.Second
		story[i] = inject{At: min(max(at, earliest), of), Step: s}
	}
	t.story, t.pending = append(t.story, story...), nil
}

// visible reports whether what somebody looked at is there: nothing is made for a look.
func (t *telling) visible(m *move) bool {
	for _, id := range identifiers(m.call.In) {
		if !t.there(id) || t.ended(id) {
			return false
		}
	}
	for _, c := range creators {
		if name, _ := m.call.In[c.member].(string); name != "" && !t.named[c.member+" "+name] {
			return false
		}
	}
	return true
}

// everywhere are the services that are asked in any region.
var everywhere = []string{"iam", "sts", "organizations", "route53", "cloudfront", "s3"}

// leave notes that a move is not made again. What the model knows is recorded all the same, for a verdict may rest on it.
func (t *telling) leave(m *move, why string) {
	t.unsupported(m, why)
	if !m.known {
		return
	}
	t.before(m)
	i := inject{At: t.offset(m), Synth: m.call.name(), Step: script.Step{As: t.actor(m)}}
	i.Step.In, _ = t.likeness("", m.call.In).(map[string]any)
	i.Out, _ = t.likeness("", m.call.Out).(map[string]any)
	if m.refused() {
		i.Step.Expect = &script.Expect{Error: code(&m.event)}
	}
	t.story = append(t.story, i)
}

// keyed records that the key of the cut was made. The actor has been given it before the story.
func (t *telling) keyed(m *move) {
	by := t.people.names[behind(t.struck())]
	if by == "" {
		return
	}
	user := script.Text(m.call.In["UserName"])
	t.story = append(t.story, inject{
		At: t.offset(m), Synth: m.call.name(), Step: script.Step{As: t.actor(m), In: map[string]any{"UserName": user}},
		Out: map[string]any{"AccessKey": map[string]any{"UserName": user, "AccessKeyId": "$" + by + ".key", "Status": "Active"}},
	})
	note(&t.report.Placeholders, Note{m.event.ID, m.call.name(), "recorded at its time, and made before the story: an actor's key is there from the beginning"})
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

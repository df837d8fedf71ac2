// Moves: the calls of the log that a scenario is made of.

package extract

import (
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// move is an event of the log that is to be made again.
type move struct {
	event  trail.Event
	call   Call
	known  bool            // the model knows the call
	role   analyze.Role    // in the chain, "" for what belongs to it otherwise
	moment topology.Moment // topology.Origin for what changes no network

	made map[string]string // what its answer made: by id, the path in the answer
	step *script.Step      // as it is made again; nil for what is not
}

// refused reports whether the call was refused, denied, or only asked for.
func (m *move) refused() bool { return m.event.ErrorCode != "" }

// reads reports whether the call changes nothing.
func (m *move) reads() bool { return m.event.ReadOnly == trail.Yes }

// identity tells events apart.
type identity struct{ id, account string }

func (m *move) identity() identity { return identity{m.event.ID, m.event.Account} }

// extractor is one extraction under way.
type extractor struct {
	Options
	c     *analyze.Case
	chain *analyze.Chain
	start time.Time // what the scenario's times count from

	all    []*move // of the networks of the log
	moves  []*move // of the slice, in order
	fresh  *move   // by which the key of the cut was made, nil where it was not lately
	setup  []script.Step
	story  []inject
	names  *names
	people *people
	places *places
	report Report

	sources []string // event ids
}

// lead is how long the scenario runs before the chain begins.
const lead = 10 * time.Minute

func newExtractor(c *analyze.Case, chain *analyze.Chain, o Options) *extractor {
	if o.Can == nil {
		o.Can = func(string, string) bool { return true }
	}
	if o.Veiled == nil {
		o.Veiled = func(string) bool { return false }
	}
	x := &extractor{
		Options: o, c: c, chain: chain, start: chain.From.UTC().Truncate(time.Minute).Add(-lead),
		names: newNames(), places: newPlaces(chain.Account, chain.Region),
		report: Report{Chain: chain.ID, Scenario: chain.ID, Prelude: []Note{}, Unsupported: []Note{}, Placeholders: []Note{}},
	}
	x.people = newPeople(x.places)
	return x
}

// last is when the chain's last link was.
func (x *extractor) last() time.Time { return x.chain.Links[len(x.chain.Links)-1].Event.Time }

// note keeps a note, once.
func note(list *[]Note, n Note) {
	if !slices.Contains(*list, n) {
		*list = append(*list, n)
	}
}

func (x *extractor) unsupported(m *move, why string) {
	about := m.event.Name
	if m.known {
		about = m.call.name()
	}
	note(&x.report.Unsupported, Note{m.event.ID, about, why})
}

// code is an error as the service answers it. EC2's records say whose fault it was, those of IAM name the error's class.
func code(e *trail.Event) string {
	c := strings.TrimPrefix(strings.TrimPrefix(e.ErrorCode, "Client."), "Server.")
	if strings.HasPrefix(e.Source, "iam.") {
		c = strings.TrimSuffix(c, "Exception")
	}
	return c
}

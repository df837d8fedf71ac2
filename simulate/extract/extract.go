// Package extract turns a chain of a real log into a scenario that makes it again in a lab: the same calls by the same kind of
// people in the same order, on things of the lab's own. What the log does not tell is stood in for, and the report names it.
package extract

import (
	"context"
	"errors"
	"fmt"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/simulate/scenario"
)

// Source is where the log is read from.
type Source interface {
	analyze.NetworkSource
	analyze.CompanionSource
}

// Model knows the API of the services. Who extracts gives one.
type Model interface {
	// Call is the call that an event tells. ok is false for what is no call that the model knows.
	Call(e *trail.Event) (c Call, ok bool)
}

// Call is a call as it was made and answered, by the API's names: texts, int64, float64, bool, lists and maps. In and Out are
// nil where the log has nothing.
type Call struct {
	Service, Operation string // ec2, CreateVpc
	In, Out            map[string]any
	Lost               []string // members of the request that cannot be given again
}

func (c *Call) name() string { return c.Service + "." + c.Operation }

// Options say how a chain is extracted.
type Options struct {
	Model  Model
	Can    func(service, operation string) bool // what the lab's cloud can be asked; nil is everything
	Veiled func(text string) bool               // whether a value stands for one that the log hides
	Reads  bool                                 // keep what those who acted looked at, too
}

// Extraction is a scenario, and what there is to know about how it was made.
type Extraction struct {
	Scenario []byte // YAML; the same log gives the same
	Report   Report
}

// Report tells what of a scenario is not as the log had it.
type Report struct {
	Chain        string `json:"chain"`
	Scenario     string `json:"scenario"`     // its id
	Steps        int    `json:"steps"`        // calls of the log that are made again
	Reads        int    `json:"reads"`        // of them those that change nothing
	Refused      int    `json:"refused"`      // refused calls that are no part of the chain, and were left out
	Prelude      []Note `json:"prelude"`      // what the log does not tell the birth of, and is made before
	Unsupported  []Note `json:"unsupported"`  // calls that are not made again
	Placeholders []Note `json:"placeholders"` // values that the log hides, or that nobody can give again
}

// Note is one thing to know.
type Note struct {
	Event string `json:"event_id,omitempty"`
	About string `json:"about"` // an id of the log, or service.Operation and a member
	Text  string `json:"text"`
}

// Chain extracts a chain of a case.
func Chain(ctx context.Context, src Source, c *analyze.Case, chain *analyze.Chain, o Options) (*Extraction, error) {
	if len(chain.Links) == 0 {
		return nil, fmt.Errorf("%s has no events", chain.ID)
	}
	if o.Model == nil {
		return nil, errors.New("extract: there is no model of the services")
	}
	x := newExtractor(c, chain, o)
	moves, err := x.slice(ctx, src)
	if err != nil {
		return nil, fmt.Errorf("extract %s: %w", chain.ID, err)
	}
	x.moves = moves
	x.tell()
	text, err := x.write()
	if err != nil {
		return nil, fmt.Errorf("extract %s: %w", chain.ID, err)
	}
	if err := harmless(text); err != nil {
		return nil, fmt.Errorf("extract %s: %w", chain.ID, err)
	}
	if _, err := scenario.Read(chain.ID+".yaml", text, nil); err != nil {
		return nil, fmt.Errorf("extract %s: the scenario cannot be read again: %w", chain.ID, err)
	}
	return &Extraction{text, x.report}, nil
}

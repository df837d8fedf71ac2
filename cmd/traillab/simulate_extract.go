// simulate extract makes a scenario of a chain of a real log.

package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
	"traillab/localstack/builtin"
	"traillab/localstack/overlay"
	"traillab/localstack/recorder"
	"traillab/localstack/wire"
	"traillab/simulate/extract"
)

// extractFlags are the flags of an extraction.
type extractFlags struct {
	question       questionFlags
	chain          given
	file, upstream string
	reads          bool
}

func (a *app) simulateExtract() *cobra.Command {
	var f extractFlags
	c := &cobra.Command{
		Use:   "extract --chain CHAIN [-o FILE]",
		Short: "Make a scenario of a chain of a log, which plays it again in a lab",
		Long: `Makes a scenario of a chain of traillab chains: the calls of the chain, those that touched its network until it ended, and those that
made what they name, as the same kinds of people made them, in the same order and the same seconds. Ids become
variables, accounts, regions and public addresses become others; what is older than the log is made before the story, and what
the log hides is stood in for.

What is not as the log had it is told on stderr; with -o and --format json as one object on stdout. Calls that the cloud of the lab
cannot be asked for are kept as synth, which is not played: --upstream says for which cloud the scenario is meant.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !f.chain.set {
				return misuse(fmt.Errorf("simulate extract takes --chain; traillab chains lists the chains"))
			}
			if err := f.chain.need("--chain", "the id of a chain"); err != nil {
				return err
			}
			asJSON, err := a.asObject("simulate extract")
			if err != nil {
				return err
			}
			if asJSON && f.file == "" {
				return misuse(fmt.Errorf("simulate extract prints the scenario, which is YAML; --format json goes with -o FILE"))
			}
			can, err := able(f.upstream)
			if err != nil {
				return err
			}
			return a.ask(cmd.Context(), &f.question, nil, func(s *store.Store, _ trail.Filter) error {
				found, err := a.extractChain(cmd.Context(), s, f.chain.text, extract.Options{Can: can, Reads: f.reads})
				if err != nil {
					return err
				}
				return a.giveOut(found, f.file, asJSON)
			})
		},
	}
	f.question.add(c, false)
	f.question.beside.ask(c.Flags())
	f.question.whole = true
	c.Flags().Var(&f.chain, "chain", "the `CHAIN` to extract: an id of traillab chains, or its beginning")
	c.Flags().StringVarP(&f.file, "output", "o", "", "write the scenario to `FILE`; to stdout without it")
	c.Flags().StringVar(&f.upstream, "upstream", "builtin", "the `CLOUD` that the scenario is for: builtin, or all for whatever the services have")
	c.Flags().BoolVar(&f.reads, "reads", false, "keep what those who acted looked at, too")
	return c
}

// able is what a cloud can be asked, the lab's own answers among it.
func able(cloud string) (func(service, operation string) bool, error) {
	switch cloud {
	case "all":
		return nil, nil
	case "builtin":
		names := slices.Concat((*builtin.Cloud)(nil).Operations(), overlay.Operations())
		slices.Sort(names)
		return func(service, operation string) bool {
			_, found := slices.BinarySearch(names, service+"."+operation)
			return found
		}, nil
	}
	return nil, misuse(fmt.Errorf("--upstream: %q is neither builtin nor all", cloud))
}

// extractChain extracts a chain of a case.
func (a *app) extractChain(ctx context.Context, s *store.Store, id string, o extract.Options) (*extract.Extraction, error) {
	c, err := a.investigate(ctx, s)
	if err != nil {
		return nil, err
	}
	chain, err := theChain(c, id)
	if err != nil {
		return nil, err
	}
	o.Model, o.Veiled = model{wire.Open()}, recorder.Veiled
	return extract.Chain(ctx, s, c, chain, o)
}

// model is what the lab's wire knows of the services.
type model struct{ models *wire.Catalog }

// Call is the call that an event tells.
func (m model) Call(e *trail.Event) (extract.Call, bool) {
	h, ok := recorder.Hear(m.models, e)
	return extract.Call(h), ok
}

// giveOut writes a scenario, and tells what is not as the log had it.
func (a *app) giveOut(x *extract.Extraction, file string, asJSON bool) error {
	if file == "" {
		if _, err := a.env.stdout.Write(x.Scenario); err != nil {
			return err
		}
	} else if err := os.WriteFile(file, x.Scenario, 0o644); err != nil {
		return fmt.Errorf("write the scenario: %w", err)
	}
	if asJSON {
		return a.object(&x.Report)
	}
	r := &x.Report
	a.remark("%s: %d calls are made again, %d are not, %d things are made before", r.Chain, r.Steps, len(r.Unsupported), len(r.Prelude))
	for _, list := range []struct {
		what  string
		notes []extract.Note
	}{{"before", r.Prelude}, {"left out", r.Unsupported}, {"stood in", r.Placeholders}} {
		for _, n := range list.notes {
			a.remark("%s: %s %s %s", list.what, listing.Safe(n.About), listing.Safe(n.Text), listing.Safe(n.Event))
		}
	}
	return nil
}

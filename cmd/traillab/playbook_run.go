// playbook run plays a playbook in a lab, and playbook check judges whether it has helped there.

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/localstack"
	"traillab/simulate"
	"traillab/simulate/playbook"
	"traillab/simulate/script"
)

// usualRegion is that of a lab whose calls name none.
const usualRegion = "us-east-1"

func (a *app) playbookRun() *cobra.Command {
	var f incidentFlags
	var lab string
	c := &cobra.Command{
		Use:   "run NAME",
		Short: "Play a playbook in a lab, then hold its proofs against what came of it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.inLab(cmd.Context(), args[0], lab, &f, func(ctx context.Context, on *stage, r *playbook.Runbook) error {
				by := script.Player{Lab: on, Told: a.tellsSteps(), Actor: func(string) (script.Caller, error) {
					return script.Caller{Key: script.Root(), Agent: "traillab-playbook"}, nil
				}}
				if _, err := r.Run(ctx, by); err != nil {
					return err
				}
				return a.prove(ctx, on, r)
			})
		},
	}
	f.add(c)
	c.Flags().StringVar(&lab, "lab", localstack.Default, "the `LAB` to play it in")
	return c
}

func (a *app) playbookCheck() *cobra.Command {
	var f incidentFlags
	var lab string
	c := &cobra.Command{
		Use:   "check NAME",
		Short: "Whether what a playbook is to reach is so in a lab, whoever did it; exit code 3 when it is not",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.inLab(cmd.Context(), args[0], lab, &f, a.prove)
		},
	}
	f.add(c)
	c.Flags().StringVar(&lab, "lab", localstack.Default, "the `LAB` to look at")
	return c
}

// inLab does something with a runbook in a lab that is up. Of the parameters, a lab tells its account.
func (a *app) inLab(ctx context.Context, name, lab string, f *incidentFlags, do func(context.Context, *stage, *playbook.Runbook) error) error {
	if _, err := a.asObject("playbook"); err != nil {
		return err
	}
	place, err := a.labAt(localstack.Find, lab)
	if err != nil {
		return err
	}
	on, err := a.stageAt(ctx, place)
	if err != nil {
		return err
	}
	r, err := a.about(ctx, name, f, map[string]any{"account": on.Account(), "region": usualRegion})
	if err != nil {
		return err
	}
	var missing *playbook.MissingError
	if err := do(ctx, on, r); errors.As(err, &missing) {
		return misuse(fmt.Errorf("%w: --chain tells what a log knows, --set %s=… the rest", err, missing.Names[0]))
	} else if err != nil {
		return err
	}
	return nil
}

// tellsSteps tells of each call as it is made.
func (a *app) tellsSteps() func(script.Outcome) {
	if a.common.quiet {
		return nil
	}
	return func(o script.Outcome) {
		if o.Skipped || o.Step.Do == "" {
			return
		}
		line := o.Step.Do
		if o.Refused != nil {
			line += ", refused with " + o.Refused.Code
		}
		a.remark("%s", listing.Safe(line))
	}
}

// proofRow is a proof as JSON.
type proofRow struct {
	Title    string   `json:"title"`
	Passed   bool     `json:"passed"`
	Level    string   `json:"level"`
	Why      string   `json:"why"`
	EventIDs []string `json:"event_ids"`
}

// prove judges the proofs of a runbook. Its error says which failed.
func (a *app) prove(ctx context.Context, on *stage, r *playbook.Runbook) (err error) {
	w := simulate.Look(on)
	defer func() { err = errors.Join(err, w.Close()) }()
	results, err := r.Check(ctx, w)
	if err != nil {
		return err
	}
	rows, failed := []proofRow{}, []string{}
	for i := range results {
		f := &results[i].Finding
		rows = append(rows, proofRow{results[i].Title, f.Passed, f.Level.String(), f.Why, append([]string{}, f.EventIDs...)})
		if !f.Passed {
			failed = append(failed, results[i].Title)
		}
	}
	if err := a.tellProofs(r.Playbook.Name, rows, len(failed) == 0); err != nil {
		return err
	}
	if len(failed) > 0 {
		return &coded{exitFindings, fmt.Errorf("%s: not proved: %s", r.Playbook.Name, strings.Join(failed, "; "))}
	}
	return nil
}

func (a *app) tellProofs(name string, rows []proofRow, passed bool) error {
	asJSON, err := a.asObject("playbook")
	if err != nil {
		return err
	}
	if asJSON {
		return a.object(map[string]any{"playbook": name, "passed": passed, "proofs": rows})
	}
	for _, row := range rows {
		word := "passed"
		if !row.Passed {
			word = "MISSED"
		}
		fmt.Fprintf(a.env.stdout, "%s  %s\n        %s\n", word, row.Title, listing.Safe(row.Why))
	}
	return nil
}

// The class: its results, and the trainer's sheet for a drill that goes on.

package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/localstack"
	"traillab/simulate/drill"
)

func (a *app) drillResults() *cobra.Command {
	return &cobra.Command{
		Use:   "results",
		Short: "The finished drills of a class",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			place, err := a.labAt(localstack.At, localstack.Default)
			if err != nil {
				return err
			}
			all, err := drill.Class(classFile(place))
			if err != nil {
				return err
			}
			w := a.list([]listing.Column{
				{Name: "finished"},
				{Name: "trainee"},
				{Name: "scenario"},
				{Name: "mode"},
				{Name: "seed", Right: true},
				{Name: "upstream"},
				{Name: "points", Right: true},
				{Name: "of", Right: true},
				{Name: "passed"},
				{Name: "detect_seconds", Right: true},
				{Name: "repair_seconds", Right: true},
				{Name: "hints", Right: true},
			})
			for _, r := range all {
				if err := w.Row(r.Finished, r.Trainee, r.Scenario, string(r.Mode), r.Seed, r.Upstream, r.Points, r.Of, r.Passed, r.Detect, r.Repair, r.Hints); err != nil {
					return err
				}
			}
			return w.Close()
		},
	}
}

func (a *app) drillAnswers() *cobra.Command {
	return &cobra.Command{
		Use:   "answers [LAB]",
		Short: "For the trainer: what the right answers of a running drill are",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			place, err := a.labAt(localstack.Find, labName(args))
			if err != nil {
				return err
			}
			st, err := drill.Load(drillFile(place))
			if err != nil {
				return err
			}
			d, err := drill.Take(st, nil)
			if err != nil {
				return err
			}
			key, err := d.Key()
			if err != nil {
				return err
			}
			w := a.list([]listing.Column{{Name: "goal"}, {Name: "points", Right: true}, {Name: "what", Wide: true}, {Name: "answer", Wide: true}})
			for _, k := range key {
				if err := w.Row(k.Goal, k.Points, k.What, k.Answer); err != nil {
					return err
				}
			}
			return w.Close()
		},
	}
}

// noteResult adds a finished drill to those of the class.
func (a *app) noteResult(st *drill.State, p localstack.Place) error {
	return drill.Note(classFile(p), st)
}

func classFile(p localstack.Place) string {
	return filepath.Join(filepath.Dir(filepath.Dir(p.Folder)), "drills.jsonl")
}

// The grade of a drill: as it stands, and how it ended.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"traillab/localstack"
	"traillab/simulate/drill"
)

func (a *app) drillCheck() *cobra.Command {
	var short error
	c := a.drilled("check", "How far you are", cobra.NoArgs, func(ctx context.Context, d *drill.Drill, _ []string) error {
		r, err := d.Check(ctx)
		if err != nil {
			return err
		}
		short = missed(&r.Result)
		asJSON, err := a.asObject("drill check")
		if err != nil {
			return err
		}
		if asJSON {
			return a.object(r)
		}
		return a.tellResult(&r.Result)
	})
	return ended(c, &short)
}

// ended lets a command that went well end with the error of what it found.
func ended(c *cobra.Command, found *error) *cobra.Command {
	inner := c.RunE
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if err := inner(cmd, args); err != nil {
			return err
		}
		return *found
	}
	return c
}

func (a *app) drillFinish() *cobra.Command {
	var short error
	var keep bool
	c := a.drilled("finish", "End the drill: the grade, the debrief, the answers", cobra.NoArgs, func(ctx context.Context, d *drill.Drill, _ []string) error {
		place, err := a.labAt(localstack.Find, d.Lab)
		if err != nil {
			return err
		}
		b, err := a.conclude(ctx, d, place)
		if err != nil {
			return err
		}
		short = missed(&b.Report.Result)
		asJSON, err := a.asObject("drill finish")
		if err == nil && asJSON {
			err = a.object(&b.Report)
		} else if err == nil {
			err = b.Write(a.env.stdout)
		}
		if err == nil {
			err = a.noteResult(&d.State, place)
		}
		if err == nil && !keep && d.Scenario.Teardown != "keep" {
			_, err = localstack.Down(ctx, place, a.env.environ())
		}
		return err
	})
	c.Flags().BoolVar(&keep, "keep", false, "leave the lab up")
	return ended(c, &short)
}

// conclude ends a drill, and keeps its debrief in the lab's folder.
func (a *app) conclude(ctx context.Context, d *drill.Drill, place localstack.Place) (*drill.Debrief, error) {
	b, err := d.Finish(ctx, a.better(d))
	if err != nil {
		return nil, err
	}
	d.Done.Debrief = filepath.Join(place.Folder, "debrief.md")
	return b, a.writeDebrief(b, d.Done.Debrief)
}

// better are the steps of the published solution, where there is one.
func (a *app) better(d *drill.Drill) []string {
	w, err := findScenario(d.Name)
	if err != nil {
		return nil // one of somebody's own
	}
	s, err := w.solution("")
	if err != nil {
		return nil
	}
	var steps []string
	for i := range s.Remedy {
		m := &s.Remedy[i]
		if m.Playbook != "" {
			steps = append(steps, "playbook "+m.Playbook)
		}
		for j := range m.Steps {
			steps = append(steps, strings.TrimSpace(m.Steps[j].Do+" "+m.Steps[j].Title))
		}
	}
	return steps
}

func (a *app) writeDebrief(b *drill.Debrief, path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("debrief: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return b.Write(f)
}

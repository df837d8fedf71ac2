// What a drill tells: the briefing, how it stands, how it ended, a class's results and the trainer's sheet.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/localstack"
	"traillab/simulate/drill"
)

// tellBriefing is what a trainee reads first.
func (a *app) tellBriefing(ctx context.Context, d *drill.Drill, lab string) error {
	place, err := a.labAt(localstack.Find, lab)
	if err != nil {
		return err
	}
	h, err := localstack.Ask(ctx, place)
	if err != nil {
		return err
	}
	out := a.env.stdout
	fmt.Fprintf(out, "# %s  %s\n\n%s\n\n", d.Name, listing.Safe(d.Scenario.Title), paragraphs(d.Briefing()))
	a.tellGoals(d)
	fmt.Fprintf(out, "\nIt is %s in the lab. Its log: traillab load \"$(traillab lab logs%s)\"\n", listing.Time(d.Began, a.common.location), argument(lab))
	fmt.Fprintf(out, "Then: traillab drill status, answer, hint, check, finish%s\n\n", labFlag(lab))
	fmt.Fprint(out, localstack.Export(h.Endpoint, drill.Region, a.env.environ()).Shell())
	return nil
}

// paragraphs are a text that may have several lines, each made safe.
func paragraphs(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := range lines {
		lines[i] = listing.Safe(lines[i])
	}
	return strings.Join(lines, "\n")
}

// tellGoals lists what is asked and what is to be reached.
func (a *app) tellGoals(d *drill.Drill) {
	for i := range d.Scenario.Goals {
		g := &d.Scenario.Goals[i]
		by := ""
		if d.Mode != drill.Learn && g.By != "" {
			by = "  by " + g.By
		}
		fmt.Fprintf(a.env.stdout, "  %3d  %-10s %s%s\n", g.Points, g.ID, listing.Safe(goalText(g.Title, g.Ask)), by)
	}
}

func (a *app) drillStatus() *cobra.Command {
	return a.drilled("status", "The clock, the goals, the messages, what was answered", cobra.NoArgs, func(ctx context.Context, d *drill.Drill, _ []string) error {
		out := a.env.stdout
		fmt.Fprintf(out, "%s  %s (%s, seed %d, on %s)\n", d.Name, listing.Safe(d.Scenario.Title), d.Mode, d.Seed, d.Upstream)
		switch {
		case d.Done != nil:
			fmt.Fprintf(out, "finished: %d of %d points\n", d.Done.Points, d.Done.Of)
		case d.Paused:
			fmt.Fprintln(out, "paused")
		default:
			elapsed, err := d.Elapsed(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "%s since you took over\n", elapsed.Round(time.Second))
		}
		a.tellGoals(d)
		for _, m := range d.Messages() {
			fmt.Fprintf(out, "%s  %s\n", listing.Time(m.At, a.common.location), listing.Safe(m.Text))
		}
		for _, id := range d.Answered() {
			fmt.Fprintf(out, "answered %s: %s\n", id, listing.Safe(d.Answers[id].Text))
		}
		return nil
	})
}

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
		b, err := d.Finish(ctx, a.better(d))
		if err != nil {
			return err
		}
		short = missed(&b.Report.Result)
		d.Done.Debrief = filepath.Join(place.Folder, "debrief.md")
		if err := a.writeDebrief(b, d.Done.Debrief); err != nil {
			return err
		}
		asJSON, err := a.asObject("drill finish")
		if err == nil && asJSON {
			err = a.object(&b.Report)
		} else if err == nil {
			err = b.Write(a.env.stdout, listing.Safe)
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
	return b.Write(f, listing.Literal)
}

// noteResult adds a finished drill to those of the class.
func (a *app) noteResult(st *drill.State, p localstack.Place) error {
	return drill.Note(classFile(p), st)
}

func classFile(p localstack.Place) string {
	return filepath.Join(filepath.Dir(filepath.Dir(p.Folder)), "drills.jsonl")
}

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
				if err := w.Row(r.Finished, r.Trainee, r.Scenario, string(r.Mode), r.Seed, r.Upstream, r.Points, r.Of, yesNo(r.Passed), seconds(r.Detect), seconds(r.Repair), r.Hints); err != nil {
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

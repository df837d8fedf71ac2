// How a drill stands: the briefing in the beginning, and whenever somebody asks.

package main

import (
	"context"
	"fmt"
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
	asJSON, err := a.asObject("drill start")
	if err != nil {
		return err
	}
	if asJSON {
		return a.briefed(ctx, d, h.Endpoint)
	}
	out := a.env.stdout
	fmt.Fprintf(out, "# %s  %s\n\n%s\n\n", d.Name, listing.Safe(d.Scenario.Title), paragraphs(d.Briefing()))
	a.tellGoals(d)
	fmt.Fprintf(out, "\nIt is %s in the lab. Its log: traillab load \"$(traillab lab logs%s)\"\n", listing.Time(d.Began, a.common.location), argument(lab))
	fmt.Fprintf(out, "Then: traillab drill status, answer, hint, check, finish%s\n\n", labFlag(lab))
	fmt.Fprint(out, localstack.Export(h.Endpoint, drill.Region, a.env.environ()).Shell())
	return nil
}

// briefed is the briefing as one object: how the drill stands, where it is, and what is told.
func (a *app) briefed(ctx context.Context, d *drill.Drill, endpoint string) error {
	s, err := d.Status(ctx)
	if err != nil {
		return err
	}
	return a.object(struct {
		*drill.Status
		Briefing string `json:"briefing"`
		Endpoint string `json:"endpoint"`
		Region   string `json:"region"`
	}{s, strings.TrimSpace(d.Briefing()), endpoint, drill.Region})
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
	var onPages bool
	c := a.drilled("status", "The clock, the goals, the messages, what was answered", cobra.NoArgs, func(ctx context.Context, d *drill.Drill, _ []string) error {
		asJSON, err := a.asObject("drill status")
		if err != nil {
			return err
		}
		s, err := d.Status(ctx)
		if err != nil {
			return err
		}
		if asJSON {
			return a.object(s)
		}
		a.tellStatus(d, s)
		return nil
	})
	inner := c.RunE
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if !onPages {
			return inner(cmd, args)
		}
		if err := a.needTerminal(); err != nil {
			return err
		}
		place, err := a.labAt(localstack.Find, cmd.Flag("lab").Value.String())
		if err != nil {
			return err
		}
		return a.drillPages(cmd.Context(), place)
	}
	c.Flags().BoolVar(&onPages, "tui", false, "go on in the terminal, as drill start --tui")
	return c
}

// tellStatus tells people how a drill stands.
func (a *app) tellStatus(d *drill.Drill, s *drill.Status) {
	out := a.env.stdout
	seed := ""
	if s.Seed != nil {
		seed = fmt.Sprintf(", seed %d", *s.Seed)
	}
	fmt.Fprintf(out, "%s  %s (%s%s, on %s)\n", s.Scenario, listing.Safe(s.Title), s.Mode, seed, s.Upstream)
	switch s.Phase {
	case drill.Finished:
		fmt.Fprintf(out, "finished: %d of %d points\n", s.Result.Points, s.Result.Of)
	case drill.Paused:
		fmt.Fprintln(out, "paused")
	default:
		fmt.Fprintf(out, "%s since you took over\n", time.Duration(s.Elapsed)*time.Second)
	}
	a.tellGoals(d)
	for _, m := range s.Messages {
		fmt.Fprintf(out, "%s  %s\n", listing.Time(m.Time, a.common.location), listing.Safe(m.Text))
	}
	for _, id := range d.Answered() {
		fmt.Fprintf(out, "answered %s: %s\n", id, listing.Safe(d.Answers[id].Text))
	}
}

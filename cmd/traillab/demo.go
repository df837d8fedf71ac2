// demo is the first five minutes: an incident from the box, loaded and asked, with the commands that do it.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"traillab/analyze"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// demoSpan is how far around the cut the tour looks.
const demoSpan = 5 * time.Minute

// demoSample is the incident that the tour goes through.
const demoSample = "gateway-detach"

func (a *app) demo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "The five-minute tour: one incident, from its log to the record behind the cut",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.tour(cmd.Context())
		},
	}
}

// tour runs in a folder of its own, which is gone afterwards.
func (a *app) tour(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "traillab-demo-")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	incident := filepath.Join(dir, demoSample)
	if err := writeSample(demoSample, incident); err != nil {
		return err
	}
	story, err := os.ReadFile(filepath.Join(incident, "story.md"))
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	fmt.Fprintf(a.env.stdout, "%s\n", story)
	a.common.db, a.common.parsedFormat = filepath.Join(dir, "case.duckdb"), listing.Table
	a.step("traillab sample write %s incident", demoSample)
	a.step("traillab load incident/AWSLogs")
	quiet := a.common.quiet
	a.common.quiet = true // the remarks of the single commands would name the folder that is about to go
	defer func() { a.common.quiet = quiet }()
	l := &loading{sources: sourceFlags{maxInflated: 1 << 30, maxRecord: 16 << 20}, strict: true}
	if err := a.runLoad(ctx, []string{filepath.Join(incident, "AWSLogs")}, l, trail.Filter{}, a.printSummary); err != nil {
		return err
	}
	s, err := store.Open(ctx, a.common.db, store.Options{Version: version()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return a.tourQuestions(ctx, s)
}

// tourStory tells what the cut belongs to, and what it cost.
func (a *app) tourStory(ctx context.Context, s *store.Store, cut *analyze.Detachment) error {
	a.step("traillab chains")
	c, err := a.investigate(ctx, s)
	if err != nil {
		return err
	}
	if err := a.listChains(c.Chains); err != nil {
		return err
	}
	for _, chain := range byEvent(c)[identity(&cut.Event)] {
		a.step("traillab impact %s", chain.ID)
		i, err := c.Impact(ctx, s, chain)
		if err != nil {
			return err
		}
		if err := a.printImpact(i, chain); err != nil {
			return err
		}
	}
	return nil
}

// tourQuestions asks what an analyst would ask next.
func (a *app) tourQuestions(ctx context.Context, s *store.Store) error {
	a.step("traillab detachments")
	found, err := analyze.Detachments(ctx, s, trail.Filter{})
	if err != nil {
		return err
	}
	if err := a.listDetachments(ctx, s, found, &failOn{}); err != nil {
		return err
	}
	cut := lastCut(found)
	if cut == nil {
		return errors.New("demo: the incident shows no detached gateway: please report this")
	}
	if err := a.tourStory(ctx, s, cut); err != nil {
		return err
	}
	a.step("traillab timeline --around %s --span 5m --writes", cut.Event.ID)
	f, err := s.Around(ctx, trail.Filter{Writes: true}, cut.Event.ID, demoSpan)
	if err != nil {
		return err
	}
	if _, err := a.listTimeline(s.Timeline(ctx, f)); err != nil {
		return err
	}
	a.step("traillab show %s", cut.Event.ID)
	evidence, err := s.Show(ctx, cut.Event.ID)
	if err != nil {
		return err
	}
	return a.printEvidence(evidence, nil)
}

// lastCut is the last gateway that was seen to be detached; the ones before it were maintenance.
func lastCut(found []analyze.Detachment) *analyze.Detachment {
	for i := range slices.Backward(found) {
		if d := &found[i]; d.Event.Name == "DetachInternetGateway" && d.Outcome == analyze.Done && d.Basis == analyze.Observed {
			return d
		}
	}
	return nil
}

// step shows the command that gives what follows.
func (a *app) step(format string, args ...any) {
	fmt.Fprintf(a.env.stdout, "\n$ %s\n", fmt.Sprintf(format, args...))
}

// simulate plays scenarios in a lab of its own and judges what comes of them.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"traillab/localstack"
	"traillab/localstack/upstream"
	"traillab/simulate"
	"traillab/simulate/playbook"
)

func (a *app) simulate() *cobra.Command {
	c := &cobra.Command{
		Use:   "simulate",
		Short: "Scenarios: play one in a lab, and judge by the analysis what comes of it",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return misuse(errors.New("say what to do: traillab simulate list, simulate show NAME, simulate run NAME, or simulate extract --chain C -o FILE"))
		},
	}
	for _, sub := range []*cobra.Command{a.simulateList(), a.simulateShow(), a.simulateRun(), a.simulateExtract()} {
		sub.Args = explained(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

func (a *app) simulateShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME",
		Short: "What a scenario is about, who acts in it and what is to be reached",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := findScenario(args[0])
			if err != nil {
				return err
			}
			return a.briefing(s)
		},
	}
}

// simulateFlags are the flags of a run.
type simulateFlags struct {
	lab      labFlags
	seed     uint64
	solution string
	keep     string
}

func (f *simulateFlags) add(flags *pflag.FlagSet) {
	f.lab.add(flags)
	flags.Lookup("clock").Hidden = true // a run has the story's own
	flags.Lookup("listen").Hidden = true
	flags.Uint64Var(&f.seed, "seed", 0, "draw addresses, times and names by this `NUMBER`; 0 is the run that is published")
	flags.StringVar(&f.solution, "solution", "", "play a remedy too: the published one, or that of `FILE`")
	flags.Lookup("solution").NoOptDefVal = published
	flags.StringVar(&f.keep, "record", "", "keep the recorded log in `DIR`")
}

// published is the value of --solution without a file.
const published = "published"

func (a *app) simulateRun() *cobra.Command {
	var flags simulateFlags
	c := &cobra.Command{
		Use:   "run NAME|FILE|DIR",
		Short: "Play a story, judge what the analysis finds in the log, and whether a remedy worked",
		Long: `Plays a scenario in a lab of its own that is gone afterwards: warm up, strike, remediate, debrief, clean up. The story is played by
a virtual clock, hours in seconds. The log that the lab recorded is judged by the analysis that judges real archives.

Without --solution the checks are those of the story: that the analysis finds what it must, says what it looks like, and that
doing nothing reaches no goal. --solution plays the published remedy too, and every goal must be reached; --solution=FILE plays
another one. Exit code 3 when a check is missed.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asJSON, err := a.asObject("simulate run")
			if err != nil {
				return err
			}
			result, err := a.play(cmd.Context(), args[0], &flags)
			if err != nil {
				return err
			}
			if asJSON {
				err = a.object(result)
			} else {
				err = a.tellRun(result)
			}
			return errors.Join(err, missed(result))
		},
	}
	flags.add(c.Flags())
	return c
}

// missed is the error of a run in which a check was missed.
func missed(r *simulate.Result) error {
	if r.Passed {
		return nil
	}
	var ids []string
	for _, m := range r.Checks {
		if !m.Passed {
			ids = append(ids, m.ID)
		}
	}
	return &coded{exitFindings, fmt.Errorf("%s: missed: %s", r.Scenario, strings.Join(ids, ", "))}
}

// play runs a scenario in a lab in this process.
func (a *app) play(ctx context.Context, name string, flags *simulateFlags) (_ *simulate.Result, err error) {
	s, err := findScenario(name)
	if err != nil {
		return nil, err
	}
	o := simulate.Options{Scenario: s.Scenario, Seed: flags.seed, Keep: flags.keep, Told: a.follows(), Remedies: playbook.Box{}}
	if flags.solution != "" {
		file := flags.solution
		if file == published {
			file = ""
		}
		if o.Solution, err = s.solution(file); err != nil {
			return nil, err
		}
	}
	if flags.keep != "" {
		if o.Keep, err = filepath.Abs(flags.keep); err != nil {
			return nil, fmt.Errorf("--record: %w", err)
		}
	}
	place, down, err := a.stagedLab(ctx, s, flags)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, down()) }()
	on, err := a.stageAt(ctx, place)
	if err != nil {
		return nil, err
	}
	result, err := simulate.Run(ctx, on, o)
	return result, unable(err)
}

// unable makes what a cloud lacks a mistake of whoever chose it.
func unable(err error) error {
	var lacks *simulate.UnableError
	if errors.As(err, &lacks) {
		return misuse(err)
	}
	return err
}

// stagedLab begins a lab in this process whose clock stands where the scenario begins, in a folder that is gone with it.
func (a *app) stagedLab(ctx context.Context, s *written, flags *simulateFlags) (place localstack.Place, down func() error, err error) {
	o, _, err := flags.lab.options(a, "simulate")
	if err != nil {
		return place, nil, err
	}
	if o.Upstream, err = a.choose(ctx, s, o); err != nil {
		return place, nil, err
	}
	drawn, err := s.Draw(flags.seed)
	if err != nil {
		return place, nil, err
	}
	dir, err := os.MkdirTemp("", "traillab-simulate-")
	if err != nil {
		return place, nil, fmt.Errorf("simulate: %w", err)
	}
	gone := func() error { return os.RemoveAll(dir) }
	o.Dir, o.Listen, o.Seed, o.Drill = dir, "127.0.0.1:0", flags.seed+1, marked(s.ID, flags.seed)
	if s.Clock.Mode != "real" {
		o.Clock = localstack.NewVirtual(drawn.Setup)
	}
	tell, done := a.watchSteps()
	o.Progress = tell
	lab, err := localstack.Up(ctx, o)
	done()
	if err != nil {
		return place, nil, errors.Join(err, gone())
	}
	place, err = localstack.At(dir, o.Name)
	if err != nil {
		return place, nil, errors.Join(err, lab.Close(), gone())
	}
	return place, func() error { return errors.Join(lab.Close(), gone()) }, nil
}

// marked is what the records of a run are marked with.
func marked(id string, seed uint64) string { return fmt.Sprintf("%s-seed-%d", id, seed) }

// choose finds the cloud before anything is begun, and refuses one that cannot play the scenario.
func (a *app) choose(ctx context.Context, s *written, o localstack.Options) (upstream.Kind, error) {
	kind := o.Upstream
	if kind == upstream.Auto {
		plan, err := upstream.Choose(ctx, kind, upstream.Options{Endpoint: o.Endpoint, Cache: o.Cache, Folder: o.Dir, Account: o.Account, Env: o.Env})
		if err != nil {
			return kind, err
		}
		a.remark("%s", plan.Line)
		kind = plan.Kind
	}
	return kind, s.playable(kind)
}

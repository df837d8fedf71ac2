// Baselines on the command line: folders that say how things stood, read before anything is written.

package main

import (
	"context"
	"errors"

	"github.com/spf13/pflag"

	"traillab/analyze/store"
	"traillab/analyze/topology"
	"traillab/analyze/topology/baseline"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// baselineForm is what a baseline looks like.
const baselineForm = "a folder of aws … describe-… answers as JSON files, or files of AWS Config"

// baselineFlags name baselines.
type baselineFlags struct{ dirs []string }

func (b *baselineFlags) add(flags *pflag.FlagSet, usage string) {
	flags.StringArrayVar(&b.dirs, "baseline", nil, usage)
}

// ask adds the flag to a question.
func (b *baselineFlags) ask(flags *pflag.FlagSet) {
	b.add(flags, "with --source: how things stood, in a `DIR` of describe answers or of AWS Config; repeat it for several")
}

// find reads the captures in all folders and says what people should know about them.
func (a *app) find(b *baselineFlags) ([]trail.Capture, error) {
	var found []trail.Capture
	for _, dir := range b.dirs {
		if dir == "" {
			return nil, empty("--baseline", baselineForm)
		}
		captures, notes, err := baseline.Find(dir)
		for _, n := range notes {
			a.remark("baseline: %s", listing.Safe(string(n)))
		}
		if err != nil {
			return nil, err
		}
		found = append(found, captures...)
	}
	return found, nil
}

// keepBaseline adds a baseline to a case, or begins one with it. The account of that is that of a load without files.
func (a *app) keepBaseline(ctx context.Context, b *baselineFlags, captures []trail.Capture, tell func(context.Context, *store.Summary) error) (err error) {
	s, err := store.Create(ctx, a.common.db, store.Options{Version: version()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	kept, err := s.Keep(ctx, captures)
	if err != nil {
		return err
	}
	none := func(func(store.LogFile, error) bool) {}
	sum, err := s.Load(ctx, none, store.LoadOptions{Jobs: 1, Sources: b.dirs, Now: a.env.now})
	if err != nil {
		return err
	}
	sum.Baselines = &kept
	return tell(ctx, sum)
}

// baselines are those of a case.
func baselines(ctx context.Context, s *store.Store) ([]topology.Baseline, error) {
	captures, err := s.Captures(ctx)
	if err != nil {
		return nil, err
	}
	return baseline.Read(captures)
}

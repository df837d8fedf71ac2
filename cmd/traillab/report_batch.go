// Batches: a report as a job that nobody watches. It loads first, if its file says so, goes on from the last run, if it is asked to,
// and says in one line of JSON how it went.

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"traillab/analyze/report"
	"traillab/analyze/store"
	"traillab/analyze/trail"
)

// batchFlags are the flags of a report that is a job.
type batchFlags struct {
	config, each      given
	watermark, status given
	since             bool

	job  *job       // of --config
	mark *watermark // of --since-last
}

func (b *batchFlags) add(flags *pflag.FlagSet) {
	flags.Var(&b.config, "config", "do what this YAML `FILE` says: sources to load first, and any flag by its name; flags of the command line win")
	flags.BoolVar(&b.since, "since-last", false, "tell what has come since the last run with --since-last, what has changed or is over by it, and what is open still; end with 3 or 4 for that only")
	flags.Var(&b.watermark, "watermark", "with --since-last: remember in this `FILE` what was told; without it beside the case, apart for each question")
	flags.Var(&b.each, "each", "one report for each `THING`, account, region, vpc or chain, into the folder of -o, with an index; --format may then name several forms: html,md,json")
	flags.Var(&b.status, "status", "say at the end in one line of JSON in this `FILE` how the run went, as --log json does on stderr")
}

// check refuses flags that do not go together.
func (b *batchFlags) check(f *reportFlags) error {
	for _, g := range []struct {
		flag  *given
		name  string
		takes string
	}{
		{&b.config, "--config", "the path of a file"},
		{&b.watermark, "--watermark", "the path of a file"},
		{&b.status, "--status", "the path of a file"},
	} {
		if err := g.flag.need(g.name, g.takes); err != nil {
			return err
		}
	}
	another := f.kept.set || f.whatif.set
	switch {
	case b.watermark.set && !b.since:
		return misuse(errors.New("--watermark goes with --since-last"))
	case b.since && (another || len(f.q.source) > 0):
		return misuse(errors.New("--since-last goes on from what the case has had before: --source, --case and --whatif go without it"))
	case b.each.set && another:
		return misuse(errors.New("--each is about the chains of a log; --case and --whatif go without it"))
	case b.each.set && !f.out.set:
		return misuse(errors.New("--each writes a folder: name it with --output DIR"))
	}
	return errors.Join(b.checkEach(), f.checkPlaces())
}

// reportRun is how one run went.
type reportRun struct {
	began time.Time
	load  *store.Summary // nil where nothing was loaded
	paper *report.Case   // nil where none was made
}

// runReport makes a report, and says at the end how that went.
func (a *app) runReport(cmd *cobra.Command, f *reportFlags) (err error) {
	run := &reportRun{began: a.env.now()}
	defer func() {
		if unsaid := a.account(cmd.Context(), f, run, err); unsaid != nil {
			err = errors.Join(&coded{exitFailed, unsaid}, err)
		}
	}()
	if f.batch.config.set {
		if f.batch.job, err = readJob(f.batch.config.text, cmd.Flags()); err != nil {
			return misuse(err)
		}
		if err := misuse(a.common.check(cmd.Name())); err != nil {
			return f.batch.job.located(err, "")
		}
	}
	if err := errors.Join(f.check(), f.batch.checkForms(a.common.format)); err != nil {
		return f.batch.job.located(err, "")
	}
	if f.kept.set {
		return a.reportKept(cmd, f, run)
	}
	return f.batch.job.located(a.reportJob(cmd, f, run), "")
}

// reportJob loads what there is to load, and reports. What is to be told of the load by an exit code waits until the report is there.
func (a *app) reportJob(cmd *cobra.Command, f *reportFlags, run *reportRun) (err error) {
	if f.batch.since {
		done, err := a.lockWatermark(cmd, f)
		if err != nil {
			return err
		}
		defer done()
	}
	loaded := a.loadJob(cmd.Context(), f, run)
	if loaded != nil && !workDone(loaded) {
		return loaded
	}
	f.q.whole = true
	err = a.ask(cmd.Context(), &f.q, nil, func(s *store.Store, filter trail.Filter) error { return a.reportStore(cmd, f, s, filter, run) })
	var broken *coded
	switch {
	case errors.As(loaded, &broken) && broken.code == exitBroken:
		return errors.Join(loaded, err)
	case !workDone(err):
		return err // that there is no report is worse than whatever the load had to tell
	}
	return errors.Join(err, loaded)
}

// workDone reports whether a run did all of its work, whatever its exit code then says of what it found.
func workDone(err error) bool {
	var c *coded
	return err == nil || errors.As(err, &c) && (c.code == exitFindings || c.code == exitIncomplete || c.code == exitBroken)
}

// loadJob loads the sources of a job.
func (a *app) loadJob(ctx context.Context, f *reportFlags, run *reportRun) error {
	j := f.batch.job
	if j == nil || len(j.sources)+len(j.load.beside.dirs) == 0 {
		return nil
	}
	if len(f.q.source) > 0 {
		return misuse(errors.New("--source asks an archive and keeps nothing; sources are loaded into the case: take one of the two"))
	}
	filter, err := j.load.fit(j.sources)
	if err != nil {
		return j.located(err, loadSection)
	}
	if err := f.apart(func(flag, path string) error { return apart(flag, path, j.sources) }); err != nil {
		return err
	}
	return a.loadAll(ctx, j.sources, &j.load, filter, func(_ context.Context, sum *store.Summary) error {
		run.load = sum
		a.remark("loaded: %d new files, %d known, %d damaged, %d rejected; %d new events", sum.Files.Loaded, sum.Files.Known, sum.Files.Damaged, sum.Files.Rejected, sum.Records.Stored)
		return nil
	})
}

// reportStore makes the report of a case, or one for each of its things, and remembers it when it is written.
func (a *app) reportStore(cmd *cobra.Command, f *reportFlags, s *store.Store, filter trail.Filter, run *reportRun) (err error) {
	ctx := cmd.Context()
	if err := f.apart(func(flag, path string) error { return a.apartFromCase(ctx, s, flag, path) }); err != nil {
		return err
	}
	back, err := ceiling(ctx, s)
	if err != nil {
		return err
	}
	defer back()
	if f.batch.since {
		if f.batch.mark, err = a.readWatermark(ctx, s, cmd, f); err != nil {
			return err
		}
	}
	if f.batch.each.set {
		run.paper, err = a.reportEach(cmd, s, f, filter)
	} else if run.paper, err = a.compile(ctx, cmd, s, f, filter); err == nil {
		err = a.hand(run.paper, f)
	}
	if f.batch.mark != nil && workDone(err) {
		if kept := a.keepWatermark(f.batch.mark, run.paper); kept != nil {
			return kept
		}
	}
	return err
}

// verdictSince says by an exit code what is new in a report that goes on from an earlier one.
func (f *reportFlags) verdictSince(c *report.Case) error {
	var fresh []report.Head
	for i := range c.Overview {
		if c.Overview[i].Standing != report.IsOpen {
			fresh = append(fresh, c.Overview[i])
		}
	}
	if err := f.fail.judgeHeads(fresh); err != nil {
		return err
	}
	s := c.Log.Since
	if f.strict && s.Broken {
		return &coded{exitIncomplete, errors.New("evidence incomplete: a load has not ended (--strict)")}
	}
	if f.strict && s.Spoiled+s.GapHours > 0 {
		return &coded{exitIncomplete, fmt.Errorf("evidence incomplete: %d hours of gaps and %d files that could not be read whole are new since the last report (--strict)", s.GapHours, s.Spoiled)}
	}
	return nil
}

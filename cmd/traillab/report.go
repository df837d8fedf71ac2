// report puts a case on paper: one analysis, in every form that people and machines read.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"traillab/analyze"
	"traillab/analyze/report"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

const reportLong = `Tells a case as one document: what was found in a paragraph, for which hours there are logs, every chain with what it cost, how
the network stood before, during and after, who did it and by which credentials, what was refused, what is inferred and what is
not known, which playbooks fit, where every record lies, and how to make each table again.

  traillab report                                  for a terminal
  traillab report --format html -o case.html       for people: one page that loads nothing
  traillab report --format md -o case.md           for a ticket
  traillab report --format json -o case.json       the whole case, kept
  traillab report --case case.json --format md     any form of a kept case, without the archive
  traillab report --whatif "detach IGW" --at TIME  what a call would cost that nobody has made
  traillab report --format csv -o case.csv         the timeline for a spreadsheet; jsonl has the same columns
  traillab report --format timesketch -o case.jsonl  the timeline for Timesketch
  traillab report --format ocsf -o events.jsonl    the events as OCSF 1.8.0 API Activity, for Security Lake and its like
  traillab report --each account -o DIR            a page for each account, region, vpc or chain, and an index of them
  traillab report --since-last                     what is new, has changed or is over since the last run, and what is open still
  traillab report --config nightly.yaml            all of it as a job: load, report, and say in one line how it went

The filters choose among the chains and the lines of the timeline; a chain is told whole when one of its events is let through.
A file is written whole or not at all.`

// paper is a form of a report.
type paper struct {
	name  listing.Format
	write func(io.Writer, *report.Case) error
}

// papers are the forms, in the order in which they are told.
func papers() []paper {
	return []paper{
		{"text", report.Text},
		{"md", report.Markdown},
		{"html", report.HTML},
		{"json", report.JSON},
		{"csv", report.CSV},
		{"jsonl", report.JSONL},
		{"timesketch", report.Timesketch},
		{"ocsf", report.OCSF},
	}
}

// paperForm reads --format of a report, of several the first. What listings call a table is text here.
func paperForm(list string) (listing.Format, error) {
	name, more, several := strings.Cut(list, ",")
	if several {
		if _, err := paperForm(more); err != nil {
			return "", err
		}
	}
	if name == string(listing.Table) {
		return "text", nil
	}
	var names []string
	for _, p := range papers() {
		if string(p.name) == name {
			return p.name, nil
		}
		names = append(names, string(p.name))
	}
	return "", fmt.Errorf("--format: %q is no format of a report; use one of %s", name, strings.Join(names, ", "))
}

// reportFlags are the flags of one report.
type reportFlags struct {
	q          questionFlags
	kept       given
	whatif, at given
	fail       failOn
	strict     bool
	sealed     bool
	out        given
	batch      batchFlags
}

func (a *app) report() *cobra.Command {
	var f reportFlags
	c := &cobra.Command{
		Use:   "report",
		Short: "A whole case on paper: for people, for tickets, and to keep",
		Long:  reportLong,
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.runReport(cmd, &f) },
	}
	f.q.add(c, true)
	f.q.beside.ask(c.Flags())
	f.fail.add(c.Flags())
	c.Flags().Var(&f.kept, "case", "render the kept case in this `FILE` of --format json; nothing else is read")
	c.Flags().Var(&f.whatif, "whatif", "report what this `CALL` would cost, as traillab impact --whatif")
	c.Flags().Var(&f.at, "at", "with --whatif: at this `TIME` (as for --from); the end of the log without it")
	c.Flags().BoolVar(&f.strict, "strict", false, "end with exit code 4 when there are gaps, or something could not be read; the report is written all the same")
	c.Flags().BoolVar(&f.sealed, "case-digest", false, "carry the digest of all rows of the case, too, as traillab manifest tells it: 20 seconds of processor time a million events")
	c.Flags().VarP(&f.out, "output", "o", "write to this `FILE`, with --each to this folder, whole or not at all; without it to stdout")
	f.batch.add(c.Flags())
	return c
}

// check refuses flags that do not go together.
func (f *reportFlags) check() error {
	for _, g := range []struct {
		flag  *given
		name  string
		takes string
	}{
		{&f.kept, "--case", "a file that traillab report --format json wrote"},
		{&f.out, "--output", "the path of a file"},
		{&f.whatif, "--whatif", analyze.WhatIfForms},
		{&f.at, "--at", trail.MomentForms},
	} {
		if err := g.flag.need(g.name, g.takes); err != nil {
			return err
		}
	}
	switch {
	case f.at.set && !f.whatif.set:
		return misuse(errors.New("--at goes with --whatif; --from and --until narrow a report"))
	case f.kept.set && (f.whatif.set || len(f.q.source) > 0 || len(f.q.beside.dirs) > 0):
		return misuse(errors.New("--case renders what was kept; --source, --baseline and --whatif go without it"))
	case f.whatif.set && f.fail.set:
		return misuse(errors.New("--fail-on goes with chains; nobody has made the call of --whatif"))
	}
	return errors.Join(f.fail.check(), f.batch.check(f))
}

// reportKept renders a case that was kept.
func (a *app) reportKept(cmd *cobra.Command, f *reportFlags, run *reportRun) (err error) {
	if filters := givenFilters(cmd.Flags()); len(filters) > 0 {
		return misuse(fmt.Errorf("--%s: a kept case is rendered as it is; give filters when it is made", filters[0].Flag))
	}
	if err := f.apart(func(flag, path string) error { return apart(flag, path, []string{f.kept.text}) }); err != nil {
		return err
	}
	file, err := os.Open(f.kept.text)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	c, err := report.Read(file, info.Size())
	if err != nil {
		return fmt.Errorf("%s: %w", f.kept.text, err)
	}
	if cmd.Flags().Changed("tz") {
		c.Zone = a.common.location
	}
	run.paper = c
	return a.deliver(c, f)
}

// hand renders a case that was just compiled. All forms but JSON are rendered from the kept case, so that a report now and one of
// the kept case later are the same to the byte, and a form may look at the case twice without asking the store twice.
func (a *app) hand(c *report.Case, f *reportFlags) (err error) {
	if a.common.parsedFormat == listing.JSON {
		return a.deliver(c, f)
	}
	kept, done, err := keep(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	return a.deliver(kept, f)
}

// keep writes a case to a file that nobody else sees, and reads it again.
func keep(c *report.Case) (kept *report.Case, done func() error, err error) {
	file, err := os.CreateTemp("", "traillab-report-")
	if err != nil {
		return nil, nil, fmt.Errorf("keep the case: %w", err)
	}
	done = func() error { return errors.Join(file.Close(), os.Remove(file.Name())) }
	if err = report.JSON(file, c); err == nil {
		var size int64
		if size, err = file.Seek(0, io.SeekEnd); err == nil {
			kept, err = report.Read(file, size)
		}
	}
	if err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return kept, done, nil
}

// deliver writes the report, and then says by the exit code what is in it.
func (a *app) deliver(c *report.Case, f *reportFlags) error {
	for _, p := range papers() {
		if p.name == a.common.parsedFormat {
			if err := a.write(f.out.text, func(w io.Writer) error { return p.write(w, c) }); err != nil {
				return err
			}
		}
	}
	return f.verdict(c)
}

// verdict says by an exit code what is in a report.
func (f *reportFlags) verdict(c *report.Case) error {
	if c.Log.Since != nil {
		return f.verdictSince(c)
	}
	if err := f.fail.judgeHeads(c.Overview); err != nil {
		return err
	}
	if f.strict && !c.Coverage.Whole {
		return &coded{exitIncomplete, fmt.Errorf("evidence incomplete: %d gaps, %d files and records rejected, %d files damaged, %d events recovered (--strict)",
			c.Coverage.Gaps, c.Coverage.Rejects, c.Coverage.Damaged, c.Coverage.Recovered)}
	}
	return nil
}

// compile analyses the store and puts the case on paper.
func (a *app) compile(ctx context.Context, cmd *cobra.Command, s *store.Store, f *reportFlags, filter trail.Filter) (*report.Case, error) {
	o, err := a.paperOptions(ctx, cmd, s, f, filter)
	if err != nil {
		return nil, err
	}
	f.batch.mark.recall(&o)
	if f.whatif.set {
		return a.compileWhatIf(ctx, s, f, o)
	}
	c, err := a.investigate(ctx, s)
	if err != nil {
		return nil, err
	}
	return report.Compile(ctx, s, c, o)
}

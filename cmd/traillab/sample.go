// sample lists and writes the incidents in the box, and generates large archives with a known truth.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/samples"
	"traillab/simulate/corpus"
)

func (a *app) sample() *cobra.Command {
	c := &cobra.Command{
		Use:   "sample",
		Short: "The incidents in the box, and large archives with a known truth",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return misuse(errors.New("say what to do: traillab sample list, sample write NAME DIR, or sample generate --events N DIR"))
		},
	}
	for _, sub := range []*cobra.Command{a.sampleList(), a.sampleWrite(), a.sampleGenerate()} {
		sub.Args = explained(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

func (a *app) sampleList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "The incidents by name",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			list, err := samples.List()
			if err != nil {
				return err
			}
			w := a.list([]listing.Column{{Name: "name"}, {Name: "title", Wide: true}})
			for _, s := range list {
				if err := w.Row(s.Name, s.Title); err != nil {
					return err
				}
			}
			return w.Close()
		},
	}
}

func (a *app) sampleWrite() *cobra.Command {
	return &cobra.Command{
		Use:   "write NAME DIR",
		Short: "Write one incident's folder: its story, its log and the answers that are right",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := writeSample(args[0], args[1]); err != nil {
				return err
			}
			a.nextLoad(args[1])
			return nil
		},
	}
}

// nextLoad names the command that loads the log and not the answers beside it, which are no log files.
func (a *app) nextLoad(dir string) {
	dir = listing.Safe(filepath.Clean(dir))
	a.remark("next: traillab load %s --db %s.duckdb", filepath.Join(dir, "AWSLogs"), dir)
}

// writeSample copies an incident out of the box. It refuses to write over anything.
func writeSample(name, dir string) error {
	incident, err := samples.Open(name)
	if err != nil {
		return misuse(fmt.Errorf("%w; traillab sample list names them", err))
	}
	if err := os.CopyFS(dir, incident); err != nil {
		return fmt.Errorf("sample %s: %w", name, err)
	}
	return nil
}

func (a *app) sampleGenerate() *cobra.Command {
	var o corpus.Options
	c := &cobra.Command{
		Use:   "generate DIR",
		Short: "Make a large archive with realistic records, planted detachments and a truth.json",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.Check(); err != nil {
				return misuse(err)
			}
			return a.generate(cmd.Context(), args[0], o)
		},
	}
	c.Flags().IntVar(&o.Events, "events", 10_000, "`NUMBER` of records")
	c.Flags().IntVar(&o.Files, "files", 0, "`NUMBER` of log files (default: one for about 150 records)")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "`NUMBER` that decides everything else: the same seed, the same bytes")
	return c
}

func (a *app) generate(ctx context.Context, dir string, o corpus.Options) error {
	if a.env.width(a.env.stderr) > 0 && !a.common.quiet {
		var shown atomic.Int64
		o.Progress = func(events int) {
			if percent := int64(events) * 100 / int64(o.Events); percent > shown.Load() {
				shown.Store(percent)
				fmt.Fprintf(a.env.stderr, "\rgenerating: %d%%", percent)
			}
		}
		defer fmt.Fprint(a.env.stderr, "\r                 \r")
	}
	truth, err := corpus.Generate(ctx, dir, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.env.stdout, "%d records in %d files, %d detachments; the truth is in truth.json\n", truth.Events, truth.Files, len(truth.Detachments))
	a.nextLoad(dir)
	return nil
}

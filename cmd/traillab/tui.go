// tui is the case by hand: the pages of package tui over a store.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/tui"
)

func (a *app) tui() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "tui",
		Short: "The same by hand: pages in the terminal, from the overview down to the raw record",
		Long: `Shows the case in the terminal: what is known and what is not, the chains, the timeline, and the raw record behind each line.
? lists the keys, esc goes back, . says how to get the same view as a command and as SQL. The filters are where it begins; / changes
them. docs/tui.md has every key.

It needs a terminal; in a script ask traillab timeline, chains, coverage or show, with --format json.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.needTerminal(); err != nil {
				return err
			}
			if len(q.source) > 0 { // read to its end before the first page
				q.whole = true
				return a.ask(cmd.Context(), &q, nil, func(s *store.Store, f trail.Filter) error {
					var place []string
					for _, name := range q.source {
						place = append(place, "--source", name)
					}
					return a.pages(cmd.Context(), onlyDesk(s), f, place)
				})
			}
			f, err := q.filters.parse()
			if err != nil {
				return err
			}
			if err := errors.Join(q.reading.check(), q.reading.fit(q.source)); err != nil {
				return err
			}
			if len(q.beside.dirs) > 0 {
				return misuse(errors.New("--baseline goes with --source; a case keeps its own: traillab load --baseline DIR"))
			}
			d, err := openDesk(cmd.Context(), a.common.db, store.Options{Version: version()})
			if err != nil {
				return err
			}
			return a.pages(cmd.Context(), d, f, []string{"--db", a.common.db})
		},
	}
	q.add(c, true)
	q.beside.ask(c.Flags())
	return c
}

// needTerminal says what to use where there is no terminal.
func (a *app) needTerminal() error {
	in, ok := a.env.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) || a.env.width(a.env.stdout) == 0 {
		return misuse(errors.New("traillab tui needs a terminal for what it reads and writes; without one ask traillab timeline, chains, impact, who or show, with --format json for scripts"))
	}
	return nil
}

// pages shows the case until the user leaves.
func (a *app) pages(ctx context.Context, d *desk, f trail.Filter, place []string) error {
	return a.pagesWith(ctx, d, f, place, func(*tui.Doors, *inquiry) string { return "" })
}

// pagesWith shows the case with more doors than every case has; more opens them, and says which page is first.
func (a *app) pagesWith(ctx context.Context, d *desk, f trail.Filter, place []string, more func(*tui.Doors, *inquiry) (page string)) error {
	zone := a.common.location
	if zone == time.UTC {
		zone = time.Local
	}
	ctx, end := context.WithCancel(ctx)
	c := newInquiry(ctx, d)
	left := &keepsakes{}
	doors := tui.Doors{Lister: d, Surveyor: d, Recorder: d, Investigator: c, Assessor: c, Cartographer: c, Roster: d, Exporter: exporting{a, left}}
	if d.path != "" { // else there is nothing to write beside, and one connection for all
		book := a.casebook(d.path)
		doors.Asker, doors.Notebook = asking{d, book}, notebook{book, left}
	}
	page := more(&doors, c)
	err := tui.Run(ctx, doors, tui.Options{
		Page: page, In: a.env.stdin, Out: a.env.stdout, Environ: a.env.environ(), NoColor: a.common.noColor, Zone: zone, Now: a.env.now, Filter: f, Place: place,
	})
	end()
	left.tell(a)
	if closing := d.close(); closing != nil && err == nil {
		return fmt.Errorf("case: %w", closing)
	}
	return err
}

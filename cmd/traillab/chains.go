// chains lists the isolation chains of a case.

package main

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"traillab/analyze"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/cmd/traillab/listing"
)

func (a *app) chains() *cobra.Command {
	var q questionFlags
	var fail failOn
	c := &cobra.Command{
		Use:   "chains",
		Short: "The isolation chains: run-up, cut, hardening, restore; actors; verdict",
		Long: `Joins the calls that took connectivity away, what they needed and what gave it back, into chains, one for each VPC and
intent, and says of each whether it looks like maintenance, containment, an accident or an attack, with what speaks for it
and against. The filters choose among the chains; the whole log is read, for what a call means depends on those before it.

resources_lost counts what is known to be lost. A loss that is contradicted, by calls of the instance itself or by flow logs,
is not: traillab impact tells what contradicts it.

From where a trail was stopped, or log files cannot be read, the log is silent: nothing that was known before holds on, but that
what was deleted is gone. At that moment a loss goes on as one that is not known, and its chain stays open until a record shows
an end. Nobody called a silence, so it is not among the events.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := fail.check(); err != nil {
				return err
			}
			q.whole, q.look = true, dialect.MaySee
			return a.ask(cmd.Context(), &q, losses, func(s *store.Store, f trail.Filter) error {
				c, err := a.investigate(cmd.Context(), s)
				if err != nil {
					return err
				}
				found, err := analyze.Admit(cmd.Context(), s, c.Chains, f)
				if err != nil {
					return err
				}
				return errors.Join(a.listChains(found), a.silent(cmd.Context(), s, f, len(found) == 0), fail.judge(pointers(found)))
			})
		},
	}
	q.add(c, true)
	q.beside.ask(c.Flags())
	fail.add(c.Flags())
	return c
}

// investigate makes the case of a store.
func (a *app) investigate(ctx context.Context, s *store.Store) (*analyze.Case, error) {
	o, err := beside(ctx, s)
	if err != nil {
		return nil, err
	}
	defer atLeisure()()
	return analyze.Investigate(ctx, s, o)
}

// atLeisure lets garbage be collected half as often until the returned function is called: a case grows to its end and keeps
// most of what it makes, so that every look through it finds little. That saves a fifth of the processor time of a large case
// for a fifth more memory. Who has set GOGC knows better.
func atLeisure() (back func()) {
	const usual, rarer = 100, 200
	was := debug.SetGCPercent(rarer)
	if was != usual {
		debug.SetGCPercent(was)
	}
	return func() { debug.SetGCPercent(was) }
}

// beside is what a case takes beside the log: its baselines, and the hours of its log files.
func beside(ctx context.Context, s *store.Store) (o analyze.Options, err error) {
	if o.Baselines, err = baselines(ctx, s); err != nil {
		return o, err
	}
	o.Hours, err = s.Delivered(ctx)
	return o, err
}

func (a *app) listChains(found []analyze.Chain) error {
	if a.common.parsedFormat == listing.Table {
		return a.tableChains(found)
	}
	w := a.list([]listing.Column{
		{Name: "id"},
		{Name: "scope"},
		{Name: "account"},
		{Name: "region"},
		{Name: "from"},
		{Name: "until"},
		{Name: "events", Wide: true},
		{Name: "actors", Wide: true},
		{Name: "verdict", Wide: true},
		{Name: "resources_lost", Right: true},
		{Name: "attempts", Right: true},
	})
	for i := range found {
		s := found[i].Summary()
		err := w.Row(s.ID, s.Scope, orNull(s.Account), orNull(s.Region), s.From, s.Until, s.Events, s.Actors, s.Verdict, s.Lost, s.Tries)
		if err != nil {
			return err
		}
	}
	return w.Close()
}

// tableChains shows people a line for each chain.
func (a *app) tableChains(found []analyze.Chain) error {
	if len(found) == 0 {
		a.remark("no chains found")
		return nil
	}
	w := a.list([]listing.Column{
		{Name: "id"},
		{Name: "from"},
		{Name: "until"},
		{Name: "scope"},
		{Name: "region"},
		{Name: "verdict"},
		{Name: "level"},
		{Name: "lost", Right: true},
		{Name: "attempts", Right: true},
		{Name: "story", Wide: true},
	})
	for i := range found {
		c := &found[i]
		var until any = "open"
		if c.Until != nil {
			until = *c.Until
		}
		err := w.Row(c.ID, c.From, until, c.Scope.ID, orNull(c.Region), string(c.Verdict.Label), string(c.Verdict.Level), c.Lost, c.Attempts, c.Story(len(c.Links)))
		if err != nil {
			return err
		}
	}
	return w.Close()
}

// clock writes a time for people in the zone they asked for.
func (a *app) clock(t time.Time) string {
	if a.common.location == nil {
		return t.UTC().Format(time.RFC3339)
	}
	return t.In(a.common.location).Format(time.RFC3339)
}

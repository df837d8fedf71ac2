// impact tells what a chain cost, or how a VPC stood at a time.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"traillab/analyze"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/cmd/traillab/listing"
)

const impactLong = `Tells of every resource what it lost and what it kept, from when to when, why, and whether that was observed, inferred,
or cannot be known:

  traillab impact CHAIN                        what a chain of traillab chains cost
  traillab impact --vpc VPC --at TIME          how a VPC stood at a time
  traillab impact --whatif "detach IGW"        what a call would cost, at the end of the log or --at a time

Where there are VPC Flow Logs it tells, per interface of an instance, what passed before, during and after it had no way out, and
what that says: confirmed, silence (those on the internet who had answered no longer did, in the time that flow logs cover),
contradiction (somebody on the internet did answer: then what was lost is not known), or none.`

func (a *app) impact() *cobra.Command {
	var q questionFlags
	var vpc, at, whatif given
	var fail failOn
	var where placeFlags
	c := &cobra.Command{
		Use:   "impact [CHAIN]",
		Short: "What was, or would be, lost and kept, by whom, since when, how sure",
		Long:  impactLong,
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := impactArgs(args, &vpc, &at, &whatif, &where, &fail); err != nil {
				return err
			}
			q.whole, q.look = true, dialect.MaySee
			return a.ask(cmd.Context(), &q, losses, func(s *store.Store, _ trail.Filter) error {
				when, err := a.pointOf(cmd.Context(), s, &at)
				if err != nil {
					return err
				}
				if whatif.set {
					return errors.Join(a.whatif(cmd.Context(), s, whatif.text, when), a.silentUntil(cmd.Context(), s, "", "", when))
				}
				c, err := a.investigate(cmd.Context(), s)
				if err != nil {
					return err
				}
				if len(args) == 1 {
					return a.impactOf(cmd.Context(), s, c, args[0], &fail)
				}
				found, err := theVPC(c.History, vpc.text, where)
				if err != nil {
					return err
				}
				i, err := c.ImpactAt(cmd.Context(), s, found, when)
				if err != nil {
					return err
				}
				return errors.Join(a.printImpact(i, nil), a.silentUntil(cmd.Context(), s, found.Account, found.Region, when))
			})
		},
	}
	q.add(c, false)
	q.beside.ask(c.Flags())
	where.add(c.Flags())
	fail.add(c.Flags())
	c.Flags().Var(&vpc, "vpc", "tell how this `VPC` stood")
	c.Flags().Var(&at, "at", "at this `TIME` (as for --from); the end of the log without it")
	c.Flags().Var(&whatif, "whatif", "tell what this `CALL` would cost: detach IGW, delete GATEWAY-OR-NAT, unroute TABLE DESTINATION, blackhole TABLE DESTINATION, unmap ADDRESS, stop INSTANCE, block")
	return c
}

// impactOf tells what a chain cost.
func (a *app) impactOf(ctx context.Context, s *store.Store, c *analyze.Case, id string, fail *failOn) error {
	chain, err := theChain(c, id)
	if err != nil {
		return err
	}
	i, err := c.Impact(ctx, s, chain)
	if err != nil {
		return err
	}
	var end time.Time // what is open goes on to the end of the log
	if chain.Until != nil {
		end = *chain.Until
	}
	return errors.Join(a.printImpact(i, chain), a.silentUntil(ctx, s, chain.Account, chain.Region, end), fail.judge([]*analyze.Chain{chain}))
}

// impactArgs checks that exactly one thing is asked.
func impactArgs(args []string, vpc, at, whatif *given, where *placeFlags, fail *failOn) error {
	if err := vpcArgs(vpc, at, where); err != nil {
		return err
	}
	if err := whatif.need("--whatif", analyze.WhatIfForms); err != nil {
		return err
	}
	asked := len(args)
	for _, g := range []*given{vpc, whatif} {
		if g.set {
			asked++
		}
	}
	if asked != 1 {
		return misuse(fmt.Errorf("impact takes a chain's id, or --vpc, or --whatif; traillab chains lists the chains"))
	}
	if err := fail.check(); err != nil {
		return err
	}
	if fail.set && len(args) == 0 {
		return misuse(errors.New("--fail-on goes with a chain's id; only chains have levels"))
	}
	if at.set && len(args) == 1 {
		return misuse(fmt.Errorf("--at goes with --vpc or --whatif; a chain has times of its own"))
	}
	return nil
}

// pointOf reads --at; without it, it is the newest event's time.
func (a *app) pointOf(ctx context.Context, s *store.Store, at *given) (time.Time, error) {
	m, err := at.moment("--at")
	if err != nil {
		return time.Time{}, err
	}
	newest, err := s.Newest(ctx)
	if err != nil || !m.Set() {
		return newest, err
	}
	when := m.Resolve(newest)
	return when, a.silentAt(ctx, s, when)
}

// theChain finds a chain by its id or the beginning of it.
func theChain(c *analyze.Case, id string) (*analyze.Chain, error) {
	var found []*analyze.Chain
	for i := range c.Chains {
		switch chain := &c.Chains[i]; {
		case chain.ID == id:
			return chain, nil
		case strings.HasPrefix(chain.ID, id), strings.HasPrefix(chain.ID, "chain-"+id):
			found = append(found, chain)
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("no chain %q in the case; traillab chains lists them", id)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("%d chains begin with %q; traillab chains lists them", len(found), id)
}

func (a *app) printImpact(i *analyze.Impact, chain *analyze.Chain) error {
	switch a.common.parsedFormat {
	case listing.JSON, listing.JSONL:
		return a.printJSON(i)
	case listing.CSV, listing.Markdown:
		return a.listImpact(i)
	default:
		return a.tellImpact(i, chain)
	}
}

// printJSON prints a value as one JSON document; control and bidi characters are escaped.
func (a *app) printJSON(v any) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := a.env.stdout.Write(listing.SafeJSON(text.Bytes()))
	return err
}

// listImpact lists the entries, one a row.
func (a *app) listImpact(i *analyze.Impact) error {
	w := a.list([]listing.Column{
		{Name: "id"},
		{Name: "kind"},
		{Name: "name"},
		{Name: "what"},
		{Name: "before"},
		{Name: "after"},
		{Name: "filter_before"},
		{Name: "filter_after"},
		{Name: "from"},
		{Name: "until"},
		{Name: "level"},
		{Name: "path_before", Wide: true},
		{Name: "reason_after", Wide: true},
		{Name: "sources", Wide: true},
	})
	for _, r := range i.Resources {
		for _, e := range r.Capabilities {
			err := w.Row(r.ID, r.Kind, orNull(string(r.Name)), e.What, string(e.Before), string(e.After), string(e.FilterBefore), string(e.FilterAfter),
				e.From, e.Until, e.Level, strings.Join(e.Path, "; "), orNull(e.Reason), ids(e.Sources))
			if err != nil {
				return err
			}
		}
	}
	return w.Close()
}

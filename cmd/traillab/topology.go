// topology tells and draws the network as it stood.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"traillab/analyze"
	"traillab/analyze/report"
	"traillab/analyze/store"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// svg is the form that only topology has.
const svg listing.Format = "svg"

func (a *app) topology() *cobra.Command {
	var q questionFlags
	var vpc, at given
	var where placeFlags
	c := &cobra.Command{
		Use:   "topology",
		Short: "The network as it stood; --format svg draws it",
		Long: `Rebuilds a VPC as it stood at a time, from the calls that changed it: subnets and how they lie to the internet, route
tables with routes that work or are black holes, gateways, addresses, endpoints, instances and what each of them could reach
and be reached by. Every fact says whether it was observed, is inferred, or is not known, and which events it rests on.

  traillab topology                                    the VPCs that the log knows
  traillab topology --vpc VPC                          one of them at the end of the log
  traillab topology --vpc VPC --at TIME                … at a time
  traillab topology --vpc VPC --format svg > net.svg   … as a picture`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := vpcArgs(&vpc, &at, &where); err != nil {
				return err
			}
			if a.common.parsedFormat == svg && !vpc.set {
				return misuse(fmt.Errorf("--format svg draws one VPC; say which with --vpc, traillab topology lists them"))
			}
			q.whole = true
			return a.ask(cmd.Context(), &q, network, func(s *store.Store, _ trail.Filter) error {
				when, err := a.pointOf(cmd.Context(), s, &at)
				if err != nil {
					return err
				}
				return a.answerTopology(cmd.Context(), s, vpc, where, when)
			})
		},
	}
	q.add(c, false)
	q.beside.ask(c.Flags())
	where.add(c.Flags())
	c.Flags().Var(&vpc, "vpc", "tell how this `VPC` stood")
	c.Flags().Var(&at, "at", "at this `TIME` (as for --from); the end of the log without it")
	return c
}

func (a *app) answerTopology(ctx context.Context, s *store.Store, vpc given, where placeFlags, at time.Time) error {
	o, err := beside(ctx, s)
	if err != nil {
		return err
	}
	h, err := analyze.Rebuild(ctx, s, o)
	if err != nil {
		return err
	}
	if !vpc.set {
		return errors.Join(a.listNetworks(snapshot.List(h, at), where), a.silentUntil(ctx, s, "", "", at))
	}
	found, err := theVPC(h, vpc.text, where)
	if err != nil {
		return err
	}
	if err := a.silentUntil(ctx, s, found.Account, found.Region, at); err != nil {
		return err
	}
	n := snapshot.Take(h, found, at)
	switch a.common.parsedFormat {
	case svg:
		var drawn bytes.Buffer // whole or not at all
		if err := report.Network(&drawn, n); err != nil {
			return err
		}
		_, err := a.env.stdout.Write(drawn.Bytes())
		return err
	case listing.JSON, listing.JSONL:
		return a.printJSON(n)
	case listing.CSV, listing.Markdown:
		return a.listStatements(n.Statements())
	default:
		return a.tellNetwork(n)
	}
}

// listNetworks lists the VPCs that a log knows.
func (a *app) listNetworks(list []snapshot.Known, where placeFlags) error {
	w := a.list([]listing.Column{
		{Name: "vpc"},
		{Name: "account"},
		{Name: "region"},
		{Name: "name", Wide: true},
		{Name: "ranges"},
		{Name: "exists"},
		{Name: "level"},
		{Name: "whole"},
		{Name: "subnets", Right: true},
		{Name: "route_tables", Right: true},
		{Name: "gateways", Right: true},
		{Name: "nat_gateways", Right: true},
		{Name: "endpoints", Right: true},
		{Name: "instances", Right: true},
		{Name: "since"},
		{Name: "until"},
	})
	n := 0
	for _, k := range list {
		if !where.here(k.Account, k.Region) {
			continue
		}
		n++
		err := w.Row(k.ID, orNull(k.Account), orNull(k.Region), orNull(string(k.Name)), k.Ranges, k.Exists, k.Level, k.Whole, k.Subnets, k.Tables, k.Gateways,
			k.NATs, k.Endpoints, k.Instances, k.Since, k.Until)
		if err != nil {
			return err
		}
	}
	if n == 0 && a.common.parsedFormat == listing.Table {
		a.remark("no VPC found: no event of the log speaks of one")
		return nil
	}
	return w.Close()
}

// listStatements lists a network's facts, one a row.
func (a *app) listStatements(list []snapshot.Statement) error {
	w := a.list([]listing.Column{
		{Name: "kind"},
		{Name: "id"},
		{Name: "name", Wide: true},
		{Name: "about"},
		{Name: "key"},
		{Name: "value"},
		{Name: "level"},
		{Name: "reason", Wide: true},
		{Name: "sources", Wide: true},
	})
	for _, s := range list {
		if err := w.Row(s.Kind, s.ID, orNull(s.Name), s.About, orNull(s.Key), orNull(s.Value), s.Level, orNull(s.Reason), s.Sources); err != nil {
			return err
		}
	}
	return w.Close()
}

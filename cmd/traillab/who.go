// who lists principals, and follows credentials from one access key to the next.

package main

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

func (a *app) who() *cobra.Command {
	var q questionFlags
	var trace given
	c := &cobra.Command{
		Use:   "who",
		Short: "Principals: first and last seen, addresses, agents, regions, calls, errors",
		Long: `Lists who acted, and with --trace the access keys that were handed out to the holder of one, and to theirs in turn.
Filters narrow the calls that are counted: of each principal, or of each traced key. Keys are followed whatever the
filters let through.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := trace.need("--trace", "an access key ID"); err != nil {
				return err
			}
			q.whole = trace.set
			return a.ask(cmd.Context(), &q, nil, func(s *store.Store, f trail.Filter) error {
				if trace.set {
					found, err := s.Trace(cmd.Context(), trace.text, f)
					if err != nil {
						return err
					}
					calls := slices.ContainsFunc(found, func(c trail.Credential) bool { return c.Calls > 0 })
					return errors.Join(a.listTrace(found), a.silent(cmd.Context(), s, f, !calls))
				}
				found, err := s.Who(cmd.Context(), f)
				if err != nil {
					return err
				}
				return errors.Join(a.listWho(found), a.silent(cmd.Context(), s, f, len(found) == 0))
			})
		},
	}
	q.add(c, true)
	c.Flags().Var(&trace, "trace", "follow the credentials that were handed out from this access `KEY` on")
	return c
}

func (a *app) listWho(found []trail.Actor) error {
	if len(found) == 0 && a.common.parsedFormat == listing.Table {
		a.remark("nobody found")
		return nil
	}
	w := a.list([]listing.Column{
		{Name: "principal"},
		{Name: "type"},
		{Name: "first"},
		{Name: "last"},
		{Name: "calls", Right: true},
		{Name: "errors", Right: true},
		{Name: "writes", Right: true},
		{Name: "access_keys", Wide: true},
		{Name: "source_ips", Wide: true},
		{Name: "user_agents", Wide: true},
		{Name: "regions", Wide: true},
		{Name: "accounts", Wide: true},
	})
	for i := range found {
		p := &found[i]
		err := w.Row(orNull(p.Principal), orNull(p.Type), p.First, p.Last, p.Calls, p.Errors, p.Writes, ids(p.AccessKeys),
			ids(p.SourceIPs), ids(p.UserAgents), ids(p.Regions), ids(p.Accounts))
		if err != nil {
			return err
		}
	}
	return w.Close()
}

func (a *app) listTrace(found []trail.Credential) error {
	w := a.list([]listing.Column{
		{Name: "depth", Right: true},
		{Name: "access_key_id"},
		{Name: "from"},
		{Name: "call"},
		{Name: "issued"},
		{Name: "event_id"},
		{Name: "principals"},
		{Name: "first"},
		{Name: "last"},
		{Name: "calls", Right: true},
		{Name: "errors", Right: true},
	})
	for i := range found {
		c := &found[i]
		err := w.Row(c.Depth, c.AccessKey, orNull(c.From), orNull(c.Call), c.Issued, orNull(c.EventID), ids(c.Principals), c.First, c.Last, c.Calls, c.Errors)
		if err != nil {
			return err
		}
	}
	return w.Close()
}

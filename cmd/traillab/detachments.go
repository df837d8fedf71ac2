// detachments lists every call that cut, or tried to cut, one thing from another.

package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"traillab/analyze"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/cmd/traillab/listing"
)

func detachmentColumns() []listing.Column {
	return []listing.Column{
		{Name: "event_id"},
		{Name: "time"},
		{Name: "not_before"},
		{Name: "not_after"},
		{Name: "name"},
		{Name: "account"},
		{Name: "region"},
		{Name: "relation"},
		{Name: "child"},
		{Name: "parent"},
		{Name: "outcome"},
		{Name: "error_code"},
		{Name: "principal", Wide: true},
		{Name: "access_key_id"},
		{Name: "source_ip"},
		{Name: "user_agent", Wide: true},
		{Name: "basis"},
		{Name: "chain"},
	}
}

func (a *app) detachments() *cobra.Command {
	var q questionFlags
	var fail failOn
	c := &cobra.Command{
		Use:   "detachments",
		Short: "Every call that cut, or tried to cut, one thing from another",
		Long: `Lists the calls of the detach family, one row a call and thing: done, refused (AWS would not), denied (the caller may
not) or dry-run. A cut of which the log has no record, but which a later record proves (a gateway that is deleted, or
attached again, was detached), is listed as inferred, with the bounds between which it happened. So is what a record says
that was recovered behind damage to its file, with two equal bounds. All forms but the table name the chain that has the
event, for which the whole log is read.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := fail.check(); err != nil {
				return err
			}
			admit := concerning
			if a.common.parsedFormat != listing.Table || fail.set {
				q.whole, q.look, admit = true, dialect.MaySee, losses // chains are made of the whole log
			}
			return a.ask(cmd.Context(), &q, admit, func(s *store.Store, f trail.Filter) error {
				found, err := analyze.Detachments(cmd.Context(), s, f)
				if err != nil {
					return err
				}
				return errors.Join(a.listDetachments(cmd.Context(), s, found, &fail), a.silent(cmd.Context(), s, f, len(found) == 0))
			})
		},
	}
	q.add(c, true)
	q.beside.ask(c.Flags())
	fail.add(c.Flags())
	return c
}

// concerning admits the records that the question is about: cuts, and what explains or proves them.
func concerning(name, source []byte) bool { return dialect.RoleOf(name, source) >= dialect.Tell }

func (a *app) listDetachments(ctx context.Context, s *store.Store, found []analyze.Detachment, fail *failOn) error {
	var chains map[string][]*analyze.Chain
	if len(found) > 0 && (a.common.parsedFormat != listing.Table || fail.set) {
		c, err := a.investigate(ctx, s)
		if err != nil {
			return err
		}
		chains = byEvent(c)
	}
	if a.common.parsedFormat == listing.Table {
		return errors.Join(a.tableDetachments(found), fail.judge(concerned(chains, found)))
	}
	w := a.list(detachmentColumns())
	for i := range found {
		d, e := &found[i], &found[i].Event
		err := w.Row(e.ID, d.Time, d.NotBefore, d.NotAfter, e.Name, orNull(e.Account), orNull(e.Region), d.Relation, orNull(d.Child),
			orNull(d.Parent), string(d.Outcome), orNull(e.ErrorCode), orNull(e.Principal), orNull(e.AccessKeyID),
			orNull(e.SourceIP), orNull(e.UserAgent), string(d.Basis), chainOf(chains, d))
		if err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), fail.judge(concerned(chains, found)))
}

// concerned are the chains that have the events of detachments.
func concerned(chains map[string][]*analyze.Chain, found []analyze.Detachment) []*analyze.Chain {
	var list []*analyze.Chain
	for i := range found {
		list = append(list, chains[identity(&found[i].Event)]...)
	}
	return list
}

// byEvent finds the chains that have an event.
func byEvent(c *analyze.Case) map[string][]*analyze.Chain {
	found := map[string][]*analyze.Chain{}
	for i := range c.Chains {
		for _, l := range c.Chains[i].Links {
			key := identity(&l.Event)
			if list := found[key]; len(list) == 0 || list[len(list)-1] != &c.Chains[i] {
				found[key] = append(list, &c.Chains[i])
			}
		}
	}
	return found
}

// identity is an event's id, which is one account's.
func identity(e *trail.Event) string { return e.ID + " " + e.Account }

// chainOf is the id of the chain that has a detachment's event, null when none has. One call can cut in several places: then it
// is the chain about what the row is about.
func chainOf(chains map[string][]*analyze.Chain, d *analyze.Detachment) any {
	list := chains[identity(&d.Event)]
	for _, c := range list {
		if c.Scope.ID == d.Parent || c.Scope.ID == d.Child {
			return c.ID
		}
	}
	if len(list) > 0 {
		return list[0].ID
	}
	return nil
}

// tableDetachments shows people what they look for first; the machine forms have every column.
func (a *app) tableDetachments(found []analyze.Detachment) error {
	if len(found) == 0 {
		a.remark("no detachments found")
		return nil
	}
	w := a.list([]listing.Column{
		{Name: "time"},
		{Name: "outcome"},
		{Name: "basis"},
		{Name: "name"},
		{Name: "child"},
		{Name: "parent"},
		{Name: "region"},
		{Name: "principal", Wide: true},
		{Name: "error_code"},
		{Name: "event_id"},
	})
	for i := range found {
		d, e := &found[i], &found[i].Event
		err := w.Row(d.Time, string(d.Outcome), string(d.Basis), e.Name, orNull(d.Child), orNull(d.Parent), orNull(e.Region),
			orNull(e.Principal), orNull(e.ErrorCode), e.ID)
		if err != nil {
			return err
		}
	}
	return w.Close()
}

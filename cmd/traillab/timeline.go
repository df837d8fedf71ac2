// timeline lists events in order.

package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

func (a *app) timeline() *cobra.Command {
	var q questionFlags
	var around given
	var span string
	c := &cobra.Command{
		Use:   "timeline",
		Short: "Events in order, under the filters",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			back, err := trail.ParseMoment(span)
			if err != nil || back.Back == 0 {
				return misuse(fmt.Errorf("--span: %q is no span; use a form such as 15m, 2h or 7d", span))
			}
			if err := around.need("--around", "an event id"); err != nil {
				return err
			}
			return a.ask(cmd.Context(), &q, nil, func(s *store.Store, f trail.Filter) error {
				if around.set {
					if f, err = s.Around(cmd.Context(), f, around.text, back.Back); err != nil {
						return err
					}
				}
				rows, err := a.listTimeline(s.Timeline(cmd.Context(), f))
				return errors.Join(err, a.silent(cmd.Context(), s, f, err == nil && rows == 0))
			})
		},
	}
	q.add(c, true)
	c.Flags().Var(&around, "around", "only events within --span of the event with this `EVENT_ID`")
	c.Flags().StringVar(&span, "span", "15m", "how far --around looks to either side")
	return c
}

// listTimeline lists events and counts them.
func (a *app) listTimeline(events func(func(trail.Event, error) bool)) (rows int, err error) {
	columns := []listing.Column{
		{Name: "event_id"},
		{Name: "time"},
		{Name: "name"},
		{Name: "source"},
		{Name: "account"},
		{Name: "region"},
		{Name: "principal", Wide: true},
		{Name: "access_key_id"},
		{Name: "source_ip"},
		{Name: "user_agent", Wide: true},
		{Name: "error_code"},
		{Name: "read_only"},
		{Name: "resources", Wide: true},
		{Name: "recovered", Rare: true},
	}
	table := a.common.parsedFormat == listing.Table
	if table {
		columns = []listing.Column{
			{Name: "time"},
			{Name: "name"},
			{Name: "error_code"},
			{Name: "principal", Wide: true},
			{Name: "source_ip"},
			{Name: "region"},
			{Name: "resources", Wide: true},
			{Name: "event_id"},
		}
	}
	w := a.list(columns)
	for e, err := range events {
		if err != nil {
			return rows, err
		}
		rows++
		if table {
			err = w.Row(e.Time, orNull(e.Name), orNull(e.ErrorCode), orNull(e.Principal), orNull(e.SourceIP), orNull(e.Region), e.IDs, orNull(e.ID))
		} else {
			err = w.Row(orNull(e.ID), e.Time, orNull(e.Name), orNull(e.Source), orNull(e.Account), orNull(e.Region), orNull(e.Principal), orNull(e.AccessKeyID), orNull(e.SourceIP), orNull(e.UserAgent), orNull(e.ErrorCode), readOnly(e.ReadOnly), ids(e.IDs), e.Recovered)
		}
		if err != nil {
			return rows, err
		}
	}
	if rows == 0 && table {
		a.remark("no events found")
	}
	return rows, w.Close()
}

func readOnly(t trail.Tristate) any {
	if t == trail.Absent {
		return nil
	}
	return t == trail.Yes
}

// ids is a list that is [] and not null when it is empty.
func ids(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

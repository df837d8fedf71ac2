// coverage tells for which hours there are logs.

package main

import (
	"github.com/spf13/cobra"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

func (a *app) coverage() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "coverage",
		Short: "Which account, region and hour has log files, gaps, rejects",
		Long: `Lists, for each account and region, the stretches of whole hours with log files or events, and the gaps between them.
A gap says that nothing is known of that time: CloudTrail may have delivered nothing because nothing was called, or the
files may be missing from the archive. Unreadable stretches have log files none of which could be read; unplaced are the
rejects of files whose names say neither account nor time. Late are files that were delivered more than 15 minutes after
their newest record, by at most late_by_seconds: CloudTrail takes about 5 minutes. Digests are the log files by what CloudTrail's signed digests said
of them at a load with --keys: valid, altered, unlisted, unverifiable, or not checked. Filters other than account, region and time narrow the
events that are counted and never make a gap.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.ask(cmd.Context(), &q, nil, func(s *store.Store, f trail.Filter) error {
				found, err := s.Coverage(cmd.Context(), f)
				if err != nil {
					return err
				}
				return a.listCoverage(found)
			})
		},
	}
	q.add(c, true)
	return c
}

func (a *app) listCoverage(found []trail.Hours) error {
	if len(found) == 0 && a.common.parsedFormat == listing.Table {
		a.remark("no log files and no events found")
		return nil
	}
	w := a.list([]listing.Column{
		{Name: "account"},
		{Name: "region"},
		{Name: "from"},
		{Name: "until"},
		{Name: "hours", Right: true},
		{Name: "state"},
		{Name: "files", Right: true},
		{Name: "events", Right: true},
		{Name: "rejects", Right: true},
		{Name: "late", Right: true},
		{Name: "late_by_seconds", Right: true},
		{Name: "digests", Wide: true},
	})
	for i := range found {
		h := &found[i]
		var digests any = h.Digests
		if a.common.parsedFormat == listing.Table || a.common.parsedFormat == listing.Markdown {
			digests = h.Digests.Words()
		}
		err := w.Row(orNull(h.Account), orNull(h.Region), h.From, h.Until, int64(h.Until.Sub(h.From).Hours()), string(h.State), h.Files, h.Events, h.Rejects,
			h.Late, int64(h.LateBy.Seconds()), digests)
		if err != nil {
			return err
		}
	}
	return w.Close()
}

// sql asks the case in the user's own words.

package main

import (
	"context"

	"github.com/spf13/cobra"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

func (a *app) sql() *cobra.Command {
	var q questionFlags
	c := &cobra.Command{
		Use:   "sql QUERY",
		Short: "Read-only SQL on the view events",
		Long: `Runs one query in DuckDB's SQL over the view events. The case cannot be changed by it, and files, the network and
extensions are out of its reach. It may take 300 MB of memory for sorting and grouping, 4 GB on the disk behind that, and
1 GB for its answer; Ctrl-C ends it.

Columns: event_id, event_time, event_name, event_source, event_type, event_category, region, account, principal,
identity_type, access_key_id, session_name, issuer_arn, invoked_by, source_ip, user_agent, error_code, error_message,
read_only, request_parameters, response_elements, additional_event_data, resources, record, file, file_sha256,
record_offset, record_length, resource_ids, repaired.`,
		Example: `  traillab sql "SELECT event_name, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC LIMIT 10"
  traillab sql "SELECT event_time, json_extract_string(request_parameters, '$.vpcId') FROM events WHERE event_name = 'DeleteVpc'"`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd.Context(), &q, nil, func(s *store.Store, _ trail.Filter) error {
				if err := a.silent(cmd.Context(), s, trail.Filter{}, false); err != nil {
					return err
				}
				return leashed(cmd.Context(), func(ctx context.Context) error {
					t, err := s.SQL(ctx, args[0])
					if err != nil {
						return err
					}
					return a.listTable(t)
				}, s.Leave)
			})
		},
	}
	q.add(c, false)
	return c
}

func (a *app) listTable(t *store.Table) error {
	columns := make([]listing.Column, len(t.Columns))
	for i, name := range t.Columns {
		columns[i] = listing.Column{Name: name, Wide: true}
	}
	w := a.list(columns)
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		if err := w.Row(row...); err != nil {
			return err
		}
	}
	return w.Close()
}

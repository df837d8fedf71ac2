// Traffic: what flow logs say of network interfaces, asked by interface and time and added up by who talked with whom.

package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"time"

	"traillab/analyze/question"
	"traillab/analyze/trail"
)

// Flows yields what passed network interfaces, as far as w lets it through, in a total order. What two flow logs of one
// interface tell alike counts once.
func (s *Store) Flows(ctx context.Context, w trail.FlowWatch) iter.Seq2[trail.Traffic, error] {
	return func(yield func(trail.Traffic, error) bool) {
		rows, err := s.askFlows(ctx, w)
		if err != nil {
			yield(trail.Traffic{}, fmt.Errorf("flow logs: %w", s.told(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			t, err := scanTraffic(rows)
			if err != nil {
				yield(t, fmt.Errorf("flow logs: %w", s.told(err)))
				return
			}
			if !yield(t, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(trail.Traffic{}, fmt.Errorf("flow logs: %w", s.told(err)))
		}
	}
}

// AnyFlows reports whether the case has rows of flow logs.
func (s *Store) AnyFlows(ctx context.Context) (some bool, err error) {
	if err := s.conn.QueryRowContext(ctx, statement("ask/any_flows")).Scan(&some); err != nil {
		return false, fmt.Errorf("flow logs: %w", s.told(err))
	}
	return some, nil
}

func (s *Store) askFlows(ctx context.Context, w trail.FlowWatch) (*sql.Rows, error) {
	p := witnessing(w)
	text, err := question.Text("flows", p.text())
	if err != nil {
		return nil, err
	}
	return s.conn.QueryContext(ctx, text, p.values...)
}

// witnessing turns a watch into a predicate over the columns of flow_rows.
func witnessing(w trail.FlowWatch) *predicate {
	p := &predicate{}
	if len(w.Accounts) > 0 {
		p.and("(account IS NULL OR account IN ("+placeholders(len(w.Accounts))+"))", anys(w.Accounts)...)
	}
	if len(w.Interfaces)+len(w.Instances) > 0 {
		// NULL in place of an empty list: nothing is in it.
		p.and("(interface_id IN (NULL"+listed(w.Interfaces)+") OR instance_id IN (NULL"+listed(w.Instances)+"))",
			append(anys(w.Interfaces), anys(w.Instances)...)...)
	}
	p.in("vpc_id", w.VPCs)
	if !w.From.IsZero() {
		p.and("start_time >= ?", w.From)
	}
	if !w.Until.IsZero() {
		p.and("end_time <= ?", w.Until)
	}
	return p
}

func anys(texts []string) []any {
	values := make([]any, len(texts))
	for i, t := range texts {
		values[i] = t
	}
	return values
}

// listed continues a list of values that is not empty.
func listed(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return ", " + placeholders(len(values))
}

func scanTraffic(rows *sql.Rows) (t trail.Traffic, err error) {
	var texts [14]*string
	var path, packets, bytes *int64
	var first, last *time.Time
	places := make([]any, 0, len(texts)+6)
	for i := range texts {
		places = append(places, &texts[i])
	}
	if err := rows.Scan(append(places, &path, &t.Rows, &packets, &bytes, &first, &last)...); err != nil {
		return t, err
	}
	for i, place := range []*string{
		&t.Account, &t.Region, &t.VPC, &t.Interface, &t.Instance, &t.Source, &t.Target, &t.PacketSource, &t.PacketTarget,
		&t.Direction, &t.SourceService, &t.TargetService, &t.Action, &t.Status,
	} {
		*place = value(texts[i])
	}
	t.Path = -1
	if path != nil {
		t.Path = *path
	}
	for _, n := range []struct {
		to   *int64
		from *int64
	}{{&t.Packets, packets}, {&t.Bytes, bytes}} {
		if n.from != nil {
			*n.to = *n.from
		}
	}
	if first != nil {
		t.First = first.UTC()
	}
	if last != nil {
		t.Last = last.UTC()
	}
	return t, nil
}

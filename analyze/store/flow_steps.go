// Steps of flows: how many began when, for charts.

package store

import (
	"context"
	"fmt"
	"iter"
	"time"

	"traillab/analyze/trail"
)

// FlowSteps yields how many flows of interfaces began in each step of so long from w.From on, in order of interface and step; steps
// without any are left out.
func (s *Store) FlowSteps(ctx context.Context, w trail.FlowWatch, step time.Duration) iter.Seq2[trail.FlowStep, error] {
	return func(yield func(trail.FlowStep, error) bool) {
		p := witnessing(w)
		rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/flow_steps"), p.text()), append([]any{w.From, step.Seconds()}, p.values...)...)
		if err != nil {
			yield(trail.FlowStep{}, fmt.Errorf("steps of flows: %w", s.told(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var f trail.FlowStep
			var face *string
			if err := rows.Scan(&face, &f.Step, &f.Accepted, &f.Rejected); err != nil {
				yield(f, fmt.Errorf("steps of flows: %w", s.told(err)))
				return
			}
			f.Interface = value(face)
			if !yield(f, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(trail.FlowStep{}, fmt.Errorf("steps of flows: %w", s.told(err)))
		}
	}
}

// Events as answers: the rows of a question, streamed in order.

package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"
	"time"

	"traillab/analyze/question"
	"traillab/analyze/trail"
)

// Timeline yields the events that the filter lets through, in order of time.
func (s *Store) Timeline(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return s.sliced(ctx, "timeline", f, outline)
}

// outline scans an event of the timeline.
func outline(rows *sql.Rows, e *trail.Event) error {
	var t nullable
	err := rows.Scan(&t.id, &t.time, &t.name, &t.source, &t.account, &t.region, &t.principal, &t.key, &t.ip, &t.agent,
		&t.code, &t.readOnly, &t.ids, &e.Recovered, &e.Key)
	t.into(e)
	return err
}

// Relations yields, in order of time, the events that cut a relation and those that explain or prove a cut. Those that the
// filter lets through are marked as Asked; all are told, because what is deduced from one event depends on the others.
func (s *Store) Relations(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return s.events(ctx, "relations", f, func(rows *sql.Rows, e *trail.Event) error {
		var t nullable
		var request, response *string
		err := rows.Scan(&t.id, &t.time, &t.name, &t.source, &t.account, &t.region, &t.principal, &t.key, &t.ip, &t.agent,
			&t.code, &t.message, &t.readOnly, &t.ids, &request, &response, &e.Recovered, &t.asked)
		t.into(e)
		e.Request, e.Response = value(request), value(response)
		return err
	})
}

// events runs a question whose rows are events.
func (s *Store) events(ctx context.Context, name string, f trail.Filter, scan func(*sql.Rows, *trail.Event) error) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		p, err := s.where(ctx, f)
		if err == nil {
			_, err = s.each(ctx, name, p, scan, func(e trail.Event) bool { return yield(e, nil) })
		}
		if err != nil {
			yield(trail.Event{}, fmt.Errorf("%s: %w", name, s.told(err)))
		}
	}
}

// each tells the events that a question answers under a predicate, and reports whether more are wanted.
func (s *Store) each(ctx context.Context, name string, p *predicate, scan func(*sql.Rows, *trail.Event) error, tell func(trail.Event) bool) (bool, error) {
	rows, err := s.under(ctx, name, p)
	if err != nil {
		return false, s.told(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e trail.Event
		if err := scan(rows, &e); err != nil {
			return false, s.told(err)
		}
		if !tell(e) {
			return false, nil
		}
	}
	return true, s.told(rows.Err())
}

// ask runs a question under a filter.
func (s *Store) ask(ctx context.Context, name string, f trail.Filter) (*sql.Rows, error) {
	p, err := s.where(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, s.told(err))
	}
	rows, err := s.under(ctx, name, p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, s.told(err))
	}
	return rows, nil
}

// under runs a question under a predicate.
func (s *Store) under(ctx context.Context, name string, p *predicate) (*sql.Rows, error) {
	text, err := question.Text(name, p.text())
	if err != nil {
		return nil, err
	}
	return s.conn.QueryContext(ctx, text, p.repeated(question.Filters(name))...)
}

// nullable takes the columns of an event before absent values become empty ones.
type nullable struct {
	id, name, source, account, region, principal, key, ip, agent, code, message, ids *string
	time                                                                             *time.Time
	readOnly, asked                                                                  *bool
}

func (n *nullable) into(e *trail.Event) {
	e.ID, e.Name, e.Source, e.Account, e.Region = value(n.id), value(n.name), value(n.source), value(n.account), value(n.region)
	e.Principal, e.AccessKeyID, e.SourceIP, e.UserAgent = value(n.principal), value(n.key), value(n.ip), value(n.agent)
	e.ErrorCode, e.ErrorText = value(n.code), value(n.message)
	if n.time != nil {
		e.Time = n.time.UTC()
	}
	if n.readOnly != nil {
		e.ReadOnly = trail.No
		if *n.readOnly {
			e.ReadOnly = trail.Yes
		}
	}
	if n.ids != nil {
		e.IDs = strings.Split(*n.ids, "\n")
	}
	// A filter over an absent value is neither true nor false: the event was not asked for.
	e.Asked = n.asked != nil && *n.asked
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Around narrows a filter to the time around an event.
func (s *Store) Around(ctx context.Context, f trail.Filter, eventID string, span time.Duration) (trail.Filter, error) {
	found, err := s.Show(ctx, eventID)
	if err != nil {
		return f, err
	}
	for _, e := range found {
		if !e.Time.IsZero() {
			// Until is exclusive and CloudTrail's clock counts seconds: one more keeps both sides equally long.
			f.From, f.Until = trail.Moment{At: e.Time.Add(-span)}, trail.Moment{At: e.Time.Add(span + time.Second)}
			return f, nil
		}
	}
	return f, fmt.Errorf("no event %s with a time in the case; traillab timeline lists the ids", eventID)
}

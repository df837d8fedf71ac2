// The roster: who acted, a part of the list at a time, and what one principal touched. Whoever runs a fleet of short sessions has a
// million principals; a list of them is made once, kept in a table of the session, and handed out in parts.

package store

import (
	"context"
	"fmt"

	"traillab/analyze/trail"
)

// order is how a roster is sorted, in SQL.
func order(by trail.RosterOrder) string {
	switch by {
	case trail.ByLast:
		return "max(event_time) DESC NULLS LAST"
	case trail.ByCalls:
		return "count(*) DESC"
	case trail.ByErrors:
		return "count(error_code) DESC"
	case trail.ByWrites:
		return "count(*) FILTER (WHERE NOT coalesce(read_only, FALSE)) DESC"
	case trail.ByFirst:
	}
	return "min(event_time) NULLS LAST"
}

// Roster returns up to n principals under the filter from a place of the order on, without their keys, addresses and agents, which
// Who tells of few; and how many there are.
func (s *Store) Roster(ctx context.Context, f trail.Filter, by trail.RosterOrder, from, n int) (found []trail.Actor, all int64, err error) {
	if err := s.enroll(ctx, f, by); err != nil {
		return nil, 0, fmt.Errorf("roster: %w", s.told(err))
	}
	rows, err := s.conn.QueryContext(ctx, statement("ask/roster_part"), from, from+n)
	if err != nil {
		return nil, 0, fmt.Errorf("roster: %w", s.told(err))
	}
	defer rows.Close()
	for rows.Next() {
		var a trail.Actor
		var principal, kind *string
		if err := rows.Scan(&principal, &kind, &a.First, &a.Last, &a.Calls, &a.Errors, &a.Writes, &all); err != nil {
			return nil, 0, fmt.Errorf("roster: %w", s.told(err))
		}
		a.Principal, a.Type = value(principal), value(kind)
		a.First, a.Last = inUTC(a.First), inUTC(a.Last)
		found = append(found, a)
	}
	return found, all, s.told(rows.Err())
}

// enroll makes the roster for a filter in an order, unless it is the one that is kept.
func (s *Store) enroll(ctx context.Context, f trail.Filter, by trail.RosterOrder) error {
	p, err := s.where(ctx, f)
	if err != nil {
		return err
	}
	kept := fmt.Sprintf("%s %q %s", p.text(), p.values, order(by)) // %q tells where one value ends and the next begins
	if s.roster == kept {
		return nil
	}
	s.roster = ""
	if err := s.exec(ctx, fmt.Sprintf(statement("ask/roster"), order(by), p.text()), p.values...); err != nil {
		return err
	}
	s.roster = kept
	return nil
}

// Objects returns up to n resources that the calls of a principal name, those first that were written to most, and how many there
// are. The empty principal stands for records that name nobody.
func (s *Store) Objects(ctx context.Context, f trail.Filter, principal string, n int) (found []trail.Object, all int64, err error) {
	p, err := s.where(ctx, f)
	if err != nil {
		return nil, 0, fmt.Errorf("objects: %w", s.told(err))
	}
	var who any
	if principal != "" {
		who = principal
	}
	rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/objects"), p.text(), n), append(p.repeated(1), who)...)
	if err != nil {
		return nil, 0, fmt.Errorf("objects: %w", s.told(err))
	}
	defer rows.Close()
	for rows.Next() {
		var t trail.Object
		if err := rows.Scan(&t.ID, &t.Calls, &t.Errors, &t.Writes, &t.First, &t.Last, &all); err != nil {
			return nil, 0, fmt.Errorf("objects: %w", s.told(err))
		}
		t.First, t.Last = inUTC(t.First), inUTC(t.Last)
		found = append(found, t)
	}
	return found, all, s.told(rows.Err())
}

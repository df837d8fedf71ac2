// Actors: who appears in the log, and which credentials led to which.

package store

import (
	"context"
	"fmt"
	"slices"

	"traillab/analyze/question"
	"traillab/analyze/trail"
)

// Who returns the principals under the filter, in order of their first event.
func (s *Store) Who(ctx context.Context, f trail.Filter) ([]trail.Actor, error) {
	rows, err := s.ask(ctx, "who", f)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []trail.Actor
	for rows.Next() {
		var a trail.Actor
		var principal, kind *string
		var keys, ips, agents, regions, accounts any
		if err := rows.Scan(&principal, &kind, &a.First, &a.Last, &a.Calls, &a.Errors, &a.Writes, &keys, &ips, &agents, &regions, &accounts); err != nil {
			return nil, fmt.Errorf("who: %w", s.told(err))
		}
		a.Principal, a.Type = value(principal), value(kind)
		a.AccessKeys, a.SourceIPs, a.UserAgents = sorted(keys), sorted(ips), sorted(agents)
		a.Regions, a.Accounts = sorted(regions), sorted(accounts)
		out = append(out, a)
	}
	return out, s.told(rows.Err())
}

// sorted turns a list of DuckDB into sorted texts.
func sorted(list any) []string {
	values, _ := list.([]any)
	out := make([]string, 0, len(values))
	for _, v := range values {
		if t, ok := v.(string); ok {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return out
}

// Trace follows the credentials that were handed out from one access key on, breadth first. Each key is told once, so a
// role that assumes itself ends. The filter narrows the calls that are counted of each key and never the way from key to
// key: who asks what credentials did on one day wants those that were handed out before, too.
func (s *Store) Trace(ctx context.Context, key string, f trail.Filter) ([]trail.Credential, error) {
	counted, err := s.where(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("trace %s: %w", key, s.told(err))
	}
	out := []trail.Credential{{AccessKey: key}}
	seen := map[string]bool{key: true}
	for i := 0; i < len(out); i++ {
		if err := s.holder(ctx, &out[i], counted); err != nil {
			return nil, fmt.Errorf("trace %s: %w", out[i].AccessKey, s.told(err))
		}
		issued, err := s.issued(ctx, out[i])
		if err != nil {
			return nil, fmt.Errorf("trace %s: %w", out[i].AccessKey, s.told(err))
		}
		for _, c := range issued {
			if !seen[c.AccessKey] {
				seen[c.AccessKey] = true
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// holder fills in who used the key in the calls that are counted.
func (s *Store) holder(ctx context.Context, c *trail.Credential, counted *predicate) error {
	text, err := question.Text("holder", counted.text())
	if err != nil {
		return err
	}
	rows, err := s.conn.QueryContext(ctx, text, append(counted.repeated(1), c.AccessKey)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var principal *string
		var h trail.Credential
		if err := rows.Scan(&principal, &h.First, &h.Last, &h.Calls, &h.Errors); err != nil {
			return err
		}
		c.Principals = append(c.Principals, value(principal))
		c.Calls += h.Calls
		c.Errors += h.Errors
		if c.First == nil || h.First != nil && h.First.Before(*c.First) {
			c.First = h.First
		}
		if c.Last == nil || h.Last != nil && h.Last.After(*c.Last) {
			c.Last = h.Last
		}
	}
	return rows.Err()
}

// issued returns the credentials that the holder of from was given.
func (s *Store) issued(ctx context.Context, from trail.Credential) ([]trail.Credential, error) {
	text, err := question.Text("trace", "TRUE")
	if err != nil {
		return nil, err
	}
	rows, err := s.conn.QueryContext(ctx, text, from.AccessKey)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []trail.Credential
	for rows.Next() {
		var t nullable
		var issued *string
		if err := rows.Scan(&t.id, &t.time, &t.name, &t.account, &t.principal, &t.ip, &t.agent, &issued); err != nil {
			return nil, err
		}
		if issued != nil {
			out = append(out, trail.Credential{AccessKey: *issued, Depth: from.Depth + 1, From: from.AccessKey, Call: value(t.name), EventID: value(t.id), Issued: t.time})
		}
	}
	return out, rows.Err()
}

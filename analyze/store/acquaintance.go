// Acquaintances: who held which access keys, which calls handed them out, and where the records of events lie, asked of many at
// once. A report asks about every actor of every chain; a scan for each would take as long as all else together.

package store

import (
	"context"
	"fmt"

	"traillab/analyze/trail"
)

// Holders returns what the principals did, and whoever held the keys, by principal and access key.
func (s *Store) Holders(ctx context.Context, principals, keys []string) ([]trail.Holder, error) {
	p := fmt.Sprintf("principal IN (NULL%s) OR access_key_id IN (NULL%s)", listed(principals), listed(keys))
	rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/holders"), p), append(anys(principals), anys(keys)...)...)
	if err != nil {
		return nil, fmt.Errorf("who held keys: %w", s.told(err))
	}
	defer rows.Close()
	var out []trail.Holder
	for rows.Next() {
		var h trail.Holder
		var principal, key, kind *string
		if err := rows.Scan(&principal, &key, &kind, &h.First, &h.Last, &h.Calls, &h.Errors, &h.Writes); err != nil {
			return nil, fmt.Errorf("who held keys: %w", s.told(err))
		}
		h.Principal, h.AccessKey, h.Type = value(principal), value(key), value(kind)
		h.First, h.Last = inUTC(h.First), inUTC(h.Last)
		out = append(out, h)
	}
	return out, s.told(rows.Err())
}

// Issued returns the calls that handed out any of the keys, and the first few that handed out others to the holder of each, in
// order of time.
func (s *Store) Issued(ctx context.Context, keys []string) ([]trail.Credential, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	all := placeholders(len(keys))
	var bound []any
	for range 3 {
		bound = append(bound, anys(keys)...)
	}
	rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/issued"), all), bound...)
	if err != nil {
		return nil, fmt.Errorf("who handed out keys: %w", s.told(err))
	}
	defer rows.Close()
	var out []trail.Credential
	for rows.Next() {
		var c trail.Credential
		var id, name, from *string
		if err := rows.Scan(&id, &c.Issued, &name, &from, &c.AccessKey); err != nil {
			return nil, fmt.Errorf("who handed out keys: %w", s.told(err))
		}
		c.EventID, c.Call, c.From, c.Issued = value(id), value(name), value(from), inUTC(c.Issued)
		out = append(out, c)
	}
	return out, s.told(rows.Err())
}

// Exhibits returns where the records of events lie, as Show does, without the records; in order of event.
func (s *Store) Exhibits(ctx context.Context, ids []string) ([]trail.Evidence, error) {
	var uuids, texts []string
	for _, id := range ids {
		if parseUUID([]byte(id), new([16]byte)) {
			uuids = append(uuids, id)
		} else {
			texts = append(texts, id)
		}
	}
	p := "r.event_text IN (NULL" + listed(texts) + ")"
	if len(uuids) > 0 {
		p += " OR r.event_text IS NULL AND r.event_uuid IN (SELECT CAST(u AS UUID) FROM (VALUES " + rowsOf(len(uuids)) + ") asked (u))"
	}
	rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement("ask/exhibits"), p), append(anys(texts), anys(uuids)...)...)
	if err != nil {
		return nil, fmt.Errorf("where records lie: %w", s.told(err))
	}
	defer rows.Close()
	var out []trail.Evidence
	for rows.Next() {
		var e trail.Evidence
		var id, account, sum *string
		if err := rows.Scan(&id, &account, &e.File, &sum, &e.Offset, &e.Length, &e.Repaired, &e.Recovered, &e.Standing); err != nil {
			return nil, fmt.Errorf("where records lie: %w", s.told(err))
		}
		e.EventID, e.Account, e.SHA256 = value(id), value(account), value(sum)
		out = append(out, e)
	}
	return out, s.told(rows.Err())
}

// rowsOf are places for values, a row each.
func rowsOf(n int) string {
	text := make([]byte, 0, 4*n)
	for i := range n {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, "(?)"...)
	}
	return string(text)
}

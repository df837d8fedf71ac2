// Sightings: the narrow table of the calls that instances made themselves, filled at load and asked by instance and time.

package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"traillab/analyze/question"
	"traillab/analyze/trail"
)

// sightingFields are the columns of the table sightings, in its order.
func sightingFields() []field {
	return []field{
		{"key", integer},
		{"event_uuid", identifier},
		{"event_text", text},
		{"event_time", moment},
		{"beat", truth},
		{"instance", text},
		{"event_name", text},
		{"event_source", text},
		{"region", text},
		{"account", text},
		{"principal", text},
		{"source_ip", text},
		{"error_code", text},
		{"vpc_endpoint", text},
		{"role_delivery", text},
	}
}

// addSighting appends a row to a block of sightings.
func addSighting(b *block, r *row, instance []byte, beat bool) {
	rec := r.rec
	s := setter{b: b}
	s.integer(r.key)
	s.identity(r)
	s.text(r.text)
	s.time(rec)
	s.truth(beat)
	s.texts(instance, rec.Name, rec.Source, rec.Region, rec.Account, rec.Principal, rec.SourceIP, rec.ErrorCode, rec.VPCEndpoint, rec.RoleDelivery)
	b.rows++
}

// Behaviour yields, in order of time, the calls that instances made themselves, as far as w lets them through. A fleet can
// make most of an archive's records: who asks names instances and a time.
func (s *Store) Behaviour(ctx context.Context, w trail.Watch) iter.Seq2[trail.Sighting, error] {
	return func(yield func(trail.Sighting, error) bool) {
		rows, err := s.watch(ctx, w)
		if err != nil {
			yield(trail.Sighting{}, fmt.Errorf("behaviour: %w", s.told(err)))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var t nullable
			var instance, endpoint, delivery *string
			var beat, recovered bool
			err := rows.Scan(&t.id, &t.time, &t.name, &t.source, &t.account, &t.region, &t.principal, &t.ip, &t.code, &instance, &endpoint, &delivery, &beat, &recovered)
			if err != nil {
				yield(trail.Sighting{}, fmt.Errorf("behaviour: %w", s.told(err)))
				return
			}
			seen := trail.Sighting{
				EventID: value(t.id), Name: value(t.name), Source: value(t.source), Account: value(t.account), Region: value(t.region),
				Principal: value(t.principal), SourceIP: value(t.ip), ErrorCode: value(t.code), Instance: value(instance),
				Endpoint: value(endpoint), Delivery: value(delivery), Beat: beat, Recovered: recovered,
			}
			if t.time != nil {
				seen.Time = t.time.UTC()
			}
			if !yield(seen, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(trail.Sighting{}, fmt.Errorf("behaviour: %w", s.told(err)))
		}
	}
}

func (s *Store) watch(ctx context.Context, w trail.Watch) (*sql.Rows, error) {
	p := watching(w)
	text, err := question.Text("behaviour", p.text())
	if err != nil {
		return nil, err
	}
	return s.conn.QueryContext(ctx, text, p.values...)
}

// watching turns a watch into a predicate over the columns of sighted_events.
func watching(w trail.Watch) *predicate {
	p := &predicate{}
	p.in("account", w.Accounts)
	p.in("region", w.Regions)
	p.in("instance", w.Instances)
	p.in("source_ip", w.Addresses)
	if !w.From.IsZero() {
		p.and("event_time >= ?", w.From)
	}
	if !w.Until.IsZero() {
		p.and("event_time < ?", w.Until)
	}
	return p
}

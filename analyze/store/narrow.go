// Narrow rows: what a case keeps of some records a second time, in the tables that most answers are made of, and what it should keep.

package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// Narrow is what a narrow table has of one record, or should have. Without a row it has no columns.
type Narrow struct {
	Table   string // touches or sightings
	Rows    int64
	Columns []trail.Column
	Own     int // how many of the columns, the first ones, only this table has
}

// Narrow returns what the narrow tables have of the record of that key, in the order of NarrowOf.
func (s *Store) Narrow(ctx context.Context, key int64) (list []Narrow, err error) {
	rows, err := s.conn.QueryContext(ctx, statement("ask/narrow"), key)
	if err != nil {
		return nil, fmt.Errorf("narrow rows: %w", s.told(err))
	}
	defer rows.Close()
	for rows.Next() {
		var n Narrow
		var columns any
		if err := rows.Scan(&n.Table, &n.Rows, &columns); err != nil {
			return nil, fmt.Errorf("narrow rows: %w", s.told(err))
		}
		n.Own = narrowOwn(n.Table)
		names, values := narrowNames(n.Table), cells(columns)
		for i := range values {
			if micro, err := strconv.ParseInt(values[i], 10, 64); err == nil && names[i] == "event_time" {
				values[i] = trail.MomentText(time.UnixMicro(micro))
			}
			n.Columns = append(n.Columns, trail.Column{Name: names[i], Value: values[i]})
		}
		list = append(list, n)
	}
	return list, s.told(rows.Err())
}

// NarrowOf is what the narrow tables should have of a record.
func NarrowOf(rec *trail.Record) []Narrow {
	touch, sighting := Narrow{Table: "touches", Own: narrowOwn("touches")}, Narrow{Table: "sightings", Own: narrowOwn("sightings")}
	if role := dialect.RoleOf(rec.Name, rec.Source); role != dialect.None {
		touch.fill(rec, strconv.FormatBool(role >= dialect.Tell))
	}
	if instance, beat, ok := dialect.Sighted(rec); ok {
		sighting.fill(rec, strconv.FormatBool(beat), string(instance), string(rec.VPCEndpoint), string(rec.RoleDelivery))
	}
	return []Narrow{touch, sighting}
}

// fill gives it a row: what only this table says, and the columns that it shares with all records.
func (n *Narrow) fill(rec *trail.Record, own ...string) {
	n.Rows = 1
	of := map[string]string{}
	for _, c := range rec.Columns() {
		of[c.Name] = c.Value
	}
	for i, name := range narrowNames(n.Table) {
		value := of[name]
		if i < len(own) {
			value = own[i]
		}
		n.Columns = append(n.Columns, trail.Column{Name: name, Value: value})
	}
}

// narrowOwn is how many columns a narrow table has for itself.
func narrowOwn(table string) int {
	if table == "sightings" {
		return 4
	}
	return 1
}

// narrowNames are the columns of a narrow table in the order of ask/narrow.
func narrowNames(table string) []string {
	if table == "sightings" {
		return []string{
			"beat", "instance", "vpc_endpoint", "role_delivery", "event_id", "event_time", "event_name", "event_source", "region", "account", "principal",
			"source_ip", "error_code",
		}
	}
	return []string{
		"told", "event_id", "event_time", "read_only", "event_name", "event_source", "event_type", "region", "account", "principal", "access_key_id", "session_name",
		"issuer_arn", "invoked_by", "source_ip", "user_agent", "error_code", "error_message", "resource_ids", "request_parameters", "response_elements",
	}
}

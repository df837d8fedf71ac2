// The ledger of files: which bytes the case has, so that nothing is read in twice, and what became of each file that any
// load saw.

package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"traillab/analyze/trail"
)

// readLedger learns from the case what earlier loads have done.
func (s *Store) readLedger(ctx context.Context) (*ledger, error) {
	l := newLedger()
	row := s.conn.QueryRowContext(ctx, statement("load/ledger_end"))
	if err := row.Scan(&l.lastLoad, &l.lastFile, &l.addenda); err != nil {
		return nil, fmt.Errorf("ledger of files: %w", err)
	}
	rows, err := s.conn.QueryContext(ctx, statement("load/ledger_files"))
	if err != nil {
		return nil, fmt.Errorf("ledger of files: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var path, sum, stamp, status string
		var size, records int64
		var missed any
		if err := rows.Scan(&path, &size, &sum, &stamp, &status, &records, &missed); err != nil {
			return nil, fmt.Errorf("ledger of files: %w", err)
		}
		var d digest
		if _, err := hex.Decode(d[:], []byte(sum)[:2*len(d)]); err != nil {
			return nil, fmt.Errorf("ledger of files: %s: %w", path, err)
		}
		c := &claim{status: trail.Damaged, records: records, missed: numbers(missed), place: trail.ParseFlowFolder(path), settled: l.is.settled}
		if before := l.claims[d]; before != nil && c.place == (trail.FlowFolder{}) {
			c.place = before.place
		}
		switch status {
		case trail.Loaded.String():
			c.status = trail.Loaded
		case trail.Other.String():
			c.status, c.flow = trail.Other, true
		}
		if c.whole() && stamp != "" {
			l.objects.add(objectDigest(path, size, stamp), known)
		}
		l.keep(d, c)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("ledger of files: %w", err)
	}
	return l, s.readOthers(ctx, l)
}

// numbers turns a list of DuckDB into numbers.
func numbers(list any) []int64 {
	values, _ := list.([]any)
	var out []int64
	for _, v := range values {
		if n, ok := v.(int64); ok {
			out = append(out, n)
		}
	}
	return out
}

// entry is one line of the ledger.
type entry struct {
	file    trail.File
	id      int64
	order   int64 // of the file in the archive's listing
	part    int64 // of the member in its container
	stamp   string
	version string // of an object
	outcome trail.Outcome
	records int64 // read, rejected ones included; of flow logs the rows
	flow    bool
	folder  *trail.FlowFolder // nil as long as nobody asked
	lends   bool              // the folder tells what that of the bytes' first file did not
	rejects []trail.Reject

	rejected int64
	// heard is how many records were read from the same bytes before, when those were not kept whole, and missed are the
	// ones among them that were not kept: the file is named again, and what was missing (the limits may be higher now) is
	// kept.
	heard    int64
	missed   []int64
	repeated int64   // records among the heard
	again    bool    // the bytes were met before
	unread   bool    // there is no digest
	passed   []int64 // where the records lie that a load for one question passed over
}

// holds reports whether the case has records under this entry's id.
func (e *entry) holds() bool {
	return (!e.again || e.records > e.heard) && (e.outcome.Status == trail.Loaded || e.outcome.Status == trail.Damaged || e.flow)
}

// byPlace orders entries as the archive lists them.
func byPlace(a, b *entry) int {
	return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.part, b.part))
}

// nameFirst gives the records of bytes that several files of a batch share to the file that the archive lists first.
// Which of them a reader met first depends on chance; what a case says must not.
func nameFirst(entries []*entry) {
	holders := map[[32]byte]*entry{}
	for _, e := range entries {
		if e.holds() && !e.unread {
			holders[e.file.SHA256] = e
		}
	}
	for _, e := range entries {
		h := holders[e.file.SHA256]
		if h == nil || e == h || e.unread || byPlace(e, h) > 0 {
			continue
		}
		e.file, h.file = h.file, e.file
		e.order, h.order = h.order, e.order
		e.part, h.part = h.part, e.part
		e.stamp, h.stamp = h.stamp, e.stamp
		e.version, h.version = h.version, e.version
	}
	slices.SortFunc(entries, byPlace)
}

// writeLedger appends the batch's files and rejects.
func (b *batch) writeLedger(_ context.Context) error {
	nameFirst(b.entries)
	err := b.store.appendRows("files", func(add func(...driver.Value) error) error {
		for _, e := range b.entries {
			var sum, recovered driver.Value
			if !e.unread {
				sum = hexOrNull(e.file.SHA256)
			}
			if e.outcome.Recovered != 0 {
				recovered = max(e.outcome.Recovered, 0)
			}
			records, flows := e.records, int64(0)
			if e.flow {
				records, flows = 0, e.records
			}
			if err := add(e.id, b.id, e.order<<32|e.part, strings.ToValidUTF8(e.file.Path, "\uFFFD"), e.file.Size, sum, textOrNull(e.stamp), e.outcome.Status.String(), textOrNull(e.outcome.Reason),
				e.outcome.Inflated, records, recovered, flows, hexOrNull(e.outcome.InflatedSHA256), textOrNull(e.version)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.store.appendRows("rejects", func(add func(...driver.Value) error) error {
		for _, e := range b.entries {
			for _, r := range e.rejects {
				var number driver.Value
				if r.Record != nil {
					number = *r.Record
				}
				if err := add(e.id, b.id, number, strings.ToValidUTF8(r.Reason, "\uFFFD")); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// noteRecovered notes which records of the batch are not sure to be records.
func (b *batch) noteRecovered(ctx context.Context) error {
	for _, e := range b.entries {
		if e.outcome.Recovered != 0 {
			return b.store.exec(ctx, statement("load/recovered"), b.firstKey)
		}
	}
	return nil
}

// appendRows appends few rows to a table of the case inside the current transaction.
func (s *Store) appendRows(table string, rows func(add func(...driver.Value) error) error) error {
	return s.append("evidence", table, rows)
}

// append appends rows to a table of a catalog.
func (s *Store) append(catalog, table string, rows func(add func(...driver.Value) error) error) error {
	return s.conn.Raw(func(raw any) error {
		conn, ok := raw.(driver.Conn)
		if !ok {
			return fmt.Errorf("connection is %T", raw)
		}
		appender, err := duckdb.NewAppender(conn, catalog, "main", table)
		if err != nil {
			return err
		}
		err = rows(appender.AppendRow)
		return errors.Join(err, appender.Close())
	})
}

// Filters as SQL: a predicate over the columns of events and touching_events whose values are all bound.

package store

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// predicate is a condition and the values for its placeholders.
type predicate struct {
	terms  []string
	values []any
}

func (p *predicate) and(term string, values ...any) {
	p.terms = append(p.terms, term)
	p.values = append(p.values, values...)
}

// with is the predicate and one term more.
func (p *predicate) with(term string, values ...any) *predicate {
	more := &predicate{slices.Clone(p.terms), slices.Clone(p.values)}
	more.and(term, values...)
	return more
}

// in adds a term for a repeated flag; no value means that the flag was not given.
func (p *predicate) in(column string, values []string) {
	if len(values) == 0 {
		return
	}
	bound := make([]any, len(values))
	for i, v := range values {
		bound[i] = v
	}
	if len(values) == 1 {
		p.and(column+" = ?", bound...)
		return
	}
	// DuckDB compares a compressed column with IN only after it has read all others of the row, texts that have to be
	// inflated among them; with a function it looks at each value of a dictionary once, and reads the rows that are left.
	p.and("contains(ARRAY["+placeholders(len(values))+"], "+column+")", bound...)
}

// text is the predicate as SQL.
func (p *predicate) text() string {
	if len(p.terms) == 0 {
		return "TRUE"
	}
	return strings.Join(p.terms, " AND ")
}

// repeated returns the values for n uses of the predicate in one statement.
func (p *predicate) repeated(n int) []any {
	out := make([]any, 0, n*len(p.values))
	for range n {
		out = append(out, p.values...)
	}
	return out
}

func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// where turns a filter into a predicate. Names of principals and blocks of addresses are looked up in the case first:
// what remains is comparison with whole values, which DuckDB's compressed columns answer fast.
func (s *Store) where(ctx context.Context, f trail.Filter) (*predicate, error) {
	p := &predicate{}
	if f.From.Set() || f.Until.Set() {
		if err := s.whereTime(ctx, p, f); err != nil {
			return nil, err
		}
	}
	if f.After > 0 {
		p.and("key >= ?", (f.After+1)<<32)
	}
	p.in("account", f.Accounts)
	p.in("region", f.Regions)
	p.in("access_key_id", f.AccessKeys)
	p.in("event_name", f.Names)
	if f.Errors {
		p.and("error_code IS NOT NULL")
	}
	if f.Writes {
		p.and("NOT coalesce(read_only, FALSE)") // what does not say that it only reads may have written
	}
	if len(f.Principals) > 0 {
		full, err := s.principals(ctx, f.Principals)
		if err != nil {
			return nil, err
		}
		p.in("principal", full)
	}
	if sources := services(f.Terms); len(f.Addresses) > 0 || len(sources) > 0 {
		if len(f.Addresses) > 0 {
			inside, err := s.addresses(ctx, f.Addresses)
			if err != nil {
				return nil, err
			}
			sources = append(sources, inside...)
		}
		p.in("source_ip", sources)
	}
	p.naming(f.Resources)
	p.naming(f.VPCs)
	p.saying(f.Words)
	return p, s.holding(ctx, p, f.Terms)
}

func (s *Store) whereTime(ctx context.Context, p *predicate, f trail.Filter) error {
	newest, err := s.origin(ctx, f)
	if err != nil {
		return err
	}
	if f.From.Set() {
		p.and("event_time >= ?", f.From.Resolve(newest))
	}
	if f.Until.Set() {
		p.and("event_time < ?", f.Until.Resolve(newest))
	}
	return nil
}

// naming adds a term for resources: an id counts as a line of its own and as the last part of an ARN, and an ARN by its own
// last part, too. (With || and not
// concat, which Trino and DuckDB understand differently when there are no ids.)
func (p *predicate) naming(ids []string) {
	if len(ids) == 0 {
		return
	}
	terms := []string{"FALSE"}
	var values []any
	for _, id := range ids {
		if strings.Contains(id, "\n") {
			continue // no id has a line break, but two ids have one between them
		}
		terms = append(terms, "(strpos(resource_ids, ?) > 0 AND (strpos(chr(10) || resource_ids || chr(10), ?) > 0 OR "+
			"strpos(resource_ids || chr(10), ?) > 0 OR strpos(resource_ids || chr(10), ?) > 0))")
		values = append(values, id, "\n"+id+"\n", "/"+id+"\n", ":"+id+"\n")
		if short := trail.ShortID(id); short != id {
			terms = append(terms, "strpos(chr(10) || resource_ids || chr(10), ?) > 0")
			values = append(values, "\n"+short+"\n")
		}
	}
	p.and("("+strings.Join(terms, " OR ")+")", values...)
}

// origin is the time from which the filter's spans count back; it is looked up only for a filter that has some.
func (s *Store) origin(ctx context.Context, f trail.Filter) (time.Time, error) {
	if f.From.Back == 0 && f.Until.Back == 0 {
		return time.Time{}, nil
	}
	return s.newest(ctx)
}

// Newest is the time of the newest event that was read, from which spans count back; zero when there is none.
func (s *Store) Newest(ctx context.Context) (time.Time, error) {
	at, err := s.newest(ctx)
	return at, s.told(err)
}

// newest is the time of the newest event that was read, from which spans count back.
func (s *Store) newest(ctx context.Context) (time.Time, error) {
	if latest := s.latest.Load(); latest > 0 {
		return time.UnixMicro(latest).UTC(), nil // a load for one question does not keep every event
	}
	var t *time.Time
	if err := s.conn.QueryRowContext(ctx, "SELECT max(event_time) FROM records").Scan(&t); err != nil {
		return time.Time{}, fmt.Errorf("newest event: %w", err)
	}
	if t == nil {
		return time.Time{}, nil
	}
	return *t, nil
}

// principals finds whom the names mean: whole ARNs, or their user, role or session names.
func (s *Store) principals(ctx context.Context, names []string) ([]string, error) {
	bound := make([]any, 0, 3*len(names))
	for range 3 {
		for _, n := range names {
			bound = append(bound, n)
		}
	}
	list := placeholders(len(names))
	query := "SELECT DISTINCT principal FROM principals WHERE principal IN (" + list + ") OR short IN (" + list + ") OR session IN (" + list + ") ORDER BY principal"
	found, err := s.texts(ctx, query, bound...)
	if err != nil {
		return nil, fmt.Errorf("principals: %w", err)
	}
	if len(found) == 0 {
		return names, nil // nobody of that name: the predicate then lets nothing through
	}
	return found, nil
}

// addresses finds the stored source addresses that lie in the blocks. Services have names in place of addresses.
func (s *Store) addresses(ctx context.Context, blocks []netip.Prefix) ([]string, error) {
	stored, err := s.texts(ctx, "SELECT DISTINCT source_ip FROM records WHERE source_ip IS NOT NULL ORDER BY source_ip")
	if err != nil {
		return nil, fmt.Errorf("addresses: %w", err)
	}
	inside := []string{}
	for _, text := range stored {
		a, err := netip.ParseAddr(text)
		if err != nil {
			continue
		}
		for _, b := range blocks {
			if b.Contains(a.Unmap()) {
				inside = append(inside, text)
				break
			}
		}
	}
	if len(inside) == 0 {
		return []string{"(no address in the block)"}, nil
	}
	return inside, nil
}

// texts returns the one column of a query.
func (s *Store) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var t string
		if err := rows.Scan(&t); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

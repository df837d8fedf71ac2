// Arrivals: what has come into the case behind one of its files, for reports that tell what is new.

package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// Arrivals tells what has come into the case behind the file of that number, and in loads behind the one of that number; 0 and 0 for
// all. The sources are those of every load, in the order in which they were first named.
func (s *Store) Arrivals(ctx context.Context, load int, file int64) (trail.Arrivals, error) {
	loads, err := s.Loads(ctx)
	if err != nil {
		return trail.Arrivals{}, err
	}
	a := trail.Arrivals{Load: len(loads)}
	if err := s.conn.QueryRowContext(ctx, "SELECT coalesce(max(file_id), 0) FROM files").Scan(&a.File); err != nil {
		return a, fmt.Errorf("arrivals: %w", s.told(err))
	}
	from := places{at: map[string]int{}}
	for i, l := range loads {
		for _, name := range l.Sources {
			if n := from.of(name); i >= load {
				from.list[n].Loads++
			}
		}
	}
	rows, err := s.conn.QueryContext(ctx, statement("ask/arrivals"), (file+1)<<32, file)
	if err != nil {
		return a, fmt.Errorf("arrivals: %w", s.told(err))
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var path string
		var fresh, spoiled bool
		var events int64
		var first, last *time.Time
		if err := rows.Scan(&number, &path, &fresh, &events, &first, &last, &spoiled); err != nil {
			return a, fmt.Errorf("arrivals: %w", s.told(err))
		}
		if spoiled {
			a.Spoiled++
		}
		a.Events += events
		var names []string
		if number > 0 && number <= len(loads) {
			names = loads[number-1].Sources
		}
		at := &from.list[from.of(sourceOf(path, names))]
		if fresh {
			a.Files, at.Files = a.Files+1, at.Files+1
		}
		at.Events += events
		at.First, at.Last = earlier(at.First, inUTC(first)), later(at.Last, inUTC(last))
	}
	a.Sources = from.list
	return a, s.told(rows.Err())
}

// places are sources in the order in which they were first named.
type places struct {
	list []trail.Arrival
	at   map[string]int
}

func (p *places) of(name string) int {
	n, ok := p.at[name]
	if !ok {
		n = len(p.list)
		p.at[name] = n
		p.list = append(p.list, trail.Arrival{Source: name})
	}
	return n
}

// sourceOf is the source of a load that a file was found in: the longest that its path begins with.
func sourceOf(path string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	best, most := names[0], 0
	for _, name := range names {
		for _, begin := range []string{name, filepath.Clean(name)} {
			if strings.HasPrefix(path, begin) && len(begin) > most {
				best, most = name, len(begin)
			}
		}
	}
	return best
}

func earlier(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}

func later(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}

// Slices: a long answer in pieces of time. DuckDB hands an answer out when it has all of it, in order, so what memory has no room
// for is asked in slices of some ten thousand events, one after the other.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"traillab/analyze/trail"
)

// Bounds of answers, in events.
const (
	manyEvents  = 1 << 20 // of a case: all of them at once are too many, and it would take a while to find that out
	sliceEvents = 50_000
)

// window is a time, its end not included.
type window struct{ from, until time.Time }

// halves splits a window at a whole second; nothing where it is too short.
func (w window) halves() []window {
	half := w.from.Add(w.until.Sub(w.from) / 2).Truncate(time.Second)
	if !half.After(w.from) {
		return nil
	}
	return []window{{w.from, half}, {half, w.until}}
}

// sliced yields what events does, however much that is.
func (s *Store) sliced(ctx context.Context, name string, f trail.Filter, scan func(*sql.Rows, *trail.Event) error) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		err := s.inSlices(ctx, f, func(p *predicate) (bool, error) {
			return s.each(ctx, name, p, scan, func(e trail.Event) bool { return yield(e, nil) })
		})
		if err != nil {
			yield(trail.Event{}, fmt.Errorf("%s: %w", name, err))
		}
	}
}

// inSlices calls tell with predicates that are the filter together, in order of time and at last of what has none, until tell wants
// no more. An answer that is too long is to end with what tooLong knows, before any of it was told.
func (s *Store) inSlices(ctx context.Context, f trail.Filter, tell func(*predicate) (more bool, err error)) error {
	p, err := s.where(ctx, f)
	if err != nil {
		return err
	}
	futile, err := s.futile(ctx, &f)
	if err != nil {
		return err
	}
	if !futile {
		if _, err := tell(p); !tooLong(err) {
			return err
		}
	}
	windows, err := s.windows(ctx, f)
	for len(windows) > 0 && err == nil {
		w, more := windows[0], false
		windows = windows[1:]
		more, err = tell(p.with("event_time >= ? AND event_time < ?", w.from, w.until))
		switch halves := w.halves(); {
		case tooLong(err) && halves != nil:
			windows, err = append(halves, windows...), nil
		case err == nil && !more:
			return nil
		}
	}
	if err == nil {
		_, err = tell(p.with("event_time IS NULL"))
	}
	return err
}

// futile reports whether to ask for all that the filter lets through at once would surely be in vain: a large case, and
// nothing that picks some out.
func (s *Store) futile(ctx context.Context, f *trail.Filter) (bool, error) {
	narrow := *f
	narrow.From, narrow.Until, narrow.Accounts, narrow.Regions, narrow.Writes = trail.Moment{}, trail.Moment{}, nil, nil, false
	if narrow.Narrows() {
		return false, nil
	}
	var records int64
	err := s.conn.QueryRowContext(ctx, statement("ask/size")).Scan(&records)
	return records > manyEvents, s.told(err)
}

// windows are times that have about as many events as a slice has, by the hour.
func (s *Store) windows(ctx context.Context, f trail.Filter) ([]window, error) {
	perHour := map[time.Time]int64{}
	if err := s.hours(ctx, f, func(_, _ string, at time.Time, events int64) { perHour[at.UTC()] += events }); err != nil {
		return nil, err
	}
	var list []window
	var events int64
	for _, at := range slices.SortedFunc(maps.Keys(perHour), time.Time.Compare) {
		events += perHour[at]
		if len(list) == 0 || events > sliceEvents {
			list, events = append(list, window{from: at}), perHour[at]
		}
		list[len(list)-1].until = at.Add(time.Hour)
	}
	return list, nil
}

// tooLong reports whether memory has no room for an answer.
func tooLong(err error) bool {
	var said *duckdb.Error
	return errors.As(err, &said) && said.Type == duckdb.ErrorTypeOutOfMemory
}

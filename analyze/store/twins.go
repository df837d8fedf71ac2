// Twins are records of one identity, (eventID, recipient account). Equal content is a repetition and hidden behind the
// first; different content stands, all of it, and is called conflicting. Content is compared by what it means: the same
// record as delivered by S3, in a LookupEvents answer and pretty-printed is one record.

package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"traillab/analyze/trail"
)

// twinsAtOnce is about how many twins are compared at once, and textsAtOnce how many bytes of their texts are read at once: of a
// case whose every record comes again, in other files, there are as many of them as the case has records.
const (
	twinsAtOnce = 150_000
	textsAtOnce = 16 << 20
)

// hideTwins decides over the identities that occur in this batch and elsewhere or twice in it, part by part.
func (b *batch) hideTwins(ctx context.Context) error {
	s := b.store
	if err := s.exec(ctx, statement("load/twins"), b.firstKey); err != nil {
		return err
	}
	var twins, differing int64
	if err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM twins").Scan(&twins); err != nil || twins == 0 {
		return err
	}
	if err := s.exec(ctx, statement("load/differing")); err != nil {
		return err
	}
	parts := twins/s.twins + 1
	for part := range parts {
		if err := s.run(ctx, errand{"load/twins_part", []any{parts, part}}, errand{"load/hide_equal", nil}, errand{"load/differing_part", []any{part}}); err != nil {
			return err
		}
	}
	if err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM differing").Scan(&differing); err != nil {
		return err
	}
	if differing > 0 {
		if err := s.readMeanings(ctx); err != nil {
			return err
		}
		for part := range parts {
			if err := s.run(ctx, errand{"load/judged", []any{part}}, errand{"load/hide_meant", nil}, errand{"load/conflicts", []any{b.firstKey}}); err != nil {
				return err
			}
		}
	}
	return s.exec(ctx, statement("load/twins_end"))
}

// errand is a statement with its parameters.
type errand struct {
	name string
	args []any
}

// run takes one after the other.
func (s *Store) run(ctx context.Context, all ...errand) error {
	for _, one := range all {
		if err := s.exec(ctx, statement(one.name), one.args...); err != nil {
			return err
		}
	}
	return nil
}

// readMeanings reads the texts of the twins that differ, as they lie in the case and a piece at a time, and keeps of each what it
// means, in 32 bytes.
func (s *Store) readMeanings(ctx context.Context) error {
	if err := s.exec(ctx, statement("load/meanings")); err != nil {
		return err
	}
	pieces, err := s.differingPieces(ctx)
	if err != nil {
		return err
	}
	for _, piece := range pieces {
		if err := s.readPiece(ctx, piece); err != nil {
			return err
		}
	}
	return nil
}

// differingPieces divides the keys of the twins that differ so that each piece has so much text as is read at once.
func (s *Store) differingPieces(ctx context.Context) ([]lot, error) {
	rows, err := s.conn.QueryContext(ctx, statement("load/differing_runs"))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var pieces []lot
	held := s.read
	for rows.Next() {
		var run, length int64
		if err := rows.Scan(&run, &length); err != nil {
			return nil, err
		}
		if held+length > s.read {
			pieces, held = append(pieces, lot{from: run << 6}), 0
		}
		pieces[len(pieces)-1].until = (run + 1) << 6
		held += length
	}
	return pieces, rows.Err()
}

// readPiece reads one of them.
func (s *Store) readPiece(ctx context.Context, piece lot) error {
	rows, err := s.conn.QueryContext(ctx, statement("load/texts"), piece.from, piece.until)
	if err != nil {
		return err
	}
	defer rows.Close()
	type meant struct {
		key     int64
		meaning [32]byte
	}
	var heard []meant
	for rows.Next() {
		var key int64
		var record string
		if err := rows.Scan(&key, &record); err != nil {
			return err
		}
		heard = append(heard, meant{key, trail.Meaning(record)})
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	return s.append("temp", "meanings", func(add func(...driver.Value) error) error {
		for _, m := range heard {
			if err := add(m.key, m.meaning[:]); err != nil {
				return err
			}
		}
		return nil
	})
}

// hideSuperseded hides originals behind the addenda that replace them, whichever came first. A repetition can make either
// sure that was not.
func (b *batch) hideSuperseded(ctx context.Context) error {
	if !b.addenda.Load() {
		return nil
	}
	if err := b.store.exec(ctx, statement("load/unsuperseded")); err != nil {
		return err
	}
	return b.store.exec(ctx, statement("load/superseded"), b.firstKey)
}

// notePrincipals adds the principals that this batch saw first, under the names that people use for them.
func (b *batch) notePrincipals(ctx context.Context) error {
	rows, err := b.store.conn.QueryContext(ctx, statement("load/new_principals"), b.firstKey)
	if err != nil {
		return err
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var p string
		if err := rows.Scan(&p); err != nil {
			return err
		}
		found = append(found, p)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	return b.store.appendRows("principals", func(add func(...driver.Value) error) error {
		for _, p := range found {
			short, session := trail.PrincipalNames(p)
			if err := add(p, orNull(short), orNull(session)); err != nil {
				return fmt.Errorf("%s: %w", p, err)
			}
		}
		return nil
	})
}

func orNull(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

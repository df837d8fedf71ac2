// Twins are records of one identity, (eventID, recipient account). Equal content is a repetition and hidden behind the
// first; different content stands, all of it, and is called conflicting. Content is compared by what it means: the same
// record as delivered by S3, in a LookupEvents answer and pretty-printed is one record.

package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"

	"traillab/analyze/trail"
)

// hideTwins decides over the identities that occur in this batch and elsewhere or twice in it.
func (b *batch) hideTwins(ctx context.Context) error {
	if err := b.store.exec(ctx, statement("load/twins"), b.firstKey); err != nil {
		return err
	}
	var twins int64
	if err := b.store.conn.QueryRowContext(ctx, "SELECT count(*) FROM twins").Scan(&twins); err != nil || twins == 0 {
		return err
	}
	if err := b.store.exec(ctx, statement("load/hide_equal")); err != nil {
		return err
	}
	return b.compareTwins(ctx)
}

// compareTwins looks at what is left: identities whose texts differ.
func (b *batch) compareTwins(ctx context.Context) error {
	if err := b.store.exec(ctx, statement("load/differing")); err != nil {
		return err
	}
	var differing int64
	if err := b.store.conn.QueryRowContext(ctx, "SELECT count(*) FROM differing").Scan(&differing); err != nil || differing == 0 {
		return err
	}
	rows, err := b.store.conn.QueryContext(ctx, statement("load/texts"))
	if err != nil {
		return err
	}
	defer rows.Close()
	verdict := twinVerdict{firstKey: b.firstKey}
	for rows.Next() {
		var identity, record string
		var key int64
		if err := rows.Scan(&identity, &key, &record); err != nil {
			return err
		}
		verdict.hear(identity, key, trail.Meaning(record))
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	verdict.close()
	return b.store.writeVerdict(&verdict)
}

// twinVerdict collects what the comparison finds, identity by identity. Texts are compared by what they mean in 32 bytes:
// an export that names all its events alike makes one identity of millions of records.
type twinVerdict struct {
	firstKey int64 // of the batch
	identity string
	kept     map[[32]byte]int64 // the records of the identity at hand that differ, by what they mean
	before   int                // how many of them earlier batches brought

	repeats   [][2]int64 // key, key of the record that stands for it
	conflicts []int64
}

// hear takes the next record; those of one identity come in their order of precedence.
func (t *twinVerdict) hear(identity string, key int64, meaning [32]byte) {
	if t.kept == nil || identity != t.identity {
		t.close()
		t.identity, t.kept, t.before = identity, map[[32]byte]int64{}, 0
	}
	if same, ok := t.kept[meaning]; ok {
		t.repeats = append(t.repeats, [2]int64{key, same})
		return
	}
	t.kept[meaning] = key
	if key < t.firstKey {
		t.before++
	}
}

// close settles the identity at hand. Records that earlier batches found in conflict are noted already.
func (t *twinVerdict) close() {
	if len(t.kept) < 2 {
		return
	}
	for _, key := range t.kept {
		if key >= t.firstKey || t.before == 1 {
			t.conflicts = append(t.conflicts, key)
		}
	}
}

func (s *Store) writeVerdict(t *twinVerdict) error {
	err := s.appendRows("hidden", func(add func(...driver.Value) error) error {
		for _, r := range t.repeats {
			if err := add(r[0], "duplicate", r[1]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(t.conflicts)
	return s.appendRows("conflicts", func(add func(...driver.Value) error) error {
		for _, key := range t.conflicts {
			if err := add(key); err != nil {
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

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

// hideTwins decides over the identities that occur in this batch and elsewhere or twice in it.
func (b *batch) hideTwins(ctx context.Context) error {
	if err := b.store.exec(ctx, statement("load/twins"), b.firstKey); err != nil {
		return err
	}
	var twins int64
	if err := b.store.conn.QueryRowContext(ctx, "SELECT count(*) FROM twins").Scan(&twins); err != nil || twins == 0 {
		return err
	}
	if err := b.store.exec(ctx, statement("load/hide_equal"), b.firstKey); err != nil {
		return err
	}
	return b.compareTwins(ctx)
}

// version is one text under an identity.
type version struct {
	key    int64
	record string
}

// compareTwins looks at what is left: identities whose texts differ.
func (b *batch) compareTwins(ctx context.Context) error {
	if err := b.store.exec(ctx, statement("load/differing"), b.firstKey); err != nil {
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
	var verdict twinVerdict
	var identity string
	var group []version
	for rows.Next() {
		var v version
		var id string
		if err := rows.Scan(&id, &v.key, &v.record); err != nil {
			return err
		}
		if id != identity {
			verdict.judge(group)
			identity, group = id, group[:0]
		}
		group = append(group, v)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	verdict.judge(group)
	return b.store.writeVerdict(ctx, &verdict)
}

// twinVerdict collects what the comparison found.
type twinVerdict struct {
	repeats   [][2]int64 // key, key of the record that stands for it
	conflicts []int64
}

// judge takes the versions of one identity in their order of precedence.
func (t *twinVerdict) judge(group []version) {
	var kept []version
	for _, v := range group {
		same := false
		for _, k := range kept {
			if same = trail.SameJSON(k.record, v.record); same {
				t.repeats = append(t.repeats, [2]int64{v.key, k.key})
				break
			}
		}
		if !same {
			kept = append(kept, v)
		}
	}
	if len(kept) > 1 {
		for _, k := range kept {
			t.conflicts = append(t.conflicts, k.key)
		}
	}
}

func (s *Store) writeVerdict(ctx context.Context, t *twinVerdict) error {
	err := s.appendRows("hidden", func(add func(...driver.Value) error) error {
		for _, r := range t.repeats {
			if err := add(r[0], "duplicate", r[1]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(t.conflicts) == 0 {
		return err
	}
	if err := s.exec(ctx, "CREATE OR REPLACE TEMP TABLE in_conflict (key BIGINT)"); err != nil {
		return err
	}
	for _, key := range t.conflicts {
		if err := s.exec(ctx, "INSERT INTO in_conflict VALUES (?)", key); err != nil {
			return err
		}
	}
	return s.exec(ctx, "INSERT INTO conflicts SELECT key FROM in_conflict WHERE key NOT IN (SELECT key FROM conflicts)")
}

// hideSuperseded hides originals behind the addenda that replace them, whichever came first.
func (b *batch) hideSuperseded(ctx context.Context) error {
	if !b.addenda.Load() {
		return nil
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

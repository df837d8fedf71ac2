// The content digest: one number for all records of a case. It is the same for the same evidence, whatever the order in which
// its files were loaded, however often the load was interrupted, and under whatever names the files lie there.
//
// Each record has the SHA-256 of its offset, its length, the SHA-256 of its text, its event_uuid and its account; each file
// that of those of its records, in their order; and the case that of a line for each file, in the order of their SHA-256.
// Whether a record stands or is hidden as a repetition is no part of it: which of two repetitions stands does depend on the
// order of loading.

package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
)

// ContentDigest returns the digest, hexadecimal, of the records that a load has brought, or of all for load 0.
func (s *Store) ContentDigest(ctx context.Context, load int32) (string, error) {
	d := &contentDigest{all: sha256.New(), file: sha256.New()}
	err := s.contentFiles(ctx, load, d)
	if err == nil {
		err = s.contentRecords(ctx, load, d)
	}
	if err != nil {
		return "", fmt.Errorf("content digest: %w", s.told(err))
	}
	d.close()
	return hex.EncodeToString(d.all.Sum(nil)), nil
}

// contentDigest is a digest under way.
type contentDigest struct {
	all, file hash.Hash
	names     []string // the files' SHA-256
	at        int      // the number of the file at hand, from 1; 0 before the first
}

func (d *contentDigest) add(number int, sum []byte) {
	if number != d.at {
		d.close()
		d.at = number
	}
	d.file.Write(sum)
}

// close ends the file at hand.
func (d *contentDigest) close() {
	if d.at > 0 {
		fmt.Fprintf(d.all, "%s %x\n", d.names[d.at-1], d.file.Sum(nil))
		d.file.Reset()
	}
}

func (s *Store) contentFiles(ctx context.Context, load int32, d *contentDigest) error {
	rows, err := s.conn.QueryContext(ctx, statement("ask/content_files"), load)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var sum string
		if err := rows.Scan(&sum); err != nil {
			return err
		}
		d.names = append(d.names, sum)
	}
	return rows.Err()
}

func (s *Store) contentRecords(ctx context.Context, load int32, d *contentDigest) error {
	rows, err := s.conn.QueryContext(ctx, statement("ask/content"), load)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var record int64
		var sum []byte
		if err := rows.Scan(&number, &record, &sum); err != nil {
			return err
		}
		d.add(number, sum)
	}
	return rows.Err()
}

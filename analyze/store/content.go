// The content digest: one number for all records of a case. It is the same for the same evidence, whatever the order in which
// its files were loaded, however often the load was interrupted, and under whatever names the files lie there.
//
// Each record has the SHA-256 of its offset, its length, the SHA-256 of its text, its event_uuid and its account; each file
// that of those of its records, in their order; and the case that of a line for each file, in the order of their SHA-256.
// Whether a record stands or is hidden as a repetition is no part of it: which of two repetitions stands does depend on the
// order of loading.

package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
)

// ContentDigest returns the digest, hexadecimal, of the records that a load has brought, or of all for load 0.
func (s *Store) ContentDigest(ctx context.Context, load int32) (string, error) {
	c, err := s.contents(ctx, load)
	if err != nil {
		return "", err
	}
	return c.digest(load), nil
}

// contents are the digests of files, in the order of the files' SHA-256.
type contents struct {
	files []*content
	of    map[int64]*holder // by file_id
	open  *holder           // whose records are being added
}

// content is what files of one SHA-256 hold.
type content struct {
	name    string // the SHA-256
	holders []*holder
}

// holder is one of them. Where the bytes were read more than once, each has the records that it brought.
type holder struct {
	load  int32
	alone bool
	hash  hash.Hash // of the sums of its records, when it is alone; nil before the first
	rows  []contentRow
	sum   []byte
}

// contentRow is one record of a file that was read more than once.
type contentRow struct {
	number int64
	sum    [sha256.Size]byte
}

// contents digests the records of a load, or of all for load 0.
func (s *Store) contents(ctx context.Context, load int32) (*contents, error) {
	c := &contents{of: map[int64]*holder{}}
	err := s.contentFiles(ctx, load, c)
	first, last := load, load
	if load == 0 {
		first, last = 1, 1<<31-1
	}
	var lots []lot
	if err == nil {
		lots, err = s.lots(ctx, first, last)
	}
	for _, l := range lots {
		if err == nil {
			err = s.contentRecords(ctx, l, c)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("content digest: %w", s.told(err))
	}
	return c, nil
}

func (s *Store) contentFiles(ctx context.Context, load int32, c *contents) error {
	rows, err := s.conn.QueryContext(ctx, statement("ask/content_files"), load)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var name string
		h := &holder{alone: true}
		if err := rows.Scan(&id, &h.load, &name); err != nil {
			return err
		}
		if n := len(c.files); n == 0 || c.files[n-1].name != name {
			c.files = append(c.files, &content{name: name})
		}
		f := c.files[len(c.files)-1]
		f.holders = append(f.holders, h)
		if len(f.holders) > 1 {
			f.holders[0].alone, h.alone = false, false
		}
		c.of[id] = h
	}
	return rows.Err()
}

// contentRecords adds the records of a lot.
func (s *Store) contentRecords(ctx context.Context, l lot, c *contents) error {
	rows, err := s.conn.QueryContext(ctx, statement("ask/content"), l.from, l.until)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var sum []byte
		if err := rows.Scan(&key, &sum); err != nil {
			return err
		}
		h := c.of[key>>32]
		if h != c.open { // one file may reach over several lots
			c.open.end()
			c.open = h
		}
		h.add(key&(1<<32-1), sum)
	}
	return rows.Err()
}

// add adds a record; of files that were not asked for there is no holder.
func (h *holder) add(number int64, sum []byte) {
	switch {
	case h == nil:
	case !h.alone:
		h.rows = append(h.rows, contentRow{number, [sha256.Size]byte(sum)})
	default:
		if h.hash == nil {
			h.hash = sha256.New()
		}
		h.hash.Write(sum)
	}
}

// end is told that no more records of the file come.
func (h *holder) end() {
	if h != nil && h.hash != nil {
		h.sum, h.hash = h.hash.Sum(nil), nil
	}
}

// digest is that of the records of a load, or of all for load 0.
func (c *contents) digest(load int32) string {
	c.open.end()
	all := sha256.New()
	for _, f := range c.files {
		var rows []contentRow
		var sum []byte
		for _, h := range f.holders {
			if load == 0 || h.load == load {
				rows, sum = append(rows, h.rows...), h.sum
			}
		}
		if len(rows) > 0 {
			slices.SortFunc(rows, func(a, b contentRow) int {
				return cmp.Or(cmp.Compare(a.number, b.number), bytes.Compare(a.sum[:], b.sum[:]))
			})
			file := sha256.New()
			for i := range rows {
				file.Write(rows[i].sum[:])
			}
			sum = file.Sum(nil)
		}
		if sum != nil {
			fmt.Fprintf(all, "%s %x\n", f.name, sum)
		}
	}
	return hex.EncodeToString(all.Sum(nil))
}

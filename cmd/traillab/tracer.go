// The tracer finds a file again and cuts a record's bytes out of it; the rereader reads the record there once more.

package main

import (
	"encoding/hex"
	"path"
	"strings"

	"traillab/analyze/store"
	"traillab/analyze/trail"
)

// tracer meets trail.Taker.
type tracer struct {
	want     *trail.Evidence
	anywhere bool // the file may have another path now

	path, sum, inflated string // of the file that was found; empty for none
	size                int64
	exact               bool   // it has the SHA-256 that is wanted
	cut                 []byte // the bytes of the record's place, as far as there are any
	refused             string
	read                []string         // records that were read again from that place
	columns             [][]trail.Column // of each of them
	narrow              [][]store.Narrow // and what else a case keeps of it

	at int64 // in the inflated bytes of the file at hand
}

// File wants the file by its path, or by its bytes under any path; one of the same name with other bytes will do as long as
// there is none with the right ones.
func (t *tracer) File(f trail.File) bool {
	sum := hex.EncodeToString(f.SHA256[:])
	exact := sum == t.want.SHA256
	named := f.Path == t.want.File || t.anywhere && lastName(f.Path) == lastName(t.want.File)
	if t.exact || !exact && (!named || t.path != "") || !t.anywhere && !named {
		return false
	}
	t.path, t.sum, t.size, t.exact, t.inflated = f.Path, sum, f.Size, exact, ""
	t.cut, t.at = nil, 0
	return true
}

// lastName is the last name of a path, that of the member for a member.
func lastName(p string) string { return path.Base(strings.ReplaceAll(p, `\`, "/")) }

// Take cuts what it is handed of the record's place.
func (t *tracer) Take(piece []byte) error {
	from := max(t.want.Offset-t.at, 0)
	until := min(t.want.Offset+t.want.Length-t.at, int64(len(piece)))
	if from < until {
		t.cut = append(t.cut, piece[from:until]...)
	}
	t.at += int64(len(piece))
	return nil
}

// Record is not called: the bytes are taken.
func (t *tracer) Record(*trail.Record, trail.Place) error { return nil }

// Reject notes why the file cannot be read at all.
func (t *tracer) Reject(r trail.Reject) {
	if r.File == t.want.File {
		t.refused = r.Reason
	}
}

// Done notes the sum of the inflated bytes.
func (t *tracer) Done(o trail.Outcome) {
	if o.InflatedSHA256 != [32]byte{} {
		t.inflated = hex.EncodeToString(o.InflatedSHA256[:])
	}
}

// rereader meets trail.Visitor.
type rereader struct{ tracer *tracer }

// File wants the file that was found, with the very bytes that were hashed.
func (r *rereader) File(f trail.File) bool {
	return f.Path == r.tracer.path && hex.EncodeToString(f.SHA256[:]) == r.tracer.sum
}

// Record keeps the text of the record at the place.
func (r *rereader) Record(rec *trail.Record, at trail.Place) error {
	if t := r.tracer; at.Offset == t.want.Offset && at.Length == t.want.Length {
		t.read, t.columns, t.narrow = append(t.read, string(rec.JSON)), append(t.columns, rec.Columns()), append(t.narrow, store.NarrowOf(rec))
	}
	return nil
}

// Reject is told by the first reading.
func (r *rereader) Reject(trail.Reject) {}

// Done needs nothing.
func (r *rereader) Done(trail.Outcome) {}

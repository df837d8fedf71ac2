// A reader reads one file after the other. It keeps what is dear to make (buffers, decompressors, the scanner) and holds
// the account of the file at hand.

package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"traillab/analyze/trail"
)

// reader is kept in the archive's pool; one goroutine uses it at a time.
type reader struct {
	arc    *Archive
	w      window
	raw    []byte
	bytes  bytes.Reader
	layers inflaters
	scan   *trail.Scanner
	rec    trail.Record
	label  []byte   // a member's name
	plain  []byte   // what strings mean
	fields [][]byte // of a row of a table, and
	cells  []byte   // what is in quotes there
	flow   trail.Flow

	account
}

func newReader(a *Archive) *reader {
	r := &reader{arc: a, scan: trail.NewScanner(), label: make([]byte, 0, 256)}
	// Room for the largest record, its neighbours' white space, and one byte that shows it is too large.
	r.w.most = max(windowSize, a.o.MaxRecord+4096)
	return r
}

// tidy lets go of the file that was read and of what has grown large for it.
func (r *reader) tidy() {
	r.account = account{pending: r.pending[:0]}
	r.rec = trail.Record{IDs: r.rec.IDs[:0]}
	r.w = window{own: r.w.own, most: r.w.most}
	if cap(r.w.own) > windowSize {
		r.w.own = nil
	}
	if cap(r.plain) > windowSize {
		r.plain = nil
	}
}

// account is what has been told of the file at hand.
type account struct {
	v        trail.Visitor
	few      trail.Picker  // v, if it has use for few records
	peek     trail.Peeker  // v, if it wants to look at the others
	sees     trail.Witness // v, if it takes flow logs
	takes    trail.Taker   // v, if it takes the bytes and no records
	inflated *summed       // what hashes the inflated bytes; nil for a file that lies there plain
	path     string

	index     int64 // of the next record
	kept      int64
	rejected  int64
	listed    bool     // CloudTrail's own list was found
	pending   []string // reasons against documents, held back until it shows whether the whole file is meant
	first     string   // the first of those reasons
	other     string   // what was recognised and is no record
	flows     int64    // rows of flow logs that were kept
	damage    string   // the first thing that kept text away
	bytesLost error    // what kept raw bytes away; see content.damage
	way       onward   // where reading goes on
	nesting   int      // objects around the place where reading is that hold lists
	lists     int      // lists around it
	recovered int64    // as in trail.Outcome
	last      int64    // where the last record begins that was kept
	document  int64    // where the document at hand begins, or the first of those that commas join to it,
	before    int64    // how many records were kept before it,
	form      setting  // and what kind of list it has; inText for none
	vain      int64    // bytes that were scanned for records in vain
	line      int64    // where the next line begins that is sure to be a document; see sureLine, and
	lineUntil int64    // before which place that holds
}

// maxPending bounds how many reasons are held back.
const maxPending = 1000

// read tells v of one file, or of each file in it.
func (r *reader) read(ctx context.Context, f *File, v trail.Visitor) error {
	r.account = account{v: v, path: f.path, pending: r.pending[:0]}
	r.few, _ = v.(trail.Picker)
	r.peek, _ = v.(trail.Peeker)
	r.sees, _ = v.(trail.Witness)
	r.takes, _ = v.(trail.Taker)
	c, err := r.fetch(ctx, f)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if Stops(err) {
			return err
		}
		refuse(v, f.path, "cannot be read: "+plainError(err))
		return nil
	}
	defer c.release()
	r.bytesLost = c.damage
	named := trail.File{Path: f.path, Size: c.size, SHA256: c.sum}
	// Asking early saves inflating a file that is known. It is wrong only for a tar that calls itself a log file.
	asked := coatOf(c.head()) != bare && strings.HasSuffix(f.path, ".json.gz")
	if asked && !v.File(named) {
		return nil
	}
	refused := r.unwrap(ctx, c)
	if refused == nil && holdingOf(r.w.b) != noFiles {
		if asked {
			v.Done(trail.Outcome{Status: trail.Other, Reason: "a zip or tar; its members are files of their own"})
		}
		return r.readMembers(ctx, c, f)
	}
	if !asked && !v.File(named) {
		return nil
	}
	if refused != nil {
		r.damage = refused.Error()
	} else if err := r.tellText(ctx, c); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	r.conclude(c)
	return nil
}

// tellText hands on what the text in the window holds: its records, or its bytes to a visitor that takes those.
func (r *reader) tellText(ctx context.Context, c *content) error {
	if r.takes != nil {
		return r.give()
	}
	return r.text(ctx, c)
}

// readMembers tells the visitor of each file in the zip or tar whose text is in the window.
func (r *reader) readMembers(ctx context.Context, c *content, f *File) (err error) {
	h := &holder{file: f, yield: func(m *File, failed error) bool {
		if err = failed; err == nil {
			err = m.Read(ctx, r.v)
		}
		return err == nil
	}}
	r.unpack(ctx, c, h, false)
	return err
}

// keep hands on the record that was scanned at w.i and is n bytes long.
func (r *reader) keep(n int) error {
	start := r.w.offset(r.w.i)
	r.keepTorn()
	if err := r.hand(trail.Place{Offset: start, Length: r.w.offset(r.w.i+n) - start}); err != nil {
		return err
	}
	r.w.i += n
	return nil
}

// hand hands on r.rec.
func (r *reader) hand(at trail.Place) error {
	at.Index, r.last = r.next(), at.Offset
	return r.v.Record(&r.rec, at)
}

// pass passes over the record at w.i if the visitor has no use for it, and reports whether it did.
func (r *reader) pass() bool {
	g, unused := r.scan.Skim(r.w.b[r.w.i:], r.few.Picks)
	if !unused || g.Length > r.arc.o.MaxRecord {
		return false
	}
	if r.peek != nil && r.peek.Peeks(r.w.b[r.w.i:r.w.i+g.Length]) {
		return false
	}
	r.last = r.w.offset(r.w.i)
	start := r.w.offset(r.w.i)
	at := trail.Place{Index: r.next(), Offset: start, Length: r.w.offset(r.w.i+g.Length) - start}
	r.few.Pass(at, g.Time)
	r.w.i += g.Length
	return true
}

// next is the number of a record that is kept.
func (r *reader) next() int64 {
	if len(r.pending) > 0 {
		r.flush()
	}
	r.index++
	r.kept++
	return r.index - 1
}

// maxRejects is how many records of one file may be rejected: what has more is no log file, and a small gzip could hold
// millions that are told one by one.
const maxRejects = 10_000

// reject tells of one record that cannot be kept.
func (r *reader) reject(reason string) {
	r.flush()
	if r.rejected == maxRejects {
		if r.way != nowhere {
			r.cut(fmt.Sprintf("more than %d of its records cannot be read; it is not read further than byte %d", maxRejects, r.w.offset(r.w.i)))
			r.way = nowhere
		}
		return
	}
	at := r.index
	r.v.Reject(trail.Reject{File: r.path, Record: &at, Reason: reason})
	r.index++
	r.rejected++
}

// count is how many records there were so far.
func (r *reader) count() int64 { return r.index + int64(len(r.pending)) }

// doubt tells of something that is no record. Outside of CloudTrail's own list the reason is held back: should nothing else
// be in the file, it is the whole file's.
func (r *reader) doubt(reason string) {
	if r.first == "" {
		r.first = reason
	}
	if r.kept > 0 || r.rejected > 0 || r.listed || len(r.pending) == maxPending {
		r.reject(reason)
		return
	}
	r.pending = append(r.pending, reason)
}

// flush tells what was held back.
func (r *reader) flush() {
	held := r.pending
	r.pending = r.pending[:0]
	for _, reason := range held {
		r.reject(reason)
	}
}

// cut notes what keeps the rest of the file away. The first reason counts; when the stream itself has ended early, that
// is the reason, and not how the text looks at its end.
func (r *reader) cut(reason string) {
	switch {
	case r.damage != "":
	case r.w.err != nil && !errors.Is(r.w.err, io.EOF):
		r.damage = r.w.err.Error()
	case r.bytesLost != nil:
		r.damage = r.bytesLost.Error()
	default:
		r.damage = reason
	}
}

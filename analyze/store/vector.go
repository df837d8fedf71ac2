// Blocks are rows on their way into DuckDB, laid out by the reader as DuckDB lays out its own vectors, so that handing
// them over is one copy a column. This file is the only one that knows DuckDB's memory layout; docs/decisions/0001 says
// what that buys.

package store

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// vectorRows is DuckDB's fixed vector size.
const vectorRows = 2048

// slabBytes is the size of the pieces of memory that hold a block's texts.
const slabBytes = 1 << 20

// mostSlabs is how many slabs a block fills before it is full with fewer rows. Common records fill four, and records of a
// megabyte, which a service may write, would be two gigabytes in one block.
const mostSlabs = 12

// inlineText is the longest text that a duckdb_string_t holds in itself; a longer one holds a pointer.
const inlineText = 12

// kind is the type of a column on its way in.
type kind uint8

const (
	text kind = iota
	integer
	moment
	identifier // UUID
	truth
)

// width is the size of one value in DuckDB's vectors.
func (k kind) width() int {
	switch k {
	case text, identifier:
		return 16
	case truth:
		return 1
	case integer, moment:
	}
	return 8
}

func (k kind) duckdb() duckdb.Type {
	switch k {
	case text:
		return duckdb.TYPE_VARCHAR
	case identifier:
		return duckdb.TYPE_UUID
	case truth:
		return duckdb.TYPE_BOOLEAN
	case moment:
		return duckdb.TYPE_TIMESTAMP
	case integer:
	}
	return duckdb.TYPE_BIGINT
}

// field is a column of a table that blocks are loaded into.
type field struct {
	name string
	kind kind
}

// vector is one column of a block.
type vector struct {
	words []uint64 // vectorRows values of the column's width
	null  [vectorRows / 64]uint64
	nulls bool
}

// block is up to vectorRows rows of one table. Texts point into slabs, which stay pinned for the life of the block.
type block struct {
	rows    int
	fields  []field
	columns []vector
	slabs   [][]byte
	slab    int // the slab that is being filled
	used    int // its filled bytes
	pins    runtime.Pinner
}

func newBlock(fields []field) *block {
	b := &block{fields: fields, columns: make([]vector, len(fields))}
	for i, f := range fields {
		b.columns[i].words = make([]uint64, vectorRows*f.kind.width()/8)
	}
	return b
}

// full reports whether the block takes no more rows: of common ones there is no more room, of large ones it has enough.
func (b *block) full() bool { return b.rows == vectorRows || b.slab >= mostSlabs }

// size is about how much memory the block's texts hold.
func (b *block) size() int {
	n := b.used
	for _, s := range b.slabs[:b.slab] {
		n += len(s)
	}
	return n
}

// width is how much memory the block's columns take, however few rows there are.
func (b *block) width() (n int) {
	for _, c := range b.columns {
		n += 8 * len(c.words)
	}
	return n
}

// reset empties the block. Slabs of the usual size are kept for the next rows, oversized ones are let go.
func (b *block) reset() {
	b.rows, b.slab, b.used = 0, 0, 0
	for i := range b.columns {
		if v := &b.columns[i]; v.nulls {
			v.nulls = false
			clear(v.null[:])
		}
	}
	kept := b.slabs[:0]
	for _, s := range b.slabs {
		if len(s) == slabBytes && len(kept) < 8 {
			kept = append(kept, s)
		}
	}
	clear(b.slabs[len(kept):])
	b.pins.Unpin()
	b.slabs = kept
	for _, s := range b.slabs {
		b.pins.Pin(&s[0])
	}
}

// bytes returns n bytes of memory that live as long as the block's rows.
func (b *block) bytes(n int) []byte {
	if n > slabBytes/4 {
		s := make([]byte, n)
		b.pins.Pin(&s[0])
		// Before the slab being filled, so that this one stays current.
		b.slabs = append(b.slabs, nil)
		copy(b.slabs[b.slab+1:], b.slabs[b.slab:])
		b.slabs[b.slab] = s
		b.slab++
		return s
	}
	for b.slab < len(b.slabs) && b.used+n > len(b.slabs[b.slab]) {
		b.slab, b.used = b.slab+1, 0
	}
	if b.slab == len(b.slabs) {
		s := make([]byte, slabBytes)
		b.pins.Pin(&s[0])
		b.slabs, b.used = append(b.slabs, s), 0
	}
	out := b.slabs[b.slab][b.used : b.used+n : b.used+n]
	b.used += n
	return out
}

// keep copies v into the block.
func (b *block) keep(v []byte) []byte {
	if len(v) == 0 {
		return v
	}
	out := b.bytes(len(v))
	copy(out, v)
	return out
}

func (b *block) setNull(column int) {
	v := &b.columns[column]
	v.nulls = true
	v.null[b.rows>>6] |= 1 << (b.rows & 63)
}

// setKept sets a text that lives in the block already (keep, bytes) or is short; nil is NULL.
func (b *block) setKept(column int, s []byte) {
	if s == nil {
		b.setNull(column)
		return
	}
	var cell [16]byte // duckdb_string_t
	binary.LittleEndian.PutUint32(cell[:], uint32(len(s)))
	if len(s) <= inlineText {
		copy(cell[4:], s)
	} else {
		copy(cell[4:8], s)
		binary.LittleEndian.PutUint64(cell[8:], uint64(uintptr(unsafe.Pointer(&s[0]))))
	}
	words := b.columns[column].words[2*b.rows:]
	words[0], words[1] = binary.LittleEndian.Uint64(cell[:]), binary.LittleEndian.Uint64(cell[8:])
}

// setText copies a text into the block and sets it; nil is NULL.
func (b *block) setText(column int, s []byte) {
	if len(s) > inlineText {
		s = b.keep(s)
	}
	b.setKept(column, s)
}

func (b *block) setInteger(column int, v int64) { b.columns[column].words[b.rows] = uint64(v) }

// setTime sets a timestamp in microseconds since 1970; the zero time is NULL.
func (b *block) setTime(column int, t time.Time) {
	if t.IsZero() {
		b.setNull(column)
		return
	}
	b.columns[column].words[b.rows] = uint64(t.UnixMicro())
}

// setIdentifier sets a UUID. DuckDB keeps it as a 128-bit integer whose top bit is flipped, so that it sorts as text.
func (b *block) setIdentifier(column int, id [16]byte) {
	words := b.columns[column].words[2*b.rows:]
	words[0] = binary.BigEndian.Uint64(id[8:])
	words[1] = binary.BigEndian.Uint64(id[:8]) ^ 1<<63
}

func (b *block) setTruth(column int, v bool) {
	cells := unsafe.Slice((*byte)(unsafe.Pointer(&b.columns[column].words[0])), vectorRows)
	cells[b.rows] = 0
	if v {
		cells[b.rows] = 1
	}
}

// position returns where part begins in whole when part is a slice of it, and -1 when it lies elsewhere in memory.
func position(whole, part []byte) int {
	if len(part) == 0 || len(whole) == 0 {
		return -1
	}
	at := uintptr(unsafe.Pointer(&part[0])) - uintptr(unsafe.Pointer(&whole[0]))
	if at >= uintptr(len(whole)) {
		return -1
	}
	return int(at)
}

// fill copies the block into a chunk of a table function that projects every column in order.
func (b *block) fill(chunk duckdb.DataChunk) error {
	if chunk.ColumnCount() != len(b.columns) {
		return fmt.Errorf("table function asked for %d of %d columns", chunk.ColumnCount(), len(b.columns))
	}
	// DataChunk begins with its handle (duckdb-go v2.10506.0); TestChunkLayout fails should that ever change.
	raw := *(*mapping.DataChunk)(unsafe.Pointer(&chunk))
	for i := range b.columns {
		v := &b.columns[i]
		target := mapping.DataChunkGetVector(raw, mapping.IdxT(i))
		size := b.rows * b.fields[i].kind.width()
		copy(unsafe.Slice((*byte)(mapping.VectorGetData(target)), size), unsafe.Slice((*byte)(unsafe.Pointer(&v.words[0])), size))
		if !v.nulls {
			continue
		}
		mapping.VectorEnsureValidityWritable(target)
		valid := unsafe.Slice((*uint64)(mapping.VectorGetValidity(target)), len(v.null))
		for w := range valid {
			valid[w] = ^v.null[w]
		}
	}
	return chunk.SetSize(b.rows)
}

// What hostile input is made of: texts, and what compresses, packs, cuts and bends them.

package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// matter is the bytes of a file, made when they are needed.
type matter func(t *testing.T) []byte

// poison is the folder that hostile files are laid into.
type poison struct {
	t   *testing.T
	dir string
}

func (p *poison) folder(name string) {
	p.t.Helper()
	ok(p.t, os.MkdirAll(filepath.Join(p.dir, name), 0o700))
}

func (p *poison) write(name string, b []byte) {
	p.t.Helper()
	ok(p.t, os.WriteFile(filepath.Join(p.dir, name), b, 0o600))
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as lays one file into the folder, part behind part.
func as(name string, parts ...matter) func(*poison) {
	return func(p *poison) {
		var all []byte
		for _, m := range parts {
			all = append(all, m(p.t)...)
		}
		p.write(name, all)
	}
}

func link(to string) func(*poison) {
	return func(p *poison) { ok(p.t, os.Symlink(to, filepath.Join(p.dir, "x.json"))) }
}

func fifo(p *poison) { ok(p.t, syscall.Mkfifo(filepath.Join(p.dir, "x.json"), 0o600)) }

func socket(p *poison) {
	var listen net.ListenConfig
	s, err := listen.Listen(p.t.Context(), "unix", filepath.Join(p.dir, "x.json"))
	if err != nil {
		p.t.Skip("no socket can be made here: ", err)
	}
	p.t.Cleanup(func() { s.Close() })
}

func text(s string) matter { return func(*testing.T) []byte { return []byte(s) } }

// record is one record with a value of one's own in it.
func record(n int, value string) string {
	return fmt.Sprintf(`{"eventVersion":"1.08","eventID":"a0000000-0000-4000-8000-%012d","eventTime":"2026-03-01T10:00:00Z","eventName":"StopInstances","eventSource":"ec2.amazonaws.com","recipientAccountId":"111122223333","requestParameters":{"x":%s}}`, n, value)
}

func list(records ...string) matter {
	return text(`{"Records":[` + strings.Join(records, ",") + `]}`)
}

// one, other and two are sound logs of one and two records.
func one(t *testing.T) []byte   { return list(record(1, "1"))(t) }
func other(t *testing.T) []byte { return list(record(2, "2"))(t) }
func two(t *testing.T) []byte   { return list(record(1, "1"), record(2, "2"))(t) }

func gz(m matter) matter                  { return zipped(gzip.Header{}, m) }
func titled(name string, m matter) matter { return zipped(gzip.Header{Name: name}, m) }
func extra(m matter) matter               { return zipped(gzip.Header{Extra: make([]byte, 65535)}, m) }

func zipped(h gzip.Header, m matter) matter {
	return func(t *testing.T) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Header = h
		_, err := z.Write(m(t))
		ok(t, err)
		ok(t, z.Close())
		return b.Bytes()
	}
}

// zeros is a gzip of 80 MB of zeros.
func zeros(t *testing.T) []byte { return gz(text(strings.Repeat("\x00", 80<<20)))(t) }

// frame begins a frame of zstd, with a window of a megabyte.
const frame = "\x28\xb5\x2f\xfd\x00\x50"

// block is the header of a block of zstd, the last one or not: 0 is text as it is, 1 one byte that is repeated.
func block(last bool, kind, size int) []byte {
	n := kind<<1 | size<<3
	if last {
		n |= 1
	}
	return []byte{byte(n), byte(n >> 8), byte(n >> 16)}
}

// zst is a small text in a frame of zstd.
func zst(m matter) matter {
	return func(t *testing.T) []byte {
		b := m(t)
		return append(append([]byte(frame), block(true, 0, len(b))...), b...)
	}
}

// zstZeros is a frame of 80 MB of zeros.
func zstZeros(*testing.T) []byte {
	zeros := append(block(false, 1, 128<<10), 0)
	return append(append([]byte(frame), bytes.Repeat(zeros, 640)...), block(true, 0, 0)...)
}

const skippable = "\x50\x2a\x4d\x18\x04\x00\x00\x00skip"

// cut leaves out the last bytes.
func cut(n int, m matter) matter {
	return func(t *testing.T) []byte { b := m(t); return b[:len(b)-n] }
}

// flip changes one byte, counted from the end.
func flip(at int, m matter) matter {
	return func(t *testing.T) []byte { b := m(t); b[len(b)+at] ^= 0x55; return b }
}

type member struct {
	name string
	text matter
}

func zipOf(members ...member) matter {
	return func(t *testing.T) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, m := range members {
			w, err := z.Create(m.name)
			ok(t, err)
			_, err = w.Write(m.text(t))
			ok(t, err)
		}
		ok(t, z.Close())
		return b.Bytes()
	}
}

func nested(n int, m matter) matter {
	if n == 0 {
		return m
	}
	return zipOf(member{"inner.zip", nested(n-1, m)})
}

// directory finds the directory of a zip.
func directory(t *testing.T, b []byte) int {
	t.Helper()
	at := bytes.LastIndex(b, []byte("PK\x01\x02"))
	if at < 0 {
		t.Fatal("a zip without a directory")
	}
	return at
}

// claiming puts another number into the directory entry of the last member: 8 are its flags, 20 its size as it lies
// there, 24 the size that it inflates to.
func claiming(field int, n uint32, m matter) matter {
	return func(t *testing.T) []byte {
		b := m(t)
		at := directory(t, b) + field
		if field == 8 {
			b[at] |= byte(n)
		} else {
			binary.LittleEndian.PutUint32(b[at:], n)
		}
		return b
	}
}

// overlapping is a zip whose directory names one member n times.
func overlapping(n int, m matter) matter {
	return func(t *testing.T) []byte {
		b := zipOf(member{"a.json", m})(t)
		at, end := directory(t, b), bytes.LastIndex(b, []byte("PK\x05\x06"))
		entry, tail := bytes.Clone(b[at:end]), bytes.Clone(b[end:])
		out := append(bytes.Clone(b[:at]), bytes.Repeat(entry, n)...)
		binary.LittleEndian.PutUint16(tail[8:], uint16(n))
		binary.LittleEndian.PutUint16(tail[10:], uint16(n))
		binary.LittleEndian.PutUint32(tail[12:], uint32(n*len(entry)))
		return append(out, tail...)
	}
}

// raw is a zip of one member with a header of one's own.
func raw(h *zip.FileHeader, m matter) matter {
	return func(t *testing.T) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		content := m(t)
		h.CompressedSize64, h.UncompressedSize64 = uint64(len(content)), uint64(len(content))
		w, err := z.CreateRaw(h)
		ok(t, err)
		_, err = w.Write(content)
		ok(t, err)
		ok(t, z.Close())
		return b.Bytes()
	}
}

func method(n uint16, m matter) matter { return raw(&zip.FileHeader{Name: "a.json", Method: n}, m) }

func linked(to string) matter {
	h := &zip.FileHeader{Name: "a.json"}
	h.SetMode(os.ModeSymlink | 0o777)
	return raw(h, text(to))
}

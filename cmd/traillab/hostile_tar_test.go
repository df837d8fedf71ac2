// Hostile tars: members of every kind, and headers that lie.

package main

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
)

type inTar struct {
	name, to string
	kind     byte
	text     matter
}

func tarOf(entries ...inTar) matter {
	return func(t *testing.T) []byte {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		for _, e := range entries {
			var content []byte
			if e.text != nil {
				content = e.text(t)
			}
			ok(t, w.WriteHeader(&tar.Header{Name: e.name, Linkname: e.to, Typeflag: e.kind, Mode: 0o600, Size: int64(len(content))}))
			_, err := w.Write(content)
			ok(t, err)
		}
		ok(t, w.Close())
		return b.Bytes()
	}
}

func nestedTar(n int, m matter) matter {
	if n == 0 {
		return m
	}
	return tarOf(inTar{name: "inner.tar", text: nestedTar(n-1, m)})
}

// header is one block of a tar, with a size of one's own. A member of the kind S is nothing but a hole of that size.
func header(kind byte, size int64) []byte {
	number := func(b []byte, n int64) {
		b[0] = 0x80 // in binary
		binary.BigEndian.PutUint64(b[4:], uint64(n))
	}
	b := make([]byte, 512)
	copy(b, "a.json")
	copy(b[100:], "0000600\x000000000\x000000000\x00")
	copy(b[136:], "00000000000\x00        ")
	b[156] = kind
	copy(b[257:], "ustar\x0000")
	if kind == tar.TypeGNUSparse {
		copy(b[257:], "ustar  \x00")
		number(b[386:], size)
		number(b[398:], 0)
		number(b[483:], size)
		size = 0
	}
	number(b[124:], size)
	sum := 0
	for _, c := range b {
		sum += int(c)
	}
	copy(b[148:], fmt.Sprintf("%06o\x00 ", sum))
	return b
}

// claimed is a tar of one member that claims so many bytes and has none.
func claimed(kind byte, size int64) matter {
	return func(*testing.T) []byte { return append(header(kind, size), make([]byte, 1024)...) }
}

// paxBomb is a tar whose extended header is so long.
func paxBomb(size int) matter {
	return func(*testing.T) []byte {
		return append(header('x', int64(size)), make([]byte, size)...)
	}
}

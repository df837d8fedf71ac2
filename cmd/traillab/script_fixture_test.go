// Words that make log files for the stories. The files of a story are plain text at its end; these turn them into what
// lies in real archives:
//
//	gzip a.json                  a.json is gzipped in place; the name stays, for it says nothing
//	zip logs.zip a.json b/c.json   and tar logs.tar a.json b/c.json
//	utf16 a.json                 a.json becomes UTF-16, little-endian, with a byte order mark
//	cut a.gz 40                  the last 40 bytes of a.gz are gone
//	join all.gz a.gz b.gz        one file after the other
//	raw a.json                   \xNN in a.json becomes that byte
//	unbase64 a.parquet           base64 in it becomes what it stands for
//	fill a.json WORD text 1000   WORD in a.json becomes a thousand times text
//	bomb zeros.gz 400            zeros.gz inflates to 400 MB of zeros

package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// form checks how a word is used: it has no opposite, and n arguments or, with more, at least n.
func form(ts *testscript.TestScript, neg bool, args []string, n int, more bool, usage string) {
	if neg || len(args) < n || len(args) > n && !more {
		ts.Fatalf("usage: %s", usage)
	}
}

// rewrite puts what change makes of a file in its place.
func rewrite(ts *testscript.TestScript, name string, change func([]byte) []byte) {
	path := ts.MkAbs(name)
	text, err := os.ReadFile(path)
	ts.Check(err)
	ts.Check(os.WriteFile(path, change(text), 0o600))
}

func unbase64(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 1, false, "unbase64 FILE")
	rewrite(ts, args[0], func(b []byte) []byte {
		plain, err := base64.StdEncoding.DecodeString(string(b)) // which passes over the ends of lines
		ts.Check(err)
		return plain
	})
}

func gzipFile(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 1, true, "gzip FILE…")
	for _, name := range args {
		rewrite(ts, name, func(b []byte) []byte { return deflated(ts, b) })
	}
}

func deflated(ts *testscript.TestScript, b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(b)
	ts.Check(err)
	ts.Check(w.Close())
	return out.Bytes()
}

func zipFiles(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 2, true, "zip ZIP FILE…")
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range args[1:] {
		member, err := w.Create(filepath.ToSlash(name))
		ts.Check(err)
		_, err = member.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
}

func tarFiles(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 2, true, "tar TAR FILE…")
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, name := range args[1:] {
		text := ts.ReadFile(name)
		ts.Check(w.WriteHeader(&tar.Header{Name: filepath.ToSlash(name), Mode: 0o600, Size: int64(len(text))}))
		_, err := w.Write([]byte(text))
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
}

func utf16File(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 1, false, "utf16 FILE")
	rewrite(ts, args[0], func(b []byte) []byte {
		var out []byte
		for _, unit := range utf16.Encode([]rune("\ufeff" + string(b))) {
			out = binary.LittleEndian.AppendUint16(out, unit)
		}
		return out
	})
}

func cutFile(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 2, false, "cut FILE BYTES")
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	rewrite(ts, args[0], func(b []byte) []byte { return b[:len(b)-n] })
}

func joinFiles(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 2, true, "join OUT FILE…")
	var all strings.Builder
	for _, name := range args[1:] {
		all.WriteString(ts.ReadFile(name))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(all.String()), 0o600))
}

func rawBytes(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 1, false, "raw FILE")
	escape := regexp.MustCompile(`\\x[0-9a-f]{2}`)
	rewrite(ts, args[0], func(b []byte) []byte {
		return escape.ReplaceAllFunc(b, func(e []byte) []byte {
			v, err := strconv.ParseUint(string(e[2:]), 16, 8)
			ts.Check(err)
			return []byte{byte(v)}
		})
	})
}

func fill(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 4, false, "fill FILE WORD TEXT TIMES")
	n, err := strconv.Atoi(args[3])
	ts.Check(err)
	rewrite(ts, args[0], func(b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(args[1]), bytes.Repeat([]byte(args[2]), n))
	})
}

// bomb writes one member a megabyte: a gzip stream may have many, and to make them all alike is quick.
func bomb(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 2, false, "bomb FILE MEGABYTES")
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat(deflated(ts, make([]byte, 1<<20)), n), 0o600))
}

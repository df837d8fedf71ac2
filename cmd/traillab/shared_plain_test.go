// A plain reader of log files, to hold the product against: everything that is a record, wherever it lies.

package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// plainReading is what a folder holds, read without the product: with encoding/json and no thought for speed.
type plainReading struct {
	files           map[string]int  // SHA-256 of a file's bytes → how many files have them
	copies          int             // files beyond the first of their bytes
	records         int             // of all files
	distinctRecords int             // of files of distinct bytes
	contents        map[string]bool // eventID, recipientAccountId and canonical content
}

func readPlainly(t *testing.T, folder string) *plainReading {
	t.Helper()
	p := &plainReading{files: map[string]int{}, contents: map[string]bool{}}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		p.add(t, b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// add counts one file. A zip is as many files as it has members.
func (p *plainReading) add(t *testing.T, b []byte) {
	t.Helper()
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		p.addMembers(t, b)
		return
	}
	sum := sha256.Sum256(b)
	digest := hex.EncodeToString(sum[:])
	records := recordsOf(inflatedPlainly(t, b))
	p.records += len(records)
	p.files[digest]++
	if p.files[digest] > 1 {
		p.copies++
		return
	}
	p.distinctRecords += len(records)
	for _, r := range records {
		canonical, err := json.Marshal(r) // names in order, numbers as they were written
		if err != nil {
			t.Fatal(err)
		}
		p.contents[fmt.Sprint(r["eventID"], r["recipientAccountId"], string(canonical))] = true
	}
}

func (p *plainReading) addMembers(t *testing.T, b []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		member, err := fs.ReadFile(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		p.add(t, member)
	}
}

func inflatedPlainly(t *testing.T, b []byte) []byte {
	t.Helper()
	if !bytes.HasPrefix(b, []byte("\x1f\x8b")) {
		return b
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// recordsOf finds the records in a text: in every JSON object that begins anywhere in it and is whole. So a list with a
// comma missing, which one of the folders has, is read to its end.
func recordsOf(text []byte) (found []map[string]any) {
	for at := 0; ; {
		next := bytes.IndexByte(text[at:], '{')
		if next < 0 {
			return found
		}
		at += next
		d := json.NewDecoder(bytes.NewReader(text[at:]))
		d.UseNumber()
		var v any
		if d.Decode(&v) != nil {
			at++
			continue
		}
		found = append(found, recordsIn(v)...)
		at += int(d.InputOffset())
	}
}

// recordsIn finds the records in a JSON value: the value itself, or those of its parts, or those written in a string.
func recordsIn(v any) (found []map[string]any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			found = append(found, recordsIn(e)...)
		}
	case map[string]any:
		if v["eventSource"] == "aws:s3" {
			return nil
		}
		if v["eventVersion"] != nil && (v["eventTime"] != nil || v["@timestamp"] != nil) {
			return []map[string]any{v}
		}
		for _, e := range v {
			found = append(found, recordsIn(e)...)
		}
	case string:
		if len(v) > 0 && v[0] == '{' {
			return recordsOf([]byte(v))
		}
	}
	return found
}

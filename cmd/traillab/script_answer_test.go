// Words that look at the answers of a story. FILE is a file, or stdout or stderr of the last command.
//
//	json FILE records.read 3     the value there, names and places in lists joined by dots; length is a list's
//	totals FILE                  the summary of a load adds up
//	evidence FILE                an answer of show: each record lies where the answer says
//	planned FILE PLAN            the detachments are those of the plan, in which chains have no ids
//	inert FILE                   no character in it acts on a terminal or hides

package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"traillab/analyze/trail"
)

func jsonValue(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 3, false, "json FILE PATH VALUE")
	var v any
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	decoder.UseNumber()
	ts.Check(decoder.Decode(&v))
	for _, step := range strings.Split(args[1], ".") {
		next, err := descend(v, step)
		if err != nil {
			ts.Fatalf("%s: %v", args[1], err)
		}
		v = next
	}
	got, isText := v.(string)
	if !isText {
		text, err := json.Marshal(v)
		ts.Check(err)
		got = string(text)
	}
	if got != args[2] {
		ts.Fatalf("%s is %s, want %s", args[1], got, args[2])
	}
}

// descend goes one step into a decoded JSON value.
func descend(v any, step string) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		member, ok := v[step]
		if !ok {
			return nil, fmt.Errorf("no member %s", step)
		}
		return member, nil
	case []any:
		if step == "length" {
			return json.Number(strconv.Itoa(len(v))), nil
		}
		i, err := strconv.Atoi(step)
		if err != nil || i < 0 || i >= len(v) {
			return nil, fmt.Errorf("no place %s in a list of %d", step, len(v))
		}
		return v[i], nil
	}
	return nil, fmt.Errorf("nothing below %v", v)
}

func totals(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 1, false, "totals FILE")
	var s struct {
		Files   struct{ Seen, Loaded, Known, Damaged, Rejected, Other int64 }
		Records struct{ Read, Stored, Duplicate, Superseded, Rejected int64 }
		Rejects []trail.Reject
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &s))
	if f := s.Files; f.Seen != f.Loaded+f.Known+f.Damaged+f.Rejected+f.Other {
		ts.Fatalf("files do not add up: %+v", f)
	}
	if r := s.Records; r.Read != r.Stored+r.Duplicate+r.Superseded+r.Rejected {
		ts.Fatalf("records do not add up: %+v", r)
	}
	var files, records int64
	for _, r := range s.Rejects {
		switch {
		case r.File == "" || r.Reason == "":
			ts.Fatalf("a reject without a file or a reason: %+v", r)
		case r.Record == nil:
			files++
		default:
			records++
		}
	}
	if files != s.Files.Damaged+s.Files.Rejected || records != s.Records.Rejected {
		ts.Fatalf("%d files and %d records are named as rejects, counted were %+v and %+v", files, records, s.Files, s.Records)
	}
}

func evidence(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 1, false, "evidence FILE")
	var found []struct {
		File, SHA256   string
		Offset, Length int64
		Record         json.RawMessage
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &found))
	if len(found) == 0 {
		ts.Fatalf("no record in the answer")
	}
	for _, e := range found {
		lies, err := os.ReadFile(ts.MkAbs(e.File))
		ts.Check(err)
		if sum := sha256.Sum256(lies); hex.EncodeToString(sum[:]) != e.SHA256 {
			ts.Fatalf("%s has the SHA-256 %x, the answer says %s", e.File, sum, e.SHA256)
		}
		text := inflated(ts, lies)
		if e.Offset < 0 || e.Offset+e.Length > int64(len(text)) {
			ts.Fatalf("%s has %d bytes, none at %d+%d", e.File, len(text), e.Offset, e.Length)
		}
		there := text[e.Offset : e.Offset+e.Length]
		if !reflect.DeepEqual(decoded(ts, there), decoded(ts, e.Record)) {
			ts.Fatalf("at %d+%d of %s lies %s, not %s", e.Offset, e.Length, e.File, there, e.Record)
		}
	}
}

// decoded is what a JSON text means. A record that came as a JSON string means what is written in the string.
func decoded(ts *testscript.TestScript, text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	ts.Check(d.Decode(&v))
	if inner, ok := v.(string); ok {
		return decoded(ts, []byte(inner))
	}
	return v
}

func inflated(ts *testscript.TestScript, b []byte) []byte {
	if !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	ts.Check(err)
	text, err := io.ReadAll(r)
	ts.Check(err)
	return text
}

// inert is deliberately not written with the code that makes text safe.
func inert(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 1, false, "inert FILE")
	text := ts.ReadFile(args[0])
	if !utf8.ValidString(text) {
		ts.Fatalf("%s is no UTF-8", args[0])
	}
	for i, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)) {
			ts.Fatalf("%s holds %U at byte %d", args[0], r, i)
		}
	}
}

// planned compares detachments with a plan of them, to the byte but for the ids of chains.
func planned(ts *testscript.TestScript, neg bool, args []string) {
	form(ts, neg, args, 2, false, "planned FILE PLAN")
	got := regexp.MustCompile(`"chain":"chain-[0-9a-f]{12}"`).ReplaceAllString(ts.ReadFile(args[0]), `"chain":null`)
	if want := ts.ReadFile(args[1]); got != want {
		ts.Fatalf("%s and %s differ:\n%s", args[0], args[1], got)
	}
}

// Tests of bad input: one for each kind that real archives hold, with what must come of it.

package archive_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

func list(records ...string) string { return `{"Records":[` + strings.Join(records, ",") + `]}` }

func zstded(t testing.TB, text string) string {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll([]byte(text), nil))
}

func wide(text string, big, mark bool) string {
	var b []byte
	if mark {
		text = "\uFEFF" + text
	}
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

// TestBadInput reads what is damaged, odd or no log file at all. reasons are the rejects in order, "*" standing for
// anything; the last one of a damaged or rejected file is the file's own.
func TestBadInput(t *testing.T) {
	a, b, c := record(1), record(2), record(3)
	deep := `{"eventID":"x","requestParameters":` + strings.Repeat(`{"a":`, 2000) + `1` + strings.Repeat(`}`, 2000) + `}`
	for _, test := range []struct {
		name, text, want, status string
		reasons                  []string
	}{
		{"truncated JSON", list(a, b)[:len(list(a, b))-100], "1", "damaged", []string{"file: JSON ends inside record 1 at byte *"}},
		{"truncated between records", list(a, b)[:len(list(a, b))-2], "1 2", "damaged", []string{"file: JSON ends after 2 records at byte *"}},
		{"truncated behind the list", list(a, b)[:len(list(a, b))-1], "1 2", "damaged", []string{"file: JSON ends before its closing brace at byte *"}},
		{"truncated in the first record", list(a)[:100], "", "rejected", []string{"file: JSON ends inside record 0 at byte 100"}},
		{"truncated last line", a + "\n" + b[:200], "1", "damaged", []string{"file: JSON ends inside record 1 at byte *"}},
		{"a single record, truncated", a[:200], "", "rejected", []string{"file: JSON ends inside record 0 at byte 200"}},
		{"text", "hello\nworld\n", "", "rejected", []string{"file: text, not a log file of CloudTrail"}},
		{"HTML", "<!DOCTYPE html>\n<html></html>", "", "rejected", []string{"file: an HTML page, not a log file"}},
		{"XML", `<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`, "", "rejected", []string{"file: XML or HTML, not a log file"}},
		{"empty file", "", "", "rejected", []string{"file: an empty file"}},
		{"a brace", "{", "", "rejected", []string{"file: JSON ends inside record 0 at byte 1"}},
		{"a bracket", "[", "", "rejected", []string{"file: JSON ends after 0 records at byte 1"}},
		{"a quote", `["`, "", "rejected", []string{"file: JSON ends inside record 0 at byte 2"}},
		{"much white space before", gzipped(t, strings.Repeat("\n\n\x00\x00", 150<<10)+a), "1", "loaded", nil},
		{"much white space", gzipped(t, strings.Repeat(" ", 600<<10)), "", "rejected", []string{"file: nothing but white space*"}},
		{"a key", "-----BEGIN CERTIFICATE-----\nMIIB\n", "", "rejected", []string{"file: text, not a log file of CloudTrail"}},
		{"white space", " \n\n", "", "rejected", []string{"file: nothing but white space*"}},
		{"binary", "\x89\x00\x01\x02\x03\xff\xfe\xfd", "", "rejected", []string{"file: binary data, not a log file"}},
		{"bzip2", "BZh91AY&SY", "", "rejected", []string{"file: compressed with bzip2; unpack it first"}},
		{"JSON of another kind", `{"user":"bob","from":"2017-01-01"}`, "", "rejected", []string{"file: JSON without a CloudTrail record"}},
		{"lines of another kind", `{"a":1}` + "\n" + `{"b":2}`, "", "rejected", []string{"file: JSON without a CloudTrail record"}},
		{"array of another kind", `[{"a":1},{"b":2}]`, "", "rejected", []string{"file: JSON without a CloudTrail record"}},
		{"number", `[1]`, "", "rejected", []string{"file: a number where a record was expected"}},
		{"an event of another program", `{"eventName":"click","eventSource":"button"}`, "", "rejected", []string{"file: like a CloudTrail record, but without an eventVersion*"}},
		{
			"non-objects in Records", list(a, "1", `"x"`, "null", "true", "[]", "-1.5e3", b), "1 2", "loaded",
			[]string{"1: a number where*", "2: a string where*", "3: null where*", "4: a boolean where*", "5: a list where*", "6: a number where*"},
		},
		{"nothing but non-objects", list("1", "[{}]"), "", "loaded", []string{"0: a number where*", "1: a list where*"}},
		{"no identity", list(a, `{"eventVersion":"1.08","eventTime":"2024-05-01T10:00:00Z"}`, b), "1 2", "loaded", []string{"1: neither eventID nor eventName and eventSource"}},
		{"another kind among lines", a + "\n" + `{"a":1}` + "\n" + b, "1 2", "loaded", []string{"1: JSON without a CloudTrail record"}},
		{"another kind before lines", `{"a":1}` + "\n" + a, "1", "loaded", []string{"0: JSON without a CloudTrail record"}},
		{"a broken record", list(a, strings.Replace(b, `":`, `"`, 1), c), "1 3", "loaded", []string{"1: not valid JSON at byte *: a colon is missing*"}},
		{"a broken last record", list(a, strings.Replace(b, `"eventID":"`, `"eventID":`, 1)), "1", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; where the next record begins cannot be told"}},
		{"a quote missing", list(a, strings.Replace(b, `alice"`, `alice`, 1), c), "1 3", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"a quote too many", list(a, strings.Replace(b, `alice"`, `al"ice"`, 1), c), "1 3", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"a brace missing", list(a, b[:len(b)-1], c), "1 3", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"a brace too many", list(a, b+"}}", c), "1 2 3", "damaged", []string{"file: a brace where a record was expected at byte *; records from byte * on are recovered"}},
		{"an array not closed", list(a, b[:len(b)-1]+`,"x":[[1`, c), "1 3", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"an array not closed in the first of many", list(a[:len(a)-1]+`,"x":[[1`, b, c, a), "2 3 1", "damaged", []string{"0: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"an array not closed in a line", a + "\n" + b[:len(b)-1] + `,"x":[1` + "\n" + c + "\n" + `{"a":1}`, "1 3", "loaded", []string{"1: not valid JSON*", "3: JSON without*"}},
		{"a wrapper cut off behind its record", `{"a":{"b":` + a + `,"c":[`, "1", "damaged", []string{"file: JSON ends inside record 1*"}},
		{"a wrapper broken behind its record", `[{"a":{"b":` + a + `,"c" "d"]},{"a":{"b":` + b + `}}]`, "1", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; where the next record begins cannot be told"}},
		{"a wrapper not closed behind its record", `[{"a":{"b":` + a + `},{"a":{"b":` + b + `},` + c + `]`, "1 2 3", "loaded", nil},
		{"hits of a search, cut off", `{"hits":[{"s":` + a + `},{"s":` + b + `},{"s":` + c[:100], "1 2", "damaged", []string{"file: JSON ends*"}},
		{"a comma missing", `{"Records":[` + a + b + `]}`, "1 2", "loaded", nil},
		{"a comma too many", list(a, "", b, ""), "1 2", "loaded", nil},
		{"a record cut off", list(a, b[:150], c), "1 3", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"a bad escape", list(a, strings.Replace(b, "alice", `\q`, 1), c), "1 3", "loaded", []string{"1: not valid JSON at byte *"}},
		{"a line cut off", a + "\n" + b[:150] + "\n" + c, "1 3", "loaded", []string{"1: not valid JSON at byte *"}},
		{"a line cut off behind a comma", a + "\n" + before(t, b, `"eventName"`) + "\n" + c + "\n" + a, "1 3 1", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"a line cut off behind a brace", "{\n" + c + "\n" + a, "3 1", "damaged", []string{"0: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"a line cut off behind a colon", a + "\n" + before(t, b, `"`+eventID(2)) + "\n" + c + "\n" + a, "1 3 1", "damaged", []string{"1: not valid JSON at byte *", "file: not valid JSON at byte *; records from byte * on are recovered"}},
		{"the last line but one cut off behind a colon", a + "\n" + before(t, b, `"`+eventID(2)) + "\n" + c, "1 3", "damaged", []string{"1: not valid JSON: record 1 is not closed", "file: not valid JSON: record 1 is not closed; records from byte * on are recovered"}},
		{"a document over lines cut off in its list", "{\n\"responseElements\": {\"items\": [\n" + c + ",\n" + b + "\n]\n},\n", "", "rejected", []string{"file: JSON ends inside record 0 at byte *"}},
		{"a line of text", a + "\nError: connection reset\n" + b, "1 2", "loaded", []string{"1: text where a record was expected"}},
		{"a first line cut off", a[150:] + "\n" + b, "2", "loaded", []string{"0: text where a record was expected"}},
		{"a list cut off in the middle of files", list(a, b)[:700] + list(c), "1", "damaged", []string{"1: *", "file: *"}},
		{"a list cut off before the next line", list(a, b)[:700] + "\n" + list(c), "1 3", "loaded", []string{"1: *"}},
		{"nesting of 2,000 levels", list(a, deep, b), "1 2", "loaded", []string{"1: not valid JSON at byte *: nested deeper than 512 levels"}},
		{"text behind the list", list(a) + "\n\n<html>", "1", "loaded", []string{"1: text where a record was expected"}},
		{"control and ANSI characters", list(strings.Replace(a, "alice", "\x1b[31m\x07\u202e=1+1", 1)), "1", "loaded", nil},
		{"second gzip member", gzipped(t, a+"\n") + gzipped(t, b), "1 2", "loaded", nil},
		{"gzip in gzip in zstd", zstded(t, gzipped(t, gzipped(t, list(a)))), "1", "loaded", nil},
		{"compressed four times over", gzipped(t, gzipped(t, gzipped(t, gzipped(t, a)))), "", "rejected", []string{"file: compressed more than 3 times over"}},
		{"zstd frames", zstded(t, a+"\n") + zstded(t, b), "1 2", "loaded", nil},
		{"empty gzip stream", gzipped(t, ""), "", "rejected", []string{"file: an empty gzip stream"}},
		{"empty zstd stream", zstded(t, ""), "", "rejected", []string{"file: an empty zstd stream"}},
		{"garbage behind gzip", gzipped(t, list(a)) + "garbage behind it", "1", "damaged", []string{"file: gzip stream is followed by something else at inflated byte *"}},
		{"zeros behind gzip", gzipped(t, list(a)) + strings.Repeat("\x00", 5000), "1", "loaded", nil},
		{"few zeros behind gzip", gzipped(t, a) + "\x00", "1", "loaded", nil},
		{"zeros between gzip members", gzipped(t, a+"\n") + "\x00\x00\x00" + gzipped(t, b), "1 2", "loaded", nil},
		{"half a gzip header", "\x1f\x8b\x08", "", "rejected", []string{"file: gzip stream ends early at inflated byte 0"}},
		{"truncated zstd", zstded(t, list(a))[:100], "", "rejected", []string{"file: zstd stream ends early at inflated byte *"}},
		{"text in gzip", gzipped(t, "hello"), "", "rejected", []string{"file: text, not a log file of CloudTrail"}},
		{"UTF-16", wide(list(a, b), false, true), "1 2", "loaded", nil},
		{"UTF-16, the other way round, without a mark", wide(list(a, b), true, false), "1 2", "loaded", nil},
		{"UTF-16 cut in a character", wide(list(a), false, false) + "x", "1", "damaged", []string{"file: UTF-16 text ends in the middle of a character"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := readText(t, test.text, archive.Options{})
			if got := v.numbers(); got != test.want {
				t.Errorf("records %q, want %q", got, test.want)
			}
			if len(v.done) != 1 || v.done[0].Status.String() != test.status {
				t.Errorf("%q, want %s", v.statuses(), test.status)
			}
			if !slices.EqualFunc(v.reasons(), test.reasons, matches) {
				t.Errorf("rejects\n%s\nwant\n%s", strings.Join(v.reasons(), "\n"), strings.Join(test.reasons, "\n"))
			}
		})
	}
}

// matches compares with a pattern in which * stands for anything.
func matches(got, pattern string) bool {
	parts := strings.Split(pattern, "*")
	for i, p := range parts {
		at := strings.Index(got, p)
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		got = got[at+len(p):]
	}
	return got == "" || parts[len(parts)-1] == ""
}

// TestOddRecords reads records that are kept although something about them is odd.
func TestOddRecords(t *testing.T) {
	for name, rec := range map[string]struct {
		text     string
		repaired bool
	}{
		"no eventTime":       {`{"eventID":"x","eventName":"n","eventSource":"s"}`, false},
		"no eventID":         {`{"eventName":"n","eventSource":"s","eventTime":"2024-05-01T10:00:00Z"}`, false},
		"null identity":      {`{"eventID":"x","eventName":"n","userIdentity":null}`, false},
		"identity as text":   {`{"eventID":"x","eventName":"n","userIdentity":"root"}`, true},
		"wrong types":        {`{"eventID":"x","eventName":"n","awsRegion":{},"readOnly":"perhaps"}`, true},
		"time without zone":  {`{"eventID":"x","eventName":"n","eventTime":"2024-05-01 10:00:00"}`, true},
		"duplicate keys":     {`{"eventID":"x","eventName":"n","eventID":"y"}`, true},
		"another key twice":  {`{"eventID":"x","eventName":"n","readOnly":true,"readOnly":false}`, true},
		"invalid UTF-8":      {`{"eventID":"x","eventName":"n","userAgent":"` + "\xff\xfe" + `"}`, true},
		"half a surrogate":   {`{"eventID":"x","eventName":"n","userAgent":"\ud800"}`, true},
		"a raw control byte": {`{"eventID":"x","eventName":"n","userAgent":"` + "\x01" + `"}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			kept := 0
			v := &told{each: func(rec2 *trail.Record, at trail.Place) {
				kept++
				if rec2.Repaired != rec.repaired {
					t.Errorf("repaired: %t, want %t", rec2.Repaired, rec.repaired)
				}
				if at.Length != int64(len(rec.text)) {
					t.Errorf("length %d, want %d", at.Length, len(rec.text))
				}
			}}
			read(t, v, archive.Options{}, file(t, "log", []byte(list(rec.text))))
			if kept != 1 || len(v.rejects) > 0 {
				t.Errorf("%d records, rejects %q", kept, v.reasons())
			}
		})
	}
}

// TestNamesLie reads files whose names say something else than their content.
func TestNamesLie(t *testing.T) {
	for name, content := range map[string]string{"a.json": gzipped(t, record(1)), "a.json.gz": record(1), "a.zip": list(record(1)), "a.txt": zipped(t, member{"b.gz", record(1)})} {
		v := &told{}
		read(t, v, archive.Options{}, file(t, name, []byte(content)))
		if v.numbers() != "1" || len(v.rejects) > 0 {
			t.Errorf("%s: records %s, rejects %q", name, v.numbers(), v.reasons())
		}
	}
}

// TestMetadata reads what a mirror keeps beside each object, which only its name tells.
func TestMetadata(t *testing.T) {
	v := &told{}
	read(t, v, archive.Options{}, file(t, "x.json.gz.metadata.json", []byte(`{"owner":"me"}`)))
	if got := v.statuses(); len(got) != 1 || got[0] != "other the metadata of an object in S3" {
		t.Errorf("%q", got)
	}
}

// TestTruncatedGzip cuts a gzip at many places: the records before the cut are kept, and the cut is told.
func TestTruncatedGzip(t *testing.T) {
	var text string
	for n := range 400 {
		text += "," + record(n+1)
	}
	whole := gzipped(t, `{"Records":[`+text[1:]+`]}`)
	last := 0
	for cut := 11; cut < len(whole); cut += len(whole) / 40 {
		v := readText(t, whole[:cut], archive.Options{})
		if len(v.ids) < last {
			t.Errorf("%d records in the first %d bytes, %d in fewer", len(v.ids), cut, last)
		}
		last = len(v.ids)
		want := trail.Damaged
		if last == 0 {
			want = trail.Rejected
		}
		if len(v.done) != 1 || v.done[0].Status != want || !matches(v.done[0].Reason, "gzip stream ends early at inflated byte *") {
			t.Errorf("cut at %d: %q", cut, v.statuses())
		}
		if inflated := fmt.Sprintf("byte %d", v.done[0].Inflated); !strings.HasSuffix(v.done[0].Reason, inflated) {
			t.Errorf("%q, but %s were inflated", v.done[0].Reason, inflated)
		}
	}
	if last < 300 {
		t.Errorf("only %d records in nearly all of the file", last)
	}
}

// TestWrongChecksum turns one bit of the text of a gzip whose text is stored, and of its checksum.
func TestWrongChecksum(t *testing.T) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.NoCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(z, list(record(1), record(2))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{bytes.Index(b.Bytes(), []byte("alice")), b.Len() - 7} {
		whole := bytes.Clone(b.Bytes())
		whole[at] ^= 1
		v := readText(t, string(whole), archive.Options{})
		if v.numbers() != "1 2" || len(v.done) != 1 || !matches(v.statuses()[0], "damaged gzip stream does not match its checksum at inflated byte *") {
			t.Errorf("records %s, %q", v.numbers(), v.statuses())
		}
	}
}

// before is the text up to a mark in it.
func before(t *testing.T, text, mark string) string {
	head, _, ok := strings.Cut(text, mark)
	if !ok {
		t.Fatalf("no %s in %s", mark, text)
	}
	return head
}

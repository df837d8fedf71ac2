// The evidence: what a case rests on is kept and shown, and what an older program kept is read as it is.

package report_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"traillab/analyze/report"
	"traillab/analyze/trail"
)

// rested is a case that says what it rests on.
func rested() *report.Case {
	c := full()
	at, offset, length := time.Date(2026, 3, 17, 13, 20, 0, 0, time.UTC), int64(7), int64(9)
	sum := func(s string) trail.Maybe { return trail.Maybe(strings.Repeat(s, 64)) }
	c.Evidence = report.Evidence{
		Files: 2, ContentDigest: sum("c"), CaseDigest: sum("d"), Digests: &trail.Verdicts{Valid: 3, Altered: 1},
		Loads: []report.Load{
			{Load: 1, Sources: []string{"logs"}, Began: &at, Finished: &at, ContentDigest: sum("1"), Parameters: json.RawMessage(`{"keys":["k.json"],"jobs":"2"}`)},
			{Load: 2, Sources: []string{"more\u202e"}, Began: &at, ContentDigest: sum("2")},
		},
	}
	c.Coverage.Stretches = []report.Stretch{{Account: "123456789012", Region: "eu-west-1", From: &at, Until: &at, State: trail.HoursLogs, Digests: c.Evidence.Digests}}
	c.Files = report.List(
		&report.File{Path: "a.gz", Status: "loaded", ETag: "e", Version: "v", Digest: "valid", By: "bucket/AWSLogs/the-digest.json.gz"},
		&report.File{Path: "b.gz", Status: "loaded", Digest: "altered", Why: "its content is not what the digest lists"},
		&report.File{Path: "c.gz", Status: "other"},
	)
	c.Events = report.List(&report.Event{
		ID: "e-1", Time: at, Name: "DetachInternetGateway", File: "a.gz", SHA256: "ab", Offset: &offset, Length: &length, RequestID: "r-1", Issuer: "arn:aws:iam::123456789012:role/ops",
	})
	return c
}

func TestEvidenceIsKept(t *testing.T) {
	first := kept(t, rested())
	c, err := report.Bytes(first)
	if err != nil {
		t.Fatal(err)
	}
	if again := kept(t, c); !bytes.Equal(first, again) {
		t.Errorf("kept again:\n%s\nand not\n%s", again, first)
	}
	for _, part := range []string{
		`"parameters":{"keys":["k.json"],"jobs":"2"}`, `"case_digest":"dddd`, `"digests":{"valid":3,"altered":1,`, `"digest":"bucket/AWSLogs/the-digest.json.gz"`,
		`"etag":"e","version_id":"v"`, `"record_offset":7,"record_length":9,"request_id":"r-1"`,
	} {
		if !bytes.Contains(first, []byte(part)) {
			t.Errorf("the kept case has no %s", part)
		}
	}
}

// TestOlderKept: what a case of an older program does not have is not made up.
func TestOlderKept(t *testing.T) {
	older := full()
	older.Evidence.Loads = []report.Load{{Sources: []string{"logs"}}}
	older.Coverage.Stretches = []report.Stretch{{State: trail.HoursLogs}}
	text := kept(t, older)
	for _, member := range []string{"parameters", "case_digest", "digests", "digest_reason", "digest", "etag", "version_id", "request_id", "issuer_arn", "load"} {
		if bytes.Contains(text, []byte(`"`+member+`":`)) {
			t.Errorf("the case has %q, which older programs do not know", member)
		}
	}
	c, err := report.Bytes(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer, *report.Case) error{"text": report.Text, "md": report.Markdown, "html": report.HTML} {
		var out bytes.Buffer
		if err := write(&out, c); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "not asked") || strings.Contains(out.String(), "ase digest") {
			t.Errorf("%s tells of digests that the case does not know of", name)
		}
	}
}

func TestEvidenceIsShown(t *testing.T) {
	for name, write := range map[string]func(io.Writer, *report.Case) error{"text": report.Text, "md": report.Markdown, "html": report.HTML} {
		var out bytes.Buffer
		if err := write(&out, rested()); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(out.String()), " ")
		for _, part := range []string{
			strings.Repeat("c", 64), strings.Repeat("d", 64), "1 altered, 3 valid", "--jobs 2 --keys k.json", "valid, by the-digest.json.gz",
			"altered: its content is not what the digest lists", "not noted", strings.Repeat("2", 64),
		} {
			if !strings.Contains(strings.ReplaceAll(text, "&#43;", "+"), part) {
				t.Errorf("%s does not tell %q:\n%s", name, part, out.String()[max(0, strings.Index(out.String(), "Evidence")):])
			}
		}
		if strings.ContainsRune(out.String(), '\u202e') {
			t.Errorf("%s: what hides in a terminal stands in it", name)
		}
	}
}

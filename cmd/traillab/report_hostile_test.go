// A report of a log in which strangers have written all that they can: markup, formulas, controls, bidirectional overrides, line
// ends, halves of characters and ten megabytes.

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"traillab/samples"
)

// scribbles are texts in the place of those that a log has.
var scribbles = map[string]string{
	"shop":        "<script>alert(1)</script>|`b`\n# head\r\u202eevil\u2066\x1b[2J",
	"main":        "=HYPERLINK(\"http://evil.test\",\"x\")",
	"jorge.silva": "=cmd|' /C calc'!A0",
	"petra.novak": "@octocat #1 www.evil.test <img src=x onerror=alert(1)> [x](javascript:alert)",
	"anna.keller": "LONE half \u0000 z\u0300\u0301\u0302\u0303\u0304\u0305\u0306",
	"run-7311":    "'; rm -rf / #`$(id)`",
}

// hostileLog writes the log of an incident with these texts in it, one agent of ten megabytes, and a file of an odd name.
func hostileLog(t *testing.T) string {
	t.Helper()
	box, err := samples.Open("gateway-detach")
	if err != nil {
		t.Fatal(err)
	}
	var records []any
	err = fs.WalkDir(box, "AWSLogs", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".gz") {
			return err
		}
		file, err := box.Open(name)
		if err != nil {
			return err
		}
		zip, err := gzip.NewReader(file)
		if err != nil {
			return err
		}
		var log struct{ Records []any }
		if err := json.NewDecoder(zip).Decode(&log); err != nil {
			return err
		}
		records = append(records, log.Records...)
		return file.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range records {
		r, ok := disturb(records[i]).(map[string]any)
		if !ok {
			t.Fatalf("record %d is no object", i)
		}
		if r["eventName"] == "DetachInternetGateway" && r["errorCode"] == nil {
			r["userAgent"] = "\u202e" + strings.Repeat("long ", 2<<20)
		}
		if r["errorMessage"] != nil {
			r["errorMessage"] = fmt.Sprint("\u2028<b>bold</b>\t", r["errorMessage"])
		}
		records[i] = r
	}
	text, err := json.Marshal(map[string]any{"Records": records})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "<i>\u202elogs")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	text = bytes.ReplaceAll(text, []byte("LONE"), []byte(`\ud800`))
	if err := os.WriteFile(filepath.Join(dir, "=a|b\x1b[31m.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// disturb puts hostile texts in the place of others, wherever they stand.
func disturb(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = disturb(v[k])
		}
	case []any:
		for i := range v {
			v[i] = disturb(v[i])
		}
	case string:
		for plain, bad := range scribbles {
			v = strings.ReplaceAll(v, plain, bad)
		}
		return v
	}
	return v
}

// acts is what no form may hold, written apart from the code under test.
var acts = regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f-\x9f\x{061c}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{feff}\x{e0000}-\x{e0fff}]`)

func TestReportHostile(t *testing.T) {
	path := keptCase(t, "--source", hostileLog(t))
	for _, p := range papers() {
		told, _ := reported(t, "--case", path, "--format", string(p.name))
		if !utf8.Valid(told) {
			t.Errorf("%s: not UTF-8", p.name)
		}
		if at := acts.FindIndex(told); at != nil {
			t.Errorf("%s: %q", p.name, told[max(at[0]-60, 0):min(at[1]+20, len(told))])
		}
		if len(told) > 3<<20 {
			t.Errorf("%s: %d bytes: what is long is not cut", p.name, len(told))
		}
		if !strings.Contains(strings.Join(strings.Fields(string(told)), " "), "MB in all; the record has it whole") {
			t.Errorf("%s: nothing says that a text was cut", p.name)
		}
		if p.name == "json" && (!json.Valid(told) || !bytes.Contains(told, []byte("\ufffd half"))) {
			t.Error("json: not valid, or the half of a character is gone without a sign")
		}
		if p.name == "md" {
			soberMarkdown(t, string(told))
		}
	}
}

// soberMarkdown holds a report to be text and tables, and nothing that a tracker would do something with.
func soberMarkdown(t *testing.T, text string) {
	t.Helper()
	code := regexp.MustCompile("``` ?[^\n]*? ?```|`` ?[^\n]*? ?``|`[^`\n]*`")
	escaped := regexp.MustCompile(`&[#0-9a-z]+;|\\.`)
	cells, fenced := 0, false
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		if fenced {
			continue
		}
		n := 0
		if strings.HasPrefix(line, "|") {
			n = strings.Count(line, "|")
			if cells > 0 && n != cells {
				t.Errorf("a row of %d cells in a table of %d: %.300s", n-1, cells-1, line)
			}
		}
		cells = n
		line = escaped.ReplaceAllString(strings.ReplaceAll(code.ReplaceAllString(line, ""), "<!-- -->", "\x00"), "\x00")
		for _, tag := range []string{"<code>", "</code>"} {
			line = strings.ReplaceAll(line, tag, "")
		}
		for _, bad := range []string{"<", "@octocat", "#1", "http://", "www.e", "](", " `"} {
			if strings.Contains(line, bad) {
				t.Errorf("%q in %.300q", bad, line)
			}
		}
	}
	if fenced {
		t.Error("a fence stays open")
	}
}

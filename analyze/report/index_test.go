// Indexes: hostile ids stay text, and what was left out is told.

package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"traillab/analyze"
	"traillab/analyze/report"
)

func TestIndexOfHostileIDs(t *testing.T) {
	x := report.NewIndex(&report.Case{Asked: report.Asked{Command: "traillab report --each vpc --output '<b>'"}}, "vpc")
	for _, id := range []string{"<script>alert(1)</script>", "javascript:alert(1)", "a\u202eb\x1b[31m", "=cmd|' /C calc'!A0", "\xff\xfe", strings.Repeat("long", 10_000)} {
		x.Things = append(x.Things, report.Thing{
			Account: id, ID: id, Said: id, Level: analyze.High, Pages: []report.Page{{Form: "html", File: report.FileName("vpc", id) + ".html"}},
		})
	}
	x.Leave([]report.Head{{ID: "chain-1"}, {ID: "chain-2"}})
	var page, text bytes.Buffer
	if err := x.HTML(&page); err != nil {
		t.Fatal(err)
	}
	if err := x.JSON(&text); err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"<script", "<b>", `href="javascript`, "\u202e", "\x1b", "ZgotmplZ", strings.Repeat("long", 9_000)} {
		if strings.Contains(page.String(), never) {
			t.Errorf("the page has %.40q", never)
		}
	}
	for _, want := range []string{"6 VPCs", "2 chains are in no report below: chain-1 and chain-2", `<a href="vpc.`, "&lt;script&gt;"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page has no %q", want)
		}
	}
	var read report.Index
	if err := json.Unmarshal(text.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Things) != 6 || read.Schema != report.IndexSchema || len(read.Left) != 2 || bytes.ContainsAny(text.Bytes(), "\x1b\u202e") {
		t.Errorf("the file has %d things of %s, %d left", len(read.Things), read.Schema, len(read.Left))
	}
}

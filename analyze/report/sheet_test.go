// The timeline as CSV and JSON lines: the order of what happened and of what was deduced, the same columns in both, and nothing in a
// cell that a spreadsheet would run.

package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/report"
	"traillab/analyze/trail"
)

// forms are the forms of a timeline.
func forms() map[string]func(io.Writer, *report.Case) error {
	return map[string]func(io.Writer, *report.Case) error{"csv": report.CSV, "jsonl": report.JSONL, "timesketch": report.Timesketch, "ocsf": report.OCSF}
}

// story is a gap, then a chain of two calls that takes something for ten minutes; an event without a time comes last.
func story() *report.Case {
	at := func(minute int) *time.Time {
		t := time.Date(2026, 3, 17, 13, minute, 0, 0, time.UTC)
		return &t
	}
	chain := &report.Chain{
		Summary: analyze.Summary{
			ID: "chain-1", Scope: analyze.Named{Kind: "vpc", ID: "vpc-1"}, Account: "123456789012", Region: "eu-west-1", From: *at(20), Until: at(30), Lost: 1,
			Verdict: analyze.Judgement{Label: analyze.Hostile, Level: analyze.High, For: []string{"at night", "alone"}},
		},
		Impact: &analyze.Impact{Resources: []analyze.Resource{{ID: "i-1", Kind: "instance", Name: "web", Capabilities: []analyze.Entry{
			{What: "egress4", Before: "yes", After: "no", From: *at(20), Until: at(30), End: "restored", Level: "inferred", Reason: "no gateway", Sources: []string{"e-1"}},
			{What: "ingress4", Before: "yes", After: "no", From: *at(20), Until: at(30), End: "restored", Level: "inferred", Reason: "no gateway", Sources: []string{"e-1"}},
			{What: "ssm", Before: "yes", After: "yes", From: *at(20), End: "kept", Level: "inferred"},
		}}}},
		Exhibits: []report.Exhibit{{EventID: "e-1", File: "b.gz", Standing: "duplicate"}, {EventID: "e-1", File: "a.gz", SHA256: "ab", Offset: 7, Length: 9, Standing: "stands"}},
	}
	no := false
	event := func(id, name string, t *time.Time, role trail.Maybe) *report.Event {
		e := &report.Event{
			ID: id, Name: name, Source: "ec2.amazonaws.com", Account: "123456789012", Region: "eu-west-1", Principal: "arn:aws:iam::123456789012:user/eve",
			AccessKeyID: "AKIAEXAMPLE", SourceIP: "192.0.2.7", UserAgent: "aws-cli", ReadOnly: &no, Resources: []string{"igw-1", "vpc-1"}, Kind: report.OfNetwork,
		}
		if t != nil {
			e.Time = *t
		}
		if role != "" {
			e.Kind, e.Chains, e.Role = report.OfChain, []string{"chain-1"}, role
		}
		return e
	}
	cut, back := event("e-1", "DetachInternetGateway", at(20), "cut"), event("e-2", "AttachInternetGateway", at(30), "restore")
	back.ErrorCode, back.ErrorText = "Client.UnauthorizedOperation", "You are not authorized"
	return &report.Case{
		ID: "case-1", Tool: report.Tool{Name: "traillab", Version: "test"}, Zone: time.UTC, Log: report.Log{First: at(0), Last: at(40), End: at(40), Events: 3},
		Summary:  []report.Sentence{{Text: "Something was cut.", Level: "observed"}},
		Coverage: report.Coverage{Stretches: []report.Stretch{{State: trail.HoursGap, From: at(1), Until: at(2)}, {State: trail.HoursLogs, From: at(2), Until: at(40)}}},
		Overview: []report.Head{{ID: "chain-1", Label: analyze.Hostile, Level: analyze.High}},
		Chains:   report.List(chain), Files: report.List[report.File](),
		Events: report.List(event("e-0", "CreateVpc", at(0), ""), cut, back, event("e-9", "DeleteVpc", nil, "")),
	}
}

// changed changes the events of a case that is held.
func changed(t *testing.T, c *report.Case, change func(*report.Event)) {
	t.Helper()
	for e, err := range c.Events {
		if err != nil {
			t.Fatal(err)
		}
		change(e)
	}
}

func written(t *testing.T, form string, c *report.Case) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := forms()[form](&out, c); err != nil {
		t.Fatalf("%s: %v", form, err)
	}
	return out.Bytes()
}

// table reads CSV as maps from column to cell.
func table(t *testing.T, text []byte) (columns []string, rows []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, c := range cells {
			row[all[0][i]] = c
		}
		rows = append(rows, row)
	}
	return all[0], rows
}

func TestTimelineInOrder(t *testing.T) {
	_, rows := table(t, written(t, "csv", story()))
	var got []string
	for _, r := range rows {
		_, clock, _ := strings.Cut(r["time"], "T")
		got = append(got, strings.TrimSuffix(clock, ":00Z")+" "+r["kind"]+" "+r["level"]+" "+r["event_id"])
	}
	want := []string{
		"13:00 log-begins observed ", "13:00 network observed e-0", "13:01 gap-begins unknown ", "13:02 gap-ends unknown ", "13:20 chain-begins inferred ",
		"13:20 chain observed e-1", "13:20 loss-begins inferred ", "13:30 chain observed e-2", "13:30 loss-ends inferred ", "13:30 chain-ends inferred ",
		"13:40 log-ends observed ", "13:40 summary observed ", " network observed e-9",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the timeline is\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if cut := rows[5]; cut["file"] != "a.gz" || cut["record_offset"] != "7" || cut["verdict"] != "hostile" || cut["resources"] != "igw-1 vpc-1" {
		t.Errorf("the cut is %v", cut)
	}
	if loss := rows[6]; loss["about"] != "i-1" || !strings.Contains(loss["message"], "egress4, ingress4") || loss["sources"] != "e-1" {
		t.Errorf("the loss is %v", loss)
	}
}

func TestSameColumns(t *testing.T) {
	columns, rows := table(t, written(t, "csv", story()))
	jsonLines := bytes.Split(bytes.TrimSpace(written(t, "jsonl", story())), []byte("\n"))
	if len(rows) != len(jsonLines) {
		t.Fatalf("%d rows and %d lines", len(rows), len(jsonLines))
	}
	for _, line := range jsonLines {
		dec := json.NewDecoder(bytes.NewReader(line))
		_, _ = dec.Token()
		var names []string
		for dec.More() {
			name, err := dec.Token()
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, name.(string))
			var value any
			if err := dec.Decode(&value); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(names, columns) {
			t.Fatalf("members %v and columns %v", names, columns)
		}
	}
}

// hostile is a case whose every text is a stranger's.
func hostile(evil string) *report.Case {
	c := story()
	e := &report.Event{
		ID: evil, Time: *c.Log.First, Name: evil, Source: evil, Account: trail.Maybe(evil), Region: trail.Maybe(evil), Principal: trail.Maybe(evil),
		AccessKeyID: trail.Maybe(evil), SourceIP: trail.Maybe(evil), UserAgent: trail.Maybe(evil), ErrorCode: trail.Maybe(evil), ErrorText: trail.Maybe(evil),
		Resources: []string{evil, evil}, Kind: report.OfNetwork, Chains: []string{},
	}
	c.Events = report.List(e)
	c.Notes = []report.Note{{About: evil, Time: *c.Log.First, Author: evil, Text: evil}}
	c.Coverage.Stretches[0].Region = trail.Maybe(evil)
	for chain, err := range c.Chains {
		if err != nil {
			panic(err)
		}
		chain.Impact.Resources[0].ID, chain.Impact.Resources[0].Name = evil, trail.Maybe(evil)
		chain.Impact.Resources[0].Capabilities[0].Reason = evil
		chain.Verdict.For = []string{evil}
	}
	return c
}

// evils are texts that do harm where they are taken for more than text.
func evils() map[string]string {
	return map[string]string{
		"formula": "=cmd|' /C calc'!A0", "at": "@SUM(1)", "plus": "+1+1", "minus": "-2+3", "tab": "\t=1", "return": "\r=1", "wide": "＝1+1",
		"html": `<script>alert("1")</script>`, "lines": "a\nb\r\nc", "bidi": "\u202egnp.exe", "escape": "\x1b[2J\x07", "quote": `a"b,c`,
		"surrogate": "a\xed\xa0\x80b", "broken": "\xff\xfe", "null": "a\x00b", "long": strings.Repeat("ä\u202e", 20_000), "markdown": "[a](http://b) |`", "separator": "a\u2028b",
	}
}

func TestHostileTimeline(t *testing.T) {
	for name, evil := range evils() {
		for form := range forms() {
			text := written(t, form, hostile(evil))
			if again := written(t, form, hostile(evil)); !bytes.Equal(text, again) {
				t.Errorf("%s as %s: two runs differ", name, form)
			}
			for _, r := range string(text) {
				if r < ' ' && r != '\n' || r == '\u202e' || r == '\u2028' || r >= 0x7f && r < 0xa0 {
					t.Errorf("%s as %s: %q is in it", name, form, r)
					break
				}
			}
			if form != "csv" {
				for line := range bytes.Lines(text) {
					if !json.Valid(line) {
						t.Errorf("%s as %s: no JSON: %.200q", name, form, line)
					}
				}
			}
			if limit := 4 << 20; (form == "csv" || form == "timesketch") && len(text) > limit {
				t.Errorf("%s as %s: %d bytes", name, form, len(text))
			}
		}
		_, rows := table(t, written(t, "csv", hostile(evil)))
		for _, r := range rows {
			for column, cell := range r {
				if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 || len(cell) > 32767 || strings.ContainsAny(cell, "\n\r") {
					t.Errorf("%s: the cell of %s is %.60q, %d bytes", name, column, cell, len(cell))
				}
			}
		}
	}
}

// TestWholeOrSaidNot: what is cut off says so, and where the whole is; JSON lines and OCSF cut nothing.
func TestWholeOrSaidNot(t *testing.T) {
	const size = 10 << 20
	whole := bytes.Repeat([]byte("x"), size)
	c := story()
	changed(t, c, func(e *report.Event) {
		if e.ID == "e-2" {
			e.ErrorText = trail.Maybe(whole)
		}
	})
	_, rows := table(t, written(t, "csv", c))
	cell := rows[7]["error_message"]
	if !strings.HasSuffix(cell, "x… (cut off: 10485760 bytes; traillab show e-2 has it whole)") || len(cell) < 32_000 || len(cell) > 32_767 {
		t.Errorf("the cell has %d bytes and ends with %q", len(cell), cell[max(len(cell)-80, 0):])
	}
	for form, want := range map[string]bool{"csv": false, "timesketch": false, "jsonl": true, "ocsf": true} {
		if got := bytes.Contains(written(t, form, c), whole); got != want {
			t.Errorf("%s has the text whole: %v", form, got)
		}
	}
}

func TestBrokenOff(t *testing.T) {
	c := story()
	c.Events = func(yield func(*report.Event, error) bool) { yield(nil, io.ErrUnexpectedEOF) }
	for form, write := range forms() {
		if err := write(io.Discard, c); err == nil {
			t.Errorf("%s: what broke off reads as whole", form)
		}
	}
}

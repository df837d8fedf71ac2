// Pages: read by those who cannot see them, whatever strangers wrote in the log, and however much there is of it.

package report_test

import (
	"bytes"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/report"
	"traillab/analyze/report/pagetest"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
)

// rich is a case in which every list has something.
func rich(chains int) *report.Case {
	c := &report.Case{Summary: []report.Sentence{{}}, Overview: []report.Head{}}
	grow(reflect.ValueOf(c).Elem(), 0)
	c.Plan, c.Zone, c.Asked.Zone = nil, time.UTC, "UTC"
	c.Overview = nil
	for i := range chains {
		h := report.Head{ID: fmt.Sprintf("chain-%04d", i), Scope: analyze.Named{Kind: "vpc", ID: "vpc-1"}, Level: analyze.Low, Label: analyze.Undecided, From: instant.Add(time.Duration(i) * time.Minute)}
		if i%50 == 7 {
			h.Level, h.Label = analyze.High, analyze.Hostile
		}
		c.Overview = append(c.Overview, h)
	}
	told := &report.Chain{}
	grow(reflect.ValueOf(told).Elem(), 0)
	for i, role := range []analyze.Role{analyze.RunUp, analyze.Cut, analyze.Hardening, analyze.Restore} {
		told.Events = append(told.Events, analyze.Part{EventID: fmt.Sprint("e-", i), Time: instant.Add(time.Duration(i) * time.Minute), Name: "Call", Role: role})
	}
	told.Exhibits = []report.Exhibit{{EventID: "e-1", File: "log/1.json.gz"}}
	told.Impact.Resources[0].Capabilities[0] = analyze.Entry{What: "egress4", Before: "yes", After: "no", From: instant, End: "open", Level: "observed", Sources: []string{"e-1", "e-9"}}
	c.Chains = func(yield func(*report.Chain, error) bool) {
		for i := range c.Overview {
			one := *told
			one.ID = c.Overview[i].ID
			if !yield(&one, nil) {
				return
			}
		}
	}
	c.Files = report.List(&report.File{Path: "log/1.json.gz", SHA256: "ab"}, &report.File{Path: "log/1.json.gz"}, &report.File{Path: "log/2.json.gz"})
	c.Events = many(1000)
	return c
}

var instant = time.Date(2026, 3, 17, 13, 20, 0, 0, time.UTC)

func many(n int) iter.Seq2[*report.Event, error] {
	return func(yield func(*report.Event, error) bool) {
		for i := range n {
			if !yield(&report.Event{ID: fmt.Sprint("e-", i), Time: instant, Name: "Call"}, nil) {
				return
			}
		}
	}
}

// grow gives every list an element, every pointer something to point at and every time a time.
func grow(v reflect.Value, depth int) {
	switch {
	case depth > 12 || !v.CanSet():
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(instant))
	case v.Type() == reflect.TypeFor[*time.Location]():
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		grow(v.Elem(), depth+1)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		grow(v.Index(0), depth+1)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			grow(v.Field(i), depth+1)
		}
	case v.Kind() == reflect.String:
		v.SetString("x")
	case v.CanInt():
		v.SetInt(1)
	}
}

// poison writes a text into every string, but for those that are ours and of any length.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*time.Location]() {
			poison(v.Elem(), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Script" && f.Name != "Command" && f.Name != "SQL" {
				poison(v.Field(i), text)
			}
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString(text)
		}
	default:
	}
}

func page(t *testing.T, c *report.Case) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := report.HTML(&out, c); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPage(t *testing.T) {
	planned := rich(0)
	planned.Plan = &report.Plan{}
	grow(reflect.ValueOf(planned.Plan).Elem(), 0)
	for name, c := range map[string]*report.Case{
		"kept": full(), "one": rich(1), "none": rich(0), "what if": planned,
		"empty": {Chains: report.List[report.Chain](), Files: report.List[report.File](), Events: report.List[report.Event]()},
	} {
		t.Run(name, func(t *testing.T) {
			html := page(t, c)
			read := pagetest.Read(bytes.NewReader(html))
			for _, w := range read.Wrong {
				t.Error(w)
			}
			if !bytes.Equal(html, page(t, c)) {
				t.Error("written twice, the page differs")
			}
		})
	}
	read := pagetest.Read(bytes.NewReader(page(t, rich(1))))
	for _, part := range []string{"Summary", "Coverage", "What happened", "What it cost", "Who did it", "What is inferred", "What is not known", "What to do", "Where the records lie", "Evidence", "How to make each table again", "and 800 events more"} {
		if !strings.Contains(read.Text, part) {
			t.Errorf("the page does not tell: %s", part)
		}
	}
}

func TestPageOfStrangers(t *testing.T) {
	for name, text := range map[string]string{
		"script":    `<script>alert(1)</script>`,
		"attribute": `"><img src=x onerror=alert(1)>`,
		"single":    `' onmouseover='alert(1)`,
		"style":     `</style><script>alert(1)</script>{background:url(https://example.com/)}`,
		"link":      `javascript:alert(1)`,
		"entity":    `&lt;script&gt; &#x202e; ]]> <!-- -->`,
		"template":  `{{.Case}} {{template "end"}}`,
		"formula":   `=cmd|' /C calc'!A0`,
		"bidi":      "\u202egnp.exe \u2066\u200b\U000e0041",
		"control":   "\x1b[2J\x00\x07\r\n\t\x9b",
		"surrogate": "\xed\xa0\x80 \xff",
		"long":      strings.Repeat("longer ", 10<<20/7),
	} {
		t.Run(name, func(t *testing.T) {
			c := rich(1)
			some := text[:min(len(text), 1<<20)] // a chain has hundreds of texts
			for told, err := range c.Chains {
				if err != nil {
					t.Fatal(err)
				}
				poison(reflect.ValueOf(told), some)
				told.ID = c.Overview[0].ID
				c.Chains = report.List(told)
			}
			poison(reflect.ValueOf(c), text)
			c.Overview[0].ID = "chain-0000"
			c.Files = report.List(&report.File{Path: some, Status: text, Reason: text, SHA256: trail.Maybe(text), Digest: trail.Maybe(text)})
			c.Events = report.List(&report.Event{ID: text, Name: text, Kind: text, Principal: trail.Maybe(text), ErrorCode: trail.Maybe(text), Role: trail.Maybe(text), SourceIP: trail.Maybe(text)})
			html := page(t, c)
			for _, w := range pagetest.Read(bytes.NewReader(html)).Wrong {
				t.Error(w)
			}
			if len(html) > 3<<20 {
				t.Errorf("the page has %d bytes", len(html))
			}
		})
	}
}

// TestPageOfMany: a thousand stories, the page of which stays one that a browser opens.
func TestPageOfMany(t *testing.T) {
	c := rich(1000)
	var net *snapshot.Network
	for told, err := range c.Chains {
		if err != nil {
			t.Fatal(err)
		}
		net = told.Networks[0].Before
		break
	}
	for i := range 400 {
		subnet := fmt.Sprint("subnet-", i/8)
		net.Instances = append(net.Instances, snapshot.Instance{ID: fmt.Sprint("i-", i), Subnet: snapshot.Fact{Value: &subnet, Level: "observed"}})
		if i%8 == 0 {
			net.Subnets = append(net.Subnets, snapshot.Subnet{ID: subnet, Internet: snapshot.Internet{Standing: "public"}})
		}
	}
	html := page(t, c)
	read := pagetest.Read(bytes.NewReader(html))
	for _, w := range read.Wrong {
		t.Error(w)
	}
	if len(html) > 6<<20 {
		t.Errorf("the page has %d bytes", len(html))
	}
	for _, part := range []string{"Told in full are the 30 most serious of 1000 chains; and 970 more: ", "and 700 chains more, none more serious", "Chain 8: ", "this page would be too large"} {
		if !strings.Contains(read.Text, part) {
			t.Errorf("the page does not say: %s", part)
		}
	}
}

// TestPageBreaksOff: a case that cannot be read to its end makes no page.
func TestPageBreaksOff(t *testing.T) {
	broken := fmt.Errorf("the disk is gone")
	c := full()
	c.Events = func(yield func(*report.Event, error) bool) { yield(nil, broken) }
	if err := report.HTML(&bytes.Buffer{}, c); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("the error is lost: %v", err)
	}
}

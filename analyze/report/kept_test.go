// Kept cases: what was written is read again, to the byte, and what is no case is refused.

package report_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/report"
	"traillab/analyze/topology/snapshot"
)

// full is a case with something in every part.
func full() *report.Case {
	at := time.Date(2026, 3, 17, 13, 20, 0, 0, time.UTC)
	never := &snapshot.Network{ID: "vpc-1", At: at}
	impact := &analyze.Impact{Scope: analyze.Named{Kind: "vpc", ID: "vpc-1"}, From: at, Resources: []analyze.Resource{}}
	chain := &report.Chain{
		Summary: analyze.Summary{ID: "chain-1", Scope: impact.Scope, From: at, Events: []analyze.Part{{EventID: "e-1", Time: at, Name: "DetachInternetGateway", Role: analyze.Cut}}},
		Impact:  impact, Networks: []report.View{{VPC: "vpc-1", Before: never}}, Unknown: []report.Claim{{About: "vpc-1", Text: "\u202eevil\x1b[2J"}},
		Sessions: []report.Session{{Principal: "<b>", SourceIPs: []string{"192.0.2.1"}}},
	}
	return &report.Case{
		ID: "case-1", Tool: report.Tool{Name: "traillab", Version: "test"}, Asked: report.Asked{Zone: "Europe/Berlin"}, Level: analyze.High,
		Summary: []report.Sentence{{Text: "Something was cut.", Level: "observed"}}, Overview: []report.Head{{ID: "chain-1", From: at}},
		Chains: report.List(chain), Files: report.List(&report.File{Path: "a.json.gz", Status: "loaded"}, &report.File{Path: "b", Status: "other"}),
		Events: report.List(&report.Event{ID: "e-1", Time: at, Name: "DetachInternetGateway"}),
	}
}

func kept(t *testing.T, c *report.Case) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := report.JSON(&out, c); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestKeptAgain(t *testing.T) {
	first := kept(t, full())
	if bytes.ContainsRune(first, '\u202e') || bytes.ContainsRune(first, '\x1b') {
		t.Error("what hides in a terminal stands in the file")
	}
	c, err := report.Bytes(first)
	if err != nil {
		t.Fatal(err)
	}
	if c.Zone == nil || c.Zone.String() != "Europe/Berlin" {
		t.Errorf("times are told in %v", c.Zone)
	}
	for range 2 { // streams can be ranged over again
		if again := kept(t, c); !bytes.Equal(first, again) {
			t.Errorf("kept again:\n%s\nand not\n%s", again, first)
		}
	}
}

func TestNoKeptCase(t *testing.T) {
	text := string(kept(t, full()))
	for name, broken := range map[string]string{
		"empty":          "",
		"a list":         "[]",
		"another schema": strings.Replace(text, "case/v1", "case/v2", 1),
		"cut off":        text[:len(text)/2],
		"no end":         strings.TrimSuffix(text, "}\n"),
		"more":           text + "{}",
		"new section":    strings.Replace(text, `"tool":`, `"tools":`, 1),
		"new field":      strings.Replace(text, `"rules":`, `"ruled":`, 1),
		"new in chains":  strings.Replace(text, `"told":`, `"said":`, 1),
		"null chain":     strings.Replace(text, "\"files\":[\n", "\"files\":[\nnull,", 1),
		"no such zone":   strings.Replace(text, "Europe/Berlin", "Europe/Nowhere", 1),
		"wrong kind":     strings.Replace(text, `"events":[`, `"events":[7,`, 1),
	} {
		if broken == text {
			t.Fatalf("%s: nothing was broken", name)
		}
		if _, err := report.Bytes([]byte(broken)); !errors.Is(err, report.ErrKept) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := report.Bytes([]byte(strings.Replace(text, "case/v1", "case/v2", 1)))
	if err == nil || !strings.Contains(err.Error(), "case/v2") || !strings.Contains(err.Error(), "use the traillab that wrote it") {
		t.Errorf("the error does not say what to do: %v", err)
	}
}

// TestLongTexts: what nobody reads to its end is cut between two characters, once, and says so; what is our own is not.
func TestLongTexts(t *testing.T) {
	for _, s := range []string{
		strings.Repeat("a", 5000), strings.Repeat("é", 5000), strings.Repeat("😀", 2000), strings.Repeat("\u202e", 2000), strings.Repeat("\U000e0041", 2000),
		strings.Repeat(`"\`, 5000), "x" + strings.Repeat("\n", 5000), strings.Repeat("a", 10<<20),
	} {
		c := full()
		c.Asked.Command = s
		c.Chains = report.List(&report.Chain{Impact: &analyze.Impact{}, Remedies: []report.Remedy{{Script: s, Why: s}}})
		text := kept(t, c)
		again, err := report.Bytes(text)
		if err != nil {
			t.Fatalf("%.20q: %v", s, err)
		}
		if got := again.Asked.Command; len(got) > 4200 || !strings.HasSuffix(got, " in all; the record has it whole)") || !strings.HasPrefix(s, got[:strings.LastIndex(got, "… (")]) {
			t.Errorf("%.20q was cut to %d bytes: …%q", s, len(got), got[max(len(got)-60, 0):])
		}
		for chain, err := range again.Chains {
			if err != nil || chain.Remedies[0].Script != s {
				t.Errorf("%.20q: a script was cut", s)
			}
		}
		if twice := kept(t, again); !bytes.Equal(text, twice) {
			t.Errorf("%.20q: cut twice", s)
		}
	}
}

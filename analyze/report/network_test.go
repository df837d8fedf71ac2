// Drawings against golden files, and against what hostile logs could make of them.

package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"traillab/analyze/topology"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/topology/telling"
)

var update = flag.Bool("update", false, "write golden files again")

// drawing draws the first VPC of a story at its end.
func drawing(t *testing.T, story string) string {
	t.Helper()
	events, err := telling.Read(story)
	if err != nil {
		t.Fatal(err)
	}
	h := topology.Fold(events, nil, nil)
	vpcs := h.Things(topology.VPC)
	if len(vpcs) == 0 {
		t.Fatal("the story has no VPC")
	}
	n := snapshot.Take(h, vpcs[0], time.Date(2024, 5, 14, 23, 0, 0, 0, time.UTC))
	var out, again bytes.Buffer
	if err := errors.Join(Network(&out, n), Network(&again, n)); err != nil {
		t.Fatal(err)
	}
	if out.String() != again.String() {
		t.Error("two drawings of one network differ")
	}
	return out.String()
}

func TestDrawings(t *testing.T) {
	stories, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(stories) == 0 {
		t.Fatalf("no stories (%v)", err)
	}
	for _, story := range stories {
		t.Run(filepath.Base(story), func(t *testing.T) {
			text, err := os.ReadFile(story)
			if err != nil {
				t.Fatal(err)
			}
			got := drawing(t, string(text))
			sound(t, got)
			golden := strings.TrimSuffix(story, ".txt") + ".svg"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil || string(want) != got {
				t.Errorf("%s is not what is drawn (%v); look at it, and write it again with -update", golden, err)
			}
		})
	}
}

// sound holds a drawing to its promises: well-formed, nothing that runs or is fetched, no character that hides.
func sound(t *testing.T, svg string) {
	t.Helper()
	allowed := map[string]bool{
		"svg": true, "title": true, "style": true, "defs": true, "marker": true, "path": true, "rect": true, "text": true, "g": true, "circle": true,
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the drawing is no XML: %v", err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !allowed[e.Name.Local] {
			t.Errorf("there is an element %s", e.Name.Local)
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" {
				t.Errorf("%s has an attribute %s", e.Name.Local, a.Name.Local)
			}
		}
	}
	for _, r := range svg {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("there is a character %U", r)
		}
	}
}

func TestHostileNames(t *testing.T) {
	name := `</title></text></svg><script>alert(1)</script>` + "\x1b[31m\u202eevil\u0000" + strings.Repeat("\u0301", 30) + `"'&`
	svg := drawing(t, `
		vpc vpc-1 10.0.0.0/16
		subnet "subnet-</svg>" vpc-1 10.0.1.0/24
		route rtb-1 0.0.0.0/0 "igw-<script>"
		assoc rtbassoc-1 rtb-1 "subnet-</svg>"
		run "i-<g onload=x>" "subnet-</svg>" eni-1
		CreateTags q.resourcesSet[].resourceId=vpc-1,subnet-</svg>,i-1 q.tagSet[].key=Name q.tagSet[].value=NAME`)
	sound(t, svg)
	var s pen
	s.text("b", 1, 2, name)
	s.open("x", name)
	s.close()
	got := s.String()
	if strings.Contains(got, "<script") || strings.Contains(got, "\u202e") || strings.Contains(got, "\x1b") || !strings.Contains(got, `\u202eevil\x00`) && !strings.Contains(got, `\u202eevil\u0000`) {
		t.Errorf("a name is drawn as %s", got)
	}
}

// TestCrowds: who writes the log chooses how much there is, and a drawing stays one that can be opened.
func TestCrowds(t *testing.T) {
	var b strings.Builder
	b.WriteString("vpc vpc-1 10.0.0.0/16\n")
	for i := range 200 {
		fmt.Fprintf(&b, "subnet subnet-%d vpc-1 10.0.%d.0/24\ntable rtb-%d vpc-1\nassoc rtbassoc-%d rtb-%d subnet-%d\nroute rtb-%d 0.0.0.0/0 eni-%d\n", i, i, i, i, i, i, i, i)
	}
	for i := range 300 {
		fmt.Fprintf(&b, "run i-%d subnet-1 face-%d\n", i, i)
	}
	svg := drawing(t, b.String())
	sound(t, svg)
	if len(svg) > 400_000 || !strings.Contains(svg, "and 140 more subnets, not drawn") || !strings.Contains(svg, "and 292 more instances, not drawn") {
		t.Errorf("the drawing has %d bytes: %s", len(svg), svg[max(0, strings.Index(svg, "more subnets")-500):])
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		words  string
		pixels int
		want   string
	}{{"vpc-1", 50, "vpc-1"}, {"vpc-123456", 50, "vpc-…"}, {"日本語", 50, "日本…"}, {"a\nb", 50, `a\nb`}, {"", 50, ""}} {
		if got := fit(c.words, 10, c.pixels); got != c.want {
			t.Errorf("fit(%q) is %q, want %q", c.words, got, c.want)
		}
	}
}

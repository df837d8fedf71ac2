// Sketches: every edge leads somewhere, what is cut or not known never looks alive, and a large network is a small drawing.

package tui

import (
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology/snapshot"
)

// moments of the fake network, and which other it is compared with.
var moments = []struct {
	name        string
	at, against time.Duration
	wants, nots []string
}{
	{"whole", 0, -1, []string{"igw-0a1 (edge)  internet gateway  attached ● observed", "0.0.0.0/0 → igw-0a1  active"}, []string{"✕ cut", "◂ was", "gone"}},
	{"detached", 9 * time.Minute, 8 * time.Minute, []string{"✕ cut: detached ● observed  ◂ was attached", "✕ cut: leads nowhere ● observed", "isolated ●  10.0.1.0/24  ◂ was public", "out ✕ ◂ was ✓"}, []string{"igw-0a1  active"}},
	{"deleted", 11 * time.Minute, 8 * time.Minute, []string{"✕ cut: deleted"}, []string{"igw-0a1  active"}},
	{"mended", 40 * time.Minute, 8 * time.Minute, []string{"igw-0a2", "igw-0a1  ✕ cut: it was active", "igw-0a1 (edge)  internet gateway  ✕ cut: no longer there ○ inferred"}, []string{"isolated"}},
}

func TestSketch(t *testing.T) {
	for _, m := range moments {
		var before *snapshot.Network
		if m.against >= 0 {
			before = drawnNetwork(noon.Add(m.against))
		}
		s := newSketch(drawnNetwork(noon.Add(m.at)), before, map[string]bool{}, 8)
		text := drawing(s, 120)
		for _, want := range m.wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s has no %q:\n%s", m.name, want, text)
			}
		}
		for _, not := range m.nots {
			if strings.Contains(text, not) {
				t.Errorf("%s has %q:\n%s", m.name, not, text)
			}
		}
		for _, always := range []string{"? older than the log: it may hold more", "? unknown: which route table it follows", "pcx-0a1  ? carries or not", "? runs or not  i-0a4"} {
			if !strings.Contains(text, always) {
				t.Errorf("%s does not say what is not known: %q\n%s", m.name, always, text)
			}
		}
	}
}

// drawing is a sketch as text.
func drawing(s *sketch, w int) string {
	th := newTheme(true, true)
	var out strings.Builder
	for i := range s.rows {
		out.WriteString(th.paint(s.line(i, w), w) + "\n")
	}
	return bare(out.String())
}

// TestUnknownIsNotCut: what is not known any more is told as that, although it was there before.
func TestUnknownIsNotCut(t *testing.T) {
	before, now := drawnNetwork(noon), drawnNetwork(noon)
	now.Tables[0].Routes[1].Target, now.Tables[0].Routes[1].State, now.Tables[0].Routes[1].Level = nil, snapshot.Unknown, "unknown"
	now.Gateways[0].State, now.Gateways[0].Fact = snapshot.Unknown, fakeFact("", "unknown")
	text := drawing(newSketch(now, before, map[string]bool{}, 8), 120)
	for _, want := range []string{"0.0.0.0/0 → ?  ? carries or not", "internet gateway  ? attached or not"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "✕ cut") || strings.Contains(text, "✕ gone") {
		t.Errorf("what is not known is drawn as cut:\n%s", text)
	}
	now.Subnets[0].Table = fakeFact("", "unknown")
	if text := drawing(newSketch(now, before, map[string]bool{}, 8), 120); strings.Contains(text, "✕ cut") {
		t.Errorf("a subnet whose table is not known is drawn as cut:\n%s", text)
	}
}

// TestRailsLead: from every row with an edge an unbroken line leads to its target.
func TestRailsLead(t *testing.T) {
	for _, n := range []*snapshot.Network{drawnNetwork(noon), drawnNetwork(noon.Add(11 * time.Minute)), fleet(10), fleet(40), fleet(2000)} {
		for _, open := range []map[string]bool{{}, {"group:subnet-0a2": true, "group:subnet-f0000": true, "group:subnet-f0001": true}} {
			s := newSketch(n, nil, open, 8)
			for i := range s.rows {
				e := s.rows[i].edge
				if e == nil || e.origin {
					continue
				}
				for _, r := range s.rails {
					if r.target != e.target {
						continue
					}
					for row := min(i, r.origin); row < max(i, r.origin); row++ {
						if _, on := r.through(row); !on {
							t.Errorf("the line from row %d to %s ends at row %d:\n%s", i, e.target, row, drawing(s, 120))
						}
					}
				}
			}
		}
	}
}

// TestFleetIsFolded: thousands of subnets are a few rows with counts until somebody unfolds them.
func TestFleetIsFolded(t *testing.T) {
	n := fleet(3000)
	s := newSketch(n, nil, map[string]bool{}, 8)
	text := drawing(s, 120)
	if len(s.rows) > 80 || !strings.Contains(text, "▸ 857 subnets each private  857 instances, 857 running") {
		t.Errorf("%d rows:\n%s", len(s.rows), text)
	}
	for _, r := range s.rows {
		if strings.HasPrefix(r.fold, "group:") {
			if rows := len(newSketch(n, nil, map[string]bool{r.fold: true}, 8).rows); rows < len(s.rows)+100 {
				t.Errorf("%s unfolds to %d rows", r.fold, rows)
			}
		}
	}
	p := incident()
	p.network = func(at time.Time) *snapshot.Network {
		then := *n
		then.At = at
		return &then
	}
	at := func(w, h int, mono bool) *hand {
		return sitWith(t, p.doors(), w, h, Options{NoColor: mono}).press("4", "enter", "down", "down", "down", "down", "down", "down")
	}
	framed(t, "network-fleet", at)
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		rectangular(t, at(size[0], size[1], false).press("a", "G", "g", "pgdown", "a").screen(), size[0], size[1])
	}
}

func BenchmarkSketch(b *testing.B) {
	n, before := fleet(5000), fleet(5000)
	for b.Loop() {
		newSketch(n, before, map[string]bool{}, 8)
	}
}

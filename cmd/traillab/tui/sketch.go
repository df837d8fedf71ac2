// Sketches: a VPC drawn in text, row under row. At the top the Internet and what stands at the edge, below the subnets by zone with
// their routes, NAT gateways and instances, and in front of them rails that lead from each route to what it points at. What was
// there before a chain and is not there any more is drawn as cut, with a sign and a word.

package tui

import (
	"slices"
	"strings"

	"traillab/analyze/topology/snapshot"
)

// stroke is how an edge looks.
type stroke int

const (
	strokeLive    stroke = iota
	strokeUnknown        // dashed, with a question mark
	strokeCut            // with a cross
)

// tone is the tone of a stroke.
func (s stroke) tone() tone { return [...]tone{toneGood, toneUnknown, toneBad}[s] }

// branch is a line from a row to what a route of it points at, or the place where that is.
type branch struct {
	target string
	stroke stroke
	origin bool // the target is in this row
}

// fact is something that is said of the thing of a row, for whoever has the cursor on it.
type fact struct {
	about, value, level, reason string
	sources                     []string
}

// plot is a row of a sketch.
type plot struct {
	key   string // the same at every moment, so that the cursor stays on it
	thing string // the id of what it shows
	frame string // the side of the box that the row is in: ┌, │, └ or none
	text  line
	edge  *branch
	fold  string // what space folds or unfolds here; empty where nothing is
	facts []fact
}

// sketch is a drawing.
type sketch struct {
	n, before *snapshot.Network // before is nil where nothing is compared
	is, was   *shelf            // their parts; was is nil where nothing is compared
	open      map[string]bool   // what is unfolded
	rows      []plot
	inside    int // the row of the VPC's upper edge
	rails     []rail

	signatures map[[2]*snapshot.Table]string
}

// newSketch draws a network with at most so many rails.
func newSketch(n, before *snapshot.Network, open map[string]bool, rails int) *sketch {
	s := &sketch{n: n, before: before, is: shelve(n), was: shelve(before), open: open, signatures: map[[2]*snapshot.Table]string{}}
	s.sky()
	s.edgeOf()
	s.border()
	if !gone(n) {
		for _, zone := range n.Zones() {
			slices.SortFunc(zone.Subnets, func(a, b *snapshot.Subnet) int { return strings.Compare(a.ID, b.ID) }) // they stay in place while time moves
			s.zone(zone)
		}
		s.outside()
		s.lost()
	}
	s.rows = append(s.rows, plot{key: "end", frame: "└"})
	s.lay(rails)
	return s
}

// gone reports whether the VPC is known not to be there.
func gone(n *snapshot.Network) bool { return n.Exists.Known() && n.Exists.Value == nil }

func (s *sketch) add(p plot) { s.rows = append(s.rows, p) }

// heading is a row that names what follows.
func (s *sketch) heading(key, text string) {
	s.add(plot{key: key, text: line{}.add(toneHead, text)})
}

// sky is the Internet, and what shuts a whole region off from it.
func (s *sketch) sky() {
	l := told(toneStrong, "Internet")
	b := s.n.Block
	if b.Known() && b.Value != nil && b.Text() != "off" {
		l = l.addf(toneBad, "  ✕ VPC Block Public Access: %s ", b.Text()).add(surely(b.Level).tone, surely(b.Level).text)
	}
	s.add(plot{key: "internet", text: l, facts: []fact{factOf("VPC Block Public Access", b)}})
}

// border is the upper edge of the VPC.
func (s *sketch) border() {
	n := s.n
	s.inside = len(s.rows)
	l := told(toneStrong, " VPC %s", labelled(n.ID, string(n.Name)))
	facts := []fact{factOf("exists", n.Exists), factOf("whatever belongs to it is in the log", n.Whole), factOf("main route table", n.Main)}
	for _, r := range n.Ranges {
		l = l.add(tonePlain, " "+r.Key+doubt(r.Level))
		facts = append(facts, factOf("range "+r.Key, r.Fact))
	}
	switch {
	case gone(n):
		l = l.add(toneBad, "  ✕ it did not exist then ").add(surely(n.Exists.Level).tone, surely(n.Exists.Level).text)
	case !n.Exists.Known():
		l = l.add(toneUnknown, "  ? not known to exist then")
	case n.Whole.Text() != "yes":
		l = l.add(toneUnknown, "  ? older than the log: it may hold more")
	}
	s.add(plot{key: "vpc", thing: n.ID, frame: "┌", text: l, facts: facts})
}

// box puts a frame around the rows from one on.
func (s *sketch) box(from int) {
	last := len(s.rows) - 1
	for i := from; i <= last; i++ {
		s.rows[i].frame = "│"
	}
	s.rows[last].frame, s.rows[from].frame = "└", "┌"
	if from == last {
		s.rows[from].frame = "╶"
	}
}

// absent is what is said of something that stood before the chain. Things that may stand are told as unknown; what is not told at
// all is known to be gone, by which call its records tell.
func absent() fact {
	return fact{"now", "no longer there", "inferred", "it was there before the chain, and is known not to be any more", nil}
}

// factOf is a fact of a snapshot.
func factOf(about string, f snapshot.Fact) fact {
	value := f.Text()
	if f.Value == nil && f.Known() {
		value = "none"
	}
	return fact{about, value, f.Level, f.Reason, f.Sources}
}

// answerOf is an answer of a snapshot.
func answerOf(about string, a snapshot.Answer) fact {
	value := a.Answer
	if a.Address != "" {
		value += " " + a.Address
	}
	return fact{about, value, a.Level, a.Reason, a.Sources}
}

// labelled is an id with its name, where it has another.
func labelled(id, name string) string {
	if name == "" || name == id {
		return id
	}
	return id + " (" + name + ")"
}

// doubt marks what was not observed.
func doubt(level string) string {
	if level == "observed" {
		return ""
	}
	return " " + dot(level)
}

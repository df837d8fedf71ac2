// Plates: the networks of a chain within a page. All share one sheet of colours and one set of arrow heads; three small ones side by
// side show at a glance what turned red, and each is there in full to be unfolded.

package report

import (
	"fmt"
	"html/template"
	"strings"

	"traillab/analyze/topology/snapshot"
)

// mostDrawn is how many bytes of networks a page may hold. What would be beyond is told by the command that draws it.
const mostDrawn = 2 << 20

// plate is a network at one moment.
type plate struct {
	ID     string
	Title  string // before, during or after
	At     string
	Height int
	Middle int           // how much of it is the network, without heading and legend
	Drawn  template.HTML // what stands within the svg
	Needs  string        // the command that draws it, where it is left out
}

// plates draws the moments of a view.
func (s *sheet) plates(id string, v *View) []plate {
	var all []plate
	for _, m := range []struct {
		title string
		n     *snapshot.Network
	}{{"before", v.Before}, {"during", v.During}, {"after", v.After}} {
		if m.n == nil {
			continue
		}
		p := plate{ID: id + "-" + m.title, Title: m.title, At: s.clock(m.n.At)}
		planned := plan(m.n)
		var drawn pen
		planned.draw(&drawn)
		if s.drawn += drawn.Len(); s.drawn > mostDrawn {
			s.drawn -= drawn.Len()
			p.Needs = strings.NewReplacer("VPC", v.VPC, "TIME", m.n.At.UTC().Format("2006-01-02T15:04:05Z")).Replace(s.recipe("networks")) + " --format svg"
		} else {
			p.Height, p.Middle, p.Drawn = planned.height, planned.bottom-skyTop+18, template.HTML(drawn.String()) // #nosec G203 -- drawn by a pen, which cleans every text
		}
		all = append(all, p)
	}
	return all
}

// Box is the part of the paper that a plate covers.
func (p plate) Box() string { return fmt.Sprintf("0 0 %d %d", pageWidth, p.Height) }

// Core is the network alone: of a small plate nobody can read more.
func (p plate) Core() string {
	return fmt.Sprintf("%d %d %d %d", margin/2, skyTop-9, pageWidth-margin, p.Middle)
}

// Label is what a plate is called by those who do not see it.
func (p plate) Label() string { return "The network " + p.Title + ", at " + p.At }

// dark are the colours of drawings as they are on a dark screen. Both columns have the contrasts that people need.
var dark = [][2]string{
	{"#ffffff", "#0d1117"},
	{"#f6f8fa", "#151b23"},
	{"#1f2328", "#e6edf3"},
	{"#24292f", "#d1d7e0"},
	{"#57606a", "#9198a1"},
	{"#59636e", "#9ea7b3"},
	{"#818b98", "#8b949e"},
	{"#d1d9e0", "#3d444d"},
	{"#ddf4ff", "#12283f"},
	{"#54aeff", "#388bfd"},
	{"#0550ae", "#79c0ff"},
	{"#0969da", "#58a6ff"},
	{"#dafbe1", "#12331f"},
	{"#1a7f37", "#3fb950"},
	{"#ffebe9", "#3c1618"},
	{"#cf222e", "#ff7b72"},
	{"#9a6700", "#d9a441"},
}

// scoped is the sheet of drawings for a page: its selectors hold within a plate alone.
func scoped() string {
	var out strings.Builder
	for rule := range strings.SplitSeq(style, "}") {
		selectors, body, ok := strings.Cut(rule, "{")
		if !ok {
			continue
		}
		var within []string
		for one := range strings.SplitSeq(selectors, ",") {
			within = append(within, ".plate "+strings.TrimSpace(one))
		}
		out.WriteString(strings.Join(within, ", ") + " {" + body + "}\n")
	}
	return out.String()
}

// atNight are the same colours for a dark screen.
func atNight(light string) string {
	var pairs []string
	for _, d := range dark {
		pairs = append(pairs, d[0], d[1])
	}
	return strings.NewReplacer(pairs...).Replace(light)
}

// sheetOfPlates is all that plates need of a page's style: paper is always light.
func sheetOfPlates() string {
	return scoped() + "@media screen and (prefers-color-scheme: dark) {\n" + atNight(scoped()+heads) + "}\n"
}

// heads are the colours of arrow heads, which are drawn once for all plates.
const heads = "#a path { fill: #24292f } #ah path { fill: #ffffff; stroke: #24292f } #b path { stroke: #cf222e } #u path { stroke: #818b98 }\n"

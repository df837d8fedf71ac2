// Faces: the colours of a picture on a dark and on a light ground. Those of the terminal have numbers; the program chooses among
// sixteen, and what they look like is the terminal's affair. On white they are dark enough to be read.

package main

import (
	"fmt"
	"strings"
)

// pen is a colour by its class.
type pen struct{ class, dark, light string }

// Classes of pens that are not one of the sixteen.
const (
	ink    = "k" // of plain letters
	quiet  = "q" // of faint ones
	ground = "g" // of letters on ink
	edge   = "e"
	strip  = "h"
)

func pens() []pen {
	return []pen{
		{ink, "#d1d7e0", "#1f2328"},
		{quiet, "#8b949e", "#656d76"},
		{ground, "#0d1117", "#ffffff"},
		{edge, "#3d444d", "#d1d9e0"},
		{strip, "#161b22", "#f6f8fa"},
		{"c0", "#484f58", "#24292f"},
		{"c1", "#ff7b72", "#cf222e"},
		{"c2", "#3fb950", "#116329"},
		{"c3", "#d29922", "#7d4e00"},
		{"c4", "#58a6ff", "#0969da"},
		{"c5", "#bc8cff", "#8250df"},
		{"c6", "#39c5cf", "#1b7c83"},
		{"c7", "#b1bac4", "#57606a"},
		{"c8", "#6e7681", "#57606a"},
		{"c9", "#ff7b72", "#cf222e"},
		{"c10", "#56d364", "#1a7f37"},
		{"c11", "#e3b341", "#9a6700"},
		{"c12", "#79c0ff", "#0969da"},
		{"c13", "#d2a8ff", "#8250df"},
		{"c14", "#56d4dd", "#0550ae"},
		{"c15", "#ffffff", "#24292f"},
	}
}

// pen is the class of the letters of a look.
func (l look) pen() string {
	switch {
	case l.turned && l.ground == plain:
		return ground
	case l.turned:
		return fmt.Sprintf("c%d", l.ground)
	case l.ink != plain:
		return fmt.Sprintf("c%d", l.ink)
	case l.faint:
		return quiet
	}
	return ink
}

// under is the class of what is under them; none is the ground of all.
func (l look) under() string {
	switch {
	case l.turned && l.ink != plain:
		return fmt.Sprintf("c%d", l.ink)
	case l.turned:
		return ink
	case l.ground != plain:
		return fmt.Sprintf("c%d", l.ground)
	}
	return ""
}

// sheet is the style sheet of a picture that uses these pens. S is for what is a stroke and not an area.
func sheet(used map[string]bool) string {
	var dark, light strings.Builder
	for _, p := range pens() {
		if used[p.class] {
			fmt.Fprintf(&dark, "  .%s { fill: %s } .s.%s { fill: none; stroke: %s }\n", p.class, p.dark, p.class, p.dark)
			fmt.Fprintf(&light, "    .%s { fill: %s } .s.%s { fill: none; stroke: %s }\n", p.class, p.light, p.class, p.light)
		}
	}
	return `  text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }
  .b { font-weight: 700 } .i { font-style: italic } .u { text-decoration: underline } .m { text-anchor: middle } .d { stroke-dasharray: 2 2 }
` + dark.String() + "  @media (prefers-color-scheme: light) {\n" + light.String() + "  }\n"
}

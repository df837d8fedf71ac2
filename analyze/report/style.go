// The look of drawings: one sheet of colours for paper and screen alike.

package report

// style: green goes, red does not, amber goes in part, grey is not known. Filled is observed, hollow inferred, dotted unknown.
const style = `
text { font: 12px "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; fill: #1f2328 }
.mono, .mono tspan { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 11px }
.h1 { font-size: 20px; font-weight: 600 } .h2 { font-size: 16px; font-weight: 600 } .sub { fill: #59636e }
.note { fill: #59636e } .note.unknown { fill: #9a6700 } .small { font-size: 11px; fill: #59636e } .b { font-weight: 600 }
.end { text-anchor: end } .mid { text-anchor: middle }
.page { fill: #ffffff } .sky { fill: #ddf4ff; stroke: #54aeff } .skyword { fill: #0550ae; font-weight: 600 }
.shut { fill: #cf222e } .shutword { fill: #ffffff; font-size: 11px; font-weight: 600 }
.vpc { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.5 } .vpc.unknown { stroke-dasharray: 2 4 } .vpc.gone { stroke: #cf222e; stroke-dasharray: 7 4 }
.zone { fill: #ffffff; stroke: #d1d9e0; stroke-dasharray: 3 3 } .zonename { fill: #59636e; font-weight: 600 }
.box { fill: #ffffff; stroke-width: 1.3 } .public .box { stroke: #1a7f37 } .private .box { stroke: #0969da } .isolated .box { stroke: #cf222e }
.unknown .box { stroke: #818b98; stroke-dasharray: 2 3 }
.band { stroke: none } .public .band { fill: #1a7f37 } .private .band { fill: #0969da } .isolated .band { fill: #cf222e } .unknown .band { fill: #818b98 }
.bandword { fill: #ffffff; font-weight: 600 } .hollow .band { fill: #ffffff } .public.hollow .bandword { fill: #1a7f37 }
.private.hollow .bandword { fill: #0969da } .isolated.hollow .bandword { fill: #cf222e } .unknown.hollow .bandword { fill: #59636e }
.rule { stroke: #d1d9e0; stroke-width: 1 }
.gate { stroke-width: 1.6 } .attached .gate { fill: #dafbe1; stroke: #1a7f37 } .detached .gate, .deleted .gate { fill: #ffebe9; stroke: #cf222e; stroke-dasharray: 6 3 }
.unknown .gate, .other .gate { fill: #ffffff; stroke: #818b98; stroke-dasharray: 2 3 } .other .gate { stroke-dasharray: none } .hollow .gate { fill: #ffffff }
.link { fill: none; stroke-width: 2 } .link.attached { stroke: #1a7f37 } .link.unknown { stroke: #818b98; stroke-dasharray: 2 4 } .link.cut { stroke: #cf222e; stroke-dasharray: 7 4 }
.way { fill: none; stroke-width: 1.8; stroke-linejoin: round } .way.active { stroke: #24292f } .way.blackhole { stroke: #cf222e; stroke-dasharray: 7 4 }
.way.unknown { stroke: #818b98; stroke-dasharray: 2 4 }
text.active { fill: #1f2328 } text.blackhole { fill: #cf222e; font-weight: 600 } .dim { fill: #59636e } .yes { fill: #1a7f37 } .no { fill: #cf222e } .part { fill: #9a6700 } .un { fill: #818b98 }
.pill { stroke-width: 1 } .pill.yes { fill: #1a7f37; stroke: #1a7f37 } .pill.no { fill: #cf222e; stroke: #cf222e } .pill.part { fill: #9a6700; stroke: #9a6700 }
.pill.un { fill: #ffffff; stroke: #818b98; stroke-dasharray: 2 2 } .pill.hollow { fill: #ffffff } .pillword { font-size: 10px; font-weight: 600; fill: #ffffff }
.pillword.hollow.yes { fill: #1a7f37 } .pillword.hollow.no { fill: #cf222e } .pillword.hollow.part { fill: #9a6700 } .pillword.un { fill: #59636e }
.dot.running { fill: #1a7f37 } .dot.stopped { fill: #ffffff; stroke: #cf222e; stroke-width: 1.5 } .dot.un { fill: #ffffff; stroke: #818b98; stroke-dasharray: 2 2 }
.dot.running.hollow { fill: #ffffff; stroke: #1a7f37; stroke-width: 2 }
.nat { fill: #ddf4ff; stroke: #0969da } .nat.hollow { fill: #ffffff } .nat.un { fill: #ffffff; stroke: #818b98; stroke-dasharray: 2 3 } .chip { fill: #ffffff; stroke: #d1d9e0 }
`

// markers are the heads of arrows, by state and level.
const markers = `<defs>
<marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#24292f"/></marker>
<marker id="ah" viewBox="-1 -1 12 12" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#ffffff" stroke="#24292f" stroke-width="1.4"/></marker>
<marker id="b" viewBox="0 0 10 10" refX="5" refY="5" markerWidth="8" markerHeight="8"><path d="M1 1L9 9M9 1L1 9" stroke="#cf222e" stroke-width="2.4"/></marker>
<marker id="u" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M1 0L9 5L1 10" fill="none" stroke="#818b98" stroke-width="2"/></marker>
</defs>
`

// class is the class of an answer's colour.
func class(answer string) string {
	switch answer {
	case "yes", "no", "part":
		return answer
	}
	return "un"
}

// hollow is the class of what is not observed.
func hollow(level string) string {
	if level == "observed" {
		return ""
	}
	return " hollow"
}

// The page of a drill, drawn.

package tui

import (
	"fmt"
	"strings"
	"time"

	"traillab/analyze"
)

// drillHead is how many lines stand over the panes.
const drillHead = 5

func (d *drill) render(v view) []line {
	switch {
	case d.doors.Driller == nil:
		return prose("No drill is under way here.\n\ntraillab drill list names those that there are, and traillab drill start NAME --tui begins one on this page.", v.w)
	case d.of == nil && d.err != nil:
		return troubled(d.err, v.w)
	case d.of == nil:
		return []line{told(toneFaint, "asking for the drill …")}
	}
	out := d.head(v)
	switch d.pane {
	case paneGoals:
		out = append(append(append(out, d.goals.render(v.w, d.goalCells)...), line{}), d.chosen(v)...)
		return append(out, d.tail(v, v.h-len(out))...)
	case paneLog:
		return append(out, d.happened(v)...)
	case paneDebrief:
		return append(out, d.prose.render(d.ended(v))...)
	}
	return append(out, d.prose.render(d.briefing(v))...)
}

// head is the drill, its clock, what came of the last thing done, and the panes.
func (d *drill) head(v view) []line {
	clock := line{}
	switch d.of.Phase {
	case "finished":
		clock = clock.addf(toneStrong, "finished: %d of %d points", d.of.Points, d.of.Of)
	case "paused":
		clock = clock.add(toneWarn, "paused at "+clocked(d.of.Elapsed))
	default:
		clock = clock.add(toneStrong, clocked(d.of.Elapsed)).add(tonePlain, " since you took over")
	}
	if left := d.of.Remaining; left != nil && d.of.Phase != "finished" {
		tone := tonePlain
		if *left < 0 {
			tone = toneBad
		}
		clock = clock.add(tone, "   "+remaining(d.of.Remaining))
	}
	clock = clock.addf(tonePlain, "   hints %d of %d", d.of.Hints, d.of.HintsOf)
	if d.grade != nil {
		clock = clock.addf(tonePlain, "   %d of %d points when last checked", d.grade.Points, d.grade.Of)
	}
	said := told(tonePlain, "%s", d.said)
	switch {
	case d.wrong:
		said = told(toneBad, "%s", d.said)
	case d.err != nil:
		said = told(toneBad, "how it stands cannot be told: %v", d.err)
	case d.heard >= 0 && d.heard < len(d.of.Messages):
		said = told(toneWarn, "! you are told something (tab): %s", d.of.Messages[len(d.of.Messages)-1].Text)
	}
	panes := line{}
	for i, name := range []string{"Objectives", "Briefing", "What happened", "Debrief"} {
		tone := tonePlain
		if i == d.pane {
			tone = toneHere
		}
		panes = panes.add(tone, " "+name+" ").add(tonePlain, " ")
	}
	return []line{
		line{}.add(toneHead, d.of.Scenario+" "+d.of.Title).addf(toneFaint, "   %s, on %s", d.of.Mode, d.of.Upstream),
		clock, said, panes, told(toneFaint, "%s", strings.Repeat("─", v.w)),
	}
}

// goalCells are the cells of an objective.
func (d *drill) goalCells(i int) []cell {
	g := d.of.Goals[i]
	state := cell{tone: toneFaint, text: "open"}
	switch {
	case g.Reached:
		state = cell{tone: toneGood, text: "✓ reached"}
	case g.Remaining != nil && *g.Remaining < 0:
		state = cell{tone: toneBad, text: "! too late"}
	case g.Answer != nil:
		state = cell{tone: toneWarn, text: "answered"}
	}
	answer := cell{}
	if g.Answer != nil {
		answer.text = *g.Answer
	}
	return []cell{{text: g.ID}, {text: fmt.Sprint(g.Points)}, state, {text: g.Title}, answer}
}

// chosen is the whole of the objective under the cursor.
func (d *drill) chosen(v view) []line {
	if len(d.of.Goals) == 0 {
		return nil
	}
	g := d.of.Goals[d.goals.at]
	text := g.ID + ": " + g.Title
	if g.Remaining != nil && !g.Reached {
		text += " (" + remaining(g.Remaining) + ")"
	}
	if g.Answer != nil {
		text += "\nyour answer: " + *g.Answer
	}
	return prose(text, v.w)
}

// remaining says how much of a deadline is left.
func remaining(left *time.Duration) string {
	if *left < 0 {
		return clocked(-*left) + " behind the deadline"
	}
	return clocked(*left) + " left"
}

// tail is the end of what happened, under the objectives, in as many lines as are left.
func (d *drill) tail(v view, room int) []line {
	const least = 4
	if room < least {
		return nil
	}
	out := []line{{}, told(toneHead, "What happened since you took over")}
	switch n := room - len(out); {
	case d.deaf != nil:
		out = append(out, told(toneBad, "the log cannot be told: %v", d.deaf))
	case len(d.deeds) == 0:
		out = append(out, told(toneFaint, "no call has changed anything yet, as far as the lab has told"))
	default:
		for i := max(0, len(d.deeds)-n); i < len(d.deeds); i++ {
			cells := d.deedCells(v, i)
			l := line{}.add(tonePlain, cells[0].text+"  ").add(cells[1].tone, fit(cells[1].text, 9, false)+"  ").add(tonePlain, fit(cells[2].text, 24, false)+"  ")
			if cells[3].text != "" {
				l = l.add(toneBad, cells[3].text+"  ")
			}
			out = append(out, l.add(toneFaint, cells[5].text))
		}
	}
	return out
}

// happened is what happened, as a table.
func (d *drill) happened(v view) []line {
	switch {
	case d.deaf != nil:
		return troubled(d.deaf, v.w)
	case len(d.deeds) == 0:
		return []line{told(toneFaint, "no call has changed anything since you took over, as far as the lab has told")}
	}
	return d.log.render(v.w, func(i int) []cell { return d.deedCells(v, i) })
}

func (d *drill) deedCells(v view, i int) []cell {
	deed := &d.deeds[i]
	part := cell{tone: toneFaint, text: "·"}
	if deed.Part != "" {
		part = cell{tone: map[string]tone{string(analyze.Cut): toneBad, string(analyze.Restore): toneGood}[deed.Part], text: deed.Part}
	}
	e := &deed.Event
	return []cell{
		{text: v.clock(e.Time)},
		part,
		{text: e.Name},
		{tone: toneBad, text: e.ErrorCode},
		{text: shortPrincipal(e.Principal), value: e.Principal},
		{text: strings.Join(e.IDs, " "), value: first(e.IDs)},
	}
}

// briefing is what the trainee was told, the hints included.
func (d *drill) briefing(v view) []line {
	out := prose(flowing(d.of.Briefing), v.w)
	for _, m := range d.of.Messages {
		out = append(out, line{}, told(toneStrong, "%s", v.clock(m.Time)))
		out = append(out, prose(flowing(m.Text), v.w)...)
	}
	for i, h := range d.of.Paid {
		out = append(out, line{}, told(toneHead, "Hint %d", i+1))
		out = append(out, prose(flowing(h), v.w)...)
	}
	if d.of.Shell != "" {
		out = append(out, line{}, line{}.add(toneHead, "The lab, in a shell of yours").add(toneFaint, " (y copies it)"))
		out = append(out, prose(d.of.Shell, v.w)...)
	}
	return out
}

// ended is the debrief; before the end it is how far the trainee is.
func (d *drill) ended(v view) []line {
	if d.debrief != "" {
		return prose(d.debrief, v.w)
	}
	if d.grade == nil {
		return []line{told(toneFaint, "The debrief comes with the end (F). c tells how far you are, but in an exam.")}
	}
	out := []line{told(toneStrong, "%d of %d points when last checked", d.grade.Points, d.grade.Of), {}}
	for _, m := range d.grade.Marks {
		sign, tone := "✗ ", toneBad
		if m.Passed {
			sign, tone = "✓ ", toneGood
		}
		out = append(out, line{}.add(tone, sign+m.ID).addf(tonePlain, "  %d of %d  %s", m.Points, m.Of, m.Why))
	}
	return out
}

// flowing is a text whose lines were broken by whoever wrote it, a paragraph a line. What is indented or a point of a list begins
// a line of its own.
func flowing(text string) string {
	var out strings.Builder
	for i, l := range strings.Split(strings.TrimSpace(text), "\n") {
		switch {
		case i == 0:
		case l == "" || strings.HasSuffix(out.String(), "\n") || strings.ContainsAny(l[:1], " \t-*0123456789"):
			out.WriteByte('\n')
		default:
			out.WriteByte(' ')
		}
		out.WriteString(l)
	}
	return out.String()
}

// prose is a text of several lines, wrapped.
func prose(text string, w int) []line {
	var out []line
	for part := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		for _, l := range wrap(part, w) {
			out = append(out, told(tonePlain, "%s", l))
		}
	}
	return out
}

// One principal, drawn.

package tui

import (
	"fmt"
	"strings"

	"traillab/analyze/trail"
)

func (p *principal) render(v view) []line {
	if p.doors.Roster == nil {
		return []line{told(toneUnknown, "There are no principals to ask here.")}
	}
	out := append(p.head(v), p.tabs())
	switch p.pane {
	case paneSessions:
		return append(out, p.list(v, "sessions", &p.keys, p.session)...)
	case paneTouched:
		return append(out, p.list(v, "touched", &p.things, p.thing)...)
	}
	return append(out, p.notes.render(p.whence(v))...)
}

// head is who it is and what its calls come to.
func (p *principal) head(v view) []line {
	name := p.name
	if name == "" {
		name = "? records that name nobody"
	}
	out := []line{told(toneStrong, "%s", name)}
	switch a := p.actor; {
	case p.trouble["actor"] != nil:
		out = append(out, told(toneBad, "cannot be told: %v", p.trouble["actor"]), line{}, line{})
	case !p.answered["actor"]:
		out = append(out, told(toneFaint, "asking …"), line{}, line{})
	case a == nil && p.name == "":
		out = append(out, told(toneFaint, "who made these calls no record says; below is what they touched"), line{}, line{})
	case a == nil:
		out = append(out, told(toneWarn, "no call of it passes the filter"), line{}, line{})
	default:
		out = append(out,
			line{}.add(toneFaint, "type ").add(tonePlain, known(a.Type)).add(toneFaint, "  seen ").add(tonePlain, seen(v, a.First).text+" – "+seen(v, a.Last).text),
			line{}.addf(tonePlain, "%s calls, %s writes, ", grouped(a.Calls), grouped(a.Writes)).addf(errorTone(a.Errors), "%s refused or failed", grouped(a.Errors)).
				addf(tonePlain, " · addresses %d, agents %d, keys %d", len(a.SourceIPs), len(a.UserAgents), len(a.AccessKeys)),
			line{}.add(toneFaint, "accounts ").add(tonePlain, fit(strings.Join(a.Accounts, ", "), min(30, max(12, width(strings.Join(a.Accounts, ", ")))), false)).
				add(toneFaint, "  regions ").add(tonePlain, strings.Join(a.Regions, ", ")))
	}
	return out
}

func errorTone(n int64) tone {
	if n > 0 {
		return toneBad
	}
	return tonePlain
}

func (p *principal) tabs() line {
	l := line{}
	for i, name := range []string{
		fmt.Sprintf(" sessions %s ", p.number("sessions", int64(len(p.sessions)))), fmt.Sprintf(" touched %s ", p.number("touched", p.all)), " from where ",
	} {
		tone := toneFaint
		if i == p.pane {
			tone = toneHere
		}
		l = l.add(tone, name).add(tonePlain, " ")
	}
	return l.add(toneFaint, "tab")
}

// number is a count, or that it is not known yet.
func (p *principal) number(slot string, n int64) string {
	if !p.answered[slot] || p.trouble[slot] != nil {
		return "?"
	}
	return grouped(n)
}

// list is a pane that is a table.
func (p *principal) list(v view, slot string, t *table, row func(view, int) []cell) []line {
	switch {
	case p.trouble[slot] != nil:
		return troubled(p.trouble[slot], v.w)
	case !p.answered[slot]:
		return []line{told(toneFaint, "asking …")}
	case t.rows == 0 && slot == "touched":
		return []line{told(tonePlain, "No call of it that passes the filter names a resource.")}
	case t.rows == 0:
		return []line{told(tonePlain, "No call of it names an access key.")}
	}
	out := t.render(v.w, func(i int) []cell { return row(v, i) })
	foot := "whatever the filter: credentials are followed through the whole log"
	if slot == "touched" {
		foot = fmt.Sprintf("resource %d of %s, those first that it wrote to most", t.at+1, grouped(p.all))
		if rest := p.all - int64(len(p.touched)); rest > 0 {
			foot += fmt.Sprintf("; %s are not listed: narrow with /", grouped(rest))
		}
	}
	return append(out, told(toneFaint, "%s", foot))
}

func (p *principal) session(v view, i int) []cell {
	h := &p.sessions[i]
	key := cell{text: h.AccessKey}
	if h.AccessKey == "" {
		key = cell{tone: toneFaint, text: "calls without a key"}
	}
	return []cell{key, seen(v, h.First), seen(v, h.Last), {text: grouped(h.Calls)}, {tone: errorTone(h.Errors), text: grouped(h.Errors)}, {text: grouped(h.Writes)}, {text: h.Type}}
}

func (p *principal) thing(v view, i int) []cell {
	t := &p.touched[i]
	return []cell{
		{text: t.ID}, {text: grouped(t.Writes)}, {text: grouped(t.Calls)}, {tone: errorTone(t.Errors), text: grouped(t.Errors)}, seen(v, t.First), seen(v, t.Last),
	}
}

// whence tells from where and with what it called.
func (p *principal) whence(v view) []line {
	a := p.actor
	if a == nil {
		a = &trail.Actor{}
	}
	t := &telling{v: v}
	t.section("Addresses", tonePlain, "·", a.SourceIPs, "none is told")
	t.section("Agents", tonePlain, "·", a.UserAgents, "none is told")
	t.section("Access keys", tonePlain, "·", a.AccessKeys, "none is told")
	t.section("Regions", tonePlain, "·", a.Regions, "none is told")
	t.section("Accounts", tonePlain, "·", a.Accounts, "none is told")
	return t.lines
}

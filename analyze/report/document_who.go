// Who did it and what was done about it, in a document.

package report

import (
	"fmt"
	"strings"

	"traillab/analyze"
)

func (w *writer) sessions(c *Chain) {
	w.heading(2, "Who")
	for i := range c.Sessions {
		s := &c.Sessions[i]
		facts := [][2]string{{"principal", either(cut(s.Principal), "not named")}}
		if s.AccessKeyID != "" {
			facts = append(facts, [2]string{"access key", cut(string(s.AccessKeyID))})
		}
		facts = append(facts, [2]string{"addresses", cut(few(s.SourceIPs))}, [2]string{"agents", cut(few(s.UserAgents))})
		if s.First != nil && s.Last != nil {
			facts = append(facts, [2]string{"in the log", fmt.Sprintf("%s, %d refused, %d writes, from %s to %s", count(int(s.Calls), "call"), s.Errors, s.Writes, w.clock(*s.First), w.clock(*s.Last))})
		}
		for _, h := range s.Roles {
			if len(s.Roles) > 1 || h.Call != "" {
				facts = append(facts, [2]string{"credential", w.hop(&h)})
			}
		}
		w.facts(facts)
	}
	if len(c.Sessions) == 0 {
		w.prose("The records name nobody.")
	}
	if c.SessionsOmitted > 0 {
		w.prose(fmt.Sprintf("and %s more.", count(c.SessionsOmitted, "session")))
	}
}

// hop tells a credential: whence it came, and who used it.
func (w *writer) hop(h *Hop) string {
	text := h.AccessKeyID
	if h.Acted {
		text += " (this one)"
	}
	if h.Call != "" {
		text += fmt.Sprintf(", from %s by %s at %s (%s)", either(string(h.From), "somewhere"), h.Call, w.maybe(h.Issued, "an unknown time"), h.EventID)
	}
	if len(h.Principals) > 0 {
		text += ": " + few(h.Principals)
	}
	return cut(text)
}

// bars are the heights of a small chart.
var bars = []rune("▁▂▃▄▅▆▇█")

// spark draws counts in a line; nothing is a dot.
func spark(counts []int64) string {
	var most int64
	for _, n := range counts {
		most = max(most, n)
	}
	var line strings.Builder
	for _, n := range counts {
		if n == 0 {
			line.WriteRune('·')
			continue
		}
		line.WriteRune(bars[min(int(n*int64(len(bars))/(most+1)), len(bars)-1)])
	}
	return line.String()
}

func (w *writer) rhythm(r *Rhythm) {
	if len(r.Pulses) == 0 {
		return
	}
	w.heading(2, "What the instances did")
	w.prose(fmt.Sprintf("Calls by the instances' own roles from %s to %s, each mark %s; the chain began at %s.", w.clock(r.From), w.clock(r.Until), seconds(r.Step), w.clock(r.CutFrom)))
	for _, p := range r.Pulses {
		lines := [][2]string{{labelled(p.Resource, cut(string(p.Name))), spark(p.Calls) + fmt.Sprintf(" %d", sum(p.Calls))}}
		if p.Accepted != nil {
			lines = append(lines, [2]string{"flows accepted", spark(p.Accepted) + fmt.Sprintf(" %d", sum(p.Accepted))}, [2]string{"flows rejected", spark(p.Rejected) + fmt.Sprintf(" %d", sum(p.Rejected))})
		}
		w.facts(lines)
	}
	if r.Omitted > 0 {
		w.prose(fmt.Sprintf("and %s more.", count(r.Omitted, "instance")))
	}
}

func sum(counts []int64) (n int64) {
	for _, c := range counts {
		n += c
	}
	return n
}

func seconds(n int64) string {
	switch {
	case n%3600 == 0:
		return count(int(n/3600), "hour")
	case n%60 == 0:
		return count(int(n/60), "minute")
	}
	return count(int(n), "second")
}

// behaviour tells what calls and flows say for and against the losses.
func (w *writer) behaviour(i *analyze.Impact) {
	t := &grid{columns: []string{"resource", "says", "calls", "from", "why"}}
	for _, b := range i.Behaviour {
		if b.Finding != analyze.Nothing && len(t.rows) < w.limit.claims {
			t.row(b.Resource, b.Finding, number(b.Calls), cut(few(b.SourceIPs)), cut(b.Why))
		}
	}
	for _, h := range i.Flows {
		if h.Finding != analyze.Nothing && len(t.rows) < w.limit.claims {
			t.row(h.Resource, h.Finding, "flow logs", h.Interface, cut(h.Note))
		}
	}
	if len(t.rows) > 0 {
		w.heading(2, "What that says")
		w.table(t)
	}
}

func (w *writer) attempts(list []analyze.Try) {
	if len(list) == 0 {
		return
	}
	w.heading(2, "What was refused")
	t := &grid{columns: []string{"first", "last", "times", "call", "outcome", "error", "by"}}
	for n := range list {
		x := &list[n]
		if n == w.limit.attempts {
			t.more = w.more(len(list)-n, "attempt", "attempts and loose detachments")
			break
		}
		t.row(w.clock(x.First), w.clock(x.Last), number(len(x.EventIDs)), cut(x.Name), string(x.Outcome), cut(x.ErrorCode), cut(person(x.Principal)))
	}
	w.table(t)
}

func (w *writer) claims(title string, list []Claim) {
	if len(list) == 0 {
		return
	}
	w.heading(2, title)
	var lines []string
	for i, c := range list {
		if i == w.limit.claims {
			lines = append(lines, fmt.Sprintf("and %d more, which the JSON form has", len(list)-i))
			break
		}
		lines = append(lines, cut(c.About+": "+c.Text))
	}
	w.items(lines)
}

func (w *writer) remedies(list []Remedy) {
	if len(list) == 0 {
		return
	}
	w.heading(2, "What to do")
	for _, r := range list {
		w.heading(3, either(r.Title, r.Name))
		w.prose(sentenceCase(cut(r.Why)) + ".")
		if r.Command != "" {
			w.command(r.Command)
		}
	}
}

func (w *writer) exhibits(c *Chain) {
	if len(c.Exhibits) == 0 {
		return
	}
	w.heading(2, "Where the records lie")
	t := &grid{columns: []string{"event", "file", "offset", "length", "standing"}}
	for i, x := range c.Exhibits {
		if i == w.limit.exhibits {
			t.more = w.more(len(c.Exhibits)+c.ExhibitsOmitted-i, "record", "records")
			break
		}
		standing := x.Standing
		if x.Mended {
			standing += ", repaired"
		}
		if x.Doubtful {
			standing += ", recovered"
		}
		t.row(x.EventID, cut(x.File), number(x.Offset), number(x.Length), standing)
	}
	w.table(t)
}

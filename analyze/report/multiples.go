// Small multiples: what each instance did before, during and after, side by side and to the same time scale. The time of the chain
// is shaded; calls stand above the line, and flows below it where there are flow logs.

package report

import (
	"fmt"
	"html/template"
	"time"
)

// Measures of one chart, in pixels.
const (
	multipleWidth = 340
	pulseHeight   = 44
)

// multiple is a chart of one instance.
type multiple struct {
	Label  string
	Total  string
	Figure template.HTML
}

// multiples draws a chart for each pulse. All have one scale of heights as well, or nobody could compare them.
func (s *sheet) multiples(id string, r *Rhythm) []multiple {
	var calls, flows int64
	for i := range r.Pulses {
		p := &r.Pulses[i]
		for n := range p.Calls {
			calls = max(calls, p.Calls[n])
		}
		for n := range p.Accepted {
			flows = max(flows, p.Accepted[n], p.Rejected[n])
		}
	}
	var all []multiple
	for i := range r.Pulses {
		p := &r.Pulses[i]
		m := multiple{Label: labelled(p.Resource, string(p.Name)), Total: count(int(sum(p.Calls)), "call")}
		if p.Accepted != nil {
			m.Total += fmt.Sprintf(", %d flows accepted and %d rejected", sum(p.Accepted), sum(p.Rejected))
		}
		m.Figure = s.multiple(fmt.Sprintf("%s-%d", id, i+1), r, p, max(calls, 1), max(flows, 1), m.Total)
		all = append(all, m)
	}
	return all
}

func (s *sheet) multiple(id string, r *Rhythm, p *Pulse, calls, flows int64, total string) template.HTML {
	f := figure{id: id, width: multipleWidth}
	height := pulseHeight + 20
	if p.Accepted != nil {
		height += pulseHeight
	}
	at := scaled(r.From, r.Until, 2, multipleWidth-4)
	over := r.Until
	if r.CutUntil != nil {
		over = *r.CutUntil
	}
	f.begin(height, "Calls of "+p.Resource, total+"; each bar "+seconds(r.Step))
	at.span(&f.pen, "during", r.CutFrom, over, 0, height-16, "the chain: from "+s.clock(r.CutFrom)+" "+s.until(r.CutUntil))
	s.bars(&f.pen, at, r, p.Calls, calls, pulseHeight, -1, "calls")
	f.raw("<line class=\"base\" x1=\"2\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", pulseHeight, multipleWidth-2, pulseHeight)
	if p.Accepted != nil {
		s.bars(&f.pen, at, r, p.Accepted, flows, pulseHeight, 1, "accepted")
		s.bars(&f.pen, at, r, p.Rejected, flows, pulseHeight, 1, "rejected")
	}
	f.text("ticked", 2, height-3, r.From.In(s.zone()).Format("01-02 15:04"))
	f.text("ticked end", multipleWidth-2, height-3, r.Until.In(s.zone()).Format("01-02 15:04"))
	return f.end()
}

// bars draws counts upwards, or downwards, from a line. What is not nothing is seen.
func (s *sheet) bars(p *pen, at scale, r *Rhythm, counts []int64, most int64, y, way int, class string) {
	step := time.Duration(r.Step) * time.Second
	for n, c := range counts {
		if c == 0 {
			continue
		}
		a := at.at(r.From.Add(time.Duration(n) * step))
		w := max(at.at(r.From.Add(time.Duration(n+1)*step))-a-1, 1)
		h := max(float64(pulseHeight-3)*float64(c)/float64(most), 1.5)
		top := float64(y)
		if way < 0 {
			top -= h
		}
		p.raw("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n", class, pixels(a), pixels(top), pixels(w), pixels(h))
	}
}

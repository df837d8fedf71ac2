// Scales: where a time lies on paper, and which times are worth a mark.

package report

import (
	"strconv"
	"time"
)

// scale maps times to pixels.
type scale struct {
	from, until time.Time
	x, w        int
}

// scaled is a scale of times that need not differ; the paper is never divided by nothing.
func scaled(from, until time.Time, x, w int) scale {
	if !until.After(from) {
		until = from.Add(time.Second)
	}
	return scale{from.UTC(), until.UTC(), x, w}
}

// at is where a time lies; what is outside lies on the edge.
func (s scale) at(t time.Time) float64 {
	// In floats, for a log may be longer than what a Duration times a width can hold.
	share := float64(t.Sub(s.from)) / float64(s.until.Sub(s.from))
	return float64(s.x) + min(max(share, 0), 1)*float64(s.w)
}

// pixels writes a place as SVG has it, to a tenth: the same on every machine.
func pixels(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// paces are the distances between marks that people can count in.
var paces = []time.Duration{
	time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour, 90 * 24 * time.Hour,
	365 * 24 * time.Hour, 3650 * 24 * time.Hour,
}

// ticks are the times that get a mark, no more than most of them, and the form in which they are written.
func (s scale) ticks(most int, zone *time.Location) (at []time.Time, form string) {
	pace := paces[len(paces)-1]
	for _, p := range paces {
		if s.until.Sub(s.from)/p < time.Duration(most) {
			pace = p
			break
		}
	}
	switch {
	case pace < time.Minute:
		form = "15:04:05"
	case pace < 24*time.Hour:
		form = "15:04"
	default:
		form = time.DateOnly
	}
	_, ahead := s.from.In(zone).Zone() // a mark lies on a round time of the readers' clock
	shift := time.Duration(ahead) * time.Second
	for t := s.from.Add(shift).Truncate(pace).Add(-shift); !t.After(s.until) && len(at) <= most; t = t.Add(pace) {
		if !t.Before(s.from) {
			at = append(at, t)
		}
	}
	return at, form
}

// ruler draws the marks from top to bottom, their times above. Where a day begins, or at the first mark, the date stands too.
func (s scale) ruler(p *pen, top, bottom int, zone *time.Location) {
	marks, form := s.ticks(max(s.w/85, 2), zone)
	day := ""
	for _, t := range marks {
		x, local := pixels(s.at(t)), t.In(zone)
		p.raw("<line class=\"tick\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>\n", x, top, x, bottom)
		if s.at(t) > float64(s.x+s.w-40) {
			continue // its time would run off the paper
		}
		p.raw("<text class=\"ticked\" x=\"%s\" y=\"%d\">%s</text>\n", x, top-6, local.Format(form))
		if today := local.Format(time.DateOnly); today != day && form != time.DateOnly {
			p.raw("<text class=\"ticked day\" x=\"%s\" y=\"%d\">%s</text>\n", x, top-20, today)
			day = today
		}
	}
}

// onward draws the arrow at the end of a bar that has no end.
func (s scale) onward(p *pen, class string, y, h int) {
	x := s.x + s.w
	p.raw("<path class=\"%s\" d=\"M%d %dL%d %dL%d %dz\"/>\n", class, x, y-3, x+9, y+h/2, x, y+h+3)
}

// span draws a rectangle from a time until another, at least so wide that it is seen.
func (s scale) span(p *pen, class string, from, until time.Time, y, h int, told string) {
	a, b := s.at(from), s.at(until)
	const least = 2.5
	if b-a < least {
		a = max(min(a, float64(s.x+s.w)-least), float64(s.x))
		b = a + least
	}
	p.raw("<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\">", class, pixels(a), y, pixels(b-a), h)
	p.raw("<title>%s</title></rect>\n", clean(told))
}

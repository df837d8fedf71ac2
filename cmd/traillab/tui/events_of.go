// The events of one principal, or made with one access key, under the filter of all pages.

package tui

import "traillab/analyze/trail"

// eventsPage is a timeline that narrows the filter by one value.
type eventsPage struct {
	*timeline
	principal, key string
}

// newEventsOf is the page of a value of a field, as filters call it.
func newEventsOf(d *Doors, field, value string) page {
	p := &eventsPage{timeline: newTimeline(d).(*timeline)}
	p.name = "events of " + shortPrincipal(value)
	if field == "key" {
		p.key = value
	} else {
		p.principal = value
	}
	return p
}

func (p *eventsPage) filter(f trail.Filter) {
	if p.principal != "" {
		f.Principals = []string{p.principal}
	}
	if p.key != "" {
		f.AccessKeys = []string{p.key}
	}
	p.timeline.filter(f)
}

// What flow logs say to an impact, as people read it.

package main

import (
	"fmt"
	"io"
	"strings"

	"traillab/analyze"
	"traillab/cmd/traillab/listing"
)

// tellFlows tells what passed the interfaces of resources.
func (a *app) tellFlows(out io.Writer, heard []analyze.Heard) {
	for _, h := range heard {
		fmt.Fprintf(out, "\nflows    %s %s: %s\n", listing.Safe(h.Resource), listing.Safe(h.Interface), h.Finding)
		if h.Note != "" {
			fmt.Fprintf(out, "           %s\n", listing.Safe(h.Note))
		}
		for _, stretch := range []struct {
			name   string
			passed *analyze.Passed
		}{{"before", &h.Before}, {"during", &h.During}, {"after", &h.After}} {
			a.tellPassed(out, stretch.name, stretch.passed)
		}
	}
}

func (a *app) tellPassed(out io.Writer, name string, p *analyze.Passed) {
	if p.First == nil || p.Last == nil {
		fmt.Fprintf(out, "  %-8s no flow log covers it\n", name)
		return
	}
	fmt.Fprintf(out, "  %-8s %s to %s: %d flows accepted (%d bytes), %d rejected; %d peers, %d of the internet answered\n", name,
		a.clock(*p.First), a.clock(*p.Last), p.Accepted.Flows, p.Accepted.Bytes, p.Rejected.Flows, p.Peers, p.Answered)
	if p.Skipped > 0 {
		fmt.Fprintf(out, "           %d rows say SKIPDATA: not all that passed was written down\n", p.Skipped)
	}
	for _, t := range p.Talkers {
		if t.New && t.Internet {
			fmt.Fprintf(out, "           new: %s, %d bytes sent to it, %d received\n", listing.Safe(t.Address), t.Sent, t.Received)
		}
	}
	var refused []string
	for _, t := range p.Refused {
		refused = append(refused, fmt.Sprintf("%s (%d)", listing.Safe(t.Address), t.Rejected))
	}
	if len(refused) > 0 {
		fmt.Fprintf(out, "           rejected: %s\n", strings.Join(refused, ", "))
	}
}

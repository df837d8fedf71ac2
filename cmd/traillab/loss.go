// Losses in words: what people read of an impact, in sentences that claim no more than is known.

package main

import (
	"fmt"
	"io"
	"strings"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/cmd/traillab/listing"
)

// tellImpact tells people what an impact is.
func (a *app) tellImpact(i *analyze.Impact, chain *analyze.Chain) error {
	out := a.env.stdout
	a.tellHead(out, i, chain)
	for _, r := range i.Resources {
		name := r.ID
		if r.Name != "" {
			name += " (" + string(r.Name) + ")"
		}
		fmt.Fprintf(out, "\n%s %s\n", r.Kind, listing.Safe(name))
		var kept []string
		for _, e := range r.Capabilities {
			if e.Before == e.After && e.FilterBefore == e.FilterAfter {
				kept = append(kept, e.What)
				continue
			}
			a.tellEntry(out, &e)
		}
		if len(kept) > 0 {
			fmt.Fprintf(out, "  kept     %s\n", listing.Safe(strings.Join(kept, ", ")))
		}
	}
	for _, b := range i.Blackholes {
		fmt.Fprintf(out, "\nblackhole  %s %s → %s (%s)", listing.Safe(b.Table), listing.Safe(b.Destination), listing.Safe(b.Target), b.Level)
	}
	if len(i.Blackholes) > 0 {
		fmt.Fprintln(out)
	}
	if len(i.Stranded) > 0 {
		fmt.Fprintf(out, "\nno default route: %s\n", listing.Safe(strings.Join(i.Stranded, ", ")))
	}
	a.tellRest(out, i)
	return nil
}

func (a *app) tellHead(out io.Writer, i *analyze.Impact, chain *analyze.Chain) {
	until := "open at the end of the log"
	if i.Until != nil {
		until = a.clock(*i.Until)
	}
	fmt.Fprintf(out, "%s %s  from %s until %s\n", i.Scope.Kind, listing.Safe(i.Scope.ID), a.clock(i.From), until)
	if chain == nil {
		return
	}
	fmt.Fprintf(out, "chain %s  %s (%s)\n", chain.ID, chain.Verdict.Label, chain.Verdict.Level)
	for _, reason := range chain.Verdict.For {
		fmt.Fprintf(out, "  for      %s\n", listing.Safe(reason))
	}
	for _, reason := range chain.Verdict.Against {
		fmt.Fprintf(out, "  against  %s\n", listing.Safe(reason))
	}
	for _, l := range chain.Links {
		code := ""
		if l.Event.ErrorCode != "" {
			code = "  " + listing.Safe(l.Event.ErrorCode)
		}
		fmt.Fprintf(out, "  %s  %-9s  %s  %s%s\n", a.clock(l.Event.Time), l.Role, listing.Safe(l.Event.Name), listing.Safe(l.Event.Principal), code)
	}
}

func (a *app) tellEntry(out io.Writer, e *analyze.Entry) {
	until := "the end of the log"
	if e.Until != nil {
		until = a.clock(*e.Until)
	}
	verb := "lost"
	switch {
	case e.Doubtful():
		verb = "unknown"
	case e.After == topology.Partly:
		verb = "part"
	case e.Before == topology.Unproven:
		verb = "had not"
	}
	fmt.Fprintf(out, "  %-8s %s from %s until %s (%s)\n", verb, listing.Safe(e.What), a.clock(e.From), until, e.Level)
	if len(e.Path) > 0 {
		fmt.Fprintf(out, "           before: %s\n", listing.Safe(strings.Join(e.Path, "; ")))
	}
	if e.Reason != "" {
		fmt.Fprintf(out, "           after:  %s\n", listing.Safe(e.Reason))
	}
}

func (a *app) tellRest(out io.Writer, i *analyze.Impact) {
	for _, t := range i.Attempts {
		fmt.Fprintf(out, "\nattempt  %s by %s: %s, %d times from %s\n", listing.Safe(t.Name), listing.Safe(t.Principal), listing.Safe(t.ErrorCode), len(t.EventIDs), a.clock(t.First))
	}
	for _, b := range i.Behaviour {
		if b.Finding == "none" {
			continue
		}
		fmt.Fprintf(out, "\n%s  %s: %d calls from %s\n", b.Finding, listing.Safe(b.Resource), b.Calls, listing.Safe(strings.Join(b.SourceIPs, ", ")))
	}
	a.tellFlows(out, i.Flows)
	for _, x := range i.Ambiguous {
		fmt.Fprintf(out, "\nambiguous  %s at %s: %s\n", listing.Safe(x.About), a.clock(x.Time), listing.Safe(strings.Join(x.Outcomes, " or ")))
	}
	for _, x := range i.Conflicts {
		fmt.Fprintf(out, "\nconflict  %s: %s\n", listing.Safe(x.About), listing.Safe(x.Why))
	}
	if len(i.Unknown) > 0 {
		fmt.Fprintln(out)
	}
	for _, x := range i.Unknown {
		fmt.Fprintf(out, "unknown  %s %s: %s\n", listing.Safe(x.ID), listing.Safe(x.What), listing.Safe(x.Reason))
	}
}

// A chain in a document.

package report

import (
	"fmt"
	"strings"

	"traillab/analyze"
)

func (w *writer) chain(n int, c *Chain) {
	w.heading(1, fmt.Sprintf("Chain %d: %s, %s (%s)", n, c.Scope.ID, c.Verdict.Label, c.Verdict.Level))
	w.facts([][2]string{
		{"id", c.ID},
		{"account", either(c.Account, "not known")},
		{"region", either(c.Region, "not known")},
		{"from", w.clock(c.From)},
		{"until", w.maybe(c.Until, "open at the end of the log")},
	})
	w.prose(joined(c.Told))
	w.reasons(&c.Verdict)
	w.calls(c)
	w.losses(c.Impact)
	w.networks(c.Networks, c.NetworksOmitted)
	w.sessions(c)
	w.rhythm(&c.Rhythm)
	w.behaviour(c.Impact)
	w.attempts(c.Impact.Attempts)
	w.claims("What is inferred", c.Inferred)
	w.claims("What is not known", c.Unknown)
	w.remedies(c.Remedies)
	w.exhibits(c)
}

func (w *writer) reasons(v *analyze.Judgement) {
	var list []string
	for _, s := range v.For {
		list = append(list, "for: "+cut(s))
	}
	for _, s := range v.Against {
		list = append(list, "against: "+cut(s))
	}
	for _, t := range v.Techniques {
		list = append(list, strings.TrimSpace("ATT&CK "+t.ID+" "+t.Name+formerly(t.Was)))
	}
	if len(list) > 0 {
		w.heading(2, "Why "+string(v.Label))
		w.items(list)
	}
}

func formerly(id string) string {
	if id == "" {
		return ""
	}
	return " (before version 19: " + id + ")"
}

func (w *writer) calls(c *Chain) {
	w.heading(2, "What happened")
	t := &grid{columns: []string{"time", "part", "call", "error", "by", "event"}}
	for i := range c.Events {
		p := &c.Events[i]
		if i == w.limit.events {
			t.more = fmt.Sprintf("and %s more: %s", count(len(c.Events)-i, "event"), w.impactCommand(c.ID))
			break
		}
		part := string(p.Role)
		if p.Basis == analyze.Inferred {
			part += " (inferred)"
		}
		t.row(w.clock(p.Time), part, cut(p.Name), cut(p.ErrorCode), cut(person(p.Principal)), p.EventID)
	}
	w.table(t)
}

func (w *writer) impactCommand(chain string) string {
	for _, r := range w.c.Recipes {
		if r.Table == "impact" {
			return strings.Replace(r.Command, "CHAIN", chain, 1)
		}
	}
	return "traillab impact " + chain
}

// losses tells what each resource lost and kept.
func (w *writer) losses(i *analyze.Impact) {
	w.heading(2, "What it cost")
	t := &grid{columns: []string{"resource", "what", "from", "until", "level", "why"}}
	rows := 0
	for _, r := range i.Resources {
		for _, l := range folded(r.Capabilities) {
			if rows++; rows <= w.limit.losses {
				t.row(labelled(r.ID, cut(string(r.Name))), l.verb+": "+strings.Join(l.whats, ", "), w.clock(l.from), w.maybe(l.until, "open")+ending(l.end), l.level, cut(l.reason))
			}
		}
	}
	switch {
	case rows > w.limit.losses:
		t.more = fmt.Sprintf("and %s more: %s", count(rows-w.limit.losses, "loss"), w.impactOf(i))
	case rows == 0:
		t.more = "No resource is known to have lost anything."
	}
	w.table(t)
	list := append(w.kept(i), w.dead(i, false)...)
	for _, p := range i.Patches {
		list = append(list, fmt.Sprintf("patch run %s at %s: %s, %s", p.Name, w.clock(p.Time), p.Finding, cut(p.Why)))
	}
	w.some(list, i)
}

// some lists the first of what an impact says.
func (w *writer) some(list []string, i *analyze.Impact) {
	if most := 2 * w.limit.losses; len(list) > most {
		list = append(list[:most:most], fmt.Sprintf("and %d more: %s", len(list)-most, w.impactOf(i)))
	}
	if len(list) > 0 {
		w.items(list)
	}
}

// kept tells what each resource kept.
func (w *writer) kept(i *analyze.Impact) []string {
	var list []string
	for _, r := range i.Resources {
		var whats []string
		for _, e := range r.Capabilities {
			if e.End == "kept" && e.Before == e.After && e.FilterBefore == e.FilterAfter {
				whats = append(whats, e.What)
			}
		}
		if len(whats) > 0 {
			list = append(list, fmt.Sprintf("kept by %s: %s", labelled(r.ID, cut(string(r.Name))), few(whats)))
		}
	}
	return list
}

// dead tells routes that lead nowhere, and subnets without a default route.
func (w *writer) dead(i *analyze.Impact, supposed bool) []string {
	var list []string
	for _, b := range i.Blackholes {
		list = append(list, fmt.Sprintf("%s nowhere: %s %s → %s (%s)", leads(supposed), b.Table, b.Destination, b.Target, b.Level))
	}
	if len(i.Stranded) > 0 {
		list = append(list, "no default route: "+few(i.Stranded))
	}
	return list
}

func (w *writer) impactOf(i *analyze.Impact) string {
	if i.Chain == nil {
		return w.c.Asked.Command
	}
	return w.impactCommand(*i.Chain)
}

// ending says how a loss ended, where that is not plain.
func ending(end string) string {
	if end == "gone" || end == "changed" {
		return " (" + end + ")"
	}
	return ""
}

// few writes the first of a list.
func few(list []string) string {
	const most = 8
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
}

// networks tells what stood otherwise before, during and after.
func (w *writer) networks(views []View, omitted int) {
	for i := range views {
		v := &views[i]
		if v.During == nil {
			w.heading(2, "The network "+v.VPC+" before and after")
		} else {
			w.heading(2, "The network "+v.VPC+" before, during and after")
		}
		changed, same := contrast(v)
		t := &grid{columns: []string{"what", "before", "during", "after"}}
		if v.During == nil {
			t.columns = []string{"what", "before", "after"}
		}
		for _, c := range changed[:min(len(changed), 2*w.limit.losses)] {
			if v.During == nil {
				t.row(cut(c.thing), c.before, c.after)
				continue
			}
			t.row(cut(c.thing), c.before, c.during, c.after)
		}
		if n := len(changed) - len(t.rows); n > 0 {
			t.more = fmt.Sprintf("and %d more that changed; ", n)
		}
		t.more += sentenceCase(count(same, "other thing")) + " stayed as they were" + w.moments(v) + "."
		w.table(t)
	}
	if omitted > 0 {
		w.prose(fmt.Sprintf("and %s more, which traillab topology tells.", count(omitted, "network")))
	}
}

func (w *writer) moments(v *View) string {
	var told []string
	if v.Before != nil {
		told = append(told, "before: "+w.clock(v.Before.At))
	}
	if v.During != nil {
		told = append(told, "during: "+w.clock(v.During.At))
	}
	if v.After != nil {
		told = append(told, "after: "+w.clock(v.After.At))
	}
	return " (" + strings.Join(told, ", ") + ")"
}

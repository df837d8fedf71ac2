// Pairs: two logs of one story held against each other up to a map of ids, which is found on the way and must be one to one.

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
)

// pairs is the map of ids.
type pairs struct {
	t        *testing.T
	to, from map[string]string
}

// pair notes that two ids are one, and complains where one of them was another's.
func (p *pairs) pair(a, b string) {
	p.t.Helper()
	if known, ok := p.to[a]; ok && known != b {
		p.t.Errorf("%s is %s, and was %s", a, b, known)
	}
	if known, ok := p.from[b]; ok && known != a {
		p.t.Errorf("%s stands for %s, and stood for %s", b, a, known)
	}
	p.to[a], p.from[b] = b, a
}

// mapped is what an id stands for; names stand for themselves.
func (p *pairs) mapped(id string) string {
	if other, ok := p.to[id]; ok {
		return other
	}
	return id
}

// calls holds the calls that touched a network against each other: those up to the chain's end that did anything, and attempts.
func (p *pairs) calls(before *analyze.Case, chain *analyze.Chain, after *analyze.Case, again *analyze.Chain) {
	p.t.Helper()
	was, is := touching(before.History, chain, 0), touching(after.History, again, tolerance)
	if len(is) < len(was) {
		p.t.Fatalf("%d calls touched the network, and %d did:\n%s\n%s", len(was), len(is), names(was), names(is))
	}
	for n, a := range was {
		b := is[n]
		if a.Event.Name != b.Event.Name || a.Failed != b.Failed || a.Changed != b.Changed || a.Forced != b.Forced || len(a.Scope) > len(b.Scope) { // a lab may tell more of a birth
			p.t.Fatalf("call %d is %s (%v %v %v %v), and was %s (%v %v %v %v)", n, b.Event.Name, b.Failed, b.Changed, b.Forced, scope(b), a.Event.Name, a.Failed, a.Changed, a.Forced, scope(a))
		}
		for i, thing := range a.Scope {
			if thing.Kind != b.Scope[i].Kind {
				p.t.Fatalf("%s touched a %s, and a %s", a.Event.Name, thing.Kind, b.Scope[i].Kind)
			}
			p.pair(thing.ID, b.Scope[i].ID)
		}
	}
}

// touching are the calls of a chain, and those that went through and touched its network until its end, or some seconds later: what
// the log has within a second comes one after the other in a lab.
func touching(h *topology.History, chain *analyze.Chain, slack time.Duration) []topology.Call {
	links := map[string]bool{}
	for i := range chain.Links {
		links[chain.Links[i].Event.ID] = true
	}
	last := chain.Links[len(chain.Links)-1].Event.Time.Add(slack)
	inside := map[*topology.Thing]bool{}
	for _, vpc := range h.Find(chain.Scope.ID) {
		inside[vpc] = true
		for _, kind := range []topology.Kind{topology.Subnet, topology.RouteTable, topology.InternetGateway, topology.NATGateway, topology.Instance, topology.Interface} {
			for _, thing := range h.Inside(vpc, kind) {
				inside[thing] = true
			}
		}
	}
	var found []topology.Call
	for _, c := range h.Calls {
		touches := slices.ContainsFunc(c.Scope, func(t *topology.Thing) bool { return inside[t] })
		if links[c.Event.ID] || touches && !c.Failed && !c.Event.Time.After(last) {
			found = append(found, c)
		}
	}
	return found
}

func names(calls []topology.Call) string {
	var all []string
	for _, c := range calls {
		all = append(all, c.Event.Name)
	}
	return strings.Join(all, " ")
}

// chains holds two chains against each other. missing is a sign that the second cannot show.
func (p *pairs) chains(a, b *analyze.Chain, missing string) {
	p.t.Helper()
	for i := range a.Links {
		was, is := linkText(&a.Links[i]), linkText(&b.Links[i])
		if was != is {
			p.t.Errorf("link %d is %s, and was %s", i, is, was)
		}
	}
	if a.Attempts != b.Attempts || a.Lost != b.Lost || (a.Until == nil) != (b.Until == nil) || len(a.Outages) != len(b.Outages) {
		p.t.Errorf("%d attempts, %d lost, %d outages; there were %d, %d, %d", b.Attempts, b.Lost, len(b.Outages), a.Attempts, a.Lost, len(a.Outages))
	}
	if a.Verdict.Label != b.Verdict.Label || a.Verdict.Level != b.Verdict.Level {
		p.t.Errorf("the verdict is %s, and was %s", b.Verdict.Label, a.Verdict.Label)
	}
	was, is := weights(a.Verdict), weights(b.Verdict)
	if at := slices.Index(was, missing); missing != "" && at >= 0 {
		was = slices.Delete(was, at, at+1)
	}
	if !slices.Equal(was, is) {
		p.t.Errorf("the signs are\n%s\nand were\n%s", strings.Join(signsOf(b.Verdict), "\n"), strings.Join(signsOf(a.Verdict), "\n"))
	}
}

func linkText(l *analyze.Link) string {
	name := l.Event.Principal[strings.LastIndexByte(l.Event.Principal, ':')+1:]
	return fmt.Sprint(l.Role, " ", l.Event.Name, " ", l.Basis, " ", l.Event.ErrorCode, " by ", name)
}

func signsOf(v analyze.Verdict) []string { return slices.Concat(v.For, v.Against) }

var counted = regexp.MustCompile(`\([^()]*\)$`)

// weights are what the signs of a verdict count, sorted.
func weights(v analyze.Verdict) []string {
	var all []string
	for _, sign := range signsOf(v) {
		all = append(all, counted.FindString(sign))
	}
	slices.Sort(all)
	return all
}

// tolerance is by how much a time may be off: what came within a second in the log comes one after the other in a lab.
const tolerance = 10 * time.Second

// impacts holds two impacts against each other; shift is how much later the second is.
func (p *pairs) impacts(a, b *analyze.Impact, shift time.Duration) {
	p.t.Helper()
	was, is := entriesOf(a), entriesOf(b)
	for id, list := range was {
		other := is[p.mapped(id)]
		if len(list) != len(other) {
			p.t.Errorf("%s has %d capabilities, and had %d", p.mapped(id), len(other), len(list))
			continue
		}
		for i := range list {
			p.entry(id, &list[i], &other[i], shift)
		}
	}
	if len(was) != len(is) || len(a.Blackholes) != len(b.Blackholes) || len(a.Stranded) != len(b.Stranded) || len(a.Attempts) != len(b.Attempts) || len(a.Conflicts) != len(b.Conflicts) {
		p.t.Errorf("the impact is %d resources, %d black holes, %d stranded, %d attempts, %d conflicts; it was %d, %d, %d, %d, %d", len(is), len(b.Blackholes),
			len(b.Stranded), len(b.Attempts), len(b.Conflicts), len(was), len(a.Blackholes), len(a.Stranded), len(a.Attempts), len(a.Conflicts))
	}
}

// entriesOf are the entries of an impact by resource, in an order that does not rest on ids.
func entriesOf(i *analyze.Impact) map[string][]analyze.Entry {
	found := map[string][]analyze.Entry{}
	for _, r := range i.Resources {
		entries := slices.Clone(r.Capabilities)
		slices.SortStableFunc(entries, func(a, b analyze.Entry) int {
			if a.What != b.What {
				return strings.Compare(a.What, b.What)
			}
			return a.From.Compare(b.From)
		})
		found[r.ID] = entries
	}
	return found
}

func (p *pairs) entry(id string, a, b *analyze.Entry, shift time.Duration) {
	p.t.Helper()
	said := func(e *analyze.Entry) string {
		return fmt.Sprint(e.What, " ", e.Before, "→", e.After, " ", e.FilterBefore, "→", e.FilterAfter, " ", e.End, " ", e.Level, " ", e.Code, " ", len(e.Path), " ", e.Until == nil)
	}
	if said(a) != said(b) {
		p.t.Errorf("%s: %s, and was %s", id, said(b), said(a))
	}
	off := func(x, y time.Time) bool { d := y.Sub(x) - shift; return d > tolerance || d < -tolerance }
	if a.Cause != "" && off(a.From, b.From) || a.Until != nil && b.Until != nil && off(*a.Until, *b.Until) {
		p.t.Errorf("%s: %s from %s, and was from %s", id, a.What, b.From, a.From)
	}
	words := regexp.MustCompile(`[a-z]+(-[a-z]+)*-[0-9a-f]{17}`)
	for i := range min(len(a.Path), len(b.Path)) {
		if mapped := words.ReplaceAllStringFunc(a.Path[i], func(w string) string { return p.to[w] }); mapped != b.Path[i] && !strings.HasPrefix(b.Path[i], "as ") {
			p.t.Errorf("%s: %s by %q, and was by %q", id, a.What, b.Path[i], mapped)
		}
	}
}

func scope(c topology.Call) (ids []string) {
	for _, thing := range c.Scope {
		ids = append(ids, thing.ID)
	}
	return ids
}

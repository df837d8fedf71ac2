// Pairs: two logs of one story held against each other up to a map of ids, which is found on the way and must be one to one.

package main

import (
	"fmt"
	"maps"
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
	events   map[string]string // ids of events, which are found likewise
	shift    time.Duration     // how much later the second log is
}

// pair notes that two ids are one, and reports whether it can be.
func (p *pairs) pair(a, b string) bool {
	if p.to[a] == b && p.from[b] == a {
		return true
	}
	if p.to[a] != "" || p.from[b] != "" {
		return false
	}
	p.to[a], p.from[b] = b, a
	return true
}

// mapped is what an id stands for; names stand for themselves.
func (p *pairs) mapped(id string) string {
	if other, ok := p.to[id]; ok {
		return other
	}
	return id
}

// calls holds the calls that touched a network against each other: those up to the chain's end that did anything, and attempts.
// They have the very seconds that they had. Which of several alike within one second is which, only the ids that they go on to
// name can tell: the record has no order there, so that the map is searched for.
func (p *pairs) calls(before *analyze.Case, chain *analyze.Chain, after *analyze.Case, again *analyze.Chain) {
	p.t.Helper()
	was, is := touching(before.History, chain), touching(after.History, again)
	s := search{pairs: p, was: was, is: is, used: make([]bool, len(is))}
	if !s.rest(0) {
		p.t.Fatalf("after %d calls no map of ids goes on:\n%s\nand it was\n%s", s.deepest, names(is, p.shift), names(was, 0))
	}
	p.doubts(before.History, after.History)
}

// doubts holds what the order of a second leaves open against each other, as far as it is about the calls that were paired.
func (p *pairs) doubts(before, after *topology.History) {
	p.t.Helper()
	told := func(h *topology.History, a topology.Ambiguity) [2]string {
		return [2]string{h.Calls[a.First-1].Event.ID, h.Calls[a.Second-1].Event.ID}
	}
	left := map[[2]string]int{}
	for _, a := range after.Ambiguous {
		left[told(after, a)]++
	}
	for _, a := range before.Ambiguous {
		pair := told(before, a)
		one, both := p.events[pair[0]], p.events[pair[1]]
		if one == "" || both == "" {
			continue
		}
		if x, y := [2]string{one, both}, [2]string{both, one}; left[x] > 0 {
			left[x]--
		} else if left[y] > 0 {
			left[y]--
		} else {
			p.t.Errorf("what the order leaves of %s (aspect %d) was open, and is not", a.Thing.ID, a.Aspect)
		}
	}
}

// search looks for a map of ids under which two lists of calls are one.
type search struct {
	*pairs
	was, is []topology.Call
	used    []bool
	deepest int
}

// rest pairs the calls that are left, and reports whether all could be.
func (s *search) rest(n int) bool {
	s.deepest = max(s.deepest, n)
	if n == len(s.was) {
		return true
	}
	a := &s.was[n]
	for i := range s.is {
		b := &s.is[i]
		if s.used[i] || !b.Event.Time.Equal(a.Event.Time.Add(s.shift)) || !alike(a, b) {
			continue
		}
		to, from := maps.Clone(s.to), maps.Clone(s.from)
		s.used[i] = true
		if s.things(a, b) && s.rest(n+1) {
			s.events[a.Event.ID] = b.Event.ID
			return true
		}
		s.used[i], s.to, s.from = false, to, from
	}
	return false
}

// alike reports whether two calls did the same; a lab may tell more of a birth.
func alike(a, b *topology.Call) bool {
	return a.Event.Name == b.Event.Name && a.Failed == b.Failed && a.Changed == b.Changed && a.Forced == b.Forced && len(a.Scope) <= len(b.Scope)
}

// things pairs what two calls touched.
func (s *search) things(a, b *topology.Call) bool {
	for i, thing := range a.Scope {
		if thing.Kind != b.Scope[i].Kind || !s.pair(thing.ID, b.Scope[i].ID) {
			return false
		}
	}
	return true
}

// touching are the calls of a chain, and those that went through and touched its network until its end.
func touching(h *topology.History, chain *analyze.Chain) []topology.Call {
	links := map[string]bool{}
	for i := range chain.Links {
		links[chain.Links[i].Event.ID] = true
	}
	last := chain.Links[len(chain.Links)-1].Event.Time
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

func names(calls []topology.Call, shift time.Duration) string {
	var all []string
	for i := range calls {
		c := &calls[i]
		var things []string
		for _, thing := range c.Scope {
			things = append(things, thing.ID)
		}
		all = append(all, fmt.Sprint(c.Event.Time.Add(-shift).Format(time.TimeOnly), " ", c.Event.Name, " ", things))
	}
	return strings.Join(all, "\n")
}

// chains holds two chains against each other.
func (p *pairs) chains(a, b *analyze.Chain) {
	p.t.Helper()
	if len(a.Links) != len(b.Links) {
		p.t.Fatalf("%d links, and there were %d", len(b.Links), len(a.Links))
	}
	for i := range a.Links {
		was, is := linkText(&a.Links[i]), linkText(&b.Links[i])
		if off := b.Links[i].Event.Time.Sub(a.Links[i].Event.Time); off != p.shift {
			p.t.Errorf("link %d, %s, is off by %s", i, was, off-p.shift)
		}
		if id := p.events[a.Links[i].Event.ID]; id != "" {
			paired := func(l analyze.Link) bool { return l.Event.ID == id && linkText(&l) == was }
			if !slices.ContainsFunc(b.Links, paired) {
				p.t.Errorf("link %d, %s, is no link", i, was)
			}
		}
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

// impacts holds two impacts against each other.
func (p *pairs) impacts(a, b *analyze.Impact) {
	p.t.Helper()
	was, is := entriesOf(a), entriesOf(b)
	for id, list := range was {
		other := is[p.mapped(id)]
		if len(list) != len(other) {
			p.t.Errorf("%s has %d capabilities, and had %d", p.mapped(id), len(other), len(list))
			continue
		}
		for i := range list {
			p.entry(id, &list[i], &other[i])
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

func (p *pairs) entry(id string, a, b *analyze.Entry) {
	p.t.Helper()
	said := func(e *analyze.Entry) string {
		return fmt.Sprint(e.What, " ", e.Before, "→", e.After, " ", e.FilterBefore, "→", e.FilterAfter, " ", e.End, " ", e.Level, " ", e.Code, " ", len(e.Path), " ", e.Until == nil)
	}
	if was := p.account(said(a)); was != said(b) {
		p.t.Errorf("%s: %s, and was %s", id, said(b), was)
	}
	off := func(x, y time.Time) bool { return y.Sub(x) != p.shift }
	if a.Cause != "" && off(a.From, b.From) || a.Until != nil && b.Until != nil && off(*a.Until, *b.Until) {
		p.t.Errorf("%s: %s from %s, and was from %s", id, a.What, b.From, a.From)
	}
	for i := range min(len(a.Path), len(b.Path)) {
		if mapped := madeUp.ReplaceAllStringFunc(a.Path[i], func(w string) string { return p.to[w] }); mapped != b.Path[i] && !strings.HasPrefix(b.Path[i], "as ") {
			p.t.Errorf("%s: %s by %q, and was by %q", id, a.What, b.Path[i], mapped)
		}
	}
}

// madeUp is an id that AWS makes up, as vpc-0123456789abcdef0.
var madeUp = regexp.MustCompile(`[a-z]+(-[a-z]+)*-[0-9a-f]{17}`)

// accounts are numbers of twelve digits.
var accounts = regexp.MustCompile(`\b[0-9]{12}\b`)

// account puts accounts for those that they stand for.
func (p *pairs) account(text string) string { return accounts.ReplaceAllStringFunc(text, p.mapped) }

// Recalling: chains held against what the last report knew of them.

package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// mostKnown is by how many of its first events a chain is known again.
const mostKnown = 12

// fate is what has become of a chain, and what has changed.
type fate struct {
	is      string
	changes []string
}

// recall chooses the chains that a report tells which goes on from an earlier one: of those that its filters let through the new and
// the changed, and whatever was open then. It remembers all of the former and what is open of the latter.
func (m *compiler) recall(admitted []analyze.Chain) []analyze.Chain {
	let := map[string]bool{}
	for i := range admitted {
		let[admitted[i].ID] = true
	}
	known := acquaint(m.o.Since.Chains, m.c.Chains)
	told, met := []analyze.Chain{}, map[string]bool{}
	m.standing = map[string]fate{}
	for i := range m.c.Chains { // in order of time
		chain := &m.c.Chains[i]
		before, carried := known.ancestors(chain), false
		for _, b := range before {
			met[b.ID] = true
			carried = carried || b.Until == nil
		}
		if !let[chain.ID] && (!carried || !m.o.Since.ours(Origin{chain.ID, chain.Account, chain.Region, chain.Scope.ID})) {
			continue
		}
		now := m.remember(chain)
		if let[now.ID] || now.Until == nil {
			m.memory = append(m.memory, now)
		}
		if s := compare(before, &now); s.is != "" {
			m.standing[now.ID] = s
			told = append(told, *chain)
		}
	}
	for _, b := range m.o.Since.Chains {
		if !met[b.ID] && m.o.Since.ours(Origin{b.ID, b.Account, b.Region, b.About}) {
			m.gone = append(m.gone, Gone{b.ID, b.Scope, b.From})
		}
	}
	return told
}

// ancestry is what chains were when they were told: by their ids, and, where there is no chain of that id any more, by their events.
type ancestry struct {
	byID    map[string]*Remembered
	byEvent map[string][]*Remembered
}

func acquaint(known []Remembered, chains []analyze.Chain) *ancestry {
	a := &ancestry{map[string]*Remembered{}, map[string][]*Remembered{}}
	now := map[string]bool{}
	for i := range chains {
		now[chains[i].ID] = true
	}
	for i := range known {
		if k := &known[i]; now[k.ID] {
			a.byID[k.ID] = k
		} else {
			for _, id := range k.Known {
				a.byEvent[id] = append(a.byEvent[id], k)
			}
		}
	}
	return a
}

// ancestors are the chains that a chain was, the one with its id first.
func (a *ancestry) ancestors(chain *analyze.Chain) []*Remembered {
	var all []*Remembered
	if k := a.byID[chain.ID]; k != nil {
		all = append(all, k)
	}
	for i := range chain.Links {
		for _, k := range a.byEvent[chain.Links[i].Event.ID] {
			if !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	return all
}

// remember is a chain as the next report is to know it.
func (m *compiler) remember(chain *analyze.Chain) Remembered {
	s := chain.Summary()
	r := Remembered{
		ID: s.ID, Scope: place(s.Scope, s.Region, s.Account), About: s.Scope.ID, Account: s.Account, Region: s.Region, From: s.From, Until: s.Until, Label: s.Verdict.Label, Level: s.Verdict.Level,
		Lost: s.Lost, Attempts: s.Tries, Events: len(s.Events), Known: []string{},
	}
	for _, e := range s.Events {
		if e.EventID != "" && len(r.Known) < mostKnown && !slices.Contains(r.Known, e.EventID) {
			r.Known = append(r.Known, e.EventID)
		}
	}
	s.Verdict = analyze.Judgement{Label: s.Verdict.Label, Level: s.Verdict.Level} // its reasons count hours up to the end of the log
	sum := sha256.New()
	_ = json.NewEncoder(sum).Encode(s) // plain values, and a hash takes everything
	for i := range chain.Outages {
		o := &chain.Outages[i]
		fmt.Fprintln(sum, o.Thing.ID, o.What, o.Before, o.After, o.FilterBefore, o.FilterAfter, o.Level, m.when(o.From), m.when(o.Until))
	}
	r.Sum = hex.EncodeToString(sum.Sum(nil)[:12])
	return r
}

// when is the time of a moment, which itself counts the calls of a log and moves when it grows.
func (m *compiler) when(at topology.Moment) string {
	if call := m.c.History.Call(at); call != nil {
		return call.Event.Time.UTC().Format(time.RFC3339)
	}
	return "-"
}

// compare tells what has become of a chain; nothing where there is nothing to tell.
func compare(before []*Remembered, now *Remembered) fate {
	if len(before) == 0 {
		return fate{is: IsNew}
	}
	s, b := fate{}, before[0]
	switch {
	case len(before) == 1 && b.Sum == now.Sum && b.ID == now.ID && now.Until == nil:
		return fate{is: IsOpen}
	case len(before) == 1 && b.Sum == now.Sum && b.ID == now.ID:
		return s
	}
	open := slices.ContainsFunc(before, func(r *Remembered) bool { return r.Until == nil })
	s.is = IsChanged
	if open && now.Until != nil {
		s.is = IsClosed
	}
	for _, r := range before {
		if len(before) > 1 || r.ID != now.ID {
			s.changes = append(s.changes, "it was told as "+r.ID)
		}
	}
	if len(before) > 1 {
		return s
	}
	s.changes = append(s.changes, differences(b, now)...)
	if len(s.changes) == 0 && s.is == IsChanged {
		s.changes = []string{"what is known of its events or of what they cost has changed"}
	}
	return s
}

// differences tells, number by number, how a chain differs from what it was.
func differences(b, now *Remembered) (told []string) {
	if b.Label != now.Label || b.Level != now.Level {
		told = append(told, fmt.Sprintf("its verdict was %s (%s) and is %s (%s)", b.Label, b.Level, now.Label, now.Level))
	}
	if !b.From.Equal(now.From) {
		told = append(told, fmt.Sprintf("it began at %s, and not at %s", clockOf(now.From), clockOf(b.From)))
	}
	switch {
	case b.Until != nil && now.Until == nil:
		told = append(told, "it was over and is open again")
	case b.Until != nil && !b.Until.Equal(*now.Until):
		told = append(told, fmt.Sprintf("its last event was at %s, and not at %s", clockOf(*now.Until), clockOf(*b.Until)))
	}
	for _, n := range []struct {
		what        string
		before, now int
	}{{"events", b.Events, now.Events}, {"resources cut off", b.Lost, now.Lost}, {"refused attempts", b.Attempts, now.Attempts}} {
		if n.before != n.now {
			told = append(told, fmt.Sprintf("%s: %d, and %d before", n.what, n.now, n.before))
		}
	}
	return told
}

// links yields the events of the chains that are told, as the timeline has them: most of them lie in files that are not new.
func (m *compiler) links(ctx context.Context, c *cast) iter.Seq2[trail.Event, error] {
	if len(m.chains) == 0 {
		return none
	}
	f := c.during(m.o.Filter, m.end)
	f.After = 0
	return filtered(m.src.Touching(ctx, f), func(e *trail.Event) bool { return len(c.parts[[2]string{e.ID, e.Account}]) > 0 })
}

// values is a stream of events by value.
func values(events iter.Seq2[*trail.Event, error]) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for e, err := range events {
			if err != nil {
				yield(trail.Event{}, err)
				return
			}
			if !yield(*e, nil) {
				return
			}
		}
	}
}

// sentence tells what has become of a chain.
func (s fate) sentence() Sentence {
	text := map[string]string{
		IsNew: "The last report did not tell of it", IsChanged: "It has changed since the last report", IsClosed: "It was open at the last report, and is over",
		IsOpen: "It was open at the last report, and nothing new is known of it",
	}[s.is]
	if len(s.changes) > 0 {
		shown := s.changes[:min(len(s.changes), 8)]
		text += ": " + strings.Join(shown, "; ")
		if n := len(s.changes) - len(shown); n > 0 {
			text += fmt.Sprintf("; and %d more", n)
		}
	}
	return Sentence{text + ".", inferred}
}

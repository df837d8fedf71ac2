// What the analysis says to a case, as text that people can check line by line. Events are named by call and time.

package analyze

import (
	"fmt"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// scribe writes answers.
type scribe struct {
	strings.Builder
	names map[string]string // of events by id
	day   string            // of the story's first event; times of it are told without a date
}

func (s *scribe) line(form string, args ...any) { fmt.Fprintf(s, form+"\n", args...) }

func (s *scribe) at(t time.Time) string {
	if t.Format(time.DateOnly) == s.day {
		return t.Format(time.TimeOnly)
	}
	return t.UTC().Format(time.RFC3339)
}

func (s *scribe) end(t *time.Time) string {
	if t == nil {
		return "open"
	}
	return s.at(*t)
}

func (s *scribe) events(ids []string) string {
	var words []string
	for _, id := range ids {
		name := s.names[id]
		if name == "" {
			name = id
		}
		words = append(words, name)
	}
	return strings.Join(words, ", ")
}

// answerText tells a whole case.
func answerText(events []trail.Event, c *Case, impacts []*Impact) string {
	s := &scribe{names: map[string]string{}}
	for i, e := range record(events).sorted() {
		if i == 0 {
			s.day = e.Time.Format(time.DateOnly)
		}
		s.names[e.ID] = e.Name + "@" + s.at(e.Time)
	}
	if len(c.Chains) == 0 {
		s.line("no chain")
	}
	for i := range c.Chains {
		s.chain(&c.Chains[i])
		s.impact(impacts[i])
	}
	return s.String()
}

func (s *scribe) chain(c *Chain) {
	s.line("chain %s %s of %s %s, %s – %s", c.Scope.Kind, c.Scope.ID, c.Account, c.Region, s.at(c.From), s.end(c.Until))
	for _, l := range c.Links {
		code := ""
		if l.Event.ErrorCode != "" {
			code = " " + l.Event.ErrorCode
		}
		if l.Basis == Inferred {
			code += " (inferred)"
		}
		s.line("  %-9s %s %s%s", l.Role, s.at(l.Event.Time), l.Event.Name, code)
	}
	for _, a := range c.Actors {
		s.line("  actor     %s %s from %s", a.Principal, a.AccessKeyID, strings.Join(a.SourceIPs, ", "))
	}
	s.line("  verdict   %s, %s", c.Verdict.Label, c.Verdict.Level)
	for _, r := range c.Verdict.For {
		s.line("    + %s", r)
	}
	for _, r := range c.Verdict.Against {
		s.line("    - %s", r)
	}
	s.line("  lost %d, attempts %d", c.Lost, c.Attempts)
}

func (s *scribe) impact(i *Impact) {
	for _, r := range i.Resources {
		s.line("  %s %s", r.Kind, r.ID)
		s.entries(r.Capabilities)
	}
	for _, b := range i.Blackholes {
		s.line("  blackhole %s %s to %s, %s", b.Table, b.Destination, b.Target, b.Level)
	}
	if len(i.Stranded) > 0 {
		s.line("  without default route: %s", strings.Join(i.Stranded, ", "))
	}
	for _, a := range i.Attempts {
		s.line("  attempt %s %s: %d calls, %s – %s", a.Name, a.ErrorCode, len(a.EventIDs), s.at(a.First), s.at(a.Last))
	}
	for _, p := range i.Patches {
		s.line("  patch run %s %s %s %s: %s", s.at(p.Time), p.Name, p.Finding, strings.Join(p.Instances, ", "), p.Why)
	}
	for _, f := range i.Behaviour {
		expected := "-"
		if f.Expected != nil {
			expected = *f.Expected
		}
		s.line("  behaviour %s %s: %d calls from %s, expected %s %s", f.Resource, f.Finding, f.Calls, strings.Join(f.SourceIPs, ", "), expected, f.Why)
	}
	for _, a := range i.Ambiguous {
		s.line("  ambiguous %s: %s; %s", a.About, s.events(a.EventIDs), strings.Join(a.Outcomes, " or "))
	}
	for _, u := range i.Unknown {
		s.line("  unknown %s %s: %s", u.ID, u.What, u.Reason)
	}
	for _, k := range i.Conflicts {
		s.line("  conflict %s %s: %s", s.events([]string{k.EventID}), k.About, k.Why)
	}
	s.line("")
}

// entries tells what a resource lost and kept; what is said of several capabilities alike is said once.
func (s *scribe) entries(all []Entry) {
	var order []string
	whats := map[string][]string{}
	for i := range all {
		text := s.entry(&all[i])
		if whats[text] == nil {
			order = append(order, text)
		}
		whats[text] = append(whats[text], all[i].What)
	}
	for _, text := range order {
		s.line("    %s %s", strings.Join(whats[text], ", "), text)
	}
}

func (s *scribe) entry(e *Entry) string {
	if e.Before == e.After && e.FilterBefore == e.FilterAfter && e.Until == nil {
		return fmt.Sprintf("kept: %s (filter %s), %s, by %s", e.After, e.FilterAfter, e.Level, strings.Join(e.Path, "; "))
	}
	filter := ""
	switch {
	case e.FilterBefore == topology.Cut && e.FilterAfter == topology.Cut:
		filter = " (filter no)"
	case e.FilterBefore != e.FilterAfter:
		filter = fmt.Sprintf(" (filter %s to %s)", e.FilterBefore, e.FilterAfter)
	}
	return fmt.Sprintf("%s to %s%s, %s – %s %s, %s\n      before: %s\n      after: %s %s\n      by: %s", e.Before, e.After, filter, s.at(e.From),
		s.end(e.Until), e.End, e.Level, strings.Join(e.Path, "; "), e.Code, e.Reason, s.events([]string{e.Cause}))
}

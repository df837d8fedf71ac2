// Beside the chain: what its doers did that says what they were about, and what people looked at. What a principal did before is
// stood in for where the verdict rests on it.

package extract

import (
	"context"
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// who is a principal without the name of its session.
func who(principal string) string {
	head, role, assumed := strings.Cut(principal, ":assumed-role/")
	role, _, named := strings.Cut(role, "/")
	if !assumed || !named {
		return principal
	}
	return head + ":assumed-role/" + role
}

// doers are the principals that cut, or tried to.
func (x *extractor) doers() []string {
	var names []string
	for i := range x.chain.Links {
		if l := &x.chain.Links[i]; l.Role != analyze.Restore && !slices.Contains(names, who(l.Event.Principal)) {
			names = append(names, who(l.Event.Principal))
		}
	}
	return names
}

// beside takes what the verdict names among what the doers did, what they looked at where that is asked for, and whatever was
// done to a resource that the chain is about.
func (s *slicer) beside(ctx context.Context, src Source) error {
	until := trail.Moment{At: s.last().Add(around + time.Second)}
	f := trail.Filter{Accounts: []string{s.chain.Account}, From: trail.Moment{At: s.chain.From.Add(-forethought)}, Until: until, Writes: !s.Reads}
	doers := s.doers()
	for _, by := range doers {
		if short, _ := trail.PrincipalNames(by); short != "" {
			f.Principals = append(f.Principals, short)
		}
	}
	if len(f.Principals) > 0 {
		for e, err := range src.Companions(ctx, f) {
			if err != nil {
				return err
			}
			if m := s.newMove(e); slices.Contains(doers, who(e.Principal)) && s.speaks(m) {
				s.take(m)
			}
		}
	}
	if err := s.key(ctx, src); err != nil {
		return err
	}
	if s.chain.Scope.Kind != "resource" {
		return nil
	}
	f = trail.Filter{Accounts: f.Accounts, Resources: []string{s.chain.Scope.ID}, Until: until, Writes: true}
	for e, err := range src.Companions(ctx, f) {
		if err != nil {
			return err
		}
		if m := s.newMove(e); s.taken[m.identity()] == nil && !m.refused() && m.known {
			s.take(m)
		}
	}
	hosts := s.hosts(s.chain.Scope.ID)
	for _, m := range s.all {
		of := func(id string) bool { return slices.Contains(m.event.IDs, id) }
		if s.taken[m.identity()] == nil && !m.refused() && m.known && !m.event.Time.After(s.last()) && slices.ContainsFunc(hosts, of) {
			s.take(m)
		}
	}
	return nil
}

// hosts are the instances that were made with an attachment, and end it with them.
func (s *slicer) hosts(attachment string) []string {
	for _, m := range s.taken {
		made := makes(&m.call)
		if _, with := made[attachment]; with && !m.refused() {
			return withIt(attachment, made)
		}
	}
	return nil
}

// withIt are the instances that a call made together with an attachment, sorted.
func withIt(attachment string, made map[string]string) []string {
	if kindOf(attachment) != "eni-attach" {
		return nil
	}
	return slices.DeleteFunc(sorted(made), func(id string) bool { return kindOf(id) != "i" })
}

// speaks reports whether what a doer did is to be made again, though it touched none of the networks: the verdict names it, or it
// is a look that is to be kept.
func (s *slicer) speaks(m *move) bool {
	e := &m.event
	switch {
	case s.taken[m.identity()] != nil || m.refused() || e.Recovered:
		return false
	case m.reads():
		near := !e.Time.Before(s.chain.From.Add(-around)) && !e.Time.After(s.last())
		return s.Reads && m.known && near && !strings.HasPrefix(e.Name, "AssumeRole")
	}
	named := e.Name + " at " + e.Time.UTC().Format(time.DateTime)
	return slices.ContainsFunc(slices.Concat(s.chain.Verdict.For, s.chain.Verdict.Against), func(reason string) bool {
		return strings.Contains(reason, named)
	})
}

// key takes the call by which the key of the cut was made, if that was within a day before: the verdict asks for it.
func (s *slicer) key(ctx context.Context, src Source) error {
	cut := s.struck()
	if cut == nil || cut.AccessKeyID == "" {
		return nil
	}
	f := trail.Filter{
		Accounts: []string{s.chain.Account}, Names: []string{"CreateAccessKey"},
		From: trail.Moment{At: cut.Time.Add(-forethought)}, Until: trail.Moment{At: cut.Time},
	}
	for e, err := range src.Companions(ctx, f) {
		if err != nil {
			return err
		}
		if m := s.newMove(e); m.known && !m.refused() && strings.Contains(e.Response, cut.AccessKeyID) {
			s.fresh = m
			s.take(m)
		}
	}
	return nil
}

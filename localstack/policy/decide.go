// Decisions: the policies that apply, weighed in AWS's order.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html

package policy

import (
	"slices"
	"strings"

	"traillab/localstack/exchange"
)

// Decision is the answer to a request.
type Decision struct {
	Allowed  bool
	Explicit bool // a statement denies it
	Kind     Kind // which policies decided
	Policy   string
	Sid      string // of the statement, or its number
	Action   string
	Resource string // the one that it was refused for
}

// Kind is a kind of policies, as AWS calls it in its refusals.
type Kind string

// The kinds of policies.
const (
	Identity Kind = "identity-based policy"
	Resource Kind = "resource-based policy"
	Boundary Kind = "permissions boundary"
	Session  Kind = "session policy"
	Control  Kind = "service control policy"
)

// String is a sentence that tells the decision and the statement that made it.
func (d Decision) String() string {
	switch {
	case d.Explicit:
		return d.Action + " on " + d.Resource + " is denied by statement " + d.Sid + " of " + d.Policy + " (" + string(d.Kind) + ")"
	case !d.Allowed:
		return d.Action + " on " + d.Resource + " is denied: no " + string(d.Kind) + " allows it"
	case d.Policy == "":
		return d.Action + " is allowed: the principal was not made in the lab and nothing denies it"
	}
	return d.Action + " is allowed by statement " + d.Sid + " of " + d.Policy + " (" + string(d.Kind) + ")"
}

// question is a request about one resource.
type question struct {
	*Request
	resource string
}

// decide answers a request by what the book knows.
func (b *Book) decide(r Request) Decision {
	own := b.layersOf(r.Principal, r.Key)
	return b.overall(r, func(resource string) layers {
		l := own
		b.onResource(&l, &r, resource)
		return l
	})
}

// overall answers a request for all its resources: the first refusal, an explicit one before others.
func (b *Book) overall(r Request, layersFor func(resource string) layers) Decision {
	resources := r.Resources
	if len(resources) == 0 {
		resources = []string{"*"}
	}
	var answer Decision
	for i, resource := range resources {
		l := layersFor(resource)
		d := b.weigh(&l, question{&r, resource})
		d.Action, d.Resource = r.Action, resource
		if d.Explicit {
			return d
		}
		if i == 0 || answer.Allowed && !d.Allowed {
			answer = d
		}
	}
	return answer
}

// onResource adds the policies that hang on a resource: those of buckets, and the trust of a role that is to be assumed.
func (b *Book) onResource(l *layers, r *Request, resource string) {
	if rest, ok := strings.CutPrefix(resource, "arn:aws:s3:::"); ok {
		bucket, _, _ := strings.Cut(rest, "/")
		if d := b.buckets[bucket]; d != nil {
			l.resource = []named{{"the policy of bucket " + bucket, d}}
		}
		l.free = l.free || r.Principal.Type == "AWSAccount" && b.open[bucket] && (strings.HasPrefix(r.Action, "s3:Get") || strings.HasPrefix(r.Action, "s3:List"))
		return
	}
	if !strings.EqualFold(r.Action, "sts:AssumeRole") {
		return
	}
	if e := b.roles[exchange.Last(resource)]; e != nil && e.trust != nil && !e.trust.void() {
		l.resource, l.trusted = []named{{"the trust policy of role " + e.name, e.trust}}, true
	}
}

// weigh decides about one resource.
func (b *Book) weigh(l *layers, q question) Decision {
	if d := b.deniedBy(l, q); d.Explicit {
		return d
	}
	for _, level := range l.controls {
		if d := b.allows(level, Control, q); !d.Allowed {
			return d
		}
	}
	decided, closely := b.allowedHere(l.resource, q)
	if l.trusted && closely == nobody {
		return Decision{Kind: Resource}
	}
	mine := b.allows(l.identity, Identity, q)
	if l.free && !mine.Allowed {
		mine = Decision{Allowed: true, Kind: Identity}
	}
	switch {
	case closely == himself && q.Principal.Type != "AssumedRole" && q.Principal.Type != "Role":
		return decided // what a policy on the resource gives to a user no boundary takes away
	case closely == himself:
		mine = decided
	case !mine.Allowed:
		return mine
	}
	if l.bounded {
		if d := b.allows(l.boundary, Boundary, q); !d.Allowed {
			return d
		}
	}
	if l.confined {
		if d := b.allows(l.session, Session, q); !d.Allowed {
			return d
		}
	}
	return mine
}

// deniedBy looks for a statement that denies it.
func (b *Book) deniedBy(l *layers, q question) Decision {
	for _, side := range []struct {
		kind     Kind
		policies []named
	}{{Control, slices.Concat(l.controls...)}, {Resource, l.resource}, {Identity, l.identity}, {Boundary, l.boundary}, {Session, l.session}} {
		for _, p := range side.policies {
			if p.document == nil {
				continue
			}
			for i := range p.document.statements {
				s := &p.document.statements[i]
				if s.deny && p.document.applies(s, q) && (side.kind != Resource || s.others == (b.means(s, q.Principal) == nobody)) {
					return Decision{Explicit: true, Kind: side.kind, Policy: p.name, Sid: s.name}
				}
			}
		}
	}
	return Decision{}
}

// allows looks for a statement that allows it. A policy whose text was never seen has none.
func (b *Book) allows(policies []named, kind Kind, q question) Decision {
	for _, p := range policies {
		if p.document == nil {
			continue
		}
		for i := range p.document.statements {
			if s := &p.document.statements[i]; !s.deny && p.document.applies(s, q) {
				return Decision{Allowed: true, Kind: kind, Policy: p.name, Sid: s.name}
			}
		}
	}
	return Decision{Kind: kind}
}

// allowedHere looks for the statement of a policy on the resource that means who asks the closest.
func (b *Book) allowedHere(policies []named, q question) (Decision, grade) {
	found, closest := Decision{}, nobody
	for _, p := range policies {
		for i := range p.document.statements {
			s := &p.document.statements[i]
			if s.deny || s.others || !p.document.applies(s, q) {
				continue
			}
			if closely := b.means(s, q.Principal); closely > closest {
				found, closest = Decision{Allowed: true, Kind: Resource, Policy: p.name, Sid: s.name}, closely
			}
		}
	}
	return found, closest
}

// applies reports whether a statement is about the action, the resource and the request around it, whoever asks.
func (d *document) applies(s *statement, q question) bool {
	if !s.actions.takes(func(pattern string) bool { return matchesFold(pattern, q.Action) }) {
		return false
	}
	if !s.resources.takes(func(pattern string) bool { return d.covers(s, pattern, q) }) {
		return false
	}
	for i := range s.conditions {
		if !q.holds(d, s, &s.conditions[i]) {
			return false
		}
	}
	return true
}

// covers reports whether a pattern means the resource. Where the table does not know the resources of an operation, the
// resource is "*", which a pattern for some resources does not cover; but such a pattern denies, when something that the
// call names stands in it: a deny that is in doubt denies.
func (d *document) covers(s *statement, pattern string, q question) bool {
	expanded, ok := d.expand(pattern, q.Context)
	if !ok {
		return false
	}
	if matches(expanded, q.resource) {
		return true
	}
	return s.deny != s.resources.others && slices.ContainsFunc(q.named, func(name string) bool { return names(plain(expanded), name) })
}

// takes reports whether a choice has what a test finds among its patterns.
func (c *choice) takes(fits func(pattern string) bool) bool {
	return c.others != slices.ContainsFunc(c.patterns, fits)
}

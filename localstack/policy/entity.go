// Entities: the users, groups and roles of a lab, and the policies that hang on them.

package policy

import (
	"slices"

	"traillab/localstack/exchange"
)

// entity is a user, a group or a role.
type entity struct {
	kind, name string
	arn        string // "" when it was not seen
	made       bool   // in the lab, so that what it may do is known
	inline     map[string]*document
	attached   []string // ARNs
	boundary   string   // the ARN of a policy
	groups     []string // of a user
	tags       map[string]string
	trust      *document // of a role, nil when it was not seen
}

// session is what a temporary key has beside what its user or role may do.
type session struct {
	who      exchange.Principal
	confined bool // by policies, or as federated users always are
	policies []named
	tags     map[string]string
	parent   exchange.Principal // of a federated user
}

// named is a policy and what to call it. document is nil for one that was attached and never seen.
type named struct {
	name     string
	document *document
}

// of returns an entity, and begins what is known of it.
func of(all map[string]*entity, kind, name string) *entity {
	if all[name] == nil {
		all[name] = &entity{kind: kind, name: name, inline: map[string]*document{}, tags: map[string]string{}}
	}
	return all[name]
}

// policies returns the policies of an entity, its own first.
func (b *Book) policies(e *entity) []named {
	var all []named
	for _, name := range sorted(e.inline) {
		all = append(all, named{e.kind + " " + e.name + ", policy " + name, e.inline[name]})
	}
	for _, arn := range e.attached {
		all = append(all, b.policy(arn))
	}
	return all
}

// attach and detach hang a managed policy on an entity.
func (e *entity) attach(arn string) {
	if !slices.Contains(e.attached, arn) {
		e.attached = append(e.attached, arn)
	}
}

func (e *entity) detach(arn string) {
	e.attached = slices.DeleteFunc(e.attached, func(has string) bool { return has == arn })
}

// layers are the policies that a decision is made of.
type layers struct {
	controls [][]named // of every level of the organization
	resource []named   // a policy on the resource, or the trust of a role
	trusted  bool      // it must allow: resource is the trust of a role
	identity []named
	free     bool // what the principal may is not known, so everything that nothing denies
	boundary []named
	session  []named

	bounded, confined bool
}

// layersOf gathers what speaks for and against a principal. Groups have no boundary, and sessions have what their user or
// role has.
func (b *Book) layersOf(who exchange.Principal, key string) layers {
	l := layers{}
	s := b.session(who, key)
	if s != nil {
		l.session, l.confined = s.policies, s.confined
		if who.Type == "FederatedUser" {
			who = s.parent
		}
	}
	var e *entity
	switch who.Type {
	case "Root", "AWSService":
		l.free = true
		return l
	case "IAMUser":
		e = b.users[who.User]
	case "AssumedRole", "Role":
		e = b.roles[roleOf(who)]
	case "AWSAccount":
		return l // somebody without a key has nothing of his own
	}
	l.controls = b.organization.controls(b.account)
	if e == nil {
		l.free = true
		return l
	}
	l.free = !e.made
	l.identity = b.policies(e)
	for _, group := range e.groups {
		if g := b.groups[group]; g != nil {
			l.identity = append(l.identity, b.policies(g)...)
		}
	}
	if p := b.policy(e.boundary); e.boundary != "" && (p.document == nil || !p.document.void()) {
		l.bounded, l.boundary = true, []named{p}
	}
	return l
}

// session returns what is known of a temporary key, or of the session with the principal's ARN that was made last.
func (b *Book) session(who exchange.Principal, key string) *session {
	if s := b.sessions[key]; s != nil {
		return s
	}
	if key == "" {
		return b.latest[who.ARN]
	}
	return nil
}

// roleOf is the name of a principal's role.
func roleOf(who exchange.Principal) string {
	if who.Session != nil && who.Session.RoleName != "" {
		return who.Session.RoleName
	}
	if who.Session != nil && who.Session.Role != "" {
		return exchange.Last(who.Session.Role)
	}
	return who.User
}

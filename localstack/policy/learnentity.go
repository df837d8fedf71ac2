// Learning of users, groups and roles: the calls of IAM that come in threes, and the sessions of STS.

package policy

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// entityLessons by what is left of an operation's name without its kind: PutUserPolicy is Put Policy of a User.
var entityLessons = map[string]func(*Book, *entity, *call){
	"Create": (*Book).create,
	"Delete": (*Book).dismiss,
	"Update": (*Book).rename,

	"Put Policy": func(b *Book, e *entity, c *call) {
		e.inline[c.in("PolicyName")] = b.accept(e.kind+" "+e.name+", policy "+c.in("PolicyName"), c.in("PolicyDocument"))
	},
	"Delete Policy": func(_ *Book, e *entity, c *call) { delete(e.inline, c.in("PolicyName")) },
	"Get Policy":    func(b *Book, e *entity, c *call) { b.seeInline(e, c) },
	"Attach Policy": func(_ *Book, e *entity, c *call) { e.attach(c.in("PolicyArn")) },
	"Detach Policy": func(_ *Book, e *entity, c *call) { e.detach(c.in("PolicyArn")) },

	"Put PermissionsBoundary":    func(_ *Book, e *entity, c *call) { e.boundary = c.in("PermissionsBoundary") },
	"Delete PermissionsBoundary": func(_ *Book, e *entity, _ *call) { e.boundary = "" },

	"Tag":   func(_ *Book, e *entity, c *call) { maps.Copy(e.tags, tagsIn(c.In["Tags"])) },
	"Untag": func(_ *Book, e *entity, c *call) { forget(e.tags, c.In["TagKeys"]) },
}

// learnEntity takes what a call says of a user, a group or a role.
func (b *Book) learnEntity(c *call) {
	for kind, all := range map[string]map[string]*entity{"User": b.users, "Group": b.groups, "Role": b.roles} {
		before, after, ok := strings.Cut(c.Name, kind)
		learn := entityLessons[strings.TrimSpace(before+" "+after)]
		if !ok || learn == nil {
			continue
		}
		name := cmp.Or(c.in(kind+"Name"), c.got(kind, kind+"Name"))
		if name == "" && kind == "User" {
			name = c.Who.User // a call about a user that names none is about its caller
		}
		if name != "" {
			learn(b, of(all, strings.ToLower(kind), name), c)
		}
	}
}

func (b *Book) create(e *entity, c *call) {
	kind := strings.TrimPrefix(c.Name, "Create")
	*e = entity{kind: e.kind, name: e.name, arn: c.got(kind, "Arn"), made: true, inline: map[string]*document{}, tags: tagsIn(c.In["Tags"]), boundary: c.in("PermissionsBoundary")}
	if e.kind == "role" {
		b.trust(e.name, c.in("AssumeRolePolicyDocument"))
	}
}

// dismiss takes everything from an entity that is gone. It is not forgotten, so that its sessions, which live on, may do
// nothing more.
func (b *Book) dismiss(e *entity, _ *call) {
	*e = entity{kind: e.kind, name: e.name, made: true, inline: map[string]*document{}, tags: map[string]string{}}
}

func (b *Book) rename(e *entity, c *call) {
	all, name := b.users, c.in("NewUserName")
	if e.kind == "group" {
		all, name = b.groups, c.in("NewGroupName")
	}
	if name == "" || name == e.name || e.kind == "role" {
		return
	}
	delete(all, e.name)
	for _, u := range b.users {
		if i := slices.Index(u.groups, e.name); i >= 0 && e.kind == "group" {
			u.groups[i] = name
		}
	}
	if e.arn != "" {
		e.arn = strings.TrimSuffix(e.arn, e.name) + name
	}
	e.name, all[name] = name, e
}

// seeInline takes the text of a policy that somebody looked at, of a user or role that was there before the lab.
func (b *Book) seeInline(e *entity, c *call) {
	if text := c.got("PolicyDocument"); text != "" {
		e.inline[c.in("PolicyName")] = b.accept(e.kind+" "+e.name+", policy "+c.in("PolicyName"), text)
	}
}

func (b *Book) trust(role, text string) {
	if text != "" {
		of(b.roles, "role", role).trust = b.accept("trust policy of role "+role, text)
	}
}

func (b *Book) join(c *call) {
	e := of(b.users, "user", c.in("UserName"))
	if !slices.Contains(e.groups, c.in("GroupName")) {
		e.groups = append(e.groups, c.in("GroupName"))
	}
}

func (b *Book) leave(c *call) {
	e := of(b.users, "user", c.in("UserName"))
	e.groups = slices.DeleteFunc(e.groups, func(has string) bool { return has == c.in("GroupName") })
}

// assume notes a session, of a role or of a user as itself.
func (b *Book) assume(c *call) { b.begin(c, &session{}) }

// federate notes the session of a federated user, who may do what both its policies and its parent's allow.
func (b *Book) federate(c *call) { b.begin(c, &session{confined: true, parent: c.Who}) }

// begin notes a session of whoever the lab gave the key to, with the tags and the policies that it was asked with.
func (b *Book) begin(c *call, s *session) {
	if c.given == nil {
		return // it is in another account
	}
	s.who, s.tags = *c.given, tagsIn(c.In["Tags"])
	if text := c.in("Policy"); text != "" {
		name := "the session policy of " + s.who.ARN
		s.confined, s.policies = true, append(s.policies, named{name, b.accept(name, text)})
	}
	for policy := range wire.Each(c.In["PolicyArns"]) {
		s.confined = true
		s.policies = append(s.policies, b.policy(wire.Text(policy, "arn")))
	}
	if key := c.got("Credentials", "AccessKeyId"); key != "" {
		b.sessions[key] = s
	}
	if s.who.Type != "IAMUser" && s.who.Type != "Root" { // whose ARN means the long-lived key
		b.latest[s.who.ARN] = s
	}
}

// token is what a temporary key carries; nil for a user's own.
func (s *session) token(who exchange.Principal) *exchange.Session {
	if s != nil {
		return s.who.Session
	}
	return who.Session
}

// Principals: who is meant by an ARN, and by what names a policy may call who asks.

package policy

import (
	"slices"
	"strings"

	"traillab/localstack/exchange"
)

// Source returns who is meant by an ARN, or by the name of a user. A role is meant as any of its sessions.
func (b *Book) Source(arn string) exchange.Principal {
	b.mu.RLock()
	defer b.mu.RUnlock()
	who := exchange.Principal{Type: "IAMUser", ARN: arn, Account: b.account, User: arn}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		who.ARN = b.iam("user/" + arn)
		if e := b.users[arn]; e != nil && e.arn != "" {
			who.ARN = e.arn
		}
		return who
	}
	kind, name, _ := strings.Cut(parts[5], "/")
	who.User = exchange.Last(name)
	switch kind {
	case "root":
		who.Type, who.User = "Root", ""
	case "assumed-role":
		role, session, _ := strings.Cut(name, "/")
		who.Type, who.User = "AssumedRole", ""
		who.Session = &exchange.Session{Name: session, RoleName: role, Role: b.iam("role/" + role)}
		if s := b.latest[arn]; s != nil {
			return s.who
		}
	case "role":
		who.Type, who.User = "Role", exchange.Last(name)
		who.Session = &exchange.Session{RoleName: exchange.Last(name), Role: arn}
	case "federated-user":
		who.Type, who.User = "FederatedUser", ""
	}
	return who
}

// iam is the ARN of something in the lab's account.
func (b *Book) iam(path string) string { return "arn:aws:iam::" + b.account + ":" + path }

// arnOf is the ARN that policies know a principal by: a session's is its role's. Paths are told by those who made it.
func (b *Book) arnOf(who exchange.Principal) string {
	switch who.Type {
	case "IAMUser":
		if e := b.users[who.User]; e != nil && e.arn != "" {
			return e.arn
		}
	case "AssumedRole", "Role":
		if e := b.roles[roleOf(who)]; e != nil && e.arn != "" {
			return e.arn
		}
		if who.Session != nil && who.Session.Role != "" {
			return who.Session.Role
		}
	}
	return who.ARN
}

// grade is how closely a policy on a resource means somebody.
type grade int

// Nobody is meant; the whole account is, so that its own policies decide; or this very principal.
const (
	nobody grade = iota
	accountWide
	himself
)

// means reports how closely a statement means who asks.
func (b *Book) means(s *statement, who exchange.Principal) grade {
	if s.anyone {
		return himself
	}
	own := []string{who.ARN, b.arnOf(who)}
	found := nobody
	for _, p := range s.principals {
		switch {
		case p.kind != "AWS":
		case slices.Contains(own, p.name):
			return himself
		case who.Account == b.account && (p.name == b.account || p.name == b.iam("root")):
			found = accountWide
		}
	}
	return found
}

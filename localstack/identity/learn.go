// Learning: the calls that make, change and end keys, and what the registry takes from them.

package identity

import (
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// lesson is what the registry takes from one kind of call that went through.
type lesson func(r *Registry, c *exchange.Call, out map[string]any)

// lessons by service and operation.
var lessons = map[string]lesson{
	"iam.CreateUser":                (*Registry).user,
	"iam.UpdateUser":                (*Registry).rename,
	"iam.CreateRole":                (*Registry).role,
	"iam.CreateAccessKey":           (*Registry).userKey,
	"iam.UpdateAccessKey":           (*Registry).update,
	"iam.DeleteAccessKey":           (*Registry).delete,
	"iam.DeleteUser":                (*Registry).dismiss,
	"sts.AssumeRole":                (*Registry).session,
	"sts.AssumeRoleWithSAML":        (*Registry).session,
	"sts.AssumeRoleWithWebIdentity": (*Registry).session,
	"sts.GetSessionToken":           (*Registry).token,
	"sts.GetFederationToken":        (*Registry).federation,
}

// Learn takes from a call that went through what it says of keys, and says in the answer who is behind a temporary one.
func (r *Registry) Learn(c *exchange.Call, a *exchange.Answer) {
	learn := lessons[c.Service+"."+c.Name]
	if learn == nil || a.Error != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	learn(r, c, a.Out)
	if k := r.keys[wire.Text(a.Out, "Credentials", "AccessKeyId")]; k != nil {
		who := k.who
		a.Given = &who
	}
}

func (r *Registry) role(_ *exchange.Call, out map[string]any) {
	r.roles[wire.Text(out, "Role", "RoleName")] = wire.Text(out, "Role", "RoleId")
}

// userKey: of whoever names no user the key is the caller's own, whatever name the cloud has for that.
func (r *Registry) userKey(c *exchange.Call, out map[string]any) {
	who := c.Who
	who.Session = nil
	if name := wire.Text(c.In, "UserName"); name != "" {
		who = r.userNamed(name)
	}
	r.give(wire.Text(out, "AccessKey", "AccessKeyId"), &key{who: who})
}

func (r *Registry) update(c *exchange.Call, _ map[string]any) {
	if k := r.keys[wire.Text(c.In, "AccessKeyId")]; k != nil {
		k.off = wire.Text(c.In, "Status") == "Inactive"
	}
}

func (r *Registry) delete(c *exchange.Call, _ map[string]any) {
	delete(r.keys, wire.Text(c.In, "AccessKeyId"))
}

// session: SAML tells the session's name in its assertion, so that only the answer has it. A role of another account is not the
// lab's to give.
func (r *Registry) session(c *exchange.Call, out map[string]any) {
	arn, name := wire.Text(c.In, "RoleArn"), wire.Text(c.In, "RoleSessionName")
	if name == "" {
		name = exchange.Last(wire.Text(out, "AssumedRoleUser", "Arn"))
	}
	if !strings.HasPrefix(arn, "arn:aws:iam::"+r.account+":role/") {
		return
	}
	role := exchange.Last(arn)
	if r.roles[role] == "" {
		r.roles[role] = makeID("AROA", role)
		if id, _, ok := strings.Cut(wire.Text(out, "AssumedRoleUser", "AssumedRoleId"), ":"); ok {
			r.roles[role] = id
		}
	}
	session := exchange.Session{Name: name, Role: arn, RoleID: r.roles[role], RoleName: role, MFA: wire.Text(c.In, "SerialNumber") != "", Since: c.At, Wall: c.Wall}
	r.temporary(c, out, exchange.Principal{
		Type: "AssumedRole", ID: session.RoleID + ":" + name, Account: r.account, Session: &session,
		ARN: "arn:aws:sts::" + r.account + ":assumed-role/" + role + "/" + name,
	})
}

// token gives the caller a temporary key of its own.
func (r *Registry) token(c *exchange.Call, out map[string]any) {
	who := c.Who
	who.Session = &exchange.Session{MFA: wire.Text(c.In, "SerialNumber") != "", Since: c.At, Wall: c.Wall}
	r.temporary(c, out, who)
}

func (r *Registry) federation(c *exchange.Call, out map[string]any) {
	name := wire.Text(c.In, "Name")
	r.temporary(c, out, exchange.Principal{
		Type: "FederatedUser", ID: r.account + ":" + name, ARN: "arn:aws:sts::" + r.account + ":federated-user/" + name, Account: r.account,
		Session: &exchange.Session{Since: c.At, Wall: c.Wall},
	})
}

// temporary notes the key of an answer with Credentials. It lasts by the lab's clock, as all in a lab does.
func (r *Registry) temporary(c *exchange.Call, out map[string]any, who exchange.Principal) {
	r.give(wire.Text(out, "Credentials", "AccessKeyId"), &key{who: who, expires: c.At.Add(lasts(c))})
}

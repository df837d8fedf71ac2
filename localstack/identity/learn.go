// Learning: the calls that make, change and end keys, and what the registry takes from them.

package identity

import (
	"strings"
	"time"

	"traillab/localstack/exchange"
)

// lesson is what the registry takes from one kind of call that went through.
type lesson func(r *Registry, c *exchange.Call, out map[string]any)

// lessons by service and operation.
var lessons = map[string]lesson{
	"iam.CreateUser":                (*Registry).user,
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

// Learn takes from a call that went through what it says of keys.
func (r *Registry) Learn(c *exchange.Call, a *exchange.Answer) {
	learn := lessons[c.Service+"."+c.Name]
	if learn == nil || a.Error != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	learn(r, c, a.Out)
}

func (r *Registry) user(_ *exchange.Call, out map[string]any) {
	r.users[text(out, "User", "UserName")] = text(out, "User", "UserId")
}

func (r *Registry) role(_ *exchange.Call, out map[string]any) {
	r.roles[text(out, "Role", "RoleName")] = text(out, "Role", "RoleId")
}

func (r *Registry) userKey(c *exchange.Call, out map[string]any) {
	id, name := text(out, "AccessKey", "AccessKeyId"), text(out, "AccessKey", "UserName")
	if name == "" { // the caller's own key
		r.keys[id] = &key{who: c.Who}
		return
	}
	r.keys[id] = &key{who: exchange.Principal{
		Type: "IAMUser", ID: r.userID(name), ARN: "arn:aws:iam::" + r.account + ":user/" + name, Account: r.account, User: name,
	}}
}

// userID is the id of a user that was there before the lab saw it made; it is made from the name then, so that all its
// keys have the same.
func (r *Registry) userID(name string) string {
	if id := r.users[name]; id != "" {
		return id
	}
	r.users[name] = makeID("AIDA", name)
	return r.users[name]
}

func (r *Registry) update(c *exchange.Call, _ map[string]any) {
	if k := r.keys[text(c.In, "AccessKeyId")]; k != nil {
		k.off = text(c.In, "Status") == "Inactive"
	}
}

func (r *Registry) delete(c *exchange.Call, _ map[string]any) {
	delete(r.keys, text(c.In, "AccessKeyId"))
}

// dismiss ends the keys of a user who is gone, and the sessions that were made of them live on, as with AWS.
func (r *Registry) dismiss(c *exchange.Call, _ map[string]any) {
	name := text(c.In, "UserName")
	delete(r.users, name)
	for _, k := range r.keys {
		if k.who.Type == "IAMUser" && k.who.User == name && k.expires.IsZero() {
			k.off = true
		}
	}
}

func (r *Registry) session(c *exchange.Call, out map[string]any) {
	arn, name := text(c.In, "RoleArn"), text(c.In, "RoleSessionName")
	role := last(arn)
	if r.roles[role] == "" {
		r.roles[role] = makeID("AROA", role)
		if id, _, ok := strings.Cut(text(out, "AssumedRoleUser", "AssumedRoleId"), ":"); ok {
			r.roles[role] = id
		}
	}
	session := exchange.Session{Name: name, Role: arn, RoleID: r.roles[role], RoleName: role, MFA: text(c.In, "SerialNumber") != "", Since: c.At}
	r.temporary(out, exchange.Principal{
		Type: "AssumedRole", ID: session.RoleID + ":" + name, Account: r.account, Session: &session,
		ARN: "arn:aws:sts::" + r.account + ":assumed-role/" + role + "/" + name,
	})
}

// token gives the caller a temporary key of its own.
func (r *Registry) token(c *exchange.Call, out map[string]any) {
	who := c.Who
	who.Session = &exchange.Session{MFA: text(c.In, "SerialNumber") != "", Since: c.At}
	r.temporary(out, who)
}

func (r *Registry) federation(c *exchange.Call, out map[string]any) {
	name := text(c.In, "Name")
	r.temporary(out, exchange.Principal{
		Type: "FederatedUser", ID: r.account + ":" + name, ARN: "arn:aws:sts::" + r.account + ":federated-user/" + name, Account: r.account,
		Session: &exchange.Session{Since: c.At},
	})
}

// temporary notes the key of an answer with Credentials.
func (r *Registry) temporary(out map[string]any, who exchange.Principal) {
	expires, _ := value(out, "Credentials", "Expiration").(time.Time)
	r.keys[text(out, "Credentials", "AccessKeyId")] = &key{who: who, expires: expires}
}

// value walks into structures.
func value(in map[string]any, path ...string) any {
	for len(path) > 1 {
		in, _ = in[path[0]].(map[string]any)
		path = path[1:]
	}
	return in[path[0]]
}

// text is a string inside structures, "" when it is not there.
func text(in map[string]any, path ...string) string {
	s, _ := value(in, path...).(string)
	return s
}

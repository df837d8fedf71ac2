// Users: how they are called, and what becomes of their keys when that changes.

package identity

import (
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// user is what the lab knows of a user of IAM.
type user struct{ id, arn string }

// path is the part of the ARN before the name: /ops/.
func (u user) path() string {
	_, path, _ := strings.Cut(u.arn, ":user")
	return path[:strings.LastIndexByte(path, '/')+1]
}

func (r *Registry) userARN(path, name string) string {
	if path == "" {
		path = "/"
	}
	return "arn:aws:iam::" + r.account + ":user" + path + name
}

func (r *Registry) user(c *exchange.Call, out map[string]any) {
	path := wire.Text(out, "User", "Path")
	if path == "" {
		path = wire.Text(c.In, "Path")
	}
	name := wire.Text(out, "User", "UserName")
	r.users[name] = user{id: wire.Text(out, "User", "UserId"), arn: r.userARN(path, name)}
}

// userNamed is a user as the caller of something. The id of one that was there before the lab saw it made is made from the name
// then, so that all its keys have the same.
func (r *Registry) userNamed(name string) exchange.Principal {
	u, known := r.users[name]
	if !known {
		u = user{id: makeID("AIDA", name), arn: r.userARN("", name)}
		r.users[name] = u
	}
	return exchange.Principal{Type: "IAMUser", ID: u.id, ARN: u.arn, Account: r.account, User: name}
}

// rename gives a user another name or path. Keys and sessions that were given out before speak for the same user on.
func (r *Registry) rename(c *exchange.Call, _ map[string]any) {
	old := r.userNamed(wire.Text(c.In, "UserName"))
	name, path := wire.Text(c.In, "NewUserName"), wire.Text(c.In, "NewPath")
	if name == "" {
		name = old.User
	}
	if path == "" {
		path = r.users[old.User].path()
	}
	delete(r.users, old.User)
	r.users[name] = user{id: old.ID, arn: r.userARN(path, name)}
	for _, k := range r.keys {
		if k.who.Type == "IAMUser" && k.who.ID == old.ID {
			k.who.User, k.who.ARN = name, r.users[name].arn
		}
	}
}

// dismiss ends the keys of a user who is gone, and the sessions that were made of them live on, as with AWS.
func (r *Registry) dismiss(c *exchange.Call, _ map[string]any) {
	name := wire.Text(c.In, "UserName")
	delete(r.users, name)
	for _, k := range r.keys {
		if k.who.Type == "IAMUser" && k.who.User == name && k.expires.IsZero() {
			k.off = true
		}
	}
}

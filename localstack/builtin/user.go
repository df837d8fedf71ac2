// Users of IAM.

package builtin

import (
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

var (
	noLogin    = fault{"NoSuchEntity", "Login Profile for User %s cannot be found.", 404}
	loginThere = fault{"EntityAlreadyExists", "Login Profile for user %s already exists.", 409}
)

func userCalls() operations {
	return operations{
		"CreateUser": createUser, "GetUser": getUser, "DeleteUser": deleteUser, "UpdateUser": updateUser, "ListUsers": listEntities(userSort),
		"TagUser": tagEntity(userSort), "UntagUser": untagEntity(userSort), "ListUserTags": listEntityTags(userSort),
		"CreateLoginProfile": createLogin, "GetLoginProfile": getLogin, "DeleteLoginProfile": deleteLogin, "UpdateLoginProfile": updateLogin,
		"PutUserPermissionsBoundary": bound(userSort), "DeleteUserPermissionsBoundary": unbound(userSort),
	}
}

func createUser(q *call) (result, *wire.Error) {
	e, refused := q.newEntity(userSort)
	if refused != nil {
		return nil, refused
	}
	return result{"User": e.show(q, true)}, nil
}

// getUser: the root user of the account is a user, too, when it asks for itself.
func getUser(q *call) (result, *wire.Error) {
	if q.text("UserName") == "" && q.Who.Type == "Root" {
		return result{"User": result{
			"UserId": q.options.Account, "Arn": "arn:aws:iam::" + q.options.Account + ":root", "CreateDate": time.Unix(0, 0).UTC(), "UserName": "root", "Path": "/",
		}}, nil
	}
	e, refused := q.entityAsked(userSort)
	if refused != nil {
		return nil, refused
	}
	return result{"User": e.show(q, true)}, nil
}

func deleteUser(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(userSort)
	if refused != nil {
		return nil, refused
	}
	if refused := e.removable(); refused != nil {
		return nil, refused
	}
	switch {
	case len(e.keys) > 0:
		return nil, mustRemove.of("access keys")
	case e.password != nil:
		return nil, mustRemove.of("login profile")
	}
	for _, c := range q.people.crowds.all() {
		if slices.Contains(c.members, e.name) {
			return nil, mustRemove.of("users from group")
		}
	}
	q.people.users.drop(e.name)
	return nil, nil
}

// updateUser gives a user another name or path.
func updateUser(q *call) (result, *wire.Error) {
	e, refused := q.entity(userSort, q.text("UserName"))
	if refused != nil {
		return nil, refused
	}
	fresh := q.or("NewUserName", e.name)
	if _, taken := q.people.users.get(fresh); taken && fresh != e.name {
		return nil, entityThere.of("User", fresh)
	}
	q.people.users.drop(e.name)
	for _, c := range q.people.crowds.all() {
		if i := slices.Index(c.members, e.name); i >= 0 {
			c.members[i] = fresh
		}
	}
	e.name, e.path = fresh, q.or("NewPath", e.path)
	q.people.users.set(fresh, e)
	return nil, nil
}

// listEntities lists those of a sort below a path.
func listEntities(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		found := []any{}
		for _, e := range q.people.shelf(s).all() {
			if strings.HasPrefix(e.path, q.text("PathPrefix")) {
				found = append(found, e.show(q, false))
			}
		}
		return q.paged(s.member+"s", found)
	}
}

func tagEntity(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused == nil {
			e.label(q.members)
		}
		return nil, refused
	}
}

func untagEntity(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused == nil {
			e.tags = slices.DeleteFunc(e.tags, func(t tag) bool { return slices.Contains(q.texts("TagKeys"), t.key) })
		}
		return nil, refused
	}
}

func listEntityTags(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused != nil {
			return nil, refused
		}
		return q.paged("Tags", e.showTags())
	}
}

func bound(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused != nil {
			return nil, refused
		}
		if _, refused := q.policy(q.text("PermissionsBoundary")); refused != nil {
			return nil, refused
		}
		e.boundary = q.text("PermissionsBoundary")
		return nil, nil
	}
}

func unbound(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused == nil {
			e.boundary = ""
		}
		return nil, refused
	}
}

func createLogin(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(userSort)
	if refused != nil {
		return nil, refused
	}
	if e.password != nil {
		return nil, loginThere.of(e.name)
	}
	now := q.now
	e.password = &now
	return e.showLogin(), nil
}

func (e *entity) showLogin() result {
	return result{"LoginProfile": result{"UserName": e.name, "CreateDate": *e.password, "PasswordResetRequired": false}}
}

// login is a user who may sign in with a password.
func (q *call) login() (*entity, *wire.Error) {
	e, refused := q.entityAsked(userSort)
	if refused == nil && e.password == nil {
		refused = noLogin.of(e.name)
	}
	return e, refused
}

func getLogin(q *call) (result, *wire.Error) {
	e, refused := q.login()
	if refused != nil {
		return nil, refused
	}
	return e.showLogin(), nil
}

func deleteLogin(q *call) (result, *wire.Error) {
	e, refused := q.login()
	if refused == nil {
		e.password = nil
	}
	return nil, refused
}

func updateLogin(q *call) (result, *wire.Error) {
	_, refused := q.login()
	return nil, refused
}

// Groups of users, which security groups must not be taken for: a crowd.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

func crowdCalls() operations {
	return operations{
		"CreateGroup": createCrowd, "GetGroup": getCrowd, "DeleteGroup": deleteCrowd, "ListGroups": listEntities(crowdSort),
		"AddUserToGroup": joinCrowd, "RemoveUserFromGroup": leaveCrowd, "ListGroupsForUser": crowdsOf,
	}
}

func createCrowd(q *call) (result, *wire.Error) {
	e, refused := q.newEntity(crowdSort)
	if refused != nil {
		return nil, refused
	}
	return result{"Group": e.show(q, true)}, nil
}

func getCrowd(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(crowdSort)
	if refused != nil {
		return nil, refused
	}
	users := []any{}
	for _, name := range e.members {
		if u, ok := q.people.users.get(name); ok {
			users = append(users, u.show(q, false))
		}
	}
	out, refused := q.paged("Users", users)
	if refused == nil {
		out["Group"] = e.show(q, true)
	}
	return out, refused
}

func deleteCrowd(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(crowdSort)
	if refused != nil {
		return nil, refused
	}
	if refused := e.removable(); refused != nil {
		return nil, refused
	}
	if len(e.members) > 0 {
		return nil, mustRemove.of("users from group")
	}
	q.people.crowds.drop(e.name)
	return nil, nil
}

// both are the group and the user that a call names.
func (q *call) both() (*entity, *entity, *wire.Error) {
	c, refused := q.entityAsked(crowdSort)
	if refused != nil {
		return nil, nil, refused
	}
	u, refused := q.entity(userSort, q.text("UserName"))
	return c, u, refused
}

func joinCrowd(q *call) (result, *wire.Error) {
	c, u, refused := q.both()
	if refused == nil && !slices.Contains(c.members, u.name) {
		c.members = append(c.members, u.name)
	}
	return nil, refused
}

func leaveCrowd(q *call) (result, *wire.Error) {
	c, u, refused := q.both()
	if refused == nil {
		c.members = slices.DeleteFunc(c.members, func(name string) bool { return name == u.name })
	}
	return nil, refused
}

func crowdsOf(q *call) (result, *wire.Error) {
	u, refused := q.entity(userSort, q.text("UserName"))
	if refused != nil {
		return nil, refused
	}
	found := []any{}
	for _, c := range q.people.crowds.all() {
		if slices.Contains(c.members, u.name) {
			found = append(found, c.show(q, false))
		}
	}
	return q.paged("Groups", found)
}

// Roles, and who may take them on. Whether it may is not judged here.

package builtin

import (
	"encoding/json"

	"traillab/localstack/grammar"
	"traillab/localstack/wire"
)

func roleCalls() operations {
	return operations{
		"CreateRole": createRole, "GetRole": getRole, "DeleteRole": deleteRole, "UpdateRole": updateRole, "ListRoles": listEntities(roleSort),
		"UpdateRoleDescription": describeRole, "UpdateAssumeRolePolicy": trust, "CreateServiceLinkedRole": linkRole,
		"TagRole": tagEntity(roleSort), "UntagRole": untagEntity(roleSort), "ListRoleTags": listEntityTags(roleSort),
		"PutRolePermissionsBoundary": bound(roleSort), "DeleteRolePermissionsBoundary": unbound(roleSort),
	}
}

func createRole(q *call) (result, *wire.Error) {
	document := q.text("AssumeRolePolicyDocument")
	if refused := grammar.Trust(document); refused != nil {
		return nil, refused
	}
	e, refused := q.newEntity(roleSort)
	if refused != nil {
		return nil, refused
	}
	e.trust, e.about, e.longest = document, q.text("Description"), 3600
	if n := q.number("MaxSessionDuration"); n > 0 {
		e.longest = n
	}
	return result{"Role": e.show(q, true)}, nil
}

func getRole(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(roleSort)
	if refused != nil {
		return nil, refused
	}
	return result{"Role": e.show(q, true)}, nil
}

func deleteRole(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(roleSort)
	if refused != nil {
		return nil, refused
	}
	if refused := e.removable(); refused != nil {
		return nil, refused
	}
	for _, p := range q.people.profiles.all() {
		if p.role == e.name {
			return nil, mustRemove.of("roles from instance profile")
		}
	}
	q.people.roles.drop(e.name)
	return nil, nil
}

func updateRole(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(roleSort)
	if refused != nil {
		return nil, refused
	}
	if q.said("Description") {
		e.about = q.text("Description")
	}
	if n := q.number("MaxSessionDuration"); n > 0 {
		e.longest = n
	}
	return nil, nil
}

func describeRole(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(roleSort)
	if refused != nil {
		return nil, refused
	}
	e.about = q.text("Description")
	return result{"Role": e.show(q, true)}, nil
}

func trust(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(roleSort)
	if refused == nil {
		refused = grammar.Trust(q.text("PolicyDocument"))
	}
	if refused != nil {
		return nil, refused
	}
	e.trust = q.text("PolicyDocument")
	return nil, nil
}

// linkRole makes the role of a service, which has its name from it.
func linkRole(q *call) (result, *wire.Error) {
	service := q.text("AWSServiceName")
	name := "AWSServiceRoleFor" + service
	if suffix := q.text("CustomSuffix"); suffix != "" {
		name += "_" + suffix
	}
	if _, taken := q.people.roles.get(name); taken {
		return nil, entityThere.of("Role", name)
	}
	document, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
		"Effect": "Allow", "Principal": map[string]any{"Service": service}, "Action": "sts:AssumeRole",
	}}})
	if err != nil {
		return nil, validation.of("aWSServiceName")
	}
	e := &entity{
		sort: roleSort, name: name, path: "/aws-service-role/" + service + "/", since: q.now, id: q.letters("AROA", 21), trust: string(document), longest: 3600,
		about: q.text("Description"),
	}
	q.people.roles.set(name, e)
	return result{"Role": e.show(q, true)}, nil
}

// Instance profiles: how an instance gets a role.

package builtin

import (
	"strings"
	"time"

	"traillab/localstack/wire"
)

// profile is an instance profile.
type profile struct {
	name, id, arn, path, role string
	since                     time.Time
}

var (
	noInstanceProfile    = fault{"NoSuchEntity", "Instance Profile %s cannot be found.", 404}
	instanceProfileThere = fault{"EntityAlreadyExists", "Instance Profile %s already exists.", 409}
	oneRole              = fault{"LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", 409}
	notItsRole           = fault{"NoSuchEntity", "The role with name %s cannot be found in instance profile %s.", 404}
)

func instanceProfileCalls() operations {
	return operations{
		"CreateInstanceProfile": createProfile, "GetInstanceProfile": getProfile, "DeleteInstanceProfile": deleteProfile,
		"ListInstanceProfiles": listProfiles, "ListInstanceProfilesForRole": listProfiles,
		"AddRoleToInstanceProfile": addRole, "RemoveRoleFromInstanceProfile": removeRole,
	}
}

// profileAt is a profile by its ARN, nil where there is none.
func (d *directory) profileAt(arn string) *profile {
	for _, p := range d.profiles.all() {
		if p.arn == arn {
			return p
		}
	}
	return nil
}

func (p *profile) show(q *call) result {
	roles := []any{}
	if e, ok := q.people.roles.get(p.role); ok {
		roles = append(roles, e.show(q, false))
	}
	return result{
		"InstanceProfileName": p.name, "InstanceProfileId": p.id, "Arn": p.arn, "Path": p.path, "CreateDate": p.since, "Roles": roles,
	}
}

func (q *call) instanceProfile() (*profile, *wire.Error) {
	name := q.text("InstanceProfileName")
	p, ok := q.people.profiles.get(name)
	if !ok {
		return nil, noInstanceProfile.of(name)
	}
	return p, nil
}

func createProfile(q *call) (result, *wire.Error) {
	name, path := q.text("InstanceProfileName"), q.or("Path", "/")
	if _, taken := q.people.profiles.get(name); taken {
		return nil, instanceProfileThere.of(name)
	}
	p := &profile{
		name: name, path: path, id: q.letters("AIPA", 21), since: q.now,
		arn: "arn:aws:iam::" + q.options.Account + ":instance-profile" + path + name,
	}
	q.people.profiles.set(name, p)
	return result{"InstanceProfile": p.show(q)}, nil
}

func getProfile(q *call) (result, *wire.Error) {
	p, refused := q.instanceProfile()
	if refused != nil {
		return nil, refused
	}
	return result{"InstanceProfile": p.show(q)}, nil
}

func deleteProfile(q *call) (result, *wire.Error) {
	p, refused := q.instanceProfile()
	switch {
	case refused != nil:
		return nil, refused
	case p.role != "":
		return nil, mustRemove.of("roles from instance profile")
	}
	q.people.profiles.drop(p.name)
	return nil, nil
}

// listProfiles lists all, or those of a role.
func listProfiles(q *call) (result, *wire.Error) {
	if q.said("RoleName") {
		if _, refused := q.entityAsked(roleSort); refused != nil {
			return nil, refused
		}
	}
	found := []any{}
	for _, p := range q.people.profiles.all() {
		if q.or("RoleName", p.role) == p.role && strings.HasPrefix(p.path, q.text("PathPrefix")) {
			found = append(found, p.show(q))
		}
	}
	return q.paged("InstanceProfiles", found)
}

func addRole(q *call) (result, *wire.Error) {
	p, refused := q.instanceProfile()
	if refused != nil {
		return nil, refused
	}
	e, refused := q.entityAsked(roleSort)
	switch {
	case refused != nil:
		return nil, refused
	case p.role != "":
		return nil, oneRole.of()
	}
	p.role = e.name
	return nil, nil
}

func removeRole(q *call) (result, *wire.Error) {
	p, refused := q.instanceProfile()
	switch {
	case refused != nil:
		return nil, refused
	case p.role != q.text("RoleName"):
		return nil, notItsRole.of(q.text("RoleName"), p.name)
	}
	p.role = ""
	return nil, nil
}

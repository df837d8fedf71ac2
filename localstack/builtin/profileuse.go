// Uses of instance profiles: which instance has the role of which.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// profileUse is the association of an instance with a profile.
type profileUse struct {
	base
	instance, profile string
	since             time.Time
}

var (
	profileThere = fault{code: "IncorrectState", sentence: "There is an existing association for instance %s"}
	noUse        = fault{code: "NoSuchAssociation", sentence: "The association ID '%s' does not exist"}
)

func profileUseCalls() operations {
	return operations{
		"AssociateIamInstanceProfile": useProfile, "DisassociateIamInstanceProfile": leaveProfile,
		"ReplaceIamInstanceProfileAssociation": replaceProfile,
		"DescribeIamInstanceProfileAssociations": describe(listing{
			of: "iam-instance-profile-association", member: "IamInstanceProfileAssociations", ids: "AssociationIds",
		}),
	}
}

func (*profileUse) kind() string { return "iam-instance-profile-association" }

func (u *profileUse) show(q *call) result { return u.tell(q, "associated") }

func (u *profileUse) tell(q *call, state string) result {
	about := result{"Arn": u.profile}
	if p := q.people.profileAt(u.profile); p != nil {
		about["Id"] = p.id
	}
	return result{"AssociationId": u.id, "InstanceId": u.instance, "IamInstanceProfile": about, "State": state, "Timestamp": u.since}
}

func (q *call) use(i *instance, p *profile) *profileUse {
	u := &profileUse{instance: i.id, profile: p.arn, since: q.now}
	q.add(u)
	i.profile = p.arn
	return u
}

func useProfile(q *call) (result, *wire.Error) {
	i, refused := find[*instance](q, q.text("InstanceId"))
	if refused != nil {
		return nil, refused
	}
	p, refused := q.profileAsked(q.part("IamInstanceProfile"))
	switch {
	case refused != nil:
		return nil, refused
	case p == nil:
		return nil, missingParameter.of("IamInstanceProfile")
	case i.state == terminated:
		return nil, badState.of(i.id)
	case slices.ContainsFunc(all[*profileUse](q), func(u *profileUse) bool { return u.instance == i.id }):
		return nil, profileThere.of(i.id)
	}
	return result{"IamInstanceProfileAssociation": q.use(i, p).tell(q, "associating")}, nil
}

func (q *call) profileUse() (*profileUse, *wire.Error) {
	u, ok := q.index[q.text("AssociationId")].(*profileUse)
	if !ok {
		return nil, noUse.of(q.text("AssociationId"))
	}
	return u, nil
}

func leaveProfile(q *call) (result, *wire.Error) {
	u, refused := q.profileUse()
	if refused != nil {
		return nil, refused
	}
	have[*instance](q, u.instance).profile = ""
	q.remove(u)
	return result{"IamInstanceProfileAssociation": u.tell(q, "disassociating")}, nil
}

func replaceProfile(q *call) (result, *wire.Error) {
	u, refused := q.profileUse()
	if refused != nil {
		return nil, refused
	}
	p, refused := q.profileAsked(q.part("IamInstanceProfile"))
	if refused != nil {
		return nil, refused
	}
	if p == nil {
		return nil, missingParameter.of("IamInstanceProfile")
	}
	q.remove(u)
	return result{"IamInstanceProfileAssociation": q.use(have[*instance](q, u.instance), p).tell(q, "associating")}, nil
}

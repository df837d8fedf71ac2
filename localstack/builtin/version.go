// Versions of policies, one of which holds.

package builtin

import (
	"slices"

	"traillab/localstack/grammar"
	"traillab/localstack/wire"
)

var (
	noVersion       = fault{"NoSuchEntity", "Policy %s version %s does not exist or is not attachable.", 404}
	manyVersions    = fault{"LimitExceeded", "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.", 409}
	versionStandard = fault{"DeleteConflict", "Cannot delete the default version of a policy.", 409}
)

func versionCalls() operations {
	return operations{
		"CreatePolicyVersion": createVersion, "GetPolicyVersion": getVersion, "ListPolicyVersions": listVersions,
		"DeletePolicyVersion": deleteVersion, "SetDefaultPolicyVersion": setVersion,
	}
}

func (v *version) show(p *policy, whole bool) result {
	out := result{"VersionId": v.id, "IsDefaultVersion": p.versions[p.standard] == v, "CreateDate": v.since}
	if whole {
		out["Document"] = escaped(v.document)
	}
	return out
}

func createVersion(q *call) (result, *wire.Error) {
	p, refused := q.own()
	if refused == nil {
		refused = grammar.Identity(q.text("PolicyDocument"))
	}
	switch {
	case refused != nil:
		return nil, refused
	case len(p.versions) >= 5:
		return nil, manyVersions.of()
	}
	v := p.add(q.text("PolicyDocument"), q.now)
	p.last = q.now
	if q.flag("SetAsDefault") {
		p.standard = len(p.versions) - 1
	}
	return result{"PolicyVersion": v.show(p, false)}, nil
}

// version is the one that the call names.
func (q *call) version(p *policy) (int, *wire.Error) {
	id := q.text("VersionId")
	i := slices.IndexFunc(p.versions, func(v *version) bool { return v.id == id })
	if i < 0 {
		return 0, noVersion.of(p.arn, id)
	}
	return i, nil
}

func getVersion(q *call) (result, *wire.Error) {
	p, refused := q.policy(q.text("PolicyArn"))
	if refused != nil {
		return nil, refused
	}
	i, refused := q.version(p)
	if refused != nil {
		return nil, refused
	}
	return result{"PolicyVersion": p.versions[i].show(p, true)}, nil
}

func listVersions(q *call) (result, *wire.Error) {
	p, refused := q.policy(q.text("PolicyArn"))
	if refused != nil {
		return nil, refused
	}
	return q.paged("Versions", told(p.versions, func(v *version) map[string]any { return v.show(p, false) }))
}

func deleteVersion(q *call) (result, *wire.Error) {
	p, refused := q.own()
	if refused != nil {
		return nil, refused
	}
	i, refused := q.version(p)
	switch {
	case refused != nil:
		return nil, refused
	case i == p.standard:
		return nil, versionStandard.of()
	}
	holds := p.versions[p.standard]
	p.versions = slices.Delete(p.versions, i, i+1)
	p.standard = slices.Index(p.versions, holds)
	return nil, nil
}

func setVersion(q *call) (result, *wire.Error) {
	p, refused := q.own()
	if refused != nil {
		return nil, refused
	}
	i, refused := q.version(p)
	if refused == nil {
		p.standard, p.last = i, q.now
	}
	return nil, refused
}

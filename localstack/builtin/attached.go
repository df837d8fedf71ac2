// Policies that are attached to users, groups and roles.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

var (
	notAttachedTo = fault{"NoSuchEntity", "Policy %s was not found.", 404}
	manyAttached  = fault{"LimitExceeded", "Cannot exceed quota for PoliciesPer%s: 10", 409}
)

// attachedCalls are the same three calls for each sort of entity, and who has a policy.
func attachedCalls() operations {
	all := operations{"ListEntitiesForPolicy": listHolders}
	for _, s := range []sort{userSort, crowdSort, roleSort} {
		all["Attach"+s.member+"Policy"] = attachPolicy(s)
		all["Detach"+s.member+"Policy"] = detachPolicy(s)
		all["ListAttached"+s.member+"Policies"] = listAttached(s)
	}
	return all
}

func attachPolicy(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused != nil {
			return nil, refused
		}
		p, refused := q.policy(q.text("PolicyArn"))
		switch {
		case refused != nil:
			return nil, refused
		case slices.Contains(e.attached, p.arn):
			return nil, nil
		case len(e.attached) >= 10:
			return nil, manyAttached.of(s.member)
		}
		e.attached = append(e.attached, p.arn)
		return nil, nil
	}
}

func detachPolicy(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused != nil {
			return nil, refused
		}
		arn := q.text("PolicyArn")
		if !slices.Contains(e.attached, arn) {
			return nil, notAttachedTo.of(arn)
		}
		e.attached = slices.DeleteFunc(e.attached, func(other string) bool { return other == arn })
		return nil, nil
	}
}

func listAttached(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused != nil {
			return nil, refused
		}
		found := []any{}
		for _, arn := range e.attached {
			if p, refused := q.policy(arn); refused == nil {
				found = append(found, result{"PolicyName": p.name, "PolicyArn": p.arn})
			}
		}
		return q.paged("AttachedPolicies", found)
	}
}

func listHolders(q *call) (result, *wire.Error) {
	p, refused := q.policy(q.text("PolicyArn"))
	if refused != nil {
		return nil, refused
	}
	out := result{"IsTruncated": false}
	for _, s := range []sort{userSort, crowdSort, roleSort} {
		out["Policy"+s.member+"s"] = told(q.holders(p, s), func(e *entity) map[string]any {
			return result{s.member + "Name": e.name, s.member + "Id": e.id}
		})
	}
	return out, nil
}

// Policies that are written into a user, a group or a role.

package builtin

import (
	"traillab/localstack/grammar"
	"traillab/localstack/wire"
)

var noInline = fault{"NoSuchEntity", "The %s policy with name %s cannot be found.", 404}

// inlineCalls are the same four calls for each sort of entity.
func inlineCalls() operations {
	all := operations{}
	for _, s := range []sort{userSort, crowdSort, roleSort} {
		all["Put"+s.member+"Policy"] = putInline(s)
		all["Get"+s.member+"Policy"] = getInline(s)
		all["Delete"+s.member+"Policy"] = deleteInline(s)
		all["List"+s.member+"Policies"] = listInline(s)
	}
	return all
}

func putInline(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused == nil {
			refused = grammar.Identity(q.text("PolicyDocument"))
		}
		if refused != nil {
			return nil, refused
		}
		e.inline.set(q.text("PolicyName"), q.text("PolicyDocument"))
		return nil, nil
	}
}

// inlineAsked is an entity with the policy that the call names.
func (q *call) inlineAsked(s sort) (*entity, string, *wire.Error) {
	e, refused := q.entityAsked(s)
	if refused != nil {
		return nil, "", refused
	}
	document, ok := e.inline.get(q.text("PolicyName"))
	if !ok {
		return nil, "", noInline.of(s.word, q.text("PolicyName"))
	}
	return e, document, nil
}

func getInline(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, document, refused := q.inlineAsked(s)
		if refused != nil {
			return nil, refused
		}
		return result{s.member + "Name": e.name, "PolicyName": q.text("PolicyName"), "PolicyDocument": escaped(document)}, nil
	}
}

func deleteInline(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, _, refused := q.inlineAsked(s)
		if refused == nil {
			e.inline.drop(q.text("PolicyName"))
		}
		return nil, refused
	}
}

func listInline(s sort) handler {
	return func(q *call) (result, *wire.Error) {
		e, refused := q.entityAsked(s)
		if refused != nil {
			return nil, refused
		}
		return q.paged("PolicyNames", listed(e.inline.names))
	}
}

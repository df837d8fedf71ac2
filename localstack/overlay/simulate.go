// Simulation: what policies would say, asked of the same code that every call of the lab is judged by.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html

package overlay

import (
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/policy"
	"traillab/localstack/wire"
)

// judge decides about one action on one resource.
type judge func(action, resource string) (policy.Decision, error)

func (q *call) simulatePrincipal() (map[string]any, error) {
	who, err := q.principal()
	if err != nil {
		return nil, err
	}
	more := q.texts("PolicyInputList")
	return q.simulate(func(action, resource string) (policy.Decision, error) {
		r := policy.Request{Principal: who, Action: action, Resources: []string{resource}, Context: q.entries()}
		own := q.options.Policies.Decide(r)
		if len(more) == 0 || own.Explicit {
			return own, nil
		}
		added, err := policy.Judge(more, nil, r)
		if err == nil && (added.Explicit || added.Allowed && own.Kind == policy.Identity) {
			return added, nil
		}
		return own, err
	})
}

// principal is the principal that is asked about, a user or a role that there is.
func (q *call) principal() (exchange.Principal, error) {
	arn := q.text("PolicySourceArn")
	name := arn[strings.LastIndexByte(arn, '/')+1:]
	switch {
	case strings.Contains(arn, ":user/"):
		if _, found, err := q.ask("iam", "GetUser", map[string]any{"UserName": name}); err != nil || !found {
			return exchange.Principal{}, orRefuse(err, "NoSuchEntity", "The user with name %s cannot be found.", name)
		}
	case strings.Contains(arn, ":role/"):
		if _, found, err := q.ask("iam", "GetRole", map[string]any{"RoleName": name}); err != nil || !found {
			return exchange.Principal{}, orRefuse(err, "NoSuchEntity", "The role with name %s cannot be found.", name)
		}
	default:
		return exchange.Principal{}, refuse("InvalidInput", "Invalid Entity Arn: %s does not clearly define entity type and name.", arn)
	}
	return q.options.Policies.Source(arn), nil
}

func orRefuse(err error, code, sentence string, of ...any) error {
	if err != nil {
		return err
	}
	return refuse(code, sentence, of...)
}

func (q *call) simulateCustom() (map[string]any, error) {
	return q.simulate(func(action, resource string) (policy.Decision, error) {
		r := policy.Request{Action: action, Resources: []string{resource}, Context: q.entries()}
		return policy.Judge(q.texts("PolicyInputList"), q.texts("PermissionsBoundaryPolicyInputList"), r)
	})
}

// entries are the condition keys that the call brings along.
func (q *call) entries() policy.Context {
	k := policy.Context{}
	for entry := range wire.Each(q.In["ContextEntries"]) {
		k[strings.ToLower(wire.Text(entry, "ContextKeyName"))] = wire.Texts(entry["ContextKeyValues"])
	}
	return k
}

// simulate asks a judge about all actions on all resources.
func (q *call) simulate(ask judge) (map[string]any, error) {
	resources := q.texts("ResourceArns")
	if len(resources) == 0 {
		resources = []string{"*"}
	}
	var results []any
	for _, action := range q.texts("ActionNames") {
		for _, resource := range resources {
			d, err := ask(action, resource)
			if err != nil {
				return nil, refuse("InvalidInput", "%v", err)
			}
			results = append(results, result(d, action, resource))
		}
	}
	return map[string]any{"EvaluationResults": results, "IsTruncated": false}, nil
}

// result is a decision as the simulator tells it.
func result(d policy.Decision, action, resource string) map[string]any {
	shown := map[string]any{"EvalActionName": action, "EvalResourceName": resource, "EvalDecision": "implicitDeny", "MatchedStatements": []any{}, "MissingContextValues": []any{}}
	switch {
	case d.Allowed:
		shown["EvalDecision"] = "allowed"
	case d.Explicit:
		shown["EvalDecision"] = "explicitDeny"
	}
	if d.Policy != "" {
		shown["MatchedStatements"] = []any{map[string]any{"SourcePolicyId": d.Policy, "SourcePolicyType": "IAM Policy"}}
	}
	if d.Kind == policy.Boundary {
		shown["PermissionsBoundaryDecisionDetail"] = map[string]any{"AllowedByPermissionsBoundary": false}
	}
	if d.Kind == policy.Control {
		shown["OrganizationsDecisionDetail"] = map[string]any{"AllowedByOrganizations": false}
	}
	return shown
}

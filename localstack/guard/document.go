// Documents: policies whose text AWS does not take, and policies that are named and are not there. Clouds take what they cannot
// read, and then it limits nobody.

package guard

import (
	"errors"

	"traillab/localstack/grammar"
	"traillab/localstack/wire"
)

// Where the codes are known from.
const (
	grammarDocs  = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"
	sessionDocs  = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors"
	boundaryDocs = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html"
)

// documents are the members that hold a policy, and whose form it must have.
var documents = []struct {
	operation, member string
	fault             func(string) *wire.Error
}{
	{"iam.PutUserPolicy", "PolicyDocument", grammar.Identity},
	{"iam.PutGroupPolicy", "PolicyDocument", grammar.Identity},
	{"iam.PutRolePolicy", "PolicyDocument", grammar.Identity},
	{"iam.CreatePolicy", "PolicyDocument", grammar.Identity},
	{"iam.CreatePolicyVersion", "PolicyDocument", grammar.Identity},
	{"iam.CreateRole", "AssumeRolePolicyDocument", grammar.Trust},
	{"iam.UpdateAssumeRolePolicy", "PolicyDocument", grammar.Trust},
	{"sts.AssumeRole", "Policy", grammar.Identity},
	{"sts.AssumeRoleWithSAML", "Policy", grammar.Identity},
	{"sts.AssumeRoleWithWebIdentity", "Policy", grammar.Identity},
	{"sts.GetFederationToken", "Policy", grammar.Identity},
}

func documentRefusals() []refusal {
	var rows []refusal
	for _, d := range documents {
		illFormed := func(q *asked) []any {
			text, said := q.In[d.member].(string)
			if !said {
				return nil
			}
			if refused := d.fault(text); refused != nil {
				return []any{refused.Code, refused.Message}
			}
			return nil
		}
		rows = append(rows, refusal{d.operation, "with MalformedPolicyDocument a policy that does not have the form of one", illFormed, "%s", "%s", grammarDocs})
	}
	return rows
}

// policyRefusals are about policies that are named.
func policyRefusals() []refusal {
	var rows []refusal
	for _, operation := range []string{"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetFederationToken"} {
		missing := func(q *asked) []any {
			for policy := range wire.Each(q.In["PolicyArns"]) {
				if arn := wire.Text(policy, "arn"); q.noPolicy(arn) {
					return []any{"MalformedPolicyDocument", "Policy " + arn + " does not exist or is not attachable."}
				}
			}
			return nil
		}
		rows = append(rows, refusal{"sts." + operation, "with MalformedPolicyDocument a session policy that is not there", missing, "%s", "%s", sessionDocs})
	}
	for _, operation := range []string{"CreateUser", "CreateRole", "PutUserPermissionsBoundary", "PutRolePermissionsBoundary"} {
		unbounded := func(q *asked) []any {
			if arn := q.text("PermissionsBoundary"); arn != "" && q.noPolicy(arn) {
				return []any{arn}
			}
			return nil
		}
		rows = append(rows, refusal{
			"iam." + operation, "when the permissions boundary is not there", unbounded, "NoSuchEntity", "Scope ARN: %s does not exist or is not attachable.", boundaryDocs,
		})
	}
	return rows
}

// noPolicy reports whether the cloud says that it has no such policy.
func (q *asked) noPolicy(arn string) bool {
	_, err := q.cloud.Do(q.ctx, q.Region, "iam", "GetPolicy", map[string]any{"PolicyArn": arn})
	var refused *wire.Error
	return errors.As(err, &refused) && refused.Code == "NoSuchEntity"
}

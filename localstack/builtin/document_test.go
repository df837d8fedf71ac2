// Documents: policies that IAM takes, and those that it refuses with its sentence.

package builtin_test

import (
	"strings"
	"testing"
)

const (
	allowing = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`
	trusting = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`
)

// TestDocuments: every call that puts a policy asks for its form, whose every fault the room of the grammar knows.
func TestDocuments(t *testing.T) {
	l := open(t, 0)
	l.people()
	arn := l.id("iam.CreatePolicy", in{"PolicyName": "own", "PolicyDocument": allowing}, "Policy", "Arn")
	typo := statement(`"Effect":"Allow","Action":"*","Resource":"*","Conditions":{}`)
	for call, input := range map[string]in{
		"iam.PutRolePolicy":          {"RoleName": "ops", "PolicyName": "p", "PolicyDocument": typo},
		"iam.CreatePolicy":           {"PolicyName": "other", "PolicyDocument": typo},
		"iam.CreatePolicyVersion":    {"PolicyArn": arn, "PolicyDocument": typo},
		"iam.UpdateAssumeRolePolicy": {"RoleName": "ops", "PolicyDocument": typo},
		"iam.CreateRole":             {"RoleName": "other", "AssumeRolePolicyDocument": typo},
	} {
		if _, refused := l.try(call, input); refused == nil || refused.Code != "MalformedPolicyDocument" || refused.Message != "Syntax errors in policy." {
			t.Errorf("%s: %v", call, refused)
		}
	}
}

// statement makes a policy of the elements of one.
func statement(elements string) string {
	if !strings.HasPrefix(elements, `"`) {
		return elements
	}
	return `{"Version":"2012-10-17","Statement":[{` + elements + `}]}`
}

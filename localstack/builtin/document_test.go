// Documents: policies that IAM takes, and those that it refuses with its sentence.

package builtin_test

import (
	"strings"
	"testing"
)

const (
	allowing = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`
	trusting = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`

	syntax    = "Syntax errors in policy."
	legacy    = "The policy failed legacy parsing"
	actions   = "Policy statement must contain actions."
	resources = "Policy statement must contain resources."
	vendors   = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
	regexes   = "Resource vendor must be fully qualified and cannot contain regexes."
	noOne     = "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!"
)

// document is a policy, whole or the elements of its one statement in JSON, and the sentence against it, if any.
type document struct{ text, sentence string }

type documents []document

var identityPolicies = documents{
	{allowing, ""},
	{`{"Version":"2008-10-17","Statement":{"Effect":"Deny","NotAction":["iam:*","*"],"NotResource":["arn:aws:s3:::b/*"]}}`, ""},
	{`{"Statement":[{"Effect":"Allow","Action":"*:Describe*","Resource":"arn:*:ec2:*:*:*"}]}`, ""},
	{``, syntax},
	{`[]`, syntax},
	{`{"Version":"2012-10-18","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, syntax},
	{`{"Version":"","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, syntax},
	{`{"Version":"2012-10-17"}`, syntax},
	{`{"Version":"2012-10-17","Statement":null}`, syntax},
	{`{"Version":"2012-10-17","Statement":[]}`, syntax},
	{`{"Version":"2012-10-17","Statement":7}`, syntax},
	{`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*"}]}`, resources},
	{`"Action":"*","Resource":"*"`, syntax},
	{`"Effect":"Maybe","Action":"*","Resource":"*"`, syntax},
	{`"Effect":"allow","Action":"*","Resource":"*"`, legacy},
	{`"Effect":"Allow","Resource":"*"`, actions},
	{`"Effect":"Allow","Action":[],"Resource":"*"`, actions},
	{`"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"`, syntax},
	{`"Effect":"Allow","Action":{"a":1},"Resource":"*"`, syntax},
	{`"Effect":"Allow","Action":"*"`, resources},
	{`"Effect":"Allow","Action":"*","Resource":[]`, resources},
	{`"Effect":"Allow","Action":"*","Resource":"*","NotResource":"*"`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"`, "Policy document should not specify a principal."},
	{`"Effect":"Allow","Action":"*","Resource":"*","NotPrincipal":{"AWS":"*"}`, "Policy document should not specify a principal."},
	{`"Effect":"Allow","Action":["ec2:*","DetachVolume"],"Resource":"*"`, vendors},
	{`"Effect":"Allow","Action":"ec2:","Resource":"*"`, vendors},
	{`"Effect":"Allow","NotAction":"ec2:Detach:Volume","Resource":"*"`, "Actions/Condition can contain only one colon."},
	{`"Effect":"Allow","Action":"e c2:DetachVolume","Resource":"*"`, "Vendor e c2 is not valid"},
	{`"Effect":"Allow","Action":"*","Resource":["*","bucket"]`, `Resource bucket must be in ARN format or "*".`},
	{`"Effect":"Allow","Action":"*","NotResource":"urn:aws:s3:::b"`, `Resource urn:aws:s3:::b must be in ARN format or "*".`},
	{`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3"`, regexes},
	{`"Effect":"Allow","Action":"*","Resource":"arn:aws:*:::b"`, regexes},
	{`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3::b"`, legacy},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"a":"b"}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForSomeValues:StringEquals":{"a":"b"}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":"b"}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":{"b":"c"}}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":["b",["c"]]}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":true},"NumericLessThan":{"b":[1,"2"]}}`, ""},
}

var trustPolicies = documents{
	{trusting, ""},
	{`"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::000000000000:root"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"`, ""},
	{`"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x"}}`, ""},
	{`{`, syntax},
	{`"Effect":"Allow","Action":"sts:AssumeRole"`, "Missing required field Principal"},
	{`"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"`, noOne},
	{`"Effect":"Allow","Principal":{"AWS":[]},"Action":"sts:AssumeRole"`, noOne},
	{`"Effect":"Allow","Principal":null,"Action":"sts:AssumeRole"`, noOne},
	{`"Effect":"Allow","Principal":"*","NotPrincipal":"*","Action":"sts:AssumeRole"`, syntax},
	{`"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"`, "Has prohibited field Resource"},
	{`"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","NotResource":"*"`, "Has prohibited field Resource"},
	{`"Effect":"Allow","Principal":"*","Action":"AssumeRole"`, vendors},
	{`"Effect":"Allow","Principal":"*"`, actions},
}

func TestDocuments(t *testing.T) {
	l := open(t, 0)
	l.people()
	arn := l.id("iam.CreatePolicy", in{"PolicyName": "own", "PolicyDocument": allowing}, "Policy", "Arn")
	// A policy that IAM takes is put once, for the same name cannot be made twice.
	l.documents(identityPolicies, "iam.PutRolePolicy", in{"RoleName": "ops", "PolicyName": "p"}, "PolicyDocument")
	l.documents(identityPolicies.refused(), "iam.CreatePolicy", in{"PolicyName": "other"}, "PolicyDocument")
	l.documents(identityPolicies.refused(), "iam.CreatePolicyVersion", in{"PolicyArn": arn}, "PolicyDocument")
	l.documents(trustPolicies, "iam.UpdateAssumeRolePolicy", in{"RoleName": "ops"}, "PolicyDocument")
	l.documents(trustPolicies.refused(), "iam.CreateRole", in{"RoleName": "other"}, "AssumeRolePolicyDocument")
}

func TestConditionOperators(t *testing.T) {
	l := open(t, 0)
	l.people()
	for _, operator := range strings.Fields(`StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
		NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals
		DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals
		Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnNotEquals ArnLike ArnNotLike Null
		BoolIfExists ForAllValues:StringLike ForAnyValue:StringNotEqualsIfExists stringequals`) {
		l.do("iam.PutRolePolicy", in{
			"RoleName": "ops", "PolicyName": "p",
			"PolicyDocument": statement(`"Effect":"Deny","Action":"*","Resource":"*","Condition":{"` + operator + `":{"aws:k":"1"}}`),
		})
	}
}

// documents asks a call of every document, as its member.
func (l *lab) documents(all documents, call string, input in, member string) {
	l.t.Helper()
	for _, d := range all {
		input[member] = statement(d.text)
		if d.sentence == "" {
			l.do(call, input)
			continue
		}
		if _, refused := l.try(call, input); refused == nil || refused.Code != "MalformedPolicyDocument" || refused.Message != d.sentence || refused.Status != 400 {
			l.t.Errorf("%s with %s: %v, want %s", call, d.text, refused, d.sentence)
		}
	}
}

// refused are the documents that IAM does not take.
func (all documents) refused() documents {
	var found documents
	for _, d := range all {
		if d.sentence != "" {
			found = append(found, d)
		}
	}
	return found
}

// statement makes a policy of the elements of one.
func statement(elements string) string {
	if !strings.HasPrefix(elements, `"`) {
		return elements
	}
	return `{"Version":"2012-10-17","Statement":[{` + elements + `}]}`
}

// Policies that IAM takes, and those that it refuses with its sentence.

package grammar

import (
	"strings"
	"testing"

	"traillab/localstack/wire"
)

// document is a policy, whole or the elements of its one statement in JSON, and the sentence against it, if any.
type document struct{ text, sentence string }

type documents []document

var identityPolicies = documents{
	{`"Effect":"Allow","Action":"ec2:*","Resource":"*"`, ""},
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
	{`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*"}]}`, noResources},
	{`"Action":"*","Resource":"*"`, syntax},
	{`"Effect":"Maybe","Action":"*","Resource":"*"`, syntax},
	{`"Effect":"allow","Action":"*","Resource":"*"`, illegible},
	{`"Effect":"Allow","Resource":"*"`, noActions},
	{`"Effect":"Allow","Action":[],"Resource":"*"`, noActions},
	{`"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"`, syntax},
	{`"Effect":"Allow","Action":{"a":1},"Resource":"*"`, syntax},
	{`"Effect":"Allow","Action":"*"`, noResources},
	{`"Effect":"Allow","Action":"*","Resource":[]`, noResources},
	{`"Effect":"Allow","Action":"*","Resource":"*","NotResource":"*"`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"`, "Policy document should not specify a principal."},
	{`"Effect":"Allow","Action":"*","Resource":"*","NotPrincipal":{"AWS":"*"}`, "Policy document should not specify a principal."},
	{`"Effect":"Allow","Action":["ec2:*","DetachVolume"],"Resource":"*"`, bareAction},
	{`"Effect":"Allow","Action":"ec2:","Resource":"*"`, bareAction},
	{`"Effect":"Allow","NotAction":"ec2:Detach:Volume","Resource":"*"`, "Actions/Condition can contain only one colon."},
	{`"Effect":"Allow","Action":"e c2:DetachVolume","Resource":"*"`, "Vendor e c2 is not valid"},
	{`"Effect":"Allow","Action":"*","Resource":["*","bucket"]`, `Resource bucket must be in ARN format or "*".`},
	{`"Effect":"Allow","Action":"*","NotResource":"urn:aws:s3:::b"`, `Resource urn:aws:s3:::b must be in ARN format or "*".`},
	{`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3"`, resourceOfNobody},
	{`"Effect":"Allow","Action":"*","Resource":"arn:aws:*:::b"`, resourceOfNobody},
	{`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3::b"`, illegible},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"a":"b"}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForSomeValues:StringEquals":{"a":"b"}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":"b"}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":{"b":"c"}}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a":["b",["c"]]}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:a":true},"NumericLessThan":{"aws:b":[1,"2"]}}`, ""},
	{`"Effect":"Allow","Action":"*","Resource":"*","Conditions":{"StringEquals":{"aws:k":"b"}}`, syntax},
	{`"effect":"Allow","Action":"*","Resource":"*"`, syntax},
	{`{"version":"2012-10-17","statement":[{"effect":"Allow","action":"*","resource":"*"}]}`, syntax},
	{`"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"`, syntax},
	{`{"Version":null,"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, syntax},
	{`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]} x`, syntax},
	{`{"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"A1","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a1","Effect":"Deny","Action":"*","Resource":"*"}]}`, ""},
	{`{"Version":"2012-10-17","Statement":[{"Sid":"A1","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"A1","Effect":"Deny","Action":"*","Resource":"*"}]}`, sameName},
	{`"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"`, oddName},
	{`"Sid":7,"Effect":"Allow","Action":"*","Resource":"*"`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":null`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NullIfExists":{"aws:k":"true"}}`, syntax},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"k":"v"}}`, bareAction},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"yesterday"}}`, illegible},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAnyValue:DateLessThanIfExists":{"aws:CurrentTime":["2026-11-23","soon"]}}`, illegible},
	{`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":["2026-11-23T10:00:00Z","2026-11-23T10:00:00+0100","1795347468",1795347468,"${aws:x}"]}}`, ""},
	{`"Effect":"Allow","Action":"*","Resource":"arn:nope:s3:::b"`, `Partition "nope" is not valid for resource "arn:nope:s3:::b".`},
	{`"Effect":"Allow","Action":"*","Resource":"arn:aws-us-gov:s3:::b"`, ""},
	{strings.Repeat("[", 1000000), syntax},
}

var trustPolicies = documents{
	{`"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"`, ""},
	{`"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::000000000000:root"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"`, ""},
	{`"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x"}}`, ""},
	{`{`, syntax},
	{`"Effect":"Allow","Action":"sts:AssumeRole"`, noPrincipal},
	{`"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"`, nobody},
	{`"Effect":"Allow","Principal":{"AWS":[]},"Action":"sts:AssumeRole"`, nobody},
	{`"Effect":"Allow","Principal":null,"Action":"sts:AssumeRole"`, nobody},
	{`"Effect":"Allow","Principal":"*","NotPrincipal":"*","Action":"sts:AssumeRole"`, syntax},
	{`"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"`, strayResource},
	{`"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","NotResource":"*"`, strayResource},
	{`"Effect":"Allow","Principal":"*","Action":"AssumeRole"`, bareAction},
	{`"Effect":"Allow","Principal":"*"`, noActions},
	{`"Effect":"Allow","Principal":"*","Action":"ec2:RunInstances"`, strayAction},
	{`"Effect":"Allow","Principal":"*","Action":["sts:AssumeRole","*"]`, strayAction},
	{`"Effect":"Allow","Principal":"*","Action":["STS:AssumeRole","sts:TagSession"]`, ""},
	{`"Effect":"Allow","Principal":{"AWS":"banana"},"Action":"sts:AssumeRole"`, `Invalid principal in policy: "AWS":"banana"`},
	{`"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/*"},"Action":"sts:AssumeRole"`, `Invalid principal in policy: "AWS":"arn:aws:iam::000000000000:user/*"`},
	{`"Effect":"Allow","Principal":{"Robot":"x.amazonaws.com"},"Action":"sts:AssumeRole"`, `Invalid principal in policy: "Robot":"x.amazonaws.com"`},
	{`"Effect":"Allow","Principal":{"Service":"nobody"},"Action":"sts:AssumeRole"`, `Invalid principal in policy: "Service":"nobody"`},
	{`"Effect":"Allow","Principal":{"AWS":["000000000000","arn:aws:iam::000000000000:role/a/b","arn:aws:sts::000000000000:assumed-role/r/s","*"],"Service":["ec2.amazonaws.com","ssm.amazonaws.com"],"Federated":["accounts.google.com","arn:aws:iam::000000000000:saml-provider/x"]},"Action":"sts:AssumeRole"`, ""},
}

func TestIdentity(t *testing.T) { judged(t, Identity, identityPolicies) }

func TestTrust(t *testing.T) { judged(t, Trust, trustPolicies) }

func TestConditionOperators(t *testing.T) {
	for _, operator := range strings.Fields(`StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
		NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals
		DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals
		Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnNotEquals ArnLike ArnNotLike Null
		BoolIfExists ForAllValues:StringLike ForAnyValue:StringNotEqualsIfExists stringequals`) {
		text := statementOf(`"Effect":"Deny","Action":"*","Resource":"*","Condition":{"` + operator + `":{"aws:k":"1"}}`)
		if refused := Identity(text); refused != nil {
			t.Errorf("%s: %v", operator, refused)
		}
	}
}

func judged(t *testing.T, judge func(string) *wire.Error, all documents) {
	t.Helper()
	for _, d := range all {
		refused := judge(statementOf(d.text))
		if d.sentence == "" && refused != nil || d.sentence != "" && (refused == nil || refused.Code != "MalformedPolicyDocument" || refused.Message != d.sentence || refused.Status != 400) {
			t.Errorf("%.200s: %v, want %s", d.text, refused, d.sentence)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, d := range append(identityPolicies[:40:40], trustPolicies...) {
		f.Add(statementOf(d.text))
	}
	f.Fuzz(func(_ *testing.T, text string) {
		_, _ = Identity(text), Trust(text) // neither panics
	})
}

// statementOf makes a policy of the elements of one.
func statementOf(elements string) string {
	if !strings.HasPrefix(elements, `"`) {
		return elements
	}
	return `{"Version":"2012-10-17","Statement":[{` + elements + `}]}`
}

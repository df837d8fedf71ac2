// What one policy says to one request, each row worked out by hand from AWS's pages.

package policy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

const (
	igw = "arn:aws:ec2:us-east-1:000000000000:internet-gateway/igw-1"
	vpc = "arn:aws:ec2:us-east-1:000000000000:vpc/vpc-1"
)

func TestStatements(t *testing.T) {
	for _, c := range []struct {
		policy, action, resource, context string
		want                              string // yes, no (nothing allows it) or denied
	}{
		// Actions.
		{"Allow * *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:* *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:DetachInternetGateway *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow EC2:detachinternetgateway *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:Detach* *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:*InternetGateway *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:?etachInternetGateway *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:?DetachInternetGateway *", "ec2:DetachInternetGateway", igw, "", "no"},
		{"Allow ec2:Attach* *", "ec2:DetachInternetGateway", igw, "", "no"},
		{"Allow s3:* *", "ec2:DetachInternetGateway", igw, "", "no"},
		{"Allow s3:*,ec2:* *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow !iam:* *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow !iam:*,ec2:Detach* *", "ec2:DetachInternetGateway", igw, "", "no"},
		{"Allow ec2 *", "ec2:DetachInternetGateway", igw, "", "no"},
		// Resources.
		{"Allow ec2:* " + igw, "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:* arn:aws:ec2:us-east-1:000000000000:internet-gateway/*", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:* arn:aws:ec2:*:*:internet-gateway/igw-?", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:* arn:aws:ec2:*:*:internet-gateway/igw-??", "ec2:DetachInternetGateway", igw, "", "no"},
		{"Allow ec2:* arn:aws:ec2:*:*:internet-gateway/IGW-1", "ec2:DetachInternetGateway", igw, "", "no"},
		{"Allow ec2:* arn:aws:ec2:eu-west-1:*:*", "ec2:DetachInternetGateway", igw, "", "no"},
		{"Allow ec2:* " + vpc, "ec2:DetachInternetGateway", igw + " " + vpc, "", "no"},
		{"Allow ec2:* " + vpc + "," + igw, "ec2:DetachInternetGateway", igw + " " + vpc, "", "yes"},
		{"Allow ec2:* !" + vpc, "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow ec2:* !" + vpc, "ec2:DetachInternetGateway", igw + " " + vpc, "", "no"},
		{"Allow ec2:* " + igw, "ec2:DescribeVpcs", "", "", "no"},
		{"Allow ec2:* *", "ec2:DescribeVpcs", "", "", "yes"},
		{"Allow s3:GetObject arn:aws:s3:::b/*", "s3:GetObject", "arn:aws:s3:::b/a/b.gz", "", "yes"},
		{"Allow s3:GetObject arn:aws:s3:::b", "s3:GetObject", "arn:aws:s3:::b/a", "", "no"},
		{"Allow s3:GetObject arn:aws:s3:::b/${*}", "s3:GetObject", "arn:aws:s3:::b/a", "", "no"},
		{"Allow s3:GetObject arn:aws:s3:::b/${*}", "s3:GetObject", "arn:aws:s3:::b/*", "", "yes"},
		// Denials.
		{"Allow * *; Deny ec2:Detach* *", "ec2:DetachInternetGateway", igw, "", "denied"},
		{"Deny ec2:Detach* *; Allow * *", "ec2:DetachInternetGateway", igw, "", "denied"},
		{"Allow * *; Deny ec2:Detach* *", "ec2:AttachInternetGateway", igw, "", "yes"},
		{"Allow * *; Deny * " + vpc, "ec2:DetachInternetGateway", igw + " " + vpc, "", "denied"},
		{"Allow * *; Deny !ec2:* *", "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Allow * *; Deny !ec2:* *", "iam:CreateUser", "", "", "denied"},
		{"Allow * *; Deny * !" + igw, "ec2:DetachInternetGateway", vpc, "", "denied"},
		{"Allow * *; Deny * !" + igw, "ec2:DetachInternetGateway", igw, "", "yes"},
		{"Deny s3:* *", "ec2:DetachInternetGateway", igw, "", "no"},
		// Strings.
		{"Allow * * if StringEquals aws:RequestedRegion us-east-1", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "yes"},
		{"Allow * * if StringEquals AWS:requestedregion us-east-1", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "yes"},
		{"Allow * * if stringequals aws:RequestedRegion us-east-1", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "yes"},
		{"Allow * * if StringEquals aws:RequestedRegion US-EAST-1", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "no"},
		{"Allow * * if StringEqualsIgnoreCase aws:RequestedRegion US-EAST-1", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "yes"},
		{"Allow * * if StringEquals aws:RequestedRegion eu-west-1,us-east-1", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "yes"},
		{"Allow * * if StringEquals aws:RequestedRegion us-*", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "no"},
		{"Allow * * if StringLike aws:RequestedRegion us-*", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "yes"},
		{"Allow * *; Deny * * if StringNotEquals aws:RequestedRegion eu-west-1,us-east-1", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "yes"},
		{"Allow * *; Deny * * if StringNotEquals aws:RequestedRegion eu-west-1", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "denied"},
		{"Allow * *; Deny * * if StringNotLike aws:RequestedRegion us-*", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1", "yes"},
		// Absent keys.
		{"Allow * * if StringEquals ec2:Vpc v", "ec2:RunInstances", "", "", "no"},
		{"Allow * * if StringEqualsIfExists ec2:Vpc v", "ec2:RunInstances", "", "", "yes"},
		{"Allow * * if StringEqualsIfExists ec2:Vpc v", "ec2:RunInstances", "", "ec2:Vpc=w", "no"},
		{"Allow * *; Deny * * if StringNotEquals ec2:Vpc v", "ec2:RunInstances", "", "", "denied"},
		{"Allow * *; Deny * * if StringNotEqualsIfExists ec2:Vpc v", "ec2:RunInstances", "", "", "denied"},
		{"Allow * * if Null ec2:Vpc true", "ec2:RunInstances", "", "", "yes"},
		{"Allow * * if Null ec2:Vpc true", "ec2:RunInstances", "", "ec2:Vpc=v", "no"},
		{"Allow * * if Null ec2:Vpc false", "ec2:RunInstances", "", "ec2:Vpc=v", "yes"},
		{"Allow * *; Deny * * if Bool aws:MultiFactorAuthPresent false", "ec2:RunInstances", "", "", "yes"},
		{"Allow * *; Deny * * if BoolIfExists aws:MultiFactorAuthPresent false", "ec2:RunInstances", "", "", "denied"},
		{"Allow * *; Deny * * if BoolIfExists aws:MultiFactorAuthPresent false", "ec2:RunInstances", "", "aws:MultiFactorAuthPresent=true", "yes"},
		// ARNs.
		{"Allow * * if ArnLike aws:PrincipalArn arn:aws:iam::*:role/Ops*", "ec2:RunInstances", "", "aws:PrincipalArn=arn:aws:iam::000000000000:role/OpsLead", "yes"},
		{"Allow * * if ArnEquals aws:PrincipalArn arn:aws:iam::*:role/Ops*", "ec2:RunInstances", "", "aws:PrincipalArn=arn:aws:iam::000000000000:role/OpsLead", "yes"},
		{"Allow * * if ArnLike aws:PrincipalArn arn:aws:*:role/Ops*", "ec2:RunInstances", "", "aws:PrincipalArn=arn:aws:iam::000000000000:role/OpsLead", "no"},
		{"Allow * *; Deny * * if ArnNotLike aws:PrincipalArn arn:aws:iam::*:role/Break", "ec2:RunInstances", "", "aws:PrincipalArn=arn:aws:iam::000000000000:role/Break", "yes"},
		{"Allow * *; Deny * * if ArnNotLike aws:PrincipalArn arn:aws:iam::*:role/Break", "ec2:RunInstances", "", "aws:PrincipalArn=arn:aws:iam::000000000000:user/m", "denied"},
		// Addresses, numbers, dates.
		{"Allow * * if IpAddress aws:SourceIp 203.0.113.0/24", "ec2:RunInstances", "", "aws:SourceIp=203.0.113.9", "yes"},
		{"Allow * * if IpAddress aws:SourceIp 203.0.113.9", "ec2:RunInstances", "", "aws:SourceIp=203.0.113.9", "yes"},
		{"Allow * * if IpAddress aws:SourceIp 203.0.113.0/24", "ec2:RunInstances", "", "aws:SourceIp=198.51.100.9", "no"},
		{"Allow * * if IpAddress aws:SourceIp 2001:db8::/32", "ec2:RunInstances", "", "aws:SourceIp=2001:db8::1", "yes"},
		{"Allow * *; Deny * * if NotIpAddress aws:SourceIp 203.0.113.0/24,10.0.0.0/8", "ec2:RunInstances", "", "aws:SourceIp=198.51.100.9", "denied"},
		{"Allow * *; Deny * * if NotIpAddress aws:SourceIp 203.0.113.0/24,10.0.0.0/8", "ec2:RunInstances", "", "aws:SourceIp=10.1.1.1", "yes"},
		{"Allow * * if NumericLessThanEquals s3:max-keys 10", "s3:ListBucket", "", "s3:max-keys=10", "yes"},
		{"Allow * * if NumericLessThan s3:max-keys 10", "s3:ListBucket", "", "s3:max-keys=10", "no"},
		{"Allow * * if NumericGreaterThan s3:max-keys 9", "s3:ListBucket", "", "s3:max-keys=10", "yes"},
		{"Allow * * if NumericNotEquals s3:max-keys 10.0", "s3:ListBucket", "", "s3:max-keys=10", "no"},
		{"Allow * * if NumericEquals s3:max-keys ten", "s3:ListBucket", "", "s3:max-keys=ten", "no"},
		{"Allow * *; Deny * * if DateLessThan aws:TokenIssueTime 2026-03-01T09:00:00Z", "ec2:RunInstances", "", "aws:TokenIssueTime=2026-03-01T08:59:59Z", "denied"},
		{"Allow * *; Deny * * if DateLessThan aws:TokenIssueTime 2026-03-01T09:00:00.000Z", "ec2:RunInstances", "", "aws:TokenIssueTime=2026-03-01T09:00:00Z", "yes"},
		{"Allow * *; Deny * * if DateLessThan aws:TokenIssueTime 2026-03-01T09:00:00Z", "ec2:RunInstances", "", "", "yes"},
		{"Allow * * if DateGreaterThan aws:CurrentTime 2026-01-01", "ec2:RunInstances", "", "aws:CurrentTime=2026-03-01T09:00:00Z", "yes"},
		{"Allow * * if DateLessThan aws:CurrentTime 2026-01-01T00:00:00+01:00", "ec2:RunInstances", "", "aws:CurrentTime=2025-12-31T22:59:59Z", "yes"},
		// Sets.
		{"Allow * * if ForAllValues:StringEquals aws:TagKeys a,b", "ec2:CreateTags", "", "aws:TagKeys=a,b", "yes"},
		{"Allow * * if ForAllValues:StringEquals aws:TagKeys a,b", "ec2:CreateTags", "", "aws:TagKeys=a,c", "no"},
		{"Allow * * if ForAllValues:StringEquals aws:TagKeys a,b", "ec2:CreateTags", "", "", "yes"},
		{"Allow * * if ForAnyValue:StringEquals aws:TagKeys a,b", "ec2:CreateTags", "", "aws:TagKeys=a,c", "yes"},
		{"Allow * * if ForAnyValue:StringEquals aws:TagKeys a,b", "ec2:CreateTags", "", "aws:TagKeys=c", "no"},
		{"Allow * * if ForAnyValue:StringEquals aws:TagKeys a,b", "ec2:CreateTags", "", "", "no"},
		{"Allow * * if ForAnyValue:StringEqualsIfExists aws:TagKeys a", "ec2:CreateTags", "", "", "no"},
		{"Allow * *; Deny * * if ForAnyValue:StringNotEquals aws:TagKeys a,b", "ec2:CreateTags", "", "aws:TagKeys=a,c", "denied"},
		{"Allow * *; Deny * * if ForAllValues:StringNotEquals aws:TagKeys a,b", "ec2:CreateTags", "", "aws:TagKeys=a,c", "yes"},
		{"Allow * * if StringEquals aws:TagKeys a", "ec2:CreateTags", "", "aws:TagKeys=b,a", "yes"},
		{"Allow * *; Deny * * if StringNotEquals aws:TagKeys a", "ec2:CreateTags", "", "aws:TagKeys=b,a", "yes"},
		{"Allow * *; Deny * * if StringNotEquals aws:TagKeys a", "ec2:CreateTags", "", "aws:TagKeys=b,c", "denied"},
		// Several conditions must all hold.
		{"Allow * * if StringEquals aws:RequestedRegion us-east-1 if IpAddress aws:SourceIp 10.0.0.0/8", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1 aws:SourceIp=10.0.0.1", "yes"},
		{"Allow * * if StringEquals aws:RequestedRegion us-east-1 if IpAddress aws:SourceIp 10.0.0.0/8", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1 aws:SourceIp=11.0.0.1", "no"},
		{"Allow * * if StringEquals aws:RequestedRegion us-east-1 if StringEquals aws:username ci", "ec2:RunInstances", "", "aws:RequestedRegion=us-east-1 aws:username=m", "no"},
		// Variables.
		{"Allow iam:* arn:aws:iam::000000000000:user/${aws:username}", "iam:CreateAccessKey", "arn:aws:iam::000000000000:user/ci", "aws:username=ci", "yes"},
		{"Allow iam:* arn:aws:iam::000000000000:user/${aws:username}", "iam:CreateAccessKey", "arn:aws:iam::000000000000:user/m", "aws:username=ci", "no"},
		{"Allow iam:* arn:aws:iam::000000000000:user/${aws:username}", "iam:CreateAccessKey", "arn:aws:iam::000000000000:user/m", "", "no"},
		{"Allow iam:* arn:aws:iam::000000000000:user/${aws:username}", "iam:CreateAccessKey", "arn:aws:iam::000000000000:user/m", "aws:username=*", "no"},
		{"Allow s3:* arn:aws:s3:::b/${aws:PrincipalTag/team,'all'}/*", "s3:GetObject", "arn:aws:s3:::b/all/x", "", "yes"},
		{"Allow s3:* arn:aws:s3:::b/${aws:PrincipalTag/team,'all'}/*", "s3:GetObject", "arn:aws:s3:::b/red/x", "aws:PrincipalTag/team=red", "yes"},
		{"Allow * * if StringEquals aws:ResourceTag/owner ${aws:username}", "ec2:StopInstances", "", "aws:ResourceTag/owner=ci aws:username=ci", "yes"},
		{"Allow * * if StringEquals aws:ResourceTag/owner ${aws:username}", "ec2:StopInstances", "", "aws:ResourceTag/owner=m aws:username=ci", "no"},
	} {
		d, err := Judge([]string{policyOf(strings.Split(c.policy, "; ")...)}, nil, Request{Action: c.action, Resources: strings.Fields(c.resource), Context: known(c.context)})
		got := map[bool]string{true: "denied", false: "no"}[d.Explicit]
		if d.Allowed {
			got = "yes"
		}
		if err != nil || got != c.want {
			t.Errorf("%s\n\t%s on %q with %q: got %s, want %s (%v, %v)", c.policy, c.action, c.resource, c.context, got, c.want, d, err)
		}
	}
}

// TestVariablesAreOfTheNewVersion holds that ${…} is text in policies of the version before.
func TestVariablesAreOfTheNewVersion(t *testing.T) {
	text := strings.Replace(policyOf("Allow * arn:aws:s3:::b/${aws:username}"), "2012-10-17", "2008-10-17", 1)
	r := Request{Action: "s3:GetObject", Resources: []string{"arn:aws:s3:::b/ci"}, Context: known("aws:username=ci")}
	if d, err := Judge([]string{text}, nil, r); err != nil || d.Allowed {
		t.Errorf("got %v, %v", d, err)
	}
	r.Resources[0] = "arn:aws:s3:::b/${aws:username}"
	if d, err := Judge([]string{text}, nil, r); err != nil || !d.Allowed {
		t.Errorf("got %v, %v", d, err)
	}
}

// TestUnreadable holds what is no policy.
func TestUnreadable(t *testing.T) {
	for _, text := range []string{
		"", "{", "[]", `{"Statement": 1}`, `{"Statement": {"Effect": "Allow"}}`, `{"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}`,
		`{"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}}`, `{"Statement": {"Effect": "Allow", "Action": "*"}}`,
		`{"Statement": {"Effect": "Allow", "Action": {"a": 1}, "Resource": "*"}}`,
		`{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringIs": {"a": "b"}}}}`, "%7B%zz",
	} {
		if d, err := read(text); err == nil {
			t.Errorf("%q is read as %+v", text, d)
		}
	}
	if d, err := read("%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Deny%22%2C%22Action%22%3A%22a%2Bb%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D"); err != nil || !d.statements[0].deny || d.statements[0].actions.patterns[0] != "a+b" {
		t.Errorf("a policy as in a URL: %+v, %v", d, err)
	}
}

// TestDenyNeverAllows holds that whatever is asked, one more Deny allows nothing that was refused before.
func TestDenyNeverAllows(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	statement := func(effect string) string {
		line := effect + " " + pick("*", "ec2:*", "ec2:Detach*", "!ec2:Detach*", "s3:*,ec2:*", "!iam:*") + " " + pick("*", igw, vpc, "!"+vpc, "arn:aws:ec2:*:*:*/*")
		if r.IntN(2) == 0 {
			line += " if " + pick("", "ForAnyValue:", "ForAllValues:") + pick("StringEquals", "StringNotEquals", "StringLike") + pick("", "IfExists") + " aws:username " + pick("ci", "m,ci", "*")
		}
		return line
	}
	changed := 0
	for range 20000 {
		var lines []string
		for range 1 + r.IntN(3) {
			lines = append(lines, statement(pick("Allow", "Allow", "Deny")))
		}
		ask := Request{Action: pick("ec2:DetachInternetGateway", "s3:GetObject", "iam:CreateUser"), Resources: strings.Fields(pick(igw, igw+" "+vpc, "")), Context: known(pick("", "aws:username=ci", "aws:username=m,x"))}
		more := statement("Deny")
		before, err := Judge([]string{policyOf(lines...)}, nil, ask)
		after, err2 := Judge([]string{policyOf(append(lines, more)...)}, nil, ask)
		if err != nil || err2 != nil || after.Allowed && !before.Allowed {
			t.Fatalf("%q and %q: %+v: before %v, after %v, %v %v", lines, more, ask, before, after, err, err2)
		}
		if before.Allowed && !after.Allowed {
			changed++
		}
	}
	if changed < 500 {
		t.Errorf("only %d of the denials mattered: the test tries too little", changed)
	}
}

// FuzzRead holds that no text makes the reader panic, and that what it reads can be asked.
func FuzzRead(f *testing.F) {
	f.Add(policyOf("Allow * * if StringLike aws:username ${aws:username,'x'}"), "ec2:DetachInternetGateway", igw)
	f.Add(policyOf("Deny !iam:* !"+vpc+" for *"), "s3:GetObject", "*")
	f.Fuzz(func(t *testing.T, text, action, resource string) {
		_, _ = Judge([]string{text}, nil, Request{Action: action, Resources: []string{resource}, Context: known("aws:username=ci")})
	})
}

// TestPatterns compares the matcher with the plain recursive meaning of * and ?.
func TestPatterns(t *testing.T) {
	var plainly func(p, s string) bool
	plainly = func(p, s string) bool {
		switch {
		case p == "":
			return s == ""
		case p[0] == '*':
			return plainly(p[1:], s) || s != "" && plainly(p, s[1:])
		}
		return s != "" && (p[0] == '?' || p[0] == s[0]) && plainly(p[1:], s[1:])
	}
	r := rand.New(rand.NewPCG(1, 2))
	word := func(letters string, n int) (s string) {
		for range r.IntN(n) {
			s += fmt.Sprintf("%c", letters[r.IntN(len(letters))])
		}
		return s
	}
	for range 20000 {
		p, s := word("ab*?", 8), word("ab", 9)
		if matches(p, s) != plainly(p, s) {
			t.Fatalf("%q and %q: got %v", p, s, matches(p, s))
		}
	}
}

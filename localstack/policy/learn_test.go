// What the book learns, told as the calls of a lab.

package policy

import (
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

const (
	detach   = `ec2.DetachInternetGateway "InternetGatewayId": "igw-1", "VpcId": "vpc-1"`
	noPolicy = "because no identity-based policy allows the ec2:DetachInternetGateway action"
	explicit = "with an explicit deny in an identity-based policy"
)

func TestWhoIsJudged(t *testing.T) {
	l := newLab(t)
	l.user("ci")
	l.role("NetOps", "Allow sts:AssumeRole *  for arn:aws:iam::"+number+":root")
	l.holds("root", detach, "yes")
	l.holds("user ci", detach, noPolicy)
	l.holds("role NetOps", detach, noPolicy)
	l.holds("user mallory", detach, "yes") // a scenario brought it along
	l.holds("role Elsewhere", detach, "yes")
	l.holds("user ci", "sts.GetCallerIdentity", "yes")
	l.hears(`iam.PutUserPolicy "UserName": "mallory", "PolicyName": "stop", "PolicyDocument": `+quoted("Deny ec2:Detach* *"), "")
	l.holds("user mallory", detach, explicit)
	l.holds("user mallory", "ec2.DescribeVpcs", "yes")
	l.holds("nobody", `s3.GetObject "Bucket": "b", "Key": "k"`, "AccessDenied: Access Denied")
	l.holds("nobody", `sts.AssumeRoleWithWebIdentity "RoleArn": "arn:aws:iam::000000000000:role/NetOps"`, "yes")
}

func TestPoliciesComeAndGo(t *testing.T) {
	l := newLab(t)
	l.user("ci", "Allow ec2:* *")
	l.holds("user ci", detach, "yes")
	l.hears(`iam.DeleteUserPolicy "UserName": "ci", "PolicyName": "p"`, "")
	l.holds("user ci", detach, noPolicy)

	const arn = "arn:aws:iam::" + number + ":policy/Net"
	l.hears(`iam.CreatePolicy "PolicyName": "Net", "PolicyDocument": `+quoted("Allow ec2:* *"), `"Policy": {"Arn": "`+arn+`", "DefaultVersionId": "v1"}`)
	l.hears(`iam.AttachUserPolicy "UserName": "ci", "PolicyArn": "`+arn+`"`, "")
	l.holds("user ci", detach, "yes")
	l.hears(`iam.CreatePolicyVersion "PolicyArn": "`+arn+`", "SetAsDefault": true, "PolicyDocument": `+quoted("Allow ec2:* *", "Deny ec2:Detach* *"), `"PolicyVersion": {"VersionId": "v2"}`)
	l.holds("user ci", detach, explicit)
	l.hears(`iam.SetDefaultPolicyVersion "PolicyArn": "`+arn+`", "VersionId": "v1"`, "")
	l.holds("user ci", detach, "yes")
	l.hears(`iam.CreatePolicyVersion "PolicyArn": "`+arn+`", "PolicyDocument": `+quoted("Deny * *"), `"PolicyVersion": {"VersionId": "v3"}`)
	l.holds("user ci", detach, "yes") // not the default
	l.hears(`iam.DetachUserPolicy "UserName": "ci", "PolicyArn": "`+arn+`"`, "")
	l.holds("user ci", detach, noPolicy)

	l.hears(`iam.CreateGroup "GroupName": "net"`, `"Group": {"GroupName": "net"}`)
	l.hears(`iam.PutGroupPolicy "GroupName": "net", "PolicyName": "p", "PolicyDocument": `+quoted("Allow ec2:* *"), "")
	l.holds("user ci", detach, noPolicy)
	l.hears(`iam.AddUserToGroup "GroupName": "net", "UserName": "ci"`, "")
	l.holds("user ci", detach, "yes")
	l.hears(`iam.UpdateGroup "GroupName": "net", "NewGroupName": "network"`, "")
	l.holds("user ci", detach, "yes")
	l.hears(`iam.UpdateUser "UserName": "ci", "NewUserName": "deploy"`, "")
	l.holds("user deploy", detach, "yes")
	l.hears(`iam.RemoveUserFromGroup "GroupName": "network", "UserName": "deploy"`, "")
	l.holds("user deploy", detach, noPolicy)
	l.hears(`iam.AttachUserPolicy "UserName": "deploy", "PolicyArn": "arn:aws:iam::aws:policy/AmazonEC2FullAccess"`, "")
	l.holds("user deploy", detach, "yes")
	l.hears(`iam.AttachUserPolicy "UserName": "deploy", "PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll"`, "")
	l.holds("user deploy", detach, explicit)
	l.hears(`iam.DeleteUser "UserName": "deploy"`, "")
	l.holds("user deploy", detach, noPolicy) // a session that is left of it
	l.user("new")
	l.hears(`iam.AttachUserPolicy "UserName": "new", "PolicyArn": "arn:aws:iam::aws:policy/job-function/Unheard"`, "")
	l.holds("user new", detach, noPolicy) // nobody knows what it says
	text := map[string]string{"arn:aws:iam::aws:policy/Detacher": string(policyOf("Allow ec2:Detach* *"))}
	l.Asking(func(arn string) string { return text[arn] })
	l.hears(`iam.AttachUserPolicy "UserName": "new", "PolicyArn": "arn:aws:iam::aws:policy/Detacher"`, "")
	l.holds("user new", detach, "yes") // the cloud does
	l.user("bounded", "Allow * *")
	l.hears(`iam.PutUserPermissionsBoundary "UserName": "bounded", "PermissionsBoundary": "arn:aws:iam::aws:policy/Unheard"`, "")
	l.holds("user bounded", detach, "because no permissions boundary allows the ec2:DetachInternetGateway action")
}

// TestRefusedTeachesNothing holds that only calls that succeeded are learnt from, and that what cannot be read counts for nothing.
func TestRefusedTeachesNothing(t *testing.T) {
	l := newLab(t)
	l.user("ci", "Allow ec2:* *")
	deny := l.call("root", `iam.PutUserPolicy "UserName": "ci", "PolicyName": "stop", "PolicyDocument": `+quoted("Deny ec2:* *"))
	l.Learn(deny, &exchange.Answer{Error: &wire.Error{Code: "LimitExceeded"}})
	l.holds("user ci", detach, "yes")
	l.hears(`iam.PutUserPolicy "UserName": "ci", "PolicyName": "odd", "PolicyDocument": "{\"Statement\": 7}"`, "")
	l.holds("user ci", detach, "yes")
	if told := l.Unread(); len(told) != 1 || !strings.HasPrefix(told[0], "user ci, policy odd cannot be read and counts for nothing") {
		t.Errorf("unread: %q", told)
	}
	l.hears(`iam.PutUserPolicy "UserName": "ci", "PolicyName": "odd", "PolicyDocument": `+quoted("Deny ec2:* *"), "")
	l.holds("user ci", detach, explicit)
	if told := l.Unread(); len(told) != 0 {
		t.Errorf("unread: %q", told)
	}
}

func TestBoundaries(t *testing.T) {
	l := newLab(t)
	const arn = "arn:aws:iam::" + number + ":policy/Bound"
	l.hears(`iam.CreatePolicy "PolicyName": "Bound", "PolicyDocument": `+quoted("Allow ec2:Describe* *"), `"Policy": {"Arn": "`+arn+`"}`)
	l.user("ci", "Allow ec2:* *")
	l.hears(`iam.PutUserPermissionsBoundary "UserName": "ci", "PermissionsBoundary": "`+arn+`"`, "")
	l.holds("user ci", detach, "because no permissions boundary allows the ec2:DetachInternetGateway action")
	l.holds("user ci", "ec2.DescribeVpcs", "yes")
	l.holds("user ci", "iam.ListUsers", "because no identity-based policy allows the iam:ListUsers action")
	l.hears(`iam.CreatePolicyVersion "PolicyArn": "`+arn+`", "SetAsDefault": true, "PolicyDocument": `+quoted("Allow * *", "Deny ec2:Detach* *"), `"PolicyVersion": {"VersionId": "v2"}`)
	l.holds("user ci", detach, "with an explicit deny in a permissions boundary")
	l.hears(`iam.DeleteUserPermissionsBoundary "UserName": "ci"`, "")
	l.holds("user ci", detach, "yes")
}

// assume lets root's session begin; key is its access key id.
func (l *lab) assume(role, key, more string) {
	l.t.Helper()
	l.hears(`sts.AssumeRole "RoleArn": "arn:aws:iam::`+number+`:role/`+role+`", "RoleSessionName": "s"`+more, `"Credentials": {"AccessKeyId": "`+key+`"}, "AssumedRoleUser": {"AssumedRoleId": "AROA:s"}`)
}

func TestSessions(t *testing.T) {
	l := newLab(t)
	l.role("NetOps", "Allow sts:AssumeRole * for *", "Allow ec2:* *")
	l.assume("NetOps", "ASIA1", "")
	l.assume("NetOps", "ASIA2", `, "Policy": `+quoted("Allow ec2:Describe* *"))
	l.assume("NetOps", "ASIA3", `, "Policy": `+quoted("Allow * *", "Deny ec2:Detach* *"))
	l.assume("NetOps", "ASIA4", `, "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess"}]`)
	l.holds("role NetOps ASIA1", detach, "yes")
	l.holds("role NetOps ASIA2", detach, "because no session policy allows the ec2:DetachInternetGateway action")
	l.holds("role NetOps ASIA2", "ec2.DescribeVpcs", "yes")
	l.holds("role NetOps ASIA3", detach, "with an explicit deny in a session policy")
	l.holds("role NetOps ASIA4", detach, "because no session policy allows the ec2:DetachInternetGateway action")

	// AWSRevokeOlderSessions.
	l.at = nine.Add(time.Hour)
	l.hears(`iam.PutRolePolicy "RoleName": "NetOps", "PolicyName": "AWSRevokeOlderSessions", "PolicyDocument": `+quoted("Deny * * if DateLessThan aws:TokenIssueTime 2026-03-01T09:30:00Z"), "")
	l.holds("role NetOps ASIA1", detach, explicit)
	l.assume("NetOps", "ASIA5", "")
	l.holds("role NetOps ASIA5", detach, "yes")

	l.user("ci", "Allow ec2:* *")
	l.hearsOf("user ci", `sts.GetFederationToken "Name": "guest"`, `"Credentials": {"AccessKeyId": "ASIA6"}`)
	l.hearsOf("user ci", `sts.GetFederationToken "Name": "guest", "Policy": `+quoted("Allow * *"), `"Credentials": {"AccessKeyId": "ASIA7"}`)
	l.holds("federated guest ASIA6", detach, "because no session policy allows the ec2:DetachInternetGateway action")
	l.holds("federated guest ASIA7", detach, "yes")
	l.holds("federated guest ASIA7", "iam.ListUsers", "because no identity-based policy allows the iam:ListUsers action")
	l.hearsOf("user ci", `sts.GetSessionToken "SerialNumber": "arn:aws:iam::000000000000:mfa/ci"`, `"Credentials": {"AccessKeyId": "ASIA8"}`)
	l.hears(`iam.PutUserPolicy "UserName": "ci", "PolicyName": "mfa", "PolicyDocument": `+quoted("Deny * * if BoolIfExists aws:MultiFactorAuthPresent false"), "")
	l.holds("user ci", detach, explicit)
	l.holds("user ci ASIA8", detach, "yes")
}

func TestTrust(t *testing.T) {
	l := newLab(t)
	l.user("ci", "Allow sts:AssumeRole *")
	l.user("idle")
	l.role("Open", "Allow sts:AssumeRole * for arn:aws:iam::"+number+":root")
	l.role("Mine", "Allow sts:AssumeRole * for arn:aws:iam::"+number+":user/idle")
	l.role("Machine", "Allow sts:AssumeRole * for service:ec2.amazonaws.com")
	l.role("Foreign", "Allow sts:AssumeRole * for * if StringEquals sts:ExternalId 42")
	assume := func(role, more string) string {
		return `sts.AssumeRole "RoleArn": "arn:aws:iam::` + number + `:role/` + role + `", "RoleSessionName": "s"` + more
	}
	refused := "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/"
	l.holds("user ci", assume("Open", ""), "yes")
	l.holds("user idle", assume("Open", ""), refused+"Open")
	l.holds("user idle", assume("Mine", ""), "yes")
	l.holds("user ci", assume("Mine", ""), refused+"Mine")
	l.holds("user ci", assume("Machine", ""), refused+"Machine")
	l.holds("user brought", assume("Machine", ""), refused+"Machine")
	l.holds("user ci", assume("Foreign", ""), refused+"Foreign")
	l.holds("user ci", assume("Foreign", `, "ExternalId": "42"`), "yes")
	l.holds("user ci", assume("Unseen", ""), "yes")
	l.hears(`iam.UpdateAssumeRolePolicy "RoleName": "Open", "PolicyDocument": `+quoted("Deny sts:* * for arn:aws:iam::"+number+":user/ci", "Allow sts:* * for *"), "")
	l.holds("user ci", assume("Open", ""), refused+"Open with an explicit deny in a resource-based policy")
	l.holds("user brought", assume("Open", ""), "yes")
}

func TestOrganization(t *testing.T) {
	l := newLab(t)
	l.user("ci", "Allow * *")
	l.role("Break", "Allow sts:AssumeRole * for *", "Allow * *")
	guard := `organizations.CreatePolicy "Type": "SERVICE_CONTROL_POLICY", "Name": "guard", "Description": "", "Content": `
	l.hears(guard+quoted("Deny ec2:Detach* * if ArnNotLike aws:PrincipalArn arn:aws:iam::*:role/Break"), `"Policy": {"PolicySummary": {"Id": "p-guard"}}`)
	l.holds("user ci", detach, "yes")
	l.hears(`organizations.AttachPolicy "PolicyId": "p-guard", "TargetId": "r-root"`, "")
	denied := "with an explicit deny in a service control policy"
	l.holds("user ci", detach, denied)
	l.holds("user brought", detach, denied)
	l.holds("role Break", detach, "yes")
	l.holds("root", detach, "yes")
	l.hears(`organizations.DetachPolicy "PolicyId": "p-guard", "TargetId": "r-root"`, "")
	l.holds("user ci", detach, "yes")
	l.hears(`organizations.AttachPolicy "PolicyId": "p-guard", "TargetId": "`+number+`"`, "")
	l.holds("user ci", detach, denied)
	l.hears(`organizations.UpdatePolicy "PolicyId": "p-guard", "Content": `+quoted("Allow s3:* *"), "")
	l.holds("user ci", detach, "yes")
	l.hears(`organizations.DetachPolicy "PolicyId": "p-FullAWSAccess", "TargetId": "`+number+`"`, "")
	l.holds("user ci", detach, "because no service control policy allows the ec2:DetachInternetGateway action")
	l.holds("user brought", detach, "because no service control policy allows the ec2:DetachInternetGateway action")
	l.holds("user ci", "s3.ListBuckets", "yes")
	l.hears(`organizations.AttachPolicy "PolicyId": "p-FullAWSAccess", "TargetId": "`+number+`"`, "")
	l.holds("user ci", detach, "yes")
	l.hears(`organizations.UpdatePolicy "PolicyId": "p-guard", "Content": `+quoted("Deny ec2:Detach* *"), "")
	l.hears(`organizations.DetachPolicy "PolicyId": "p-guard", "TargetId": "`+number+`"`, "")
	l.hears(`organizations.AttachPolicy "PolicyId": "p-guard", "TargetId": "ou-1"`, "")
	l.holds("user ci", detach, "yes") // it is not in that unit
	l.hears(`organizations.CreateOrganizationalUnit "ParentId": "ou-1", "Name": "x"`, `"OrganizationalUnit": {"Id": "ou-2"}`)
	l.hears(`organizations.MoveAccount "AccountId": "`+number+`", "SourceParentId": "r-root", "DestinationParentId": "ou-2"`, "")
	l.holds("user ci", detach, denied)
	l.hears(`organizations.DisablePolicyType "RootId": "r-root", "PolicyType": "SERVICE_CONTROL_POLICY"`, "")
	l.holds("user ci", detach, "yes")
}

func TestBuckets(t *testing.T) {
	l := newLab(t)
	l.user("ci", "Allow s3:ListBucket *")
	l.user("all", "Allow s3:* *")
	get := `s3.GetObject "Bucket": "logs", "Key": "a/b"`
	l.holds("user ci", get, "because no identity-based policy allows the s3:GetObject action")
	l.hears(`s3.PutBucketPolicy "Bucket": "logs", "Policy": `+quoted("Allow s3:GetObject arn:aws:s3:::logs/* for arn:aws:iam::"+number+":user/ci", "Deny s3:DeleteObject arn:aws:s3:::logs/* for *"), "")
	l.holds("user ci", get, "yes")
	l.holds("nobody", get, "AccessDenied: Access Denied")
	l.holds("user all", `s3.DeleteObjects "Bucket": "logs", "Delete": {"Objects": [{"Key": "a"}, {"Key": "b"}]}`, "s3:DeleteObject on resource: arn:aws:s3:::logs/a with an explicit deny in a resource-based policy")
	l.holds("user all", `s3.DeleteObject "Bucket": "other", "Key": "a"`, "yes")
	l.hears(`s3.PutBucketPolicy "Bucket": "logs", "Policy": `+quoted("Allow s3:GetObject arn:aws:s3:::logs/* for *"), "")
	l.holds("nobody", get, "yes")
	l.hears(`s3.DeleteBucketPolicy "Bucket": "logs"`, "")
	l.holds("nobody", get, "AccessDenied: Access Denied")
	l.hears(`s3.PutBucketAcl "Bucket": "logs", "ACL": "public-read"`, "")
	l.holds("nobody", get, "yes")
	l.holds("nobody", `s3.DeleteObject "Bucket": "logs", "Key": "a"`, "AccessDenied: Access Denied")
}

// TestUnsure: what hangs on MFA, on the address or on a tag is not sure, whichever way it stands now; what hangs on who asks is.
func TestUnsure(t *testing.T) {
	l := newLab(t)
	l.user("mallory", "Allow * *")
	l.user("careful", "Allow * * if Bool aws:MultiFactorAuthPresent true")
	for _, c := range []struct {
		policy, who    string
		denied, unsure bool
	}{
		{"Deny ec2:Detach* *", "mallory", true, false},
		{"Deny ec2:Attach* *", "mallory", false, false},
		{"Deny ec2:Detach* * if BoolIfExists aws:MultiFactorAuthPresent false", "mallory", true, true},
		{"Deny ec2:Detach* * if Bool aws:MultiFactorAuthPresent false", "mallory", false, true},
		{"Deny ec2:Detach* * if NotIpAddress aws:SourceIp 192.0.2.0/24", "mallory", true, true},
		{"Deny ec2:Detach* * if IpAddress aws:SourceIp 192.0.2.0/24", "mallory", false, true},
		{"Deny ec2:Detach* * if StringEquals aws:ResourceTag/kind guarded", "mallory", false, true},
		{"Deny ec2:Attach* * if IpAddress aws:SourceIp 192.0.2.0/24", "mallory", false, false}, // about something else
		{"Deny ec2:Detach* * if ArnNotLike aws:PrincipalArn arn:aws:iam::*:user/breakglass", "mallory", true, false},
		{"Deny ec2:Detach* * if StringEquals aws:username carl", "mallory", false, false},
		{"Deny ec2:Detach* * if StringEquals aws:RequestedRegion us-east-1", "mallory", true, false},
		{"Deny ec2:Detach* * if DateLessThan aws:CurrentTime 2036-01-01", "mallory", true, true},     // and then no more
		{"Deny ec2:Detach* * if DateGreaterThan aws:CurrentTime 2016-01-01", "mallory", true, false}, // for good
		{"Deny s3:* *", "careful", true, true},                                                       // who is let in with MFA only
		{"Deny ec2:Detach* *", "careful", true, false},
	} {
		user := c.who
		l.hears(`iam.PutUserPolicy "UserName": "`+user+`", "PolicyName": "stop", "PolicyDocument": `+quoted(c.policy), "")
		denied, _ := l.Denied(c.who, "ec2:DetachInternetGateway")
		unsure, why := l.Unsure(c.who, "ec2:DetachInternetGateway")
		if denied != c.denied || unsure != c.unsure {
			t.Errorf("%s: %s is denied %v, unsure %v (%s); want %v, %v", c.policy, c.who, denied, unsure, why, c.denied, c.unsure)
		}
	}
}

func TestDenied(t *testing.T) {
	l := newLab(t)
	l.user("mallory", "Allow * *")
	l.role("NetOps", "Allow sts:AssumeRole * for *", "Allow * *")
	l.assume("NetOps", "ASIA1", "")
	for _, c := range []struct {
		policy, who, action, resource string
		denied                        bool
		reason                        string
	}{
		{"Deny ec2:Detach* *", "mallory", "ec2:DetachInternetGateway", "", true, "is denied by statement 1 of user mallory, policy stop (identity-based policy)"},
		{"Deny ec2:Detach* *", "arn:aws:iam::000000000000:user/mallory", "ec2:DetachInternetGateway", igw, true, "by statement 1 of user mallory"},
		{"Deny ec2:Detach* arn:aws:ec2:*:*:internet-gateway/*", "mallory", "ec2:DetachInternetGateway", "", true, "by statement 1"},
		{"Deny ec2:Detach* " + igw, "mallory", "ec2:DetachInternetGateway", igw, true, "by statement 1"},
		{"Deny ec2:Detach* " + igw, "mallory", "ec2:DetachInternetGateway", "", false, "is allowed by statement 1 of user mallory, policy p"},
		{"Deny ec2:Attach* *", "mallory", "ec2:DetachInternetGateway", "", false, "is allowed"},
		{"Deny * *", "mallory", "sts:GetCallerIdentity", "", false, "may sts:GetCallerIdentity"},
		{"Deny * *", "arn:aws:iam::000000000000:root", "ec2:DetachInternetGateway", "", false, "may ec2:DetachInternetGateway"},
		{"Deny * *", "arn:aws:iam::000000000000:role/NetOps", "ec2:DetachInternetGateway", "", false, "is allowed by statement 1 of role NetOps"},
		{"Deny * *", "arn:aws:sts::000000000000:assumed-role/NetOps/s", "ec2:DetachInternetGateway", "", false, "is allowed by statement 1 of role NetOps"},
		{"Deny * * if StringEquals aws:RequestedRegion us-east-1", "mallory", "s3:PutObject", "", true, "s3:PutObject on arn:aws:s3:::*/* is denied"},
		{"Deny * * if DateLessThan aws:TokenIssueTime 2027-01-01", "mallory", "s3:PutObject", "", false, "is allowed"},
		{"Deny * *", "stranger", "ec2:DetachInternetGateway", "", false, "was not made in the lab"},
	} {
		l.hears(`iam.PutUserPolicy "UserName": "mallory", "PolicyName": "stop", "PolicyDocument": `+quoted(c.policy), "")
		denied, reason := l.Denied(c.who, c.action, strings.Fields(c.resource)...)
		if denied != c.denied || !strings.Contains(reason, c.reason) {
			t.Errorf("%s: %s %s on %q: got %v, %s; want %v, %s", c.policy, c.who, c.action, c.resource, denied, reason, c.denied, c.reason)
		}
	}
	l.hears(`iam.PutRolePolicy "RoleName": "NetOps", "PolicyName": "AWSRevokeOlderSessions", "PolicyDocument": `+quoted("Deny * * if DateLessThan aws:TokenIssueTime 2026-03-01T09:30:00Z"), "")
	if denied, reason := l.Denied("arn:aws:sts::000000000000:assumed-role/NetOps/s", "ec2:DetachInternetGateway"); !denied {
		t.Errorf("a session that was revoked is let in: %s", reason)
	}
	if denied, reason := l.Denied("arn:aws:iam::000000000000:role/NetOps", "ec2:DetachInternetGateway"); denied {
		t.Errorf("the role itself is refused with its older sessions: %s", reason)
	}
	l.hears(`iam.DeleteRolePolicy "RoleName": "NetOps", "PolicyName": "AWSRevokeOlderSessions"`, "")
	l.assume("NetOps", "ASIA2", `, "Policy": `+quoted("Deny ec2:Detach* *", "Allow * *"))
	if denied, reason := l.Denied("arn:aws:sts::000000000000:assumed-role/NetOps/s", "ec2:DetachInternetGateway"); !denied || !strings.Contains(reason, "session policy") {
		t.Errorf("the policy of a session does not bind it: %s", reason)
	}
}

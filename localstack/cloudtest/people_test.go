// People and their keys: who is behind a key, keys that are switched off, and policies that really deny.

package cloudtest

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	ststypes "github.com/aws/aws-sdk-go-v2/service/sts/types"
)

// user makes a user with a key, and lets the user do what a policy says; "" for no policy at all.
func (x *trial) user(name, policy string) (*trial, *types.AccessKey) {
	x.Helper()
	does(x, x.iam.CreateUser, &iam.CreateUserInput{UserName: &name})
	if policy != "" {
		does(x, x.iam.PutUserPolicy, &iam.PutUserPolicyInput{UserName: &name, PolicyName: new("own"), PolicyDocument: &policy})
	}
	key := does(x, x.iam.CreateAccessKey, &iam.CreateAccessKeyInput{UserName: &name}).AccessKey
	return x.as(*key.AccessKeyId, *key.SecretAccessKey, ""), key
}

// statement is a policy of one.
func statement(effect, action, more string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"` + effect + `","Action":` + action + `,"Resource":"*"` + more + `}]}`
}

var everything = statement("Allow", `"*"`, "")

func (x *trial) self() string {
	x.Helper()
	return *does(x, x.sts.GetCallerIdentity, &sts.GetCallerIdentityInput{}).Arn
}

func keys(x *trial) {
	same(x, "sts.GetCallerIdentity(root)", x.self(), "arn:aws:iam::"+account+":root")
	alice, key := x.user("alice", everything)
	same(x, "sts.GetCallerIdentity(user)", alice.self(), "arn:aws:iam::"+account+":user/alice")
	does(x, x.iam.UpdateAccessKey, &iam.UpdateAccessKeyInput{UserName: new("alice"), AccessKeyId: key.AccessKeyId, Status: types.StatusTypeInactive})
	listed := does(x, x.iam.ListAccessKeys, &iam.ListAccessKeysInput{UserName: new("alice")}).AccessKeyMetadata
	x.holds("iam.ListAccessKeys(inactive)", len(listed) == 1 && listed[0].Status == types.StatusTypeInactive, listed)
	refused(alice.on("key switched off"), "AuthFailure", "", alice.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	refused(alice.on("key switched off"), "InvalidClientTokenId", "", alice.sts.GetCallerIdentity, &sts.GetCallerIdentityInput{})
	refused(alice.on("key switched off"), "InvalidAccessKeyId", "", alice.s3.ListBuckets, &s3.ListBucketsInput{})
	does(x, x.iam.UpdateAccessKey, &iam.UpdateAccessKeyInput{UserName: new("alice"), AccessKeyId: key.AccessKeyId, Status: types.StatusTypeActive})
	does(alice.on("key switched on"), alice.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	does(x, x.iam.DeleteAccessKey, &iam.DeleteAccessKeyInput{UserName: new("alice"), AccessKeyId: key.AccessKeyId})
	refused(alice.on("key deleted"), "AuthFailure", "", alice.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	stranger := x.as("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "")
	refused(stranger.on("key of somebody else's account"), "AuthFailure", "", stranger.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	stranger = x.as("000000000001", "test", "")
	refused(stranger.on("another account's id as key"), "AuthFailure", "", stranger.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
}

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`

func roles(x *trial) {
	role := does(x, x.iam.CreateRole, &iam.CreateRoleInput{RoleName: new("operator"), AssumeRolePolicyDocument: new(trust)}).Role
	does(x, x.iam.PutRolePolicy, &iam.PutRolePolicyInput{RoleName: new("operator"), PolicyName: new("all"), PolicyDocument: &everything})
	out := does(x, x.sts.AssumeRole, &sts.AssumeRoleInput{RoleArn: role.Arn, RoleSessionName: new("night")})
	night := x.as(*out.Credentials.AccessKeyId, *out.Credentials.SecretAccessKey, *out.Credentials.SessionToken)
	same(x, "sts.GetCallerIdentity(session)", night.self(), "arn:aws:sts::"+account+":assumed-role/operator/night")
	does(night, night.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	revoke := statement("Deny", `"*"`, `,"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2099-01-01T00:00:00Z"}}`)
	does(x, x.iam.PutRolePolicy, &iam.PutRolePolicyInput{RoleName: new("operator"), PolicyName: new("AWSRevokeOlderSessions"), PolicyDocument: &revoke})
	refused(night.on("session revoked"), "UnauthorizedOperation", "explicit deny", night.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	managed := "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
	does(x, x.iam.AttachRolePolicy, &iam.AttachRolePolicyInput{RoleName: new("operator"), PolicyArn: &managed})
	token := does(x, x.sts.GetSessionToken, &sts.GetSessionTokenInput{}).Credentials
	again := does(x, x.sts.GetSessionToken, &sts.GetSessionTokenInput{}).Credentials
	x.holds("each session has a key of its own", *token.AccessKeyId != *again.AccessKeyId, *token.AccessKeyId)
	own := x.as(*token.AccessKeyId, *token.SecretAccessKey, *token.SessionToken)
	does(own.on("of GetSessionToken"), own.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	does(x, x.iam.CreateInstanceProfile, &iam.CreateInstanceProfileInput{InstanceProfileName: new("machine")})
	does(x, x.iam.AddRoleToInstanceProfile, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: new("machine"), RoleName: new("operator")})
}

// policies deny what they say, and nothing has changed after.
// illWritten: a policy that nobody can read is refused wherever it is put, and so is one that is named and not there: it would limit
// nobody.
func illWritten(x *trial) {
	const typo = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Conditions":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}`
	const nowhere = "arn:aws:iam::aws:policy/NopeAccess"
	role := does(x, x.iam.CreateRole, &iam.CreateRoleInput{RoleName: new("readable"), AssumeRolePolicyDocument: new(trust)}).Role.Arn
	does(x, x.iam.CreateUser, &iam.CreateUserInput{UserName: new("scribe")})
	for _, policy := range []string{"banana", "{}", typo, strings.Replace(everything, "Allow", "Alow", 1)} {
		refused(x.on("ill written"), "MalformedPolicyDocument", "", x.sts.AssumeRole, &sts.AssumeRoleInput{RoleArn: role, RoleSessionName: new("s"), Policy: &policy})
		refused(x.on("ill written"), "MalformedPolicyDocument", "", x.sts.GetFederationToken, &sts.GetFederationTokenInput{Name: new("guest"), Policy: &policy})
		refused(x.on("ill written"), "MalformedPolicyDocument", "", x.iam.PutUserPolicy, &iam.PutUserPolicyInput{UserName: new("scribe"), PolicyName: new("p"), PolicyDocument: &policy})
		refused(x.on("ill written"), "MalformedPolicyDocument", "", x.iam.CreatePolicy, &iam.CreatePolicyInput{PolicyName: new("p"), PolicyDocument: &policy})
		refused(x.on("ill written"), "MalformedPolicyDocument", "", x.iam.CreateRole, &iam.CreateRoleInput{RoleName: new("other"), AssumeRolePolicyDocument: &policy})
	}
	arns := []ststypes.PolicyDescriptorType{{Arn: new(nowhere)}}
	refused(x.on("not there"), "MalformedPolicyDocument", "", x.sts.AssumeRole, &sts.AssumeRoleInput{RoleArn: role, RoleSessionName: new("s"), PolicyArns: arns})
	refused(x.on("not there"), "NoSuchEntity", "", x.iam.AttachUserPolicy, &iam.AttachUserPolicyInput{UserName: new("scribe"), PolicyArn: new(nowhere)})
	refused(x.on("not there"), "NoSuchEntity", "", x.iam.CreateUser, &iam.CreateUserInput{UserName: new("bounded"), PermissionsBoundary: new(nowhere)})
	refused(x.on("not there"), "NoSuchEntity", "", x.iam.CreateRole, &iam.CreateRoleInput{RoleName: new("bounded"), AssumeRolePolicyDocument: new(trust), PermissionsBoundary: new(nowhere)})
	refused(x.on("not there"), "NoSuchEntity", "", x.iam.PutUserPermissionsBoundary, &iam.PutUserPermissionsBoundaryInput{UserName: new("scribe"), PermissionsBoundary: new(nowhere)})
	refused(x.on("not there"), "NoSuchEntity", "", x.iam.PutRolePermissionsBoundary, &iam.PutRolePermissionsBoundaryInput{RoleName: new("readable"), PermissionsBoundary: new(nowhere)})
	does(x, x.iam.PutRolePermissionsBoundary, &iam.PutRolePermissionsBoundaryInput{RoleName: new("readable"), PermissionsBoundary: new("arn:aws:iam::aws:policy/ReadOnlyAccess")})
}

func policies(x *trial) {
	n := x.network()
	detach := &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc}
	nobody, _ := x.user("nobody", "")
	refused(nobody.on("no policy"), "UnauthorizedOperation", "You are not authorized to perform this operation", nobody.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	same(x, "sts.GetCallerIdentity is always allowed", nobody.self(), "arn:aws:iam::"+account+":user/nobody")
	bob, _ := x.user("bob", everything)
	does(bob.on("dry run by one who may"), bob.ec2.DescribeInternetGateways, &ec2.DescribeInternetGatewaysInput{})
	deny := statement("Deny", `["ec2:DetachInternetGateway","ec2:DeleteRoute"]`, "")
	made := does(x, x.iam.CreatePolicy, &iam.CreatePolicyInput{PolicyName: new("hold"), PolicyDocument: &deny}).Policy.Arn
	does(x, x.iam.AttachUserPolicy, &iam.AttachUserPolicyInput{UserName: new("bob"), PolicyArn: made})
	refused(bob.on("denied"), "UnauthorizedOperation", "explicit deny", bob.ec2.DetachInternetGateway, detach)
	refused(bob.on("denied dry run"), "UnauthorizedOperation", "", bob.ec2.DetachInternetGateway,
		&ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc, DryRun: new(true)})
	refused(bob.on("denied"), "UnauthorizedOperation", "", bob.ec2.DeleteRoute, &ec2.DeleteRouteInput{RouteTableId: &n.table, DestinationCidrBlock: new("0.0.0.0/0")})
	same(x, "attached after a denial", x.attached(n.gateway), n.vpc)
	same(x, "the route after a denial", x.routes(n.table)["0.0.0.0/0"], n.gateway+" active")
	does(x, x.iam.DetachUserPolicy, &iam.DetachUserPolicyInput{UserName: new("bob"), PolicyArn: made})
	does(bob.on("denied no more"), bob.ec2.DetachInternetGateway, detach)
	reader, _ := x.user("reader", statement("Allow", `"ec2:Describe*"`, ""))
	does(reader.on("reads"), reader.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{})
	refused(reader.on("reader"), "UnauthorizedOperation", "", reader.ec2.CreateVpc, &ec2.CreateVpcInput{CidrBlock: new("10.0.0.0/16")})
	refused(reader.on("reader"), "AccessDenied", "", reader.iam.CreateUser, &iam.CreateUserInput{UserName: new("mallory")})
	refused(reader.on("reader"), "AccessDenied", "", reader.s3.CreateBucket, &s3.CreateBucketInput{Bucket: new("not-for-readers")})
	users := does(x, x.iam.ListUsers, &iam.ListUsersInput{}).Users
	for _, u := range users {
		x.holds("a denied user is not made", !strings.Contains(*u.UserName, "mallory"), users)
	}
}

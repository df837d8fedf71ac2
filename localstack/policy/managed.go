// Managed policies: those of the lab's account with their versions, and what the ones of AWS come to.

package policy

import (
	"slices"
	"strings"

	"traillab/localstack/exchange"
)

// managed is a policy that can be attached.
type managed struct {
	versions map[string]*document
	current  string // the id of the default version: v1
}

// policy returns a managed policy by its ARN.
func (b *Book) policy(arn string) named {
	if m := b.managed[arn]; m != nil {
		return named{arn, m.versions[m.current]}
	}
	return named{arn, ofAWS(arn)}
}

// grant is what a policy of AWS comes to.
type grant struct {
	allow, deny []string
	but         []string // it allows everything except these
}

// grants are policies of AWS that people attach while they learn, reduced to their actions: conditions and resources that
// matter in no lab are left out. One that is not here, and whose text cannot be had from the cloud behind the lab, allows nothing.
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
var grants = map[string]grant{
	"AdministratorAccess":      {allow: []string{"*"}},
	"AWSDenyAll":               {deny: []string{"*"}},
	"PowerUserAccess":          {but: []string{"iam:*", "organizations:*", "account:*"}, allow: []string{"iam:ListRoles", "organizations:DescribeOrganization"}},
	"ReadOnlyAccess":           {allow: []string{"*:Describe*", "*:Get*", "*:List*", "*:Lookup*", "*:Search*", "*:BatchGet*", "*:Head*", "dynamodb:Query", "dynamodb:Scan"}},
	"SecurityAudit":            {allow: []string{"*:Describe*", "*:List*", "iam:Get*", "iam:Generate*", "s3:GetBucket*", "s3:GetEncryptionConfiguration", "kms:Get*", "cloudtrail:Get*", "cloudtrail:LookupEvents", "ec2:GetEbsEncryptionByDefault"}},
	"ViewOnlyAccess":           {allow: []string{"*:Describe*", "*:List*", "cloudtrail:LookupEvents", "iam:GetAccountSummary", "s3:ListAllMyBuckets"}},
	"IAMFullAccess":            {allow: []string{"iam:*", "organizations:Describe*", "organizations:List*"}},
	"IAMReadOnlyAccess":        {allow: []string{"iam:Generate*", "iam:Get*", "iam:List*", "iam:Simulate*"}},
	"AmazonEC2FullAccess":      {allow: []string{"ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"}},
	"AmazonEC2ReadOnlyAccess":  {allow: []string{"ec2:Describe*", "ec2:GetSecurityGroupsForVpc", "elasticloadbalancing:Describe*", "cloudwatch:ListMetrics", "cloudwatch:GetMetricStatistics", "cloudwatch:Describe*", "autoscaling:Describe*"}},
	"AmazonS3FullAccess":       {allow: []string{"s3:*", "s3-object-lambda:*"}},
	"AmazonS3ReadOnlyAccess":   {allow: []string{"s3:Get*", "s3:List*", "s3:Describe*"}},
	"AmazonSSMFullAccess":      {allow: []string{"ssm:*", "ssmmessages:*", "ec2messages:*", "cloudwatch:PutMetricData", "ec2:DescribeInstanceStatus", "logs:*"}},
	"AmazonSSMReadOnlyAccess":  {allow: []string{"ssm:Describe*", "ssm:Get*", "ssm:List*"}},
	"AWSBackupFullAccess":      {allow: []string{"backup:*", "backup-storage:*", "iam:ListRoles", "iam:GetRole", "iam:PassRole", "kms:ListKeys", "kms:DescribeKey", "kms:GenerateDataKey", "kms:ListAliases", "kms:CreateGrant", "ec2:Describe*"}},
	"AWSCloudTrail_FullAccess": {allow: []string{"cloudtrail:*", "s3:CreateBucket", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:ListAllMyBuckets", "s3:GetBucketLocation", "s3:GetBucketPolicy", "kms:ListKeys", "kms:ListAliases", "logs:CreateLogGroup", "iam:ListRoles", "iam:GetRole*"}},

	"AWSCloudTrail_ReadOnlyAccess": {allow: []string{"cloudtrail:Get*", "cloudtrail:Describe*", "cloudtrail:List*", "cloudtrail:LookupEvents"}},

	"AmazonSSMManagedInstanceCore": {allow: []string{
		"ssm:DescribeAssociation", "ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument", "ssm:DescribeDocument", "ssm:GetManifest",
		"ssm:GetParameter", "ssm:GetParameters", "ssm:ListAssociations", "ssm:ListInstanceAssociations", "ssm:PutInventory",
		"ssm:PutComplianceItems", "ssm:PutConfigurePackageResult", "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus",
		"ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*",
	}},
	"AWSCompromisedKeyQuarantineV2": {deny: []string{
		"cloudtrail:LookupEvents", "ec2:RequestSpotInstances", "ec2:RunInstances", "ec2:StartInstances", "iam:AddUserToGroup",
		"iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:ChangePassword", "iam:CreateAccessKey",
		"iam:CreateInstanceProfile", "iam:CreateLoginProfile", "iam:CreatePolicyVersion", "iam:CreateRole", "iam:CreateUser",
		"iam:DetachUserPolicy", "iam:PassRole", "iam:PutGroupPolicy", "iam:PutRolePolicy", "iam:PutUserPermissionsBoundary",
		"iam:PutUserPolicy", "iam:SetDefaultPolicyVersion", "iam:UpdateAccessKey", "iam:UpdateAccountPasswordPolicy",
		"iam:UpdateAssumeRolePolicy", "iam:UpdateLoginProfile", "iam:UpdateUser", "lambda:AddLayerVersionPermission",
		"lambda:AddPermission", "lambda:CreateFunction", "lambda:GetPolicy", "lambda:ListTags", "lambda:PutProvisionedConcurrencyConfig",
		"lambda:TagResource", "lambda:UntagResource", "lambda:UpdateFunctionCode", "lightsail:*", "organizations:CreateAccount",
		"organizations:CreateOrganization", "organizations:InviteAccountToOrganization", "s3:DeleteBucket", "s3:DeleteObject",
		"s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration", "s3:PutBucketAcl", "s3:PutBucketOwnershipControls",
		"s3:DeleteBucketPolicy", "s3:ObjectOwnerOverrideToBucketOwner", "s3:PutAccountPublicAccessBlock", "s3:PutBucketPolicy",
		"s3:ListAllMyBuckets",
	}},
}

// ofAWS returns what a policy of AWS comes to, nil where that is not known.
func ofAWS(arn string) *document {
	name, ok := strings.CutPrefix(arn, "arn:aws:iam::aws:policy/")
	g, known := grants[exchange.Last(name)]
	if !ok || !known {
		return nil
	}
	d := &document{}
	everything := choice{patterns: []string{"*"}}
	if g.but != nil {
		d.statements = append(d.statements, statement{name: "but", actions: choice{g.but, true}, resources: everything})
	}
	if g.allow != nil {
		d.statements = append(d.statements, statement{name: "allow", actions: choice{patterns: g.allow}, resources: everything})
	}
	if g.deny != nil {
		d.statements = append(d.statements, statement{name: "deny", deny: true, actions: choice{patterns: g.deny}, resources: everything})
	}
	return d
}

// hanging are the calls that hang managed policies on somebody, by how they begin.
var hanging = []string{"Attach", "Put", "Create", "AssumeRole", "GetFederationToken"}

// meet asks for the text of what a call hangs on somebody, where it was not seen yet.
func (b *Book) meet(c *call) {
	if c.Service != "iam" && c.Service != "sts" || !slices.ContainsFunc(hanging, func(begins string) bool { return strings.HasPrefix(c.Name, begins) }) {
		return
	}
	arns := append(textsAt(c.In, []string{"PolicyArns", "arn"}), c.in("PolicyArn"), c.in("PermissionsBoundary"))
	for _, arn := range arns {
		if arn == "" || b.managed[arn] != nil || ofAWS(arn) != nil {
			continue
		}
		if text := b.text(arn); text != "" {
			b.version(arn, "v1", text, true)
		}
	}
}

// version notes a version of a managed policy.
func (b *Book) version(arn, id, text string, current bool) {
	m := b.managed[arn]
	if m == nil {
		m = &managed{versions: map[string]*document{}}
		b.managed[arn] = m
	}
	m.versions[id] = b.accept(arn+" "+id, text)
	if current || m.current == "" {
		m.current = id
	}
}

// sorted returns the names of what a map has.
func sorted[V any](of map[string]V) []string {
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

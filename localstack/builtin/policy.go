// Policies that stand by themselves, of the account's own and of AWS's.

package builtin

import (
	"strings"
	"time"

	"traillab/localstack/grammar"
	"traillab/localstack/wire"
)

// policy is a managed policy.
type policy struct {
	name, id, arn, path, about string
	since, last                time.Time
	versions                   []*version
	standard                   int // of versions, the one that holds
	made                       int // versions there have been
}

// version is a text of a policy.
type version struct {
	id, document string
	since        time.Time
}

var (
	noPolicy     = fault{"NoSuchEntity", "Policy %s does not exist or is not attachable.", 404}
	policyThere  = fault{"EntityAlreadyExists", "A policy called %s already exists. Duplicate names are not allowed.", 409}
	policyInUse  = fault{"DeleteConflict", "Cannot delete a policy attached to entities.", 409}
	policyMany   = fault{"DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.", 409}
	policyOfAWS  = fault{"AccessDenied", "Not authorized to change AWS managed policy %s", 403}
	awsPolicyARN = "arn:aws:iam::aws:policy/"
)

// awsPolicies are those of AWS's that there are here, reduced to what they allow. Any other is none: nobody would know what it allows.
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
var awsPolicies = map[string]string{
	"AdministratorAccess":          `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`,
	"ReadOnlyAccess":               `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*:Describe*","*:Get*","*:List*"],"Resource":"*"}]}`,
	"PowerUserAccess":              `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}]}`,
	"AmazonEC2FullAccess":          `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`,
	"AmazonVPCFullAccess":          `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`,
	"AmazonS3FullAccess":           `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}]}`,
	"IAMFullAccess":                `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:*"],"Resource":"*"}]}`,
	"SecurityAudit":                allowing("*:Describe*", "*:List*", "iam:Get*", "s3:GetBucket*", "cloudtrail:Get*", "cloudtrail:LookupEvents"),
	"job-function/ViewOnlyAccess":  allowing("*:Describe*", "*:List*", "cloudtrail:LookupEvents"),
	"job-function/Billing":         allowing("aws-portal:*Billing", "budgets:*", "cur:*", "ce:*"),
	"IAMReadOnlyAccess":            allowing("iam:Generate*", "iam:Get*", "iam:List*", "iam:Simulate*"),
	"AmazonEC2ReadOnlyAccess":      allowing("ec2:Describe*", "elasticloadbalancing:Describe*", "autoscaling:Describe*"),
	"AmazonVPCReadOnlyAccess":      allowing("ec2:Describe*"),
	"AmazonS3ReadOnlyAccess":       allowing("s3:Get*", "s3:List*", "s3:Describe*"),
	"AmazonSSMFullAccess":          allowing("ssm:*", "ssmmessages:*", "ec2messages:*", "ec2:DescribeInstanceStatus", "logs:*"),
	"AmazonSSMReadOnlyAccess":      allowing("ssm:Describe*", "ssm:Get*", "ssm:List*"),
	"AWSBackupFullAccess":          allowing("backup:*", "backup-storage:*", "iam:ListRoles", "iam:GetRole", "iam:PassRole", "ec2:Describe*"),
	"AWSCloudTrail_FullAccess":     allowing("cloudtrail:*", "s3:CreateBucket", "s3:PutBucketPolicy", "s3:ListAllMyBuckets", "iam:ListRoles"),
	"AWSCloudTrail_ReadOnlyAccess": allowing("cloudtrail:Get*", "cloudtrail:Describe*", "cloudtrail:List*", "cloudtrail:LookupEvents"),
	"CloudWatchAgentServerPolicy":  allowing("cloudwatch:PutMetricData", "ec2:DescribeVolumes", "ec2:DescribeTags", "logs:PutLogEvents", "logs:CreateLogStream"),

	"service-role/AWS_ConfigRole": allowing("config:Put*", "config:Get*", "config:List*", "s3:PutObject", "s3:GetBucketAcl", "ec2:Describe*", "ssm:List*", "iam:Get*", "iam:List*"),
	"service-role/AWSBackupServiceRolePolicyForBackup": allowing("backup:*", "ec2:CreateSnapshot", "ec2:CreateImage", "ec2:CreateTags", "ec2:Describe*",
		"tag:GetResources"),
	"service-role/AWSBackupServiceRolePolicyForRestores": allowing("backup:*", "ec2:CreateVolume", "ec2:RunInstances", "ec2:CreateTags", "ec2:Describe*"),

	"AWSCompromisedKeyQuarantineV2": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["iam:*","ec2:RunInstances","s3:DeleteBucket"],"Resource":"*"}]}`,

	"AWSDenyAll":                   `{"Version":"2012-10-17","Statement":[{"Sid":"DenyAll","Effect":"Deny","Action":["*"],"Resource":"*"}]}`,
	"AmazonSSMManagedInstanceCore": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:*","ssmmessages:*","ec2messages:*"],"Resource":"*"}]}`,
}

// allowing is a policy that allows some actions.
func allowing(actions ...string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["` + strings.Join(actions, `","`) + `"],"Resource":"*"}]}`
}

func policyCalls() operations {
	return operations{"CreatePolicy": createPolicy, "GetPolicy": getPolicy, "DeletePolicy": deletePolicy, "ListPolicies": listPolicies}
}

// policy is one by its ARN. AWS's are there as soon as they are asked for.
func (q *call) policy(arn string) (*policy, *wire.Error) {
	if p, ok := q.people.policies.get(arn); ok {
		return p, nil
	}
	rest, aws := strings.CutPrefix(arn, awsPolicyARN)
	name, document := rest[strings.LastIndex(rest, "/")+1:], awsPolicies[rest]
	if !aws || document == "" {
		return nil, noPolicy.of(arn)
	}
	since := time.Date(2015, 2, 6, 18, 39, 46, 0, time.UTC)
	p := &policy{name: name, arn: arn, path: "/" + strings.TrimSuffix(rest, name), id: q.letters("ANPA", 21), since: since, last: since}
	p.add(document, since)
	q.people.policies.set(arn, p)
	return p, nil
}

func (p *policy) add(document string, at time.Time) *version {
	p.made++
	v := &version{id: "v" + decimal(p.made), document: document, since: at}
	p.versions = append(p.versions, v)
	return v
}

func (p *policy) aws() bool { return strings.HasPrefix(p.arn, awsPolicyARN) }

// own is a policy of the account's, which it may change.
func (q *call) own() (*policy, *wire.Error) {
	p, refused := q.policy(q.text("PolicyArn"))
	if refused == nil && p.aws() {
		refused = policyOfAWS.of(p.arn)
	}
	return p, refused
}

// holders are the entities that a policy is attached to.
func (q *call) holders(p *policy, s sort) []*entity {
	var found []*entity
	for _, e := range q.people.shelf(s).all() {
		for _, arn := range e.attached {
			if arn == p.arn {
				found = append(found, e)
			}
		}
	}
	return found
}

func (p *policy) show(q *call, alone bool) result {
	attached := 0
	for _, s := range []sort{userSort, crowdSort, roleSort} {
		attached += len(q.holders(p, s))
	}
	out := result{
		"PolicyName": p.name, "PolicyId": p.id, "Arn": p.arn, "Path": p.path, "DefaultVersionId": p.versions[p.standard].id,
		"AttachmentCount": attached, "PermissionsBoundaryUsageCount": 0, "IsAttachable": true, "CreateDate": p.since, "UpdateDate": p.last,
	}
	if alone {
		put(out, "Description", p.about)
	}
	return out
}

func createPolicy(q *call) (result, *wire.Error) {
	name, path, document := q.text("PolicyName"), q.or("Path", "/"), q.text("PolicyDocument")
	if refused := grammar.Identity(document); refused != nil {
		return nil, refused
	}
	arn := "arn:aws:iam::" + q.options.Account + ":policy" + path + name
	if _, taken := q.people.policies.get(arn); taken {
		return nil, policyThere.of(name)
	}
	p := &policy{name: name, arn: arn, path: path, id: q.letters("ANPA", 21), about: q.text("Description"), since: q.now, last: q.now}
	p.add(document, q.now)
	q.people.policies.set(arn, p)
	return result{"Policy": p.show(q, true)}, nil
}

func getPolicy(q *call) (result, *wire.Error) {
	p, refused := q.policy(q.text("PolicyArn"))
	if refused != nil {
		return nil, refused
	}
	return result{"Policy": p.show(q, true)}, nil
}

func deletePolicy(q *call) (result, *wire.Error) {
	p, refused := q.own()
	switch {
	case refused != nil:
		return nil, refused
	case len(p.versions) > 1:
		return nil, policyMany.of()
	case p.show(q, false)["AttachmentCount"] != 0:
		return nil, policyInUse.of()
	}
	q.people.policies.drop(p.arn)
	return nil, nil
}

// listPolicies lists the account's own, and of AWS's those whose text is known.
func listPolicies(q *call) (result, *wire.Error) {
	scope := q.or("Scope", "All")
	if scope != "Local" {
		for _, name := range []string{"AdministratorAccess", "ReadOnlyAccess", "AmazonEC2FullAccess", "AmazonS3FullAccess", "IAMFullAccess", "AmazonSSMManagedInstanceCore"} {
			if _, refused := q.policy(awsPolicyARN + name); refused != nil {
				return nil, refused
			}
		}
	}
	found := []any{}
	for _, p := range q.people.policies.all() {
		shown := p.show(q, false)
		switch {
		case scope == "Local" && p.aws(), scope == "AWS" && !p.aws(), !strings.HasPrefix(p.path, q.text("PathPrefix")):
		case q.flag("OnlyAttached") && shown["AttachmentCount"] == 0:
		default:
			found = append(found, shown)
		}
	}
	return q.paged("Policies", found)
}

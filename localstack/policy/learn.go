// Learning: the calls that make, attach and end policies, and those whom they bind.

package policy

import (
	"cmp"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// call is a call that went through, and its answer.
type call struct {
	*exchange.Call
	out   map[string]any
	given *exchange.Principal
}

func (c *call) in(path ...string) string  { return wire.Text(c.In, path...) }
func (c *call) got(path ...string) string { return wire.Text(c.out, path...) }

// lessons are what the book takes from calls, by service and operation. Those that come in threes, for users, groups and
// roles, are in entityLessons.
var lessons = map[string]func(*Book, *call){
	"iam.CreatePolicy":        (*Book).createPolicy,
	"iam.CreatePolicyVersion": (*Book).createVersion,
	"iam.GetPolicyVersion":    (*Book).seeVersion,
	"iam.SetDefaultPolicyVersion": func(b *Book, c *call) {
		if m := b.managed[c.in("PolicyArn")]; m != nil {
			m.current = c.in("VersionId")
		}
	},
	"iam.DeletePolicy":           func(b *Book, c *call) { delete(b.managed, c.in("PolicyArn")) },
	"iam.AddUserToGroup":         (*Book).join,
	"iam.RemoveUserFromGroup":    (*Book).leave,
	"iam.UpdateAssumeRolePolicy": func(b *Book, c *call) { b.trust(c.in("RoleName"), c.in("PolicyDocument")) },
	"iam.AddRoleToInstanceProfile": func(b *Book, c *call) {
		b.profiles[c.in("InstanceProfileName")] = c.in("RoleName")
	},
	"iam.RemoveRoleFromInstanceProfile": func(b *Book, c *call) { delete(b.profiles, c.in("InstanceProfileName")) },

	"sts.AssumeRole":                (*Book).assume,
	"sts.AssumeRoleWithSAML":        (*Book).assume,
	"sts.AssumeRoleWithWebIdentity": (*Book).assume,
	"sts.GetSessionToken":           (*Book).assume,
	"sts.GetFederationToken":        (*Book).federate,

	"organizations.CreatePolicy":             (*Book).createControl,
	"organizations.UpdatePolicy":             (*Book).updateControl,
	"organizations.DeletePolicy":             func(b *Book, c *call) { delete(b.organization.policies, c.in("PolicyId")) },
	"organizations.AttachPolicy":             (*Book).attachControl,
	"organizations.DetachPolicy":             func(b *Book, c *call) { b.organization.detach(c.in("PolicyId"), c.in("TargetId")) },
	"organizations.DisablePolicyType":        (*Book).disableControls,
	"organizations.DeleteOrganization":       func(b *Book, _ *call) { b.organization = newOrganization() },
	"organizations.MoveAccount":              func(b *Book, c *call) { b.organization.parent[c.in("AccountId")] = c.in("DestinationParentId") },
	"organizations.CreateOrganizationalUnit": func(b *Book, c *call) { b.organization.parent[c.got("OrganizationalUnit", "Id")] = c.in("ParentId") },

	"s3.PutBucketPolicy":    func(b *Book, c *call) { b.buckets[c.in("Bucket")] = b.accept("bucket "+c.in("Bucket"), c.in("Policy")) },
	"s3.DeleteBucketPolicy": func(b *Book, c *call) { delete(b.buckets, c.in("Bucket")) },
	"s3.DeleteBucket":       func(b *Book, c *call) { delete(b.buckets, c.in("Bucket")); delete(b.open, c.in("Bucket")) },
	"s3.CreateBucket":       (*Book).openBucket,
	"s3.PutBucketAcl":       (*Book).openBucket,

	"kms.CreateAlias": func(b *Book, c *call) { b.aliases[c.Region+" "+c.in("AliasName")] = c.in("TargetKeyId") },
	"kms.UpdateAlias": func(b *Book, c *call) { b.aliases[c.Region+" "+c.in("AliasName")] = c.in("TargetKeyId") },
	"kms.DeleteAlias": func(b *Book, c *call) { delete(b.aliases, c.Region+" "+c.in("AliasName")) },
}

// Learn takes from a call that went through what it says of policies.
func (b *Book) Learn(c *exchange.Call, a *exchange.Answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now, b.wall, b.region = c.At, c.Wall, cmp.Or(c.Region, b.region)
	if a.Error != nil || c.In == nil {
		return
	}
	heard := &call{c, a.Out, a.Given}
	b.meet(heard)
	if learn := lessons[c.Service+"."+c.Name]; learn != nil {
		learn(b, heard)
	}
	switch c.Service {
	case "iam":
		b.learnEntity(heard)
	case "ec2":
		b.learnTags(heard)
	}
}

func (b *Book) createPolicy(c *call) {
	if arn := c.got("Policy", "Arn"); arn != "" {
		delete(b.managed, arn)
		b.version(arn, cmp.Or(c.got("Policy", "DefaultVersionId"), "v1"), c.in("PolicyDocument"), true)
	}
}

func (b *Book) createVersion(c *call) {
	current, _ := c.In["SetAsDefault"].(bool)
	b.version(c.in("PolicyArn"), c.got("PolicyVersion", "VersionId"), c.in("PolicyDocument"), current)
}

// seeVersion takes the text of a policy that somebody looked at: of one of AWS, or of one that was there before the lab.
func (b *Book) seeVersion(c *call) {
	if text := c.got("PolicyVersion", "Document"); text != "" {
		current, _ := wire.Value(c.out, "PolicyVersion", "IsDefaultVersion").(bool)
		b.version(c.in("PolicyArn"), cmp.Or(c.got("PolicyVersion", "VersionId"), c.in("VersionId")), text, current)
	}
}

func (b *Book) createControl(c *call) {
	id := c.got("Policy", "PolicySummary", "Id")
	if learnedControl(c.in("Type")) && id != "" {
		b.organization.policies[id] = named{id + " " + c.in("Name"), b.accept(id, c.in("Content"))}
	}
}

func (b *Book) updateControl(c *call) {
	id := c.in("PolicyId")
	if p, known := b.organization.policies[id]; known && c.in("Content") != "" {
		b.organization.policies[id] = named{p.name, b.accept(id, c.in("Content"))}
	}
}

// attachControl attaches a policy of service control; one that the lab did not see made is not known to be one.
func (b *Book) attachControl(c *call) {
	id := c.in("PolicyId")
	if _, known := b.organization.policies[id]; known || id == fullAccess {
		b.organization.attach(id, c.in("TargetId"))
	}
}

// disableControls takes all service control policies away, as AWS does with those of a kind that is disabled.
func (b *Book) disableControls(c *call) {
	if learnedControl(c.in("PolicyType")) {
		o := newOrganization()
		o.policies, o.parent = b.organization.policies, b.organization.parent
		b.organization = o
	}
}

func (b *Book) openBucket(c *call) {
	if acl := c.in("ACL"); acl != "" {
		b.open[c.in("Bucket")] = strings.HasPrefix(acl, "public-read")
	}
}

// Resources: the ARNs of what a call is about, made of templates and the members of its input.

package policy

import (
	"cmp"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// resources returns the ARNs that a call is about. known is false when the tables do not know them: "*" stands for them then.
func (b *Book) resources(c *exchange.Call) (found []string, known bool) {
	switch c.Service {
	case "ec2":
		return b.network(c)
	case "iam":
		return b.entities(c), true
	case "s3":
		return b.objects(c), true
	}
	row, known := onResources[c.Service+"."+c.Name]
	if !known {
		row, known = anyResources[c.Service]
	}
	if len(row) == 1 && row[0] == everything {
		return []string{"*"}, true
	}
	for _, template := range row {
		found = append(found, b.fill(c, template)...)
		if len(found) > 0 && strings.HasPrefix(template, "=") {
			break
		}
	}
	if len(found) == 0 {
		return []string{"*"}, c.Operation != nil && c.Operation.Reads()
	}
	return found, known
}

// everything is the resource of what cannot be narrowed to some.
const everything = "everything"

// network returns what a call of ec2 is about. What only looks is about everything.
func (b *Book) network(c *exchange.Call) (found []string, known bool) {
	row, known := onNetwork[c.Name]
	if !known || row == everything {
		return []string{"*"}, known || c.Operation != nil && c.Operation.Reads()
	}
	for part := range strings.FieldsSeq(row) {
		kind, member, _ := strings.Cut(part, ":")
		member, optional := strings.CutSuffix(member, "?")
		ids := textsAt(c.In, strings.Split(member, "."))
		if len(ids) == 0 && !optional {
			ids = []string{"*"}
		}
		for _, id := range ids {
			found = append(found, b.thing(c, kind, id))
		}
	}
	return found, true
}

// owned are the kinds of things whose ARN names no account, for they may be anybody's.
var owned = map[string]bool{"image": true, "snapshot": true}

// thing is the ARN of something of ec2.
func (b *Book) thing(c *exchange.Call, kind, id string) string {
	owner := b.account
	if owned[kind] {
		owner = ""
	}
	if kind == "*" && id != "*" {
		kind = kindOf(id)
	}
	return "arn:aws:ec2:" + c.Region + ":" + owner + ":" + kind + "/" + id
}

// kindOf is the kind of thing that has an id.
func kindOf(id string) string {
	for kind, prefix := range prefixes {
		if strings.HasPrefix(id, prefix) {
			return kind
		}
	}
	kind, _, _ := strings.Cut(id, "-")
	return kind
}

// entities returns what a call of iam is about: the group, the instance profile, the role, the user or the policy that it names,
// the first of them, and the caller where a call about a user names none.
func (b *Book) entities(c *exchange.Call) []string {
	path := cmp.Or(wire.Text(c.In, "Path"), "/")
	member := func(name string) string { return wire.Text(c.In, name) }
	switch {
	case member("GroupName") != "":
		return []string{b.entityARN(b.groups, "group"+path, member("GroupName"))}
	case member("InstanceProfileName") != "":
		return []string{b.iam("instance-profile" + path + member("InstanceProfileName"))}
	case member("RoleName") != "":
		return []string{b.entityARN(b.roles, "role"+path, member("RoleName"))}
	case member("UserName") != "":
		return []string{b.entityARN(b.users, "user"+path, member("UserName"))}
	case member("PolicyArn") != "":
		return []string{member("PolicyArn")}
	case member("PolicySourceArn") != "":
		return []string{member("PolicySourceArn")}
	case c.Name == "CreatePolicy":
		return []string{b.iam("policy" + path + member("PolicyName"))}
	case c.Name == "CreateServiceLinkedRole":
		return []string{b.iam("role/aws-service-role/" + member("AWSServiceName") + "/*")}
	case listed[c.Name] != "":
		return []string{b.iam(listed[c.Name] + cmp.Or(member("PathPrefix"), "/"))}
	case ofCaller[c.Name] && c.Who.Type == "IAMUser":
		return []string{b.entityARN(b.users, "user/", c.Who.User)}
	}
	return []string{"*"}
}

// listed are the kinds of what calls list.
var listed = map[string]string{"ListUsers": "user", "ListGroups": "group", "ListRoles": "role", "ListInstanceProfiles": "instance-profile"}

// ofCaller are the calls that are about their caller when they name nobody.
var ofCaller = map[string]bool{
	"GetUser": true, "CreateAccessKey": true, "ListAccessKeys": true, "UpdateAccessKey": true, "DeleteAccessKey": true, "ListMFADevices": true,
	"ChangePassword": true, "ListSigningCertificates": true, "UploadSigningCertificate": true, "ListSSHPublicKeys": true,
}

// entityARN is the ARN of an entity as the lab saw it made, or as it would be called.
func (b *Book) entityARN(all map[string]*entity, path, name string) string {
	if e := all[name]; e != nil && e.arn != "" {
		return e.arn
	}
	return b.iam(strings.TrimSuffix(path, "/") + "/" + name)
}

// objects returns what a call of s3 is about: objects where it names keys, else a bucket, else everything.
func (b *Book) objects(c *exchange.Call) []string {
	bucket := wire.Text(c.In, "Bucket")
	if bucket == "" {
		return []string{"*"}
	}
	arn := bucket
	if !strings.HasPrefix(bucket, "arn:") {
		arn = "arn:aws:s3:::" + bucket
	}
	if key := wire.Text(c.In, "Key"); key != "" {
		return []string{arn + "/" + key}
	}
	if c.Name != "DeleteObjects" {
		return []string{arn}
	}
	var all []string
	for _, key := range textsAt(c.In, []string{"Delete", "Objects", "Key"}) {
		all = append(all, arn+"/"+key)
	}
	return all
}

// fill makes ARNs of a template: {region}, {account}, and one member in braces, which may have several values. There is
// none where the input does not have the member. A value that is an ARN is itself.
func (b *Book) fill(c *exchange.Call, template string) []string {
	template = strings.NewReplacer("{region}", c.Region, "{account}", b.account).Replace(strings.TrimPrefix(template, "="))
	before, rest, ok := strings.Cut(template, "{")
	if !ok {
		return []string{template}
	}
	member, after, _ := strings.Cut(rest, "}")
	var all []string
	for _, v := range textsAt(c.In, strings.Split(member, ".")) {
		switch {
		case strings.HasPrefix(v, "arn:"):
			all = append(all, v)
		case c.Service == "kms" && strings.HasPrefix(v, "alias/") && strings.HasSuffix(before, ":key/"):
			all = append(all, before+cmp.Or(b.aliases[c.Region+" "+v], v)+after)
		case c.Service == "ssm" && strings.HasSuffix(before, ":document/") && (strings.HasPrefix(v, "AWS-") || strings.HasPrefix(v, "Amazon")):
			all = append(all, strings.Replace(before, ":"+b.account+":", "::", 1)+v+after) // AWS's own documents are nobody's
		default:
			all = append(all, before+strings.TrimPrefix(v, "/")+after)
		}
	}
	return all
}

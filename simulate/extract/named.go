// Names of the log that are no ids: roles, users, groups, profiles, policies and buckets. They keep their names, for a verdict may
// rest on one, and are made before the story where the log does not tell that they were.

package extract

import (
	"fmt"
	"slices"
	"strings"

	"traillab/simulate/script"
)

// creator makes what a member of a request names.
type creator struct{ member, service, operation string }

// creators make what a member of a request names, by the member.
var creators = []creator{
	{"RoleName", "iam", "CreateRole"},
	{"UserName", "iam", "CreateUser"},
	{"GroupName", "iam", "CreateGroup"},
	{"InstanceProfileName", "iam", "CreateInstanceProfile"},
	{"Bucket", "s3", "CreateBucket"},
}

// ties are the calls that make what another undoes.
var ties = map[string]string{
	"iam.DetachRolePolicy": "AttachRolePolicy", "iam.DetachUserPolicy": "AttachUserPolicy", "iam.DetachGroupPolicy": "AttachGroupPolicy",
	"iam.DeleteRolePolicy": "PutRolePolicy", "iam.DeleteUserPolicy": "PutUserPolicy", "iam.DeleteGroupPolicy": "PutGroupPolicy",
	"iam.RemoveRoleFromInstanceProfile": "AddRoleToInstanceProfile", "iam.RemoveUserFromGroup": "AddUserToGroup",
}

// needs makes what a call names and the story has not made.
func (t *telling) needs(m *move, in map[string]any) error {
	for _, c := range creators {
		name, _ := in[c.member].(string)
		key := c.member + " " + name
		if name == "" || c.service != m.call.Service || t.named[key] {
			continue
		}
		t.named[key] = true
		if t.creates(c.member, name) {
			continue
		}
		if err := t.prelude(c.service+"."+c.operation, name, t.created(c.member, name)); err != nil {
			return err
		}
	}
	if err := t.trail(m, in); err != nil {
		return err
	}
	profile, _ := in["IamInstanceProfile"].(map[string]any)
	name, _ := profile["Name"].(string)
	if arn, _ := profile["Arn"].(string); name == "" && arn != "" {
		name = arn[strings.LastIndexByte(arn, '/')+1:]
	}
	if name != "" {
		if err := t.profile(name); err != nil {
			return err
		}
	}
	if before := ties[m.call.name()]; before != "" && !m.refused() && !t.tied(m, before) {
		made := map[string]any{}
		for name, v := range in {
			made[name] = v
		}
		if strings.HasPrefix(before, "Put") {
			made["PolicyDocument"] = nothing
		}
		return t.prelude("iam."+before, script.Text(in["PolicyName"])+script.Text(in["PolicyArn"]), made)
	}
	return nil
}

// creates reports whether the story makes something of a name itself.
func (t *telling) creates(member, name string) bool {
	return slices.ContainsFunc(t.moves, func(m *move) bool {
		return slices.ContainsFunc(creators, func(c creator) bool {
			return c.member == member && m.call.name() == c.service+"."+c.operation
		}) && m.call.In[member] == name && !m.refused() && t.Can(m.call.Service, m.call.Operation)
	})
}

// nothing is a policy that allows next to nothing.
var nothing = map[string]any{"$json": map[string]any{"Version": "2012-10-17", "Statement": []any{
	map[string]any{"Effect": "Allow", "Action": "sts:GetCallerIdentity", "Resource": "*"},
}}}

// tied reports whether the story has made what a call undoes.
func (t *telling) tied(m *move, maker string) bool {
	return slices.ContainsFunc(t.moves[:t.now], func(other *move) bool {
		if other.step == nil || other.refused() || other.call.Operation != maker {
			return false
		}
		for name, v := range m.call.In {
			if other.call.In[name] != v {
				return false
			}
		}
		return true
	})
}

// created is what makes something of a name.
func (t *telling) created(member, name string) map[string]any {
	in := map[string]any{member: name}
	switch member {
	case "RoleName":
		in["AssumeRolePolicyDocument"] = trust
	case "Bucket":
		in["CreateBucketConfiguration"] = map[string]any{"LocationConstraint": "$region"}
	}
	return in
}

// trust lets instances take a role.
var trust = map[string]any{"$json": map[string]any{"Version": "2012-10-17", "Statement": []any{
	map[string]any{"Effect": "Allow", "Principal": map[string]any{"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
}}}

// prelude makes something by its name before the story.
func (t *telling) prelude(do, about string, in map[string]any) error {
	made := script.Step{Title: "stand in for what is older than the log", Do: do, In: in}
	if service, operation, _ := made.Call(); !t.Can(service, operation) {
		return fmt.Errorf("%s is older than the log, and %w", about, errUnasked)
	}
	t.setup = append(t.setup, made)
	note(&t.report.Prelude, Note{About: about, Text: do})
	return nil
}

// profile makes an instance profile with a role by which its instances can be managed.
func (t *telling) profile(name string) error {
	if t.named["InstanceProfileName "+name] || t.creates("InstanceProfileName", name) {
		return nil
	}
	t.named["InstanceProfileName "+name] = true
	role := strings.TrimSuffix(name, "-profile") + "-role"
	made := []script.Step{
		{Do: "iam.CreateInstanceProfile", In: map[string]any{"InstanceProfileName": name}},
		{Do: "iam.AddRoleToInstanceProfile", In: map[string]any{"InstanceProfileName": name, "RoleName": role}},
	}
	if !t.named["RoleName "+role] {
		t.named["RoleName "+role] = true
		managed := map[string]any{"RoleName": role, "PolicyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}
		made = append([]script.Step{{Do: "iam.CreateRole", In: t.created("RoleName", role)}, {Do: "iam.AttachRolePolicy", In: managed}}, made...)
	}
	for _, s := range made {
		if err := t.prelude(s.Do, name, s.In); err != nil {
			return err
		}
	}
	return nil
}

// accessKey is a key of a user's that nobody in the story calls with.
func (t *telling) accessKey(m *move, user, key string) (any, error) {
	if t.access[key] == "" {
		if err := t.needs(m, map[string]any{"UserName": user}); err != nil {
			return nil, err
		}
		name := t.names.free("access_key")
		if err := t.prelude("iam.CreateAccessKey", "a key of "+user, map[string]any{"UserName": user}); err != nil {
			return nil, err
		}
		t.setup[len(t.setup)-1].Save = map[string]string{name: "AccessKey.AccessKeyId"}
		t.access[key] = name
	}
	return "$" + t.access[key], nil
}

// store makes a bucket for logs, once.
func (t *telling) store() (name string, err error) {
	name = t.bucket("a bucket for logs")
	if t.named["Bucket "+name] {
		return name, nil
	}
	t.named["Bucket "+name] = true
	if err := t.prelude("s3.CreateBucket", name, t.created("Bucket", name)); err != nil {
		return name, err
	}
	writes := map[string]any{"$json": map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
		"Effect": "Allow", "Principal": map[string]any{"Service": []any{"cloudtrail.amazonaws.com", "delivery.logs.amazonaws.com"}},
		"Action": []any{"s3:GetBucketAcl", "s3:PutObject"}, "Resource": []any{"arn:aws:s3:::" + name, "arn:aws:s3:::" + name + "/*"},
	}}}}
	return name, t.prelude("s3.PutBucketPolicy", name, map[string]any{"Bucket": name, "Policy": writes})
}

// trail makes the trail that a call is about, logging, unless the story makes it.
func (t *telling) trail(m *move, in map[string]any) error {
	name, _ := in["Name"].(string)
	if m.call.Operation == "PutEventSelectors" || m.call.Operation == "PutInsightSelectors" {
		name, _ = in["TrailName"].(string)
	}
	if m.call.Service != "cloudtrail" || name == "" || t.named["trail "+name] || strings.HasPrefix(name, "$") {
		return nil
	}
	t.named["trail "+name] = true
	if m.call.Operation == "CreateTrail" {
		return nil
	}
	short := name[strings.LastIndexByte(name, '/')+1:] // of an ARN
	bucket, err := t.store()
	if err != nil {
		return err
	}
	names := []string{short}
	if !t.named["trail "] && t.moves[len(t.moves)-1].event.Time.After(m.event.Time) {
		t.named["trail "] = true
		names = append(names, "trail-of-the-log") // another wrote what came afterwards
	}
	for _, name := range names {
		if err := t.prelude("cloudtrail.CreateTrail", name, map[string]any{"Name": name, "S3BucketName": bucket, "IsMultiRegionTrail": true}); err != nil {
			return err
		}
		if err := t.prelude("cloudtrail.StartLogging", name, map[string]any{"Name": name}); err != nil {
			return err
		}
	}
	return nil
}

// Context: what is known of a request beside who, what and on which resource.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

package policy

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Context is the values of condition keys, by keys in lower case; a tag's name is a part of its key. A key that is not in
// it is absent from the request.
type Context map[string][]string

func (c Context) get(key string) []string { return c[strings.ToLower(key)] }

func (c Context) set(key string, values ...string) {
	if len(values) > 0 && !slices.Equal(values, []string{""}) {
		c[strings.ToLower(key)] = values
	}
}

// with returns the context and what another has besides.
func (c Context) with(more Context) Context {
	all := maps.Clone(more)
	for key, values := range c {
		all.set(key, values...)
	}
	return all
}

// context is what a call tells.
func (b *Book) context(c *exchange.Call) Context {
	k := b.about(c.Who, c.Key, c.At)
	if address, err := netip.ParseAddr(c.From); err == nil {
		k.set("aws:SourceIp", address.Unmap().String())
	}
	k.set("aws:UserAgent", c.Agent)
	k.set("aws:RequestedRegion", c.Region)
	if c.Operation != nil && c.Operation.Service.Global {
		k.set("aws:RequestedRegion", "us-east-1")
	}
	k.set("aws:SecureTransport", "true") // the lab plays AWS's endpoints, and those are asked over TLS
	k.set("aws:ViaAWSService", "false")
	k.set("aws:PrincipalIsAWSService", "false")
	b.requestTags(k, c.In)
	for _, row := range keysOf[c.Service] {
		k.set(row.key, textsAt(c.In, strings.Split(row.member, "."))...)
	}
	if c.Service == "ec2" {
		k.set("ec2:Region", c.Region)
	}
	b.resourceTags(k, c.In)
	return k
}

// about is what is known of a principal at a moment.
func (b *Book) about(who exchange.Principal, key string, at time.Time) Context {
	k := Context{}
	k.set("aws:CurrentTime", at.UTC().Format(time.RFC3339))
	k.set("aws:EpochTime", strconv.FormatInt(at.Unix(), 10))
	k.set("aws:PrincipalArn", b.arnOf(who))
	k.set("aws:PrincipalAccount", who.Account)
	k.set("aws:PrincipalType", principalTypes[who.Type])
	k.set("aws:userid", who.ID)
	s := b.session(who, key)
	tags := map[string]string{}
	switch who.Type {
	case "IAMUser":
		k.set("aws:username", who.User)
		if e := b.users[who.User]; e != nil {
			tags = e.tags
		}
	case "AssumedRole", "Role":
		if e := b.roles[roleOf(who)]; e != nil {
			tags = e.tags
		}
	}
	for _, from := range []map[string]string{tags, s.tagsOf()} {
		for name, value := range from {
			k["aws:principaltag/"+strings.ToLower(name)] = []string{value}
		}
	}
	if t := s.token(who); t != nil && !t.Since.IsZero() {
		k.set("aws:TokenIssueTime", t.Since.UTC().Format(time.RFC3339))
		if !t.Wall.IsZero() {
			k.set(issuedByWall, t.Wall.UTC().Format(time.RFC3339))
		}
		k.set("aws:MultiFactorAuthPresent", strconv.FormatBool(t.MFA))
	}
	return k
}

// principalTypes are the values of aws:PrincipalType by the types of userIdentity.
var principalTypes = map[string]string{
	"Root": "Account", "IAMUser": "User", "AssumedRole": "AssumedRole", "Role": "AssumedRole", "FederatedUser": "FederatedUser", "AWSAccount": "Anonymous",
}

func (s *session) tagsOf() map[string]string {
	if s == nil {
		return nil
	}
	return s.tags
}

// keysOf are condition keys that the members of a request tell, by services.
var keysOf = map[string][]struct{ key, member string }{
	"ec2": {
		{"ec2:InstanceType", "InstanceType"},
		{"ec2:InstanceType", "InstanceType.Value"},
		{"ec2:MetadataHttpTokens", "MetadataOptions.HttpTokens"},
		{"ec2:MetadataHttpTokens", "HttpTokens"},
		{"ec2:InstanceID", "InstanceId"},
		{"ec2:ImageID", "ImageId"},
		{"ec2:SubnetID", "SubnetId"},
		{"ec2:VpcID", "VpcId"},
		{"ec2:InternetGatewayID", "InternetGatewayId"},
		{"ec2:RouteTableID", "RouteTableId"},
		{"ec2:NetworkAclID", "NetworkAclId"},
		{"ec2:SecurityGroupID", "GroupId"},
		{"ec2:NetworkInterfaceID", "NetworkInterfaceId"},
		{"ec2:VolumeID", "VolumeId"},
		{"ec2:SnapshotID", "SnapshotId"},
		{"ec2:VolumeType", "VolumeType"},
		{"ec2:VolumeSize", "Size"},
		{"ec2:Encrypted", "Encrypted"},
		{"ec2:AvailabilityZone", "AvailabilityZone"},
		{"ec2:AllocationId", "AllocationId"},
		{"ec2:AuthorizedUser", "LaunchPermission.Add.UserId"},
	},
	"s3": {
		{"s3:prefix", "Prefix"},
		{"s3:delimiter", "Delimiter"},
		{"s3:max-keys", "MaxKeys"},
		{"s3:VersionId", "VersionId"},
		{"s3:x-amz-acl", "ACL"},
		{"s3:x-amz-server-side-encryption", "ServerSideEncryption"},
		{"s3:x-amz-server-side-encryption-aws-kms-key-id", "SSEKMSKeyId"},
		{"s3:LocationConstraint", "CreateBucketConfiguration.LocationConstraint"},
	},
	"iam": {
		{"iam:PolicyARN", "PolicyArn"},
		{"iam:PermissionsBoundary", "PermissionsBoundary"},
		{"iam:AWSServiceName", "AWSServiceName"},
	},
	"sts": {{"sts:ExternalId", "ExternalId"}, {"sts:RoleSessionName", "RoleSessionName"}, {"sts:SourceIdentity", "SourceIdentity"}},
	"ssm": {{"ssm:Overwrite", "Overwrite"}, {"ssm:Recursive", "Recursive"}},
	"kms": {{"kms:KeySpec", "KeySpec"}, {"kms:KeyUsage", "KeyUsage"}, {"kms:RequestAlias", "AliasName"}, {"kms:BypassPolicyLockoutSafetyCheck", "BypassPolicyLockoutSafetyCheck"}},
}

// textsAt returns what members hold, as texts. A path goes through structures and lists.
func textsAt(v any, path []string) []string {
	switch v := v.(type) {
	case []any:
		var all []string
		for _, element := range v {
			all = append(all, textsAt(element, path)...)
		}
		return all
	case map[string]any:
		if len(path) > 0 {
			return textsAt(v[path[0]], path[1:])
		}
	case string, bool, int64, float64:
		if len(path) == 0 {
			return []string{fmt.Sprint(v)}
		}
	}
	return nil
}

// requestTags are the tags that a call would give.
func (b *Book) requestTags(k Context, in map[string]any) {
	tags := tagsIn(in["Tags"])
	for specification := range wire.Each(in["TagSpecifications"]) {
		maps.Copy(tags, tagsIn(specification["Tags"]))
	}
	for name, value := range tags {
		k["aws:requesttag/"+strings.ToLower(name)] = []string{value}
	}
	k.set("aws:TagKeys", sorted(tags)...)
}

// resourceTags are the tags of what a call of ec2 names. Where things of several tags are named, the last one's count.
func (b *Book) resourceTags(k Context, in map[string]any) {
	walk(in, func(id string) {
		for name, value := range b.tags[id] {
			k["aws:resourcetag/"+strings.ToLower(name)] = []string{value}
			k["ec2:resourcetag/"+strings.ToLower(name)] = []string{value}
		}
	})
}

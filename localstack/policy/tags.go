// Tags of what ec2 holds, for conditions on aws:ResourceTag.

package policy

import (
	"cmp"
	"maps"
	"strings"

	"traillab/localstack/wire"
)

// prefixes are how ids of things begin whose type, as tag specifications name it, is not their beginning.
var prefixes = map[string]string{
	"internet-gateway": "igw-", "security-group": "sg-", "network-interface": "eni-", "instance": "i-", "volume": "vol-", "natgateway": "nat-",
	"snapshot": "snap-", "image": "ami-", "route-table": "rtb-", "network-acl": "acl-", "elastic-ip": "eipalloc-", "vpc-endpoint": "vpce-",
	"egress-only-internet-gateway": "eigw-", "vpc-peering-connection": "pcx-", "launch-template": "lt-", "key-pair": "key-", "vpc-flow-log": "fl-",
}

// learnTags takes from a call of ec2 what it says of tags: of things that were there, and of those that it made.
func (b *Book) learnTags(c *call) {
	resources, _ := c.In["Resources"].([]any)
	switch c.Name {
	case "CreateTags":
		for _, id := range resources {
			b.tag(id, tagsIn(c.In["Tags"]))
		}
	case "DeleteTags":
		for _, id := range resources {
			if id, ok := id.(string); ok {
				b.untag(id, c.In["Tags"])
			}
		}
	default:
		for specification := range wire.Each(c.In["TagSpecifications"]) {
			kind := wire.Text(specification, "ResourceType")
			walk(c.out, func(id string) {
				if strings.HasPrefix(id, cmp.Or(prefixes[kind], kind+"-")) {
					b.tag(id, tagsIn(specification["Tags"]))
				}
			})
		}
	}
}

func (b *Book) tag(id any, tags map[string]string) {
	name, ok := id.(string)
	if !ok || len(tags) == 0 {
		return
	}
	if b.tags[name] == nil {
		b.tags[name] = map[string]string{}
	}
	maps.Copy(b.tags[name], tags)
}

// untag takes tags away: all of a thing's where none is named, and only those that have the value where one is told.
func (b *Book) untag(id string, tags any) {
	if list, _ := tags.([]any); len(list) == 0 {
		delete(b.tags, id)
		return
	}
	for tag := range wire.Each(tags) {
		if wanted, told := tag["Value"].(string); !told || wanted == b.tags[id][wire.Text(tag, "Key")] {
			delete(b.tags[id], wire.Text(tag, "Key"))
		}
	}
}

// tagsIn reads a list of tags.
func tagsIn(list any) map[string]string {
	tags := map[string]string{}
	for tag := range wire.Each(list) {
		tags[wire.Text(tag, "Key")] = wire.Text(tag, "Value")
	}
	return tags
}

func forget(tags map[string]string, keys any) {
	list, _ := keys.([]any)
	for _, key := range list {
		if key, ok := key.(string); ok {
			delete(tags, key)
		}
	}
}

// walk tells every text in a value.
func walk(v any, tell func(string)) {
	switch v := v.(type) {
	case string:
		tell(v)
	case []any:
		for _, element := range v {
			walk(element, tell)
		}
	case map[string]any:
		for _, name := range sorted(v) {
			walk(v[name], tell)
		}
	}
}

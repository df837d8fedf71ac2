// Tools: what networks are made with, and the tags that each of them leaves on what it makes.

package corpus

import (
	"strings"

	"traillab/analyze/trail/dialect"
)

// tool is what somebody builds with.
type tool uint8

const (
	terraform tool = iota
	stack          // CloudFormation
	console
)

// tags is a list of one Name tag and what the tool adds, as classic requests carry it.
func (w *world) tags(resource, name string) dialect.List {
	return dialect.List{dialect.Of("resourceType", resource, "tags", w.named(name))}
}

// named are the tags themselves.
func (w *world) named(name string) dialect.List {
	l := dialect.List{dialect.Of("key", "Name", "value", name)}
	switch w.tool {
	case terraform:
		l = append(l, dialect.Of("key", "ManagedBy", "value", "terraform"))
	case stack:
		whole, _, _ := strings.Cut(name, "-")
		l = append(l, dialect.Of("key", "aws:cloudformation:stack-name", "value", whole), dialect.Of("key", "aws:cloudformation:logical-id", "value", logical(name)))
	case console:
	}
	return l
}

// logical is how templates write names: shop-public-a is ShopPublicA.
func logical(name string) string {
	var to strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		if word != "" {
			to.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return to.String()
}

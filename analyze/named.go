// Names from beside the call: an Event-history table has no requests, only the resources that a call concerned. Where
// exactly one of them is of a kind, it is the one that the call was about.

package analyze

import (
	"strings"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// prefix is the beginning of EC2 ids of a kind of the relation table.
func prefix(kind string) string {
	switch kind {
	case "internet-gateway":
		return "igw-"
	case "vpn-gateway":
		return "vgw-"
	case "nat-gateway":
		return "nat-"
	case "vpc", "subnet":
		return kind + "-"
	case "route-table":
		return "rtb-"
	case "interface":
		return "eni-"
	case "instance":
		return "i-"
	case "volume":
		return "vol-"
	}
	return ""
}

// complete fills the ends of ties that a record without request and response leaves open.
func complete(ties []dialect.Tie, e *trail.Event) []dialect.Tie {
	if e.Request != "" || e.Response != "" {
		return ties
	}
	for i := range ties {
		child, parent, _ := strings.Cut(ties[i].Relation, "/")
		if ties[i].Child == "" {
			ties[i].Child = e.OnlyID(prefix(child))
		}
		if ties[i].Parent == "" {
			ties[i].Parent = e.OnlyID(prefix(parent))
		}
	}
	return ties
}

// Ids: what begins how. Somebody who is asked for a VPC and says an instance is told so before anything is printed.

package playbook

import (
	"fmt"
	"strings"
)

// beginning is how the ids begin that an origin tells, "" where it tells something else.
func beginning(from string) string {
	switch from {
	case "chain.vpc":
		return "vpc-"
	case "chain.gateway":
		return "igw-"
	case "chain.instance", "chain.instances", "chain.instances_of_actors":
		return "i-"
	case "chain.route_tables":
		return "rtb-"
	default:
		return ""
	}
}

// identified reports which id in a value is one of something else. What is empty is not known.
func identified(from string, value any) error {
	want := beginning(from)
	list, several := value.([]any)
	if !several {
		list = []any{value}
	}
	for _, element := range list {
		if id, ok := element.(string); ok && id != "" && !strings.HasPrefix(id, want) {
			return fmt.Errorf("%q is not the id of %s: such a one begins with %s", id, thing(want), want)
		}
	}
	return nil
}

// thing is what an id is of, by its beginning.
func thing(beginning string) string {
	switch beginning {
	case "vpc-":
		return "a VPC"
	case "igw-":
		return "an internet gateway"
	case "rtb-":
		return "a route table"
	default:
		return "an instance"
	}
}

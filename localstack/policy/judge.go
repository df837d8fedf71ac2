// Judging: policies that are handed in rather than learnt, as SimulateCustomPolicy does.

package policy

import "fmt"

// Judge decides a request by the policies of its principal, and the boundaries that limit them; none is no limit. The error is that
// of a policy that cannot be read.
func Judge(policies, boundaries []string, r Request) (Decision, error) {
	b := New("000000000000")
	l := layers{bounded: len(boundaries) > 0}
	for _, side := range []struct {
		texts []string
		name  string
		to    *[]named
	}{{policies, "PolicyInputList", &l.identity}, {boundaries, "PermissionsBoundaryPolicyInputList", &l.boundary}} {
		for i, text := range side.texts {
			d, err := read(text)
			if err != nil {
				return Decision{}, err
			}
			*side.to = append(*side.to, named{fmt.Sprintf("%s.%d", side.name, i+1), d})
		}
	}
	return b.overall(r, func(string) layers { return l }), nil
}

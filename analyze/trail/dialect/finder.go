// Finders: where in a call the ids of a relation are found, written so that they can be read in a table.
//
//	q.vpcId                        every text at that path of the request; p. is the response, a. the record itself
//	q.publicIp | q.associationId   the first of them that finds anything
//	q.routeTableId / q.destination both, joined by a slash, each with each
//	m.role                         what the message of a refusal names: "on resource: role NAME"
//	'internet'                     that word, of a place or a setting that has no id
//	rules                          the rules of a security group; see rule.go

package dialect

import "strings"

// find evaluates a finder. It returns nil when nothing is found.
func find(c *Call, finder string) []string {
	left, right, joined := strings.Cut(finder, " / ")
	found := findFirst(c, left)
	if !joined {
		return found
	}
	var both []string
	for _, r := range find(c, right) {
		for _, l := range found {
			both = append(both, l+"/"+r)
		}
	}
	return both
}

func findFirst(c *Call, alternatives string) []string {
	for a := range strings.SplitSeq(alternatives, " | ") {
		if found := findAt(c, a); len(found) > 0 {
			return found
		}
	}
	return nil
}

func findAt(c *Call, place string) []string {
	if word, ok := strings.CutPrefix(place, "'"); ok {
		return []string{strings.TrimSuffix(word, "'")}
	}
	where, path, _ := strings.Cut(place, ".")
	switch where {
	case "q":
		return c.Request.All(path)
	case "p":
		return c.Response.All(path)
	case "m":
		return named(c.ErrorText, path)
	case "rules":
		return rules(c)
	}
	switch place {
	case "a.account":
		return one(c.Account)
	case "a.region":
		return one(c.Region)
	}
	return nil
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// holds evaluates a condition: "" always holds, "q.path" when anything is there, "q.path = word" when it is that word,
// case aside, "q.path = word-*" when it begins so.
func holds(c *Call, condition string) bool {
	if condition == "" {
		return true
	}
	place, want, compared := strings.Cut(condition, " = ")
	found := findFirst(c, place)
	if !compared {
		return len(found) > 0
	}
	prefix, open := strings.CutSuffix(want, "*")
	for _, f := range found {
		if strings.EqualFold(f, want) || open && len(f) >= len(prefix) && strings.EqualFold(f[:len(prefix)], prefix) {
			return true
		}
	}
	return false
}

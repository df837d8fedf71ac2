// Writing statements, and finding one's way in an answer.

package baseline

import (
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

const yes = "yes" // the text of topology.Yes

func (s *sheet) say(kind topology.Kind, id string, a topology.Aspect, key, text string) {
	if id != "" {
		s.statements = append(s.statements, topology.Statement{Kind: kind, ID: id, Aspect: a, Key: key, Text: text})
	}
}

func (s *sheet) yes(kind topology.Kind, id string, a topology.Aspect, key string) {
	s.say(kind, id, a, key, yes)
}

// veil says that nobody can know something, and why.
func (s *sheet) veil(kind topology.Kind, id string, a topology.Aspect, why string) {
	s.statements = append(s.statements, topology.Statement{Kind: kind, ID: id, Aspect: a, Why: why})
}

// flag says Yes or None.
func (s *sheet) flag(kind topology.Kind, id string, a topology.Aspect, on bool) {
	if on {
		s.yes(kind, id, a, "")
		return
	}
	s.say(kind, id, a, "", "")
}

// told says a flag only if the answer has it.
func (s *sheet) told(kind topology.Kind, id string, a topology.Aspect, flag string) {
	if flag != "" {
		s.flag(kind, id, a, flag == "true")
	}
}

// to says what a thing is, lies in or belongs to; nothing when the answer does not name it.
func (s *sheet) to(kind topology.Kind, id string, a topology.Aspect, key string, to, or topology.Target) {
	if id != "" && to.ID != "" {
		s.statements = append(s.statements, topology.Statement{Kind: kind, ID: id, Aspect: a, Key: key, To: to, Or: or})
	}
}

func (s *sheet) in(kind topology.Kind, id string, a topology.Aspect, of topology.Kind, parent string) {
	s.to(kind, id, a, "", topology.Target{Kind: of, ID: parent}, topology.Target{})
}

// stands says that a thing is there, whose it is and what it is called.
func (s *sheet) stands(kind topology.Kind, id string, o dialect.Object) {
	s.yes(kind, id, topology.Exists, "")
	if owner := o.First("ownerId"); id != "" && owner != "" && owner != s.account && (kind == topology.VPC || kind == topology.Subnet) {
		s.statements[len(s.statements)-1].Account = owner
	}
	for _, set := range []string{"tags", "tagSet"} {
		for _, tag := range objects(o, set) {
			if tag.First("key") == "Name" {
				s.say(kind, id, topology.Name, "", tag.First("value"))
			}
		}
	}
}

// birth notes that the answer tells the table, group or ACL that the VPC was born with.
func (s *sheet) birth(kind topology.Kind, vpc string) {
	if s.born[kind] == nil {
		s.born[kind] = map[string]bool{}
	}
	s.born[kind][vpc] = true
}

// over reports whether a state means that the thing is there no more, and says so.
func (s *sheet) over(kind topology.Kind, id, state string) bool {
	switch strings.ToLower(state) {
	case "deleted", "deleting", "failed", "terminated", "shutting-down", "rejected", "expired", "delete-complete":
		s.say(kind, id, topology.Exists, "", "")
		return true
	}
	return false
}

// groups says in which security groups a thing is, and that it is in no others.
func (s *sheet) groups(kind topology.Kind, id string, groups []string) {
	for _, group := range groups {
		s.yes(kind, id, topology.InGroup, group)
	}
	if len(groups) > 0 {
		s.yes(kind, id, topology.GroupsWhole, "")
	}
}

func (s *sheet) liesIn(kind topology.Kind, id string, subnets []string) {
	for _, subnet := range subnets {
		s.to(kind, id, topology.InSubnet, subnet, topology.Target{Kind: topology.Subnet, ID: subnet}, topology.Target{})
	}
}

// objects returns the objects of a list, or the one object there is; nil when there is no such member.
func objects(o dialect.Object, name string) []dialect.Object {
	switch v := o.Get(name).(type) {
	case dialect.List:
		found := make([]dialect.Object, 0, len(v))
		for _, e := range v {
			if o, ok := e.(dialect.Object); ok {
				found = append(found, o)
			}
		}
		return found
	case dialect.Object:
		return []dialect.Object{v}
	}
	return nil
}

func either(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

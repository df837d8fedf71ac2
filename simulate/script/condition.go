// Conditions: when a step is done. They are few and small, so that a shell and a script in Python say the same.

package script

import (
	"fmt"
	"regexp"
)

// Condition is a test of one variable: "$igw" (it is there and not empty), "not $igw", "$state == available", "$state != failed",
// "$route.nat == $nat".
type Condition struct {
	Variable string
	Not      bool
	Compared bool
	With     string // a word, or $ and the name of another variable: see Whole
}

var conditions = regexp.MustCompile(`^(not )?\$([a-zA-Z][a-zA-Z0-9_.]*)(?: (==|!=) (\S+))?$`)

// ParseCondition reads a condition.
func ParseCondition(text string) (Condition, error) {
	m := conditions.FindStringSubmatch(text)
	if m == nil || m[1] != "" && m[3] != "" {
		return Condition{}, fmt.Errorf("%q is no condition: write $name, not $name, $name == word or $name != word", text)
	}
	return Condition{Variable: m[2], Not: m[1] != "" || m[3] == "!=", Compared: m[3] != "", With: m[4]}, nil
}

// Holds reports whether it does.
func (c Condition) Holds(v *Vars) bool {
	value, _ := v.Get(c.Variable)
	if c.Compared {
		with := c.With
		if other, ok := Whole(with); ok {
			value, _ := v.Get(other)
			with = Text(value)
		}
		return (Text(value) == with) != c.Not
	}
	return Full(value) != c.Not
}

// Full reports whether a value is there and not empty.
func Full(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case string:
		return v != ""
	case bool:
		return v
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	default:
		return true
	}
}

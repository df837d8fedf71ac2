// Answers: looking into what a cloud said.

package doctor

import (
	"fmt"
	"strings"
)

// answer is by the model's names.
type answer struct{ out any }

// at returns what is at a path, as Vpc.VpcId; of a list the first element is meant.
func (a answer) at(path string) any {
	v := a.out
	for name := range strings.SplitSeq(path, ".") {
		if list, ok := v.([]any); ok {
			if len(list) == 0 {
				return nil
			}
			v = list[0]
		}
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

// text is the same as a text, "" when there is nothing.
func (a answer) text(path string) string {
	v := a.at(path)
	if list, ok := v.([]any); ok {
		if len(list) == 0 {
			return ""
		}
		v = list[0]
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// many is how long the list at a path is.
func (a answer) many(path string) int {
	list, _ := a.at(path).([]any)
	return len(list)
}

// is holds an answer to a text at a path.
func is(path, want string) func(answer) string {
	return func(a answer) string {
		if got := a.text(path); got != want {
			return fmt.Sprintf("%s is %q; AWS says %q", path, got, want)
		}
		return ""
	}
}

// none holds an answer to an empty list at a path.
func none(path string) func(answer) string {
	return func(a answer) string {
		if n := a.many(path); n > 0 {
			return fmt.Sprintf("%s has %d; AWS shows none", path, n)
		}
		return ""
	}
}

// route holds the answer of DescribeRouteTables to the state of the default route of its one table.
func route(state string) func(answer) string {
	return func(a answer) string {
		routes, _ := a.at("RouteTables.Routes").([]any)
		for _, r := range routes {
			one := answer{r}
			if one.text("DestinationCidrBlock") != "0.0.0.0/0" {
				continue
			}
			if got := one.text("State"); got != state {
				return fmt.Sprintf("the default route is %q; AWS shows %q", got, state)
			}
			return ""
		}
		return "there is no default route"
	}
}

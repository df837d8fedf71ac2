// Checks: what is to be true, read once and judged as often as anybody asks.

package check

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// Agent is the beginning of the user agent of every call that the examiner makes. No check finds such a call: who looks at a
// lab leaves no traces in it.
const Agent = "traillab-check"

// Check is something that is true or not, or cannot be told. It has one of two forms: an API read, or a text.
//
// An API read is a mapping, with one comparison:
//
//	{call: iam.ListAccessKeys, in: {UserName: ci}, path: "AccessKeyMetadata[0].Status", equals: Inactive}
//
// A text is made of predicates of the network and of the records:
//
//	EXPR := TERM ('and' TERM)*
//	TERM := ['not'] PREDICATE [('==' | '!=') WORD]
type Check struct {
	read  *read
	terms []term
}

// Finding is what came of a check.
type Finding struct {
	Passed   bool
	Level    trail.Level // how that is known; Unknown where it is not known whether it is so, and then it has not passed
	Why      string      // what was found, a sentence without a stop
	EventIDs []string    // the records that say so, sorted; none for an API read
}

// Asks tells the call of a check that is an API read, as service.Operation, with its input and the path into its answer.
func (c *Check) Asks() (call string, in map[string]any, path string, ok bool) {
	if c.read == nil {
		return "", nil, "", false
	}
	return c.read.service + "." + c.read.operation, c.read.in, c.read.path, true
}

// Parse reads a check: a text, or a mapping as YAML has it. An error in a text is an *Error.
func Parse(v any) (*Check, error) {
	switch v := v.(type) {
	case string:
		terms, err := parseText(v)
		if err != nil {
			return nil, err
		}
		return &Check{terms: terms}, nil
	case map[string]any:
		r, err := parseRead(v)
		if err != nil {
			return nil, err
		}
		return &Check{read: r}, nil
	default:
		return nil, fmt.Errorf("a check is a text, as %q, or an API read, as %s", "reach($i1, internet) == yes", readForm)
	}
}

// String is the check in one line; that of a text can be parsed again.
func (c *Check) String() string {
	if c.read != nil {
		return c.read.String()
	}
	return texts(c.terms, " and ")
}

// Call is the call that an API read makes; ok is false for a text, which makes none that is known beforehand.
func (c *Check) Call() (service, operation string, ok bool) {
	if c.read == nil {
		return "", "", false
	}
	return c.read.service, c.read.operation, true
}

// Variables are the names of the variables that the check needs, sorted; a member of one with its path, as mallory.key.
func (c *Check) Variables() []string {
	found := map[string]bool{}
	if c.read != nil {
		c.read.variables(found)
	}
	for _, t := range c.terms {
		t.variables(found)
	}
	return slices.Sorted(maps.Keys(found))
}

// Judge holds the check against a world. What the check asks for in vain, a variable that is not set or a thing that is not
// there, is told by the finding; an error says that the world could not be asked.
func (c *Check) Judge(ctx context.Context, w World, vars *script.Vars) (Finding, error) {
	if c.read != nil {
		return c.read.judge(ctx, w, vars)
	}
	return judgeTerms(&asker{ctx: ctx, world: w, vars: vars}, c.terms)
}

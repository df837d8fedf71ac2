// API reads: a call that changes nothing, a path into its answer, and one comparison.

package check

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// read is an API read.
type read struct {
	service, operation string
	region             string // "" is the lab's
	in                 map[string]any
	path               string // JMESPath; ${name} in it is a variable
	how                string // a comparison
	with               any
}

const readForm = "{call: iam.ListAccessKeys, in: {UserName: ci}, path: AccessKeyMetadata[0].Status, equals: Inactive}"

// The comparisons. error wants the call to be refused with that code, and has no path.
const (
	equals = "equals"
	among  = "in"
	exists = "exists"
	absent = "absent"
	anyOf  = "any_of"
	gte    = "gte"
	refuse = "error"

	comparisons = "equals, in, any_of, exists, absent, gte, error"
)

// reads are the beginnings of the operations that change nothing. A check is never the reason why anything is so.
var reads = regexp.MustCompile(`^[a-z][a-z0-9-]*\.(Describe|Get|List|Head|Lookup|Search|BatchGet|BatchDescribe|Simulate|Query|Scan)[A-Za-z0-9]*$`)

// Examines reports whether a call is a check's own read. Who changes something is no examiner, whatever program the caller says it is.
func Examines(e *trail.Event) bool {
	return strings.HasPrefix(e.UserAgent, Agent) && reads.MatchString("any."+e.Name)
}

// parseRead reads a mapping.
func parseRead(m map[string]any) (*read, error) {
	r := &read{}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if err := r.member(key, m[key]); err != nil {
			return nil, err
		}
	}
	switch {
	case r.operation == "":
		return nil, errors.New("call is missing: an API read is " + readForm)
	case r.how == "":
		return nil, errors.New("a comparison is missing: one of " + comparisons)
	case r.how == refuse && r.path != "":
		return nil, errors.New("error is about the whole call, and takes no path")
	case r.how != refuse && r.path == "":
		return nil, errors.New("path is missing: which part of the answer is compared, in JMESPath, as AccessKeyMetadata[0].Status")
	}
	if r.how == refuse {
		return r, nil
	}
	path, err := r.filled(func(string) (string, error) { return "x", nil })
	if err != nil {
		return nil, err
	}
	return r, script.CheckPath(path)
}

// member takes one member of the mapping. "in" is what the call is given where it is a mapping, and what the answer is to be one
// of where it is a list; any_of is the same as that list, for checks that need both.
func (r *read) member(key string, value any) error {
	switch key {
	case "call":
		text, _ := value.(string)
		if !reads.MatchString(text) {
			return fmt.Errorf("call: %q is no read: write service.Operation with an operation that changes nothing (Describe…, Get…, List…), as iam.ListAccessKeys", script.Text(value))
		}
		r.service, r.operation, _ = strings.Cut(text, ".")
		return nil
	case "region", "path":
		text, ok := value.(string)
		if !ok || text == "" {
			return fmt.Errorf("%s: a text is expected", key)
		}
		*map[string]*string{"region": &r.region, "path": &r.path}[key] = text
		return nil
	case among:
		if in, ok := value.(map[string]any); ok {
			r.in = in
			return nil
		}
	case equals, anyOf, exists, absent, gte, refuse:
	default:
		return fmt.Errorf("%q is no member of an API read: there are call, in, region, path, and one of %s", key, comparisons)
	}
	if r.how != "" {
		return fmt.Errorf("%s and %s are two comparisons: give one", r.how, key)
	}
	r.how, r.with = key, value
	return r.comparable()
}

// comparable reports what is wrong with what the answer is compared with.
func (r *read) comparable() error {
	_, isText := r.with.(string)
	switch _, isList := r.with.([]any); {
	case r.with == nil:
		return fmt.Errorf("%s: a value is expected", r.how)
	case (r.how == exists || r.how == absent) && r.with != true:
		return fmt.Errorf("%s: write %s: true; for the contrary there is %s", r.how, r.how, map[string]string{exists: absent, absent: exists}[r.how])
	case (r.how == among || r.how == anyOf) && !isList && !isText:
		return fmt.Errorf("%s: a list is expected", r.how)
	case r.how == refuse && !isText:
		return fmt.Errorf("error: the code of an error is expected, as InvalidVpcID.NotFound")
	case r.how == gte && !numeric(r.with):
		return fmt.Errorf("gte: a number is expected, and %q stands here", script.Text(r.with))
	}
	return nil
}

// numeric reports whether a value is a number, or a variable that may be one.
func numeric(v any) bool {
	if text, ok := v.(string); ok && strings.Contains(text, "$") {
		return true
	}
	_, ok := number(v)
	return ok
}

func number(v any) (float64, bool) {
	switch v.(type) {
	case nil, bool, []any, map[string]any:
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(script.Text(v)), 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}

// filled is the path with its variables filled in.
func (r *read) filled(value func(name string) (string, error)) (string, error) {
	var b strings.Builder
	var failed error
	script.Parts(r.path, func(text string) { b.WriteString(text) }, func(name string) {
		text, err := value(name)
		failed = cmp.Or(failed, err)
		b.WriteString(pathEscapes.Replace(text))
	})
	return b.String(), failed
}

// pathEscapes keep a value inside the quotes that it stands in.
var pathEscapes = strings.NewReplacer(`\`, `\\`, `'`, `\'`, "`", "\\`", `"`, `\"`)

// variables adds the names of the variables.
func (r *read) variables(to map[string]bool) {
	for _, v := range []any{r.region, r.in, r.with} {
		mentions(v, to)
	}
	script.Parts(r.path, func(string) {}, func(name string) { to[name] = true })
}

// String is the read in one line.
func (r *read) String() string {
	words := []string{r.service + "." + r.operation}
	if r.path != "" {
		words = append(words, r.path)
	}
	words = append(words, r.how)
	if r.how != exists && r.how != absent {
		words = append(words, script.Text(r.with))
	}
	return strings.Join(words, " ")
}

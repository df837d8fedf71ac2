// Judging an API read: the examiner makes the call, and what the path leads to is compared.

package check

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// missing are the codes with which services say that what was named is not there.
var missing = regexp.MustCompile(`NotFound|NotExist|^NoSuch|^404$`)

// judge makes the call. It is the root user's, and says who it is, so that no check takes it for somebody's. A path that leads
// nowhere and a call that is refused pass no check but absent, and that only where what was named is not there.
func (r *read) judge(ctx context.Context, w World, vars *script.Vars) (Finding, error) {
	c, path, with, err := r.fill(vars)
	if err != nil {
		return Finding{Why: err.Error()}, nil //nolint:nilerr // a variable that is not set is a finding, not a fault
	}
	answer, err := w.Call(ctx, c)
	var refused *script.Refusal
	switch {
	case errors.As(err, &refused):
		passed := r.how == refuse && refused.Code == script.Text(with) || r.how == absent && missing.MatchString(refused.Code)
		return Finding{Passed: passed, Level: trail.Observed, Why: r.call() + " is refused with " + clip(refused.Error())}, nil
	case err != nil:
		return Finding{}, fmt.Errorf("%s: %w", r.call(), err)
	case r.how == refuse:
		return Finding{Level: trail.Observed, Why: r.call() + " is answered, and not refused with " + script.Text(with)}, nil
	}
	found, err := script.Find(path, answer)
	if err != nil {
		return Finding{Why: fmt.Sprintf("the answer of %s has no such part: %v", r.call(), err)}, nil
	}
	f := Finding{Passed: r.holds(found, with), Level: trail.Observed}
	f.Why = fmt.Sprintf("%s: %s is %s", r.call(), path, shown(found))
	if !f.Passed {
		f.Why += ", and not " + r.wanted(with)
	}
	return f, nil
}

// fill is the call, the path and the value that the answer is compared with, without variables.
func (r *read) fill(vars *script.Vars) (c script.Call, path string, with any, err error) {
	region := any(r.region)
	if r.region == "" {
		region, _ = vars.Get("region")
	}
	if region, err = vars.Fill(region); err != nil {
		return c, "", nil, err
	}
	in, err := vars.Fill(r.in)
	if err != nil {
		return c, "", nil, err
	}
	if err := whole(r.in, in); err != nil {
		return c, "", nil, err
	}
	path, err = r.filled(func(name string) (string, error) {
		value, set := vars.Get(name)
		if !set {
			return "", fmt.Errorf("$%s is not set", name)
		}
		return script.Text(value), nil
	})
	if err != nil {
		return c, "", nil, err
	}
	if with, err = vars.Fill(r.with); err != nil {
		return c, "", nil, err
	}
	c = script.Call{As: script.Caller{Key: script.Root(), Agent: Agent}, Region: script.Text(region), Service: r.service, Operation: r.operation}
	c.In, _ = in.(map[string]any)
	return c, path, with, nil
}

// holds compares.
func (r *read) holds(found, with any) bool {
	switch r.how {
	case equals:
		return same(found, with)
	case among, anyOf:
		many, isList := found.([]any)
		if !isList {
			many = []any{found}
		}
		list, _ := with.([]any)
		return len(many) > 0 && !slices.ContainsFunc(many, func(one any) bool {
			return !slices.ContainsFunc(list, func(v any) bool { return same(one, v) })
		})
	case gte:
		is, isNumber := number(found)
		least, wanted := number(with)
		return isNumber && wanted && is >= least
	case exists:
		return there(found)
	default:
		return !there(found)
	}
}

// same compares two values as texts, and lists member by member.
func same(found, with any) bool {
	a, isList := found.([]any)
	b, wantsList := with.([]any)
	if isList && wantsList {
		return slices.EqualFunc(a, b, same)
	}
	return script.Same(found, with)
}

// there reports whether something was found. False and nought are something.
func there(found any) bool {
	_, truth := found.(bool)
	return truth || script.Full(found)
}

// wanted is what the comparison asks for, in words.
func (r *read) wanted(with any) string {
	switch r.how {
	case among, anyOf:
		return "one of " + shown(with)
	case gte:
		return "at least " + shown(with)
	case exists:
		return "there"
	case absent:
		return "absent"
	default:
		return shown(with)
	}
}

func (r *read) call() string { return r.service + "." + r.operation }

// shown is a value in a sentence.
func shown(v any) string {
	if !there(v) {
		return "nothing"
	}
	return clip(script.Text(v))
}

// clip cuts what is too long for a sentence.
func clip(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// whole is the error of a member that is to be what a variable holds, and the variable holds nothing: a step that would have learnt it
// was left out, or found none.
func whole(asked, filled any) error {
	members, _ := asked.(map[string]any)
	values, _ := filled.(map[string]any)
	for _, member := range slices.Sorted(maps.Keys(members)) {
		text, _ := members[member].(string)
		if name, ok := script.Whole(text); ok && !there(values[member]) {
			return fmt.Errorf("$%s is empty", name)
		}
	}
	return nil
}

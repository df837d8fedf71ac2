// Conditions: what a statement asks of the request around it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

package policy

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// condition is one key of one operator.
type condition struct {
	operator string
	key      string
	values   []string
	compare  comparison // nil for Null
	not      bool       // StringNotEquals and its like
	every    bool       // ForAllValues
	some     bool       // ForAnyValue
	spare    bool       // IfExists
}

// comparison reports whether a value of the request is what the policy says.
type comparison func(policy, request string) bool

// comparisons by operators, which are written in any case. Those with Not in them are the negation of the others.
var comparisons = map[string]comparison{
	"stringequals":           func(p, r string) bool { return plain(p) == r },
	"stringequalsignorecase": func(p, r string) bool { return strings.EqualFold(plain(p), r) },
	"stringlike":             matches,
	"arnequals":              matchesARN,
	"arnlike":                matchesARN,
	"bool":                   func(p, r string) bool { return strings.EqualFold(p, r) },
	"binaryequals":           func(p, r string) bool { return p == r },
	"ipaddress":              within,
	"numericequals":          numbers(func(order int) bool { return order == 0 }),
	"numericlessthan":        numbers(func(order int) bool { return order < 0 }),
	"numericlessthanequals":  numbers(func(order int) bool { return order <= 0 }),
	"numericgreaterthan":     numbers(func(order int) bool { return order > 0 }),

	"numericgreaterthanequals": numbers(func(order int) bool { return order >= 0 }),

	"dateequals":            moments(func(order int) bool { return order == 0 }),
	"datelessthan":          moments(func(order int) bool { return order < 0 }),
	"datelessthanequals":    moments(func(order int) bool { return order <= 0 }),
	"dategreaterthan":       moments(func(order int) bool { return order > 0 }),
	"dategreaterthanequals": moments(func(order int) bool { return order >= 0 }),
}

// newCondition reads a condition. An operator that AWS does not have is an error.
func newCondition(operator, key string, values []string) (condition, error) {
	c := condition{operator: operator, key: key, values: values}
	name := strings.ToLower(operator)
	if rest, ok := strings.CutPrefix(name, "forallvalues:"); ok {
		name, c.every = rest, true
	} else if rest, ok := strings.CutPrefix(name, "foranyvalue:"); ok {
		name, c.some = rest, true
	}
	if rest, ok := strings.CutSuffix(name, "ifexists"); ok {
		name, c.spare = rest, true
	}
	if name == "null" {
		return c, nil
	}
	c.compare = comparisons[name]
	if c.compare == nil {
		c.compare, c.not = comparisons[strings.Replace(name, "not", "", 1)], true
	}
	if c.compare == nil {
		return c, fmt.Errorf("condition operator %s: AWS has none of this name", operator)
	}
	return c, nil
}

// holds reports whether a request meets the condition. A key that the request does not have meets negations, and what is
// said of all values, as AWS documents it.
func (c *condition) holds(d *document, known Context) bool {
	had := known.get(c.key)
	if c.compare == nil {
		return slices.ContainsFunc(c.values, func(v string) bool { return strings.EqualFold(v, "true") == (len(had) == 0) })
	}
	if len(had) == 0 {
		return c.every || !c.some && (c.spare || c.not)
	}
	meets := func(value string) bool {
		return c.not != slices.ContainsFunc(c.values, func(v string) bool {
			expanded, ok := d.expand(v, known)
			return ok && c.compare(expanded, d.clocked(c.key, expanded, value, known))
		})
	}
	if c.every || c.not && !c.some {
		return !slices.ContainsFunc(had, func(value string) bool { return !meets(value) })
	}
	return slices.ContainsFunc(had, meets)
}

// plain is an expanded pattern as a text.
func plain(pattern string) string {
	return strings.NewReplacer("\x01", "*", "\x02", "?").Replace(pattern)
}

// within reports whether an address is in a range, or is the address that is named instead of one.
func within(policy, request string) bool {
	address, err := netip.ParseAddr(request)
	if err != nil {
		return false
	}
	if block, err := netip.ParsePrefix(policy); err == nil {
		return block.Contains(address.Unmap())
	}
	one, err := netip.ParseAddr(policy)
	return err == nil && one == address.Unmap()
}

func numbers(wanted func(order int) bool) comparison {
	return func(policy, request string) bool {
		p, perr := strconv.ParseFloat(policy, 64)
		r, rerr := strconv.ParseFloat(request, 64)
		if perr != nil || rerr != nil || p != p || r != r {
			return false
		}
		switch {
		case r < p:
			return wanted(-1)
		case r > p:
			return wanted(1)
		}
		return wanted(0)
	}
}

func moments(wanted func(order int) bool) comparison {
	return func(policy, request string) bool {
		p, pok := moment(policy)
		r, rok := moment(request)
		return pok && rok && wanted(r.Compare(p))
	}
}

// moment reads a date of ISO 8601 in the forms that W3C names, or seconds since 1970.
func moment(text string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", time.DateOnly, "2006-01"} {
		if t, err := time.Parse(form, text); err == nil {
			return t, true
		}
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	return time.Unix(seconds, 0), err == nil
}

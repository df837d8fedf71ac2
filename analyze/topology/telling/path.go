// Paths: words of the long form, which say one value each and together a request and a response.

package telling

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze/trail/dialect"
)

// halves reads the words about the request and the response. Of a path without lists that is told twice the last word counts.
func halves(c *dialect.Call, words []string) error {
	c.Request = dialect.Object{}
	for _, w := range words {
		path, value, valued := strings.Cut(w, "=")
		half, rest, _ := strings.Cut(path, ".")
		var of *dialect.Object
		switch half {
		case "q":
			of = &c.Request
		case "p":
			of = &c.Response
		default:
			return fmt.Errorf("%q begins with neither q. nor p. and is no option", w)
		}
		switch {
		case rest == "" && value == "null":
			*of = nil
		case rest == "":
			return fmt.Errorf("%q names no member", w)
		default:
			grown, err := grow(*of, strings.Split(rest, "."), value, valued)
			if err != nil {
				return fmt.Errorf("%s: %w", w, err)
			}
			*of = grown
		}
	}
	return nil
}

// grow puts a value at a path of an object, which is made where it is missing.
func grow(o dialect.Object, steps []string, value string, valued bool) (dialect.Object, error) {
	name, bracket, listed := strings.Cut(steps[0], "[")
	if name == "" || listed && bracket != "]" && bracket != "+]" {
		return nil, fmt.Errorf("%q is no step of a path", steps[0])
	}
	at := slices.IndexFunc(o, func(m dialect.Member) bool { return m.Name == name })
	if at < 0 {
		at, o = len(o), append(o, dialect.Member{Name: name})
	}
	if listed {
		l, _ := o[at].Value.(dialect.List)
		if l == nil {
			l = dialect.List{}
		}
		if valued {
			for i, one := range strings.Split(value, ",") {
				var err error
				if l, err = element(l, steps[1:], one, i == 0 && bracket == "+]"); err != nil {
					return nil, err
				}
			}
		}
		o[at].Value = l
		return o, nil
	}
	if len(steps) == 1 {
		o[at].Value = dialect.Text(value)
		return o, nil
	}
	inner, _ := o[at].Value.(dialect.Object)
	inner, err := grow(inner, steps[1:], value, valued)
	o[at].Value = inner
	return o, err
}

// element puts a value into the last element of a list, or into a new one where that has it already.
func element(l dialect.List, steps []string, value string, fresh bool) (dialect.List, error) {
	if len(steps) == 0 {
		return append(l, dialect.Text(value)), nil
	}
	if !fresh && len(l) > 0 {
		if last, ok := l[len(l)-1].(dialect.Object); ok && !has(last, steps) {
			o, err := grow(last, steps, value, true)
			l[len(l)-1] = o
			return l, err
		}
	}
	o, err := grow(nil, steps, value, true)
	return append(l, o), err
}

// has reports whether a path without lists is set in an object. A list further down takes what comes.
func has(o dialect.Object, steps []string) bool {
	if strings.HasSuffix(steps[0], "]") {
		return false
	}
	v := o.Get(steps[0])
	if v == nil || len(steps) == 1 {
		return v != nil
	}
	inner, _ := v.(dialect.Object)
	return has(inner, steps[1:])
}

// Forms, read. The names of a form are sorted, so that what belongs to a structure or a list lies side by side: nothing is
// allocated for a number that a name merely claims, and what is read is never larger than what came. No shape of the
// services that are asked in forms holds itself, so how deep a value is nested has an end.

package wire

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// pair is a name and a value of a form.
type pair struct{ name, value string }

// asked are the pairs of a request, sorted by their names.
type asked struct {
	pairs []pair
	ec2   bool
}

// readPairs reads the form of a request, from its query string and its body.
func readPairs(r *http.Request, body []byte, ec2 bool) (*asked, error) {
	a := &asked{ec2: ec2}
	for _, text := range []string{r.URL.RawQuery, string(body)} {
		for part := range strings.SplitSeq(text, "&") {
			if part == "" {
				continue
			}
			name, value, _ := strings.Cut(part, "=")
			name, err := url.QueryUnescape(name)
			if err != nil {
				return nil, fmt.Errorf("name in the form: %w", err)
			}
			value, err = url.QueryUnescape(value)
			if err != nil {
				return nil, fmt.Errorf("value of %s in the form: %w", short(name), err)
			}
			a.pairs = append(a.pairs, pair{name, value})
		}
	}
	slices.SortStableFunc(a.pairs, func(x, y pair) int { return strings.Compare(x.name, y.name) })
	return a, nil
}

// of returns the value of a name.
func (a *asked) of(name string) (string, bool) {
	i, found := slices.BinarySearchFunc(a.pairs, name, func(p pair, name string) int { return strings.Compare(p.name, name) })
	if !found {
		return "", false
	}
	return a.pairs[i].value, true
}

// only returns the value of a name that has no other value as well, "" when it is not there.
func (a *asked) only(name string) (string, bool) {
	value, _ := a.of(name)
	for _, p := range a.under(name) {
		if p.name == name && p.value != value {
			return "", false
		}
	}
	return value, true
}

// under returns the pairs whose names begin with a prefix.
func (a *asked) under(prefix string) []pair {
	from, _ := slices.BinarySearchFunc(a.pairs, prefix, func(p pair, prefix string) int { return strings.Compare(p.name, prefix) })
	to := from
	for to < len(a.pairs) && strings.HasPrefix(a.pairs[to].name, prefix) {
		to++
	}
	return a.pairs[from:to]
}

// within returns the part of the form that a prefix begins.
func (a *asked) within(prefix string) *asked { return &asked{pairs: a.under(prefix), ec2: a.ec2} }

func (a *asked) structure(prefix string, s *Shape) (map[string]any, error) {
	out := map[string]any{}
	if s == nil || len(a.pairs) == 0 {
		return out, nil
	}
	for i := range s.Members {
		m := &s.Members[i]
		v, err := a.value(prefix+m.field(a.ec2), m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
		if v != nil {
			out[m.Name] = v
		}
	}
	return out, nil
}

// value reads what a name holds, nil when it is not in the form.
func (a *asked) value(name string, m *Member) (any, error) {
	switch s := m.Shape; s.Kind {
	case Structure:
		part := a.within(name + ".")
		if len(part.pairs) == 0 {
			return nil, nil
		}
		return part.structure(name+".", s)
	case ListOf:
		return a.list(name, m)
	case MapOf:
		return a.mapping(name, m)
	default:
		text, found := a.of(name)
		if !found || text == "" && s.Kind != String && s.Kind != Blob {
			return nil, nil
		}
		return s.scalar(text, m.form(iso8601))
	}
}

func (a *asked) list(name string, m *Member) (any, error) {
	prefix := m.items(name, a.ec2)
	part := a.within(prefix)
	var items []any
	for _, number := range part.numbers(prefix) {
		v, err := part.value(prefix+number, m.Shape.Element)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", number, err)
		}
		if v != nil {
			items = append(items, v)
		}
	}
	if items == nil {
		if text, found := a.of(name); found && text == "" {
			return []any{}, nil
		}
		return nil, nil
	}
	return items, nil
}

func (a *asked) mapping(name string, m *Member) (any, error) {
	prefix := m.items(name, a.ec2)
	part := a.within(prefix)
	var entries map[string]any
	for _, number := range part.numbers(prefix) {
		key, found := part.of(prefix + number + "." + m.Shape.key())
		if !found {
			continue
		}
		v, err := part.value(prefix+number+"."+m.Shape.element("value"), m.Shape.Element)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", short(key), err)
		}
		if v != nil {
			if entries == nil {
				entries = map[string]any{}
			}
			entries[key] = v
		}
	}
	if entries == nil {
		return nil, nil
	}
	return entries, nil
}

// numbers returns the numbers that follow a prefix, as they are written, in their order. Those that are left out leave no
// gap, and only nine digits are a number.
func (a *asked) numbers(prefix string) []string {
	var found []string
	for _, p := range a.pairs {
		number, _, _ := strings.Cut(p.name[len(prefix):], ".")
		if n := len(found); n > 0 && found[n-1] == number {
			continue
		}
		if _, err := strconv.ParseUint(number, 10, 30); err == nil {
			found = append(found, number)
		}
	}
	slices.SortFunc(found, func(x, y string) int {
		if len(x) != len(y) {
			return len(x) - len(y)
		}
		return strings.Compare(x, y)
	})
	return slices.Compact(found)
}

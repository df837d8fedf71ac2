// Phrases written: a filter as its phrase, and a filter that follows from another one and a value that somebody points at.

package trail

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Phrase writes the filter: ParsePhrase reads the same filter from it, but for After, which cannot be said.
func (f *Filter) Phrase() string {
	var out []string
	add := func(t Term) { out = append(out, t.String()) }
	for _, bound := range []struct {
		field string
		m     Moment
	}{{FieldSince, f.From}, {FieldUntil, f.Until}} {
		if bound.m.Set() {
			add(Term{Field: bound.field, Value: bound.m.String()})
		}
	}
	for _, field := range Fields() {
		if list := f.list(field.Name); list != nil {
			for _, v := range *list {
				add(Term{Field: field.Name, Value: v})
			}
		}
	}
	for _, a := range f.Addresses {
		add(Term{Field: FieldIP, Value: a.String()})
	}
	if f.Errors {
		add(Term{Field: FieldIs, Value: KindError})
	}
	if f.Writes {
		add(Term{Field: FieldIs, Value: KindWrite})
	}
	for _, t := range f.Terms {
		add(t)
	}
	for _, w := range f.Words {
		add(Term{Value: w})
	}
	return strings.Join(out, " ")
}

// String writes a term as it is read.
func (t Term) String() string {
	out := ""
	if t.Not {
		out = "-"
	}
	if out += t.Field; t.Like {
		out += "~"
	} else if t.Field != "" {
		out += ":"
	}
	bare := t.Value != "" && !strings.HasPrefix(t.Value, `"`) && strings.IndexFunc(t.Value, unicode.IsSpace) < 0
	if bare && t.Field == "" && !t.Like { // a word must not look like more
		head := headed.FindString(t.Value)
		bare = (head == "" || head == "arn:") && !strings.HasPrefix(t.Value, "-") && !strings.HasPrefix(t.Value, "~")
	}
	if bare {
		return out + t.Value
	}
	return out + `"` + strings.ReplaceAll(t.Value, `"`, `""`) + `"`
}

// String writes a bound as ParseMoment reads it.
func (m Moment) String() string {
	if m.Back == 0 {
		return m.At.UTC().Format(time.RFC3339Nano)
	}
	for _, u := range []struct {
		name string
		of   time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}} {
		if m.Back%u.of == 0 {
			return fmt.Sprintf("%d%s", m.Back/u.of, u.name)
		}
	}
	return fmt.Sprintf("%ds", m.Back/time.Second)
}

// Only returns the filter narrowed to one whole value of a field, in place of the values that it asked for before; ok is false where
// the field takes no such value.
func (f Filter) Only(field, value string) (narrowed Filter, ok bool) {
	one, ok := pointed(field, value, false)
	if !ok {
		return f, false
	}
	switch list := f.list(field); {
	case list != nil:
		*list = *one.list(field)
	case field == FieldIP:
		f.Addresses = one.Addresses
	}
	out, _ := pointed(field, value, true)
	f.Terms = slices.DeleteFunc(slices.Clone(f.Terms), func(t Term) bool {
		return t.Field == field && !t.Like && (!t.Not || slices.Contains(out.Terms, t))
	})
	f.Terms = append(f.Terms, one.Terms...)
	return f, true
}

// Without returns the filter with one whole value of a field kept back.
func (f Filter) Without(field, value string) (narrowed Filter, ok bool) {
	one, ok := pointed(field, value, true)
	if ok && !slices.Contains(f.Terms, one.Terms[0]) {
		f.Terms = append(slices.Clone(f.Terms), one.Terms...)
	}
	return f, ok
}

// pointed is a filter of one whole value.
func pointed(field, value string, not bool) (Filter, bool) {
	if f, known := fieldOf(field); !known || f.Name != field || field == FieldIs || field == FieldSince || field == FieldUntil {
		return Filter{}, false
	}
	one, err := ParsePhrase(Term{Field: field, Not: not, Value: value}.String())
	return one, err == nil
}

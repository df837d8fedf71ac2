// Phrases: a filter in writing. Terms stand side by side, each
//
//	field:value    the value is this; several of one field OR
//	field~regex    a regular expression occurs in the value, in whatever case
//	-field:value   not this; -field~regex likewise
//	word           occurs in the event; -word does not, ~regex occurs
//
// A value or word with blanks stands in quotes, in which "" is one quote. A mistake is told with its column, and what looks like a
// field but is none is one: a filter that means nothing must not read as "nothing happened".

package trail

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mistake is what is wrong with a phrase.
type Mistake struct {
	At   int // the column, in characters from 0
	Text string
}

func (m *Mistake) Error() string { return fmt.Sprintf("column %d: %s", m.At+1, m.Text) }

// headed is the beginning of a term about a field.
var headed = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_-]*)([:~])`)

// ParsePhrase reads a filter. A mistake is a *Mistake.
func ParsePhrase(text string) (Filter, error) {
	var f Filter
	for at := 0; ; {
		at += len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
		if at == len(text) {
			return f, nil
		}
		n, err := f.term(text[at:])
		if err != nil {
			err.At += utf8.RuneCountInString(text[:at])
			return Filter{}, err
		}
		at += n
	}
}

// spoken is a term as it was written.
type spoken struct {
	Term
	said      string // the field, as the user calls it
	quoted    bool
	at, begin int // the columns of the field and of the value
}

// wrong is a mistake in a field, and bad one in a value.
func (s *spoken) wrong(format string, args ...any) *Mistake {
	return &Mistake{s.at, fmt.Sprintf(format, args...)}
}

func (s *spoken) bad(format string, args ...any) *Mistake {
	return &Mistake{s.begin, fmt.Sprintf(format, args...)}
}

// term reads the term that a text begins with, and says how long it is. Columns of mistakes count from its beginning.
func (f *Filter) term(text string) (n int, wrong *Mistake) {
	var s spoken
	if rest, ok := strings.CutPrefix(text, "-"); ok && rest != "" && !unicode.IsSpace(initial(rest)) {
		s.Not, s.at, n = true, 1, 1
	}
	if head := headed.FindStringSubmatch(text[n:]); head != nil && head[0] != "arn:" { // a pasted ARN is a word
		s.said, s.Like, n = head[1], head[2] == "~", n+len(head[0])
	} else if strings.HasPrefix(text[n:], "~") {
		s.Like, n = true, n+1
	}
	s.begin = n // all of it is ASCII
	value, quoted, length, wrong := quotable(text[n:])
	if wrong != nil {
		wrong.At += n
		return 0, wrong
	}
	s.Value, s.quoted = value, quoted
	return n + length, f.say(s)
}

// initial is the first letter of a text.
func initial(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// quotable reads a value in quotes or without.
func quotable(text string) (value string, quoted bool, n int, wrong *Mistake) {
	if !strings.HasPrefix(text, `"`) {
		if n = strings.IndexFunc(text, unicode.IsSpace); n < 0 {
			n = len(text)
		}
		return text[:n], false, n, nil
	}
	var out strings.Builder
	for n = 1; ; {
		end := strings.IndexByte(text[n:], '"')
		if end < 0 {
			return "", true, 0, &Mistake{0, "the quote that begins here does not end"}
		}
		out.WriteString(text[n : n+end])
		n += end + 1
		switch {
		case n == len(text) || unicode.IsSpace(initial(text[n:])):
			return out.String(), true, n, nil
		case text[n] != '"':
			return "", true, 0, &Mistake{utf8.RuneCountInString(text[:n]), `a blank has to follow the quote that ends here; in quotes "" is one quote`}
		}
		out.WriteByte('"')
		n++
	}
}

// say adds a term.
func (f *Filter) say(s spoken) *Mistake {
	if s.said != "" {
		field, ok := fieldOf(strings.ToLower(s.said))
		if !ok {
			return s.wrong("there is no field %s; the fields are %s (a text with : or ~ in it goes in quotes)", s.said, fieldNames())
		}
		s.Field = field.Name
	}
	if s.Value == "" {
		return s.bad("a value is missing here")
	}
	if s.Like {
		if _, err := regexp.Compile(s.Value); err != nil {
			return s.bad("%s", strings.TrimPrefix(err.Error(), "error parsing "))
		}
	}
	switch {
	case s.Field == FieldSince || s.Field == FieldUntil:
		return f.sayMoment(s)
	case s.Field == FieldIs:
		return f.sayKind(s)
	case s.Field == FieldIP && !s.Like:
		return f.sayAddress(s)
	case s.Field == "" && !s.Not && !s.Like:
		f.Words = append(f.Words, s.Value)
		return nil
	}
	if list := f.list(s.Field); list != nil && !s.Not && !s.Like {
		*list = append(*list, s.Value)
	} else {
		f.Terms = append(f.Terms, s.Term)
	}
	return nil
}

func fieldNames() string {
	var names []string
	for _, f := range Fields() {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

func (f *Filter) sayMoment(s spoken) *Mistake {
	bound := &f.From
	if s.Field == FieldUntil {
		bound = &f.Until
	}
	m, err := ParseMoment(s.Value)
	switch {
	case s.Not || s.Like:
		return s.wrong("%[1]s takes a time, as in %[1]s:2h, and nothing before it", s.Field)
	case err != nil:
		return s.bad("%s", err)
	case bound.Set():
		return s.wrong("%s is said twice", s.Field)
	}
	*bound = m
	return nil
}

func (f *Filter) sayKind(s spoken) *Mistake {
	switch {
	case s.Like || s.Value != KindError && s.Value != KindWrite:
		return s.bad("is takes %s or %s", KindError, KindWrite)
	case s.Not:
		f.Terms = append(f.Terms, s.Term)
	case s.Value == KindError:
		f.Errors = true
	default:
		f.Writes = true
	}
	return nil
}

// sayAddress takes a block of addresses, or the name of a service that stands where an address does.
func (f *Filter) sayAddress(s spoken) *Mistake {
	block, err := ParseAddress(s.Value)
	switch {
	case err != nil && !unicode.IsLetter(initial(s.Value)):
		return s.bad("%s", err)
	case err == nil && !s.Not:
		f.Addresses = append(f.Addresses, block)
		return nil
	case err == nil:
		s.Value = block.String()
	}
	f.Terms = append(f.Terms, s.Term)
	return nil
}

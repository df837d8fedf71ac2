// Writing puts a dialect on: a call becomes the requestParameters and responseElements that AWS would record for it.
// What Parse reads of them is the call again.

package dialect

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// AppendRequest appends the call's request as JSON in the dialect that AWS uses for it, null where there is none.
func AppendRequest(to []byte, c *Call) []byte {
	return appendRoot(to, c, c.Request, writer{request: true}, requestWrapper(c.Name))
}

// AppendResponse appends the call's response likewise.
func AppendResponse(to []byte, c *Call) []byte {
	return appendRoot(to, c, c.Response, writer{}, c.Name+"Response")
}

// writer writes values in one dialect.
type writer struct {
	request bool // a request, not a response
	wrapped bool
	classic bool
	inside  bool // inside an element of a list
}

// namespace stands in each wrapped response.
const namespace = "http://ec2.amazonaws.com/doc/2016-11-15/"

func appendRoot(to []byte, c *Call, o Object, w writer, wrapper string) []byte {
	if o == nil {
		return append(to, "null"...)
	}
	ec2 := service(c.Source) == "ec2"
	w.wrapped, w.classic = ec2 && wrapped(c.Name), ec2 && !wrapped(c.Name)
	if !w.wrapped {
		return w.object(to, o, 0)
	}
	to = append(to, '{')
	to = AppendText(to, wrapper)
	to = append(to, ':')
	switch {
	case w.request && len(o) == 0:
		to = append(to, `""`...)
	case w.request:
		to = w.object(to, o, 0)
	default:
		to = w.object(to, append(Object{{"xmlns", Text(namespace)}}, o...), 0)
	}
	return append(to, '}')
}

// object writes an object; tag is the number of an element of a wrapped request, 0 for all other objects.
func (w writer) object(to []byte, o Object, tag int) []byte {
	to = append(to, '{')
	comma := false
	if tag > 0 {
		to = strconv.AppendInt(append(to, `"tag":`...), int64(tag), 10)
		comma = true
	}
	for _, m := range o {
		if comma {
			to = append(to, ',')
		}
		comma = true
		to = AppendText(to, w.name(m.Name))
		to = append(to, ':')
		to = w.member(to, m)
	}
	return append(to, '}')
}

// name is how the dialect spells a member's name.
func (w writer) name(name string) string {
	switch {
	case w.wrapped && w.request && name != "" && 'a' <= name[0] && name[0] <= 'z':
		return string(name[0]-'a'+'A') + name[1:]
	case w.classic && name == "return":
		return "_return"
	}
	return name
}

func (w writer) member(to []byte, m Member) []byte {
	switch v := m.Value.(type) {
	case Text, Quoted, Bare:
		return w.scalar(to, m.Name, v)
	case Object:
		return w.object(to, v, 0)
	case Map:
		return writer{}.object(to, Object(v), 0)
	case List:
		return w.list(to, m.Name, v)
	}
	return append(to, "null"...)
}

func (w writer) list(to []byte, name string, l List) []byte {
	switch {
	case w.wrapped && len(l) == 0:
		return append(to, `""`...)
	case w.wrapped && len(l) == 1 && w.request:
		return w.element(to, name, l[0], 1)
	case w.wrapped && w.request:
		return w.elements(to, name, l, 1)
	case w.wrapped && len(l) == 1:
		return append(w.element(append(to, `{"item":`...), name, l[0], 0), '}')
	case w.wrapped:
		return append(w.elements(append(to, `{"item":`...), name, l, 0), '}')
	case !w.classic || bareLists[name]:
		return w.elements(to, name, l, 0)
	case len(l) == 0:
		return append(to, "{}"...)
	case singular[name] && !w.request:
		return append(w.elements(append(to, `{"item":`...), name, l, 0), '}')
	}
	return append(w.elements(append(to, `{"items":`...), name, l, 0), '}')
}

// elements writes a plain array. first is the tag of the first element, 0 for elements without one.
func (w writer) elements(to []byte, name string, l List, first int) []byte {
	to = append(to, '[')
	for i, v := range l {
		if i > 0 {
			to = append(to, ',')
		}
		tag := first
		if first > 0 {
			tag += i
		}
		to = w.element(to, name, v, tag)
	}
	return append(to, ']')
}

func (w writer) element(to []byte, name string, v Value, tag int) []byte {
	switch v := v.(type) {
	case Object:
		w.inside = true
		return w.object(to, v, tag)
	case List:
		return w.list(to, name, v)
	case Map:
		return writer{}.object(to, Object(v), 0)
	case Text, Quoted, Bare:
		if tag == 0 {
			return w.scalar(to, name, v)
		}
		to = strconv.AppendInt(append(to, `{"tag":`...), int64(tag), 10)
		return append(w.scalar(append(to, `,"content":`...), name, v), '}')
	}
	return append(to, "null"...)
}

// scalar writes a scalar. What a model says of it holds, but where it is wrapped: there CloudTrail has no model.
func (w writer) scalar(to []byte, name string, v Value) []byte {
	switch v := v.(type) {
	case Text:
		return w.text(to, name, v)
	case Quoted:
		if w.wrapped {
			return w.text(to, name, Text(v))
		}
		return AppendText(to, string(v))
	case Bare:
		return append(to, v...)
	}
	return append(to, "null"...)
}

// text writes a scalar. CloudTrail guesses types in the wrapped dialect; in the others the guess is as good as the model
// wherever the name is not known to hold text.
func (w writer) text(to []byte, name string, t Text) []byte {
	if w.classic && moments[name] {
		if at, err := time.Parse(momentForm, string(t)); err == nil {
			return strconv.AppendInt(to, at.UnixMilli(), 10)
		}
	}
	// A value inside a list is what somebody typed, that of a tag or a filter; elsewhere it is an attribute's.
	typed := w.wrapped || !texts[name] && !(name == "value" && w.inside)
	if typed && (t == "true" || t == "false" || isNumber(t)) {
		return append(to, t...)
	}
	return AppendText(to, string(t))
}

// isNumber reports whether the text is an integer in its shortest form, short enough for every reader of JSON.
func isNumber(t Text) bool {
	digits := strings.TrimPrefix(string(t), "-")
	if digits == "" || len(digits) > 15 || digits[0] == '0' && t != "0" {
		return false
	}
	for i := range len(digits) {
		if digits[i]-'0' > 9 {
			return false
		}
	}
	return true
}

// AppendText appends s as a JSON string. Bytes that are not UTF-8 become U+FFFD.
func AppendText(to []byte, s string) []byte {
	const hex = "0123456789abcdef"
	to = append(to, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			to = append(to, '\\', c)
		case c < 0x20:
			to = append(to, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			to = append(to, c)
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			to = utf8.AppendRune(to, r)
			i += n - 1
		}
		i++
	}
	return append(to, '"')
}

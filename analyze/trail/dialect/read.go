// Reading takes a dialect off: the wrapper around a wrapped call, item lists, tag and content markers, typed scalars
// and times in epoch milliseconds.

package dialect

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// reader reads one value; ec2 says that EC2's dialects are to be expected.
type reader struct {
	ec2 bool
	cur *trail.Cursor
}

// wrap tells which single member is the wrapper of a call.
type wrap func(member, call string) bool

// requestWrap knows the usual <Call>Request and the odd names such as DelTGwVpcAttachReq. In the classic dialect every
// name begins with a small letter, so a capital is proof.
func requestWrap(member, call string) bool {
	return member == call+"Request" || isCapital(member) && (strings.HasSuffix(member, "Request") || strings.HasSuffix(member, "Req"))
}

func responseWrap(member, call string) bool {
	return member == call+"Response" || isCapital(member) && (strings.HasSuffix(member, "Response") || strings.HasSuffix(member, "Resp"))
}

func isCapital(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// root reads a whole request or response. A wrapper is taken off, and so are the namespace and the underscore that
// CloudTrail puts before "return".
func (r *reader) root(text []byte, call string, wraps wrap) (Object, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	r.cur = trail.NewCursor(text)
	v, err := r.value(0)
	if err != nil {
		return nil, err
	}
	if err := r.cur.End(); err != nil {
		return nil, err
	}
	o, ok := v.(Object)
	if !ok {
		if v == nil {
			return nil, nil
		}
		return Object{}, nil // a bare text or list names nothing
	}
	if !r.ec2 {
		return lowered(o), nil
	}
	if len(o) == 1 && wraps(o[0].Name, call) {
		o, _ = o[0].Value.(Object) // "" is an empty request
	}
	return r.members(o), nil
}

// value reads a value as it is written; null is nil.
func (r *reader) value(depth int) (Value, error) {
	if depth > trail.MaxDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", trail.MaxDepth)
	}
	switch r.cur.Kind() {
	case '{':
		return r.object(depth)
	case '[':
		return r.list(depth)
	}
	text, null, err := r.cur.Scalar()
	if err != nil || null {
		return nil, err
	}
	return Text(text), nil
}

func (r *reader) list(depth int) (Value, error) {
	l := List{}
	err := r.cur.Array(func() error {
		v, err := r.value(depth + 1)
		if v != nil {
			l = append(l, v)
		}
		return err
	})
	return l, err
}

func (r *reader) object(depth int) (Value, error) {
	o := Object{}
	err := r.cur.Object(func(name string) error {
		v, err := r.value(depth + 1)
		if v != nil {
			o = append(o, Member{name, v})
		}
		return err
	})
	return o, err
}

// settle gives an EC2 value its meaning. A list is told by what surrounds its elements: items, item, or the tag that
// counts the elements of a wrapped request.
func (r *reader) settle(v Value) Value {
	switch v := v.(type) {
	case Text:
		if v == "" {
			return List{}
		}
	case List:
		l := make(List, len(v))
		for i, element := range v {
			l[i] = r.element(element)
		}
		return l
	case Object:
		switch {
		case len(v) == 0:
			return List{}
		case len(v) == 1 && (v[0].Name == "items" || v[0].Name == "item"):
			if l, ok := v[0].Value.(List); ok {
				return r.settle(l)
			}
			return List{r.element(v[0].Value)}
		case marked(v):
			return List{r.element(v)}
		}
		return r.members(v)
	}
	return v
}

// element is an element of a list: without its tag, and without the content around a scalar.
func (r *reader) element(v Value) Value {
	o, ok := v.(Object)
	if !ok {
		return r.settle(v)
	}
	if content := o.Get("content"); len(o) == 2 && marked(o) && content != nil {
		return content
	}
	if inner := r.members(o); len(inner) > 0 {
		return inner
	}
	return List{}
}

// marked reports whether an object is an element of a wrapped request: there each has a tag, its number counted from 1.
// (The tags of resources are called Tag.)
func marked(o Object) bool {
	t, ok := o.Get("tag").(Text)
	_, err := strconv.ParseUint(string(t), 10, 32)
	return ok && err == nil
}

func (r *reader) members(o Object) Object {
	out := make(Object, 0, len(o))
	for _, m := range o {
		switch {
		case m.Name == "xmlns", m.Name == "tag" && marked(o):
			continue
		case m.Name == "_return":
			m.Name = "return"
		}
		m.Name = lower(m.Name)
		m.Value = r.settle(m.Value)
		if t, ok := m.Value.(Text); ok && moments[m.Name] {
			m.Value = moment(t)
		}
		out = append(out, m)
	}
	return out
}

// moment turns epoch milliseconds, as the classic dialect has them, into the form of the wrapped one.
func moment(t Text) Text {
	ms, err := strconv.ParseInt(string(t), 10, 64)
	if err != nil || ms < 0 || ms > 253402300799999 {
		return t
	}
	return Text(time.UnixMilli(ms).UTC().Format(momentForm))
}

const momentForm = "2006-01-02T15:04:05.000Z"

// lowered makes the first letters of member names small all the way down; services other than EC2 need no more.
func lowered(o Object) Object {
	for i := range o {
		o[i].Name = lower(o[i].Name)
		loweredValue(o[i].Value)
	}
	return o
}

func loweredValue(v Value) {
	switch v := v.(type) {
	case List:
		for _, element := range v {
			loweredValue(element)
		}
	case Object:
		lowered(v)
	}
}

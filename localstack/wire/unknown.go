// What a request holds and the model does not know: newer members, and mistakes.

package wire

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Unknown lists what a request holds and the model does not know, sorted, as it is on the wire: names of forms and of
// query strings, paths in JSON and XML. What cannot be read at all is not listed; ReadRequest tells.
func (o *Operation) Unknown(r *http.Request, body []byte) []string {
	var found []string
	switch o.Service.Protocol {
	case EC2, Query:
		a, err := readPairs(r, body, o.Service.Protocol == EC2)
		if err != nil {
			return nil
		}
		for _, p := range a.pairs {
			if p.name != "Action" && p.name != "Version" && !Signs(p.name) && !o.Input.takes(p.name, a.ec2) {
				found = append(found, p.name)
			}
		}
	case JSON, CBOR:
		raw, _ := o.Service.Protocol.decode(body)
		found = o.Input.strange(raw, "")
	default:
		for name := range r.URL.Query() {
			wanted := slices.ContainsFunc(o.route.query, func(p pair) bool { return p.name == name })
			if !wanted && o.Input.located("querystring", name) == nil && name != "x-id" && !Signs(name) {
				found = append(found, name)
			}
		}
		found = append(found, o.strangeBody(body)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// takes reports whether a structure has a place for a name of a form.
func (s *Shape) takes(name string, ec2 bool) bool {
	for i := 0; s != nil && i < len(s.Members); i++ {
		m := &s.Members[i]
		rest, ok := strings.CutPrefix(name, m.field(ec2))
		if ok && m.takesRest(rest, ec2) {
			return true
		}
		prefix := m.itemsOf(ec2)
		if prefix == "" || !strings.HasPrefix(name, prefix) {
			continue
		}
		if number, rest, _ := strings.Cut(name[len(prefix):], "."); isNumber(number) && m.takesItem(rest, ec2) {
			return true
		}
	}
	return false
}

// itemsOf is what the numbers of a member's items follow, "" where it has none.
func (m *Member) itemsOf(ec2 bool) string {
	if m.Shape.Kind != ListOf && m.Shape.Kind != MapOf {
		return ""
	}
	return m.items(m.field(ec2), ec2)
}

// takesRest reports whether what follows a member's own name belongs to it.
func (m *Member) takesRest(rest string, ec2 bool) bool {
	if m.Shape.Kind != Structure {
		return rest == ""
	}
	inner, ok := strings.CutPrefix(rest, ".")
	return ok && m.Shape.takes(inner, ec2)
}

// takesItem reports whether what follows a number belongs to an item.
func (m *Member) takesItem(rest string, ec2 bool) bool {
	switch s := m.Shape; {
	case s.Kind == ListOf && s.Element.Shape.Kind == Structure:
		return s.Element.Shape.takes(rest, ec2)
	case s.Kind == ListOf && s.Element.Shape.Kind != ListOf:
		return rest == ""
	case s.Kind == MapOf && rest == s.key():
		return true
	case s.Kind == MapOf:
		inner, ok := strings.CutPrefix(rest, s.element("value"))
		return ok && s.Element.takesRest(inner, ec2)
	}
	return true // lists of lists: no operation has one
}

func isNumber(text string) bool {
	_, err := strconv.ParseUint(text, 10, 30)
	return err == nil
}

// strange lists the paths in a JSON text that a structure has no place for.
func (s *Shape) strange(raw any, path string) (found []string) {
	fields, _ := raw.(map[string]any)
	for name, value := range fields {
		if m := s.inBody(name); m == nil {
			found = append(found, path+name)
		} else {
			found = append(found, m.strange(value, path+name)...)
		}
	}
	return found
}

func (s *Shape) inBody(label string) *Member {
	for i := 0; s != nil && i < len(s.Members); i++ {
		if m := &s.Members[i]; m.body() && m.Label() == label {
			return m
		}
	}
	return nil
}

func (m *Member) strange(raw any, path string) (found []string) {
	switch s := m.Shape; s.Kind {
	case Structure:
		return s.strange(raw, path+".")
	case ListOf:
		items, _ := raw.([]any)
		for i, item := range items {
			found = append(found, s.Element.strange(item, path+"."+strconv.Itoa(i))...)
		}
	case MapOf:
		fields, _ := raw.(map[string]any)
		for key, field := range fields {
			found = append(found, s.Element.strange(field, path+"."+key)...)
		}
	default: // a scalar has nothing in it
	}
	return found
}

// strangeBody lists what is in the body of a REST call: paths of JSON, and of XML the elements of the first floor.
func (o *Operation) strangeBody(body []byte) (found []string) {
	shape := o.Input
	if whole := shape.payload(); whole != nil {
		if shape = whole.Shape; shape.Kind != Structure {
			return nil
		}
	}
	if o.Service.Protocol == RESTJSON {
		raw, _ := decode(body)
		return shape.strange(raw, "")
	}
	r := newReader(body, millis)
	if _, err := r.root(); err != nil {
		return nil
	}
	for {
		child, ok, err := r.child()
		if err != nil || !ok {
			return found
		}
		if shape.labelled(child.Name.Local) == nil {
			found = append(found, child.Name.Local)
		}
		if r.Skip() != nil {
			return found
		}
	}
}

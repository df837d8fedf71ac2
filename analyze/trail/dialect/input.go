// Inputs: how the members of a call's input are named in requestParameters, and back. An input is named as it is on the
// wire: lists are lists (InstanceId.1 is the first of InstanceId), structures are objects, names begin as the wire has them.

package dialect

import (
	"slices"
	"strings"
)

// Recorded returns an input as CloudTrail tells it, in the form of a Call's Request; AppendRequest writes it. The wrapped
// dialect and the services other than EC2 tell an input as it is, first letters aside. The classic dialect has names of its
// own for lists; input_names.go has those, and lists that it does not know are named by its custom.
func Recorded(call, source string, in Object) Object {
	switch s := service(source); {
	case s == "s3":
		return in
	case s != "ec2" || wrapped(call):
		return renamed(in, lower)
	}
	return regroup(call, classic{call}.recorded(in, ""))
}

// Input returns the input of a call that was recorded, named as on the wire, but for what CloudTrail leaves out or hides. Its scalars
// are as the record has them. First letters are capitals; a service whose members begin with a small letter has to be
// asked by its model. A call that was recorded without parameters has no input, which is not an empty one.
func Input(c *Call) Object {
	switch s := service(c.Source); {
	case c.Request == nil || s == "s3":
		return c.Request
	case s != "ec2":
		return renamed(c.Request, upper)
	case wrapped(c.Name):
		return renamed(c.Request, upper)
	}
	return classic{c.Name}.input(ungroup(c.Name, c.Request), "")
}

// Wrapped reports whether a call is written in EC2's newer dialect, in which a moment is ISO text.
func Wrapped(call, source string) bool { return service(source) == "ec2" && wrapped(call) }

// renamed renames the members of an object all the way down, but not the keys of maps.
func renamed(o Object, name func(string) string) Object {
	out := make(Object, len(o))
	for i, m := range o {
		out[i] = Member{name(m.Name), renamedValue(m.Value, name)}
	}
	return out
}

func renamedValue(v Value, name func(string) string) Value {
	switch v := v.(type) {
	case Object:
		return renamed(v, name)
	case Map:
		return Map(renamedKeys(v, name))
	case List:
		out := make(List, len(v))
		for i, element := range v {
			out[i] = renamedValue(element, name)
		}
		return out
	}
	return v
}

func renamedKeys(m Map, name func(string) string) Map {
	out := make(Map, len(m))
	for i, e := range m {
		out[i] = Member{e.Name, renamedValue(e.Value, name)}
	}
	return out
}

// upper makes the first letter a capital, unless the name is none of a member but the key of a map, such as aws:s3:arn.
func upper(name string) string {
	if name == "" || name[0] < 'a' || name[0] > 'z' || strings.ContainsAny(name, ":/.- ") {
		return name
	}
	return string(name[0]-'a'+'A') + name[1:]
}

// classic names the input of one call in the classic dialect.
type classic struct{ call string }

// recorded names the members of a structure that stands within the list or structure of that name, "" for the whole input.
func (c classic) recorded(in Object, within string) Object {
	out := Object{}
	for _, m := range in {
		switch v := m.Value.(type) {
		case List:
			named := c.list(within, func(l listName) bool { return l.wire == m.Name })
			if named == nil {
				named = &listName{wire: m.Name, set: lower(m.Name) + "Set", element: lower(m.Name)}
			}
			out = joined(out, named.set, c.elements(v, named))
		case Object:
			name := c.name(m.Name)
			out = append(out, Member{name, c.recorded(v, name)})
		default:
			if within == "" && listed(untold[m.Name], c.call) {
				continue
			}
			out = append(out, Member{c.name(m.Name), emptied(m)})
		}
	}
	for _, a := range absent {
		if a.within == within && listed(a.calls, c.call) {
			for set := range strings.FieldsSeq(a.sets) {
				if out.Get(set) == nil {
					out = append(out, Member{set, List{}})
				}
			}
		}
	}
	return out
}

// elements are those of a list as they are recorded.
func (c classic) elements(l List, named *listName) List {
	out := make(List, len(l))
	for i, v := range l {
		switch v := v.(type) {
		case Object:
			out[i] = c.recorded(v, named.set)
		default:
			out[i] = Object{{named.element, v}}
		}
	}
	return out
}

// input is the way back of recorded. What is empty was absent.
func (c classic) input(o Object, within string) Object {
	out := Object{}
	for _, m := range o {
		switch v := m.Value.(type) {
		case List:
			if len(v) == 0 && !flags[m.Name] {
				continue
			}
			if len(v) == 0 {
				out = append(out, Member{c.wire(m.Name), Text("")})
			}
			for _, element := range v {
				name, value := c.element(m.Name, element, within)
				out = joined(out, name, List{value})
			}
		case Object:
			out = append(out, Member{c.wire(m.Name), c.input(v, m.Name)})
		default:
			out = append(out, Member{c.wire(m.Name), v})
		}
	}
	return out
}

// element returns one element of a list as the wire has it, and the name of the list that it came from: what is one list in
// a record may have been two.
func (c classic) element(set string, v Value, within string) (string, Value) {
	o, ok := v.(Object)
	if !ok {
		return c.wire(set), v
	}
	named := c.list(within, func(l listName) bool {
		return l.set == set && (l.element == "" || len(o) == 1 && o[0].Name == l.element)
	})
	if named == nil {
		stem := strings.TrimSuffix(set, "Set")
		named = &listName{wire: upper(stem), set: set, element: stem}
	}
	if named.element != "" && len(o) == 1 && o[0].Name == named.element {
		return named.wire, o[0].Value
	}
	return named.wire, c.input(o, set)
}

// list finds the first row of the table of lists that fits, nil when there is none.
func (c classic) list(within string, fits func(listName) bool) *listName {
	i := slices.IndexFunc(lists, func(l listName) bool {
		return (l.within == "" || l.within == within) && (l.calls == "" || listed(l.calls, c.call)) && fits(l)
	})
	if i < 0 {
		return nil
	}
	return &lists[i]
}

func (c classic) name(wire string) string {
	for _, r := range renames {
		if r.wire == wire && listed(r.calls, c.call) {
			return r.name
		}
	}
	return lower(wire)
}

func (c classic) wire(name string) string {
	for _, r := range renames {
		if r.name == name && listed(r.calls, c.call) {
			return r.wire
		}
	}
	return upper(name)
}

// emptied is the value of a member; one that is set by being there, without a value, is an empty object in a record.
func emptied(m Member) Value {
	if flags[lower(m.Name)] {
		return List{}
	}
	return m.Value
}

// joined appends elements to the list of that name, which is made where it is missing.
func joined(o Object, name string, l List) Object {
	for i := range o {
		if before, ok := o[i].Value.(List); ok && o[i].Name == name {
			o[i].Value = append(before, l...)
			return o
		}
	}
	return append(o, Member{name, l})
}

// listed reports whether a name is one of the words of a list.
func listed(words, name string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == name {
			return true
		}
	}
	return false
}

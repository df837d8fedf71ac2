// Values: what requests and responses are made of once a dialect has been taken off.

package dialect

import "strings"

// Value is a Text, a List or an Object. Numbers and booleans are text as well: CloudTrail guesses the type of scalars
// in the wrapped dialect, so "true" and 123456789012 may be the text that somebody typed.
type Value interface{ value() }

// Text is a scalar as it is written.
type Text string

// Quoted and Bare are scalars of which a model says what they are: a text that is written in quotes even if it looks like a
// number, and a number or a boolean, which is written without. Parse makes neither.
type (
	Quoted string
	Bare   string
)

// List is a list. An empty value in an EC2 record (an object without members, or "" where it is wrapped) is an empty
// list, for what it was before CloudTrail wrote it cannot be told any more.
type List []Value

// Object is a list of named values in the order of the record.
type Object []Member

// Member is one named value of an object.
type Member struct {
	Name  string
	Value Value
}

// Map is an object whose names are keys that somebody chose: no dialect changes them. Parse makes none, for a record does
// not tell a key from a name.
type Map []Member

func (Text) value()   {}
func (Quoted) value() {}
func (Bare) value()   {}
func (List) value()   {}
func (Object) value() {}
func (Map) value()    {}

// Get returns the member of that name, nil when there is none. Of a name that occurs twice the last one counts, as in
// most readers of JSON.
func (o Object) Get(name string) Value {
	for i := len(o) - 1; i >= 0; i-- {
		if o[i].Name == name {
			return o[i].Value
		}
	}
	return nil
}

// All returns every text at the path, in order. A path is member names joined by dots; lists on the way are walked
// through, so "instancesSet.instanceId" are the ids of all instances. Empty texts are left out.
func (o Object) All(path string) []string { return gather(nil, o, path) }

// First returns the first text at the path, "" when there is none.
func (o Object) First(path string) string {
	if all := o.All(path); len(all) > 0 {
		return all[0]
	}
	return ""
}

func gather(found []string, v Value, path string) []string {
	switch v := v.(type) {
	case Text:
		if path == "" && v != "" {
			found = append(found, string(v))
		}
	case Quoted:
		return gather(found, Text(v), path)
	case Bare:
		return gather(found, Text(v), path)
	case Map:
		return gather(found, Object(v), path)
	case List:
		for _, element := range v {
			found = gather(found, element, path)
		}
	case Object:
		if path == "" {
			return found
		}
		name, rest, _ := strings.Cut(path, ".")
		found = gather(found, v.Get(name), rest)
	}
	return found
}

// Of makes an object of names and values in turn: Of("vpcId", "vpc-1", "tags", List{…}). A value is a string or a
// Value; anything else, or a name without a value, is a mistake of the program and panics.
func Of(pairs ...any) Object {
	o := make(Object, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name := pairs[i].(string)
		switch v := pairs[i+1].(type) {
		case string:
			o = append(o, Member{name, Text(v)})
		case Value:
			o = append(o, Member{name, v})
		default:
			panic("dialect: " + name + " is neither a string nor a Value")
		}
	}
	return o
}

// Texts makes a list of texts.
func Texts(texts ...string) List {
	l := make(List, len(texts))
	for i, t := range texts {
		l[i] = Text(t)
	}
	return l
}

// lower makes the first letter small and leaves the rest, as CloudTrail does: DBInstanceIdentifier becomes
// dBInstanceIdentifier.
func lower(name string) string {
	if !isCapital(name) {
		return name
	}
	return string(name[0]-'A'+'a') + name[1:]
}

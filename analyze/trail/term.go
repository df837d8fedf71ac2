// Terms: conditions on an event that the lists of a filter have no place for, and the fields that conditions are about.

package trail

import "slices"

// Term is a condition on one field. Those that ask for whole values of the same field OR; all others AND.
type Term struct {
	Field string // a name of Fields; empty is every column in which words are looked for
	Not   bool   // keeps back what the condition holds for; what has no value in the field is let through
	Like  bool   // Value is a regular expression (RE2, in whatever case) that occurs in the value, else it is the whole value
	Value string
}

// Field is what a condition can be about.
type Field struct {
	Name   string
	Also   string // another name for it: that of the flag, or of the API
	Values string // what it takes, for people
}

// The fields that are more than a column, by name.
const (
	FieldSince = "since"
	FieldUntil = "until"
	FieldIs    = "is"
	FieldIP    = "ip"
)

// Kinds of events that the field is names.
const (
	KindError = "error"
	KindWrite = "write"
)

// Fields are all fields, in the order in which a filter is written.
func Fields() []Field {
	return []Field{
		{FieldSince, "from", "events at or after a time: " + MomentForms},
		{FieldUntil, "before", "events before a time, in the same forms"},
		{"account", "", "the recipient account"},
		{"region", "", "the region"},
		{"principal", "user", "a whole ARN, or its user, role or session name"},
		{"key", "access-key", "the access key"},
		{"resource", "", "an id or ARN in request or response"},
		{"vpc", "", "the id of a VPC that the event names"},
		{"name", "event", "the event's name, such as DetachInternetGateway"},
		{FieldIP, "address", "a source address, a CIDR block, or the service in place of one"},
		{"source", "", "the service that was called, such as ec2.amazonaws.com"},
		{"error", "", "the error code"},
		{"message", "", "the error's message"},
		{"agent", "", "the user agent"},
		{"id", "", "the event's id"},
		{FieldIs, "", KindError + " (it carries an error code) or " + KindWrite + " (it does not say that it only reads)"},
	}
}

// fieldOf finds a field by its name or its other one.
func fieldOf(name string) (Field, bool) {
	all := Fields()
	at := slices.IndexFunc(all, func(f Field) bool { return name != "" && (f.Name == name || f.Also == name) })
	if at < 0 {
		return Field{}, false
	}
	return all[at], true
}

// list is where a filter keeps the values of a field; nil for a field without a list.
func (f *Filter) list(field string) *[]string {
	switch field {
	case "account":
		return &f.Accounts
	case "region":
		return &f.Regions
	case "principal":
		return &f.Principals
	case "key":
		return &f.AccessKeys
	case "resource":
		return &f.Resources
	case "vpc":
		return &f.VPCs
	case "name":
		return &f.Names
	}
	return nil
}

// The table that package wire embeds: a line a shape, a member or an operation, its fields parted by tabs. The reader of
// it is ../table.go, which says what each field is; change both together.

package main

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// global are the services with one endpoint, whose calls CloudTrail records in us-east-1. The models do not tell: sts and
// s3 have a global endpoint too, but record where they are asked.
var global = []string{"iam", "organizations"}

// unsigned are the calls that need no key; models of this generation leave it to the SDKs.
var unsigned = []string{"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"}

// letters of the kinds of shapes.
var letters = map[string]string{
	"structure": "S", "list": "L", "map": "M", "string": "s", "character": "s", "boolean": "b", "integer": "i", "long": "i",
	"float": "f", "double": "f", "timestamp": "t", "blob": "x",
}

// file is the name of the table: what the service signs with, and its version.
func (m *model) file() string { return m.signing() + "-" + m.Metadata.APIVersion + ".deflate" }

func (m *model) signing() string {
	if m.Metadata.SigningName != "" {
		return m.Metadata.SigningName
	}
	return m.Metadata.EndpointPrefix
}

// lines collects the table.
type lines struct {
	bytes.Buffer
	at map[string]int // the number of a shape
}

// add writes a line without the empty fields at its end.
func (l *lines) add(fields ...string) {
	for len(fields) > 0 && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	l.WriteString(strings.Join(fields, "\t") + "\n")
}

// table writes the service, the shapes that its operations reach, by name, and the operations, by name.
func (m *model) table() []byte {
	names := m.reached()
	l := &lines{at: map[string]int{}}
	for i, name := range names {
		l.at[name] = i
	}
	meta := m.Metadata
	l.add(m.signing(), meta.EndpointPrefix, meta.ServiceID, meta.Protocol, meta.APIVersion, meta.TargetPrefix,
		meta.JSONVersion, m.namespace(), flags(slices.Contains(global, m.signing()), "G", meta.Compatible != nil, "Q"),
		strconv.Itoa(len(names)))
	for _, name := range names {
		m.shape(l, name)
	}
	for _, name := range m.current() {
		o := m.Operations.of[name]
		var errors []string
		for _, e := range o.Errors {
			errors = append(errors, strconv.Itoa(l.at[e.Shape]))
		}
		wrapper := ""
		if o.Output != nil {
			wrapper = o.Output.ResultWrapper
		}
		l.add("!", name, o.HTTP.Method, o.HTTP.RequestURI, l.number(o.Input), l.number(o.Output), wrapper,
			strings.Join(errors, ","), flags(slices.Contains(unsigned, name), "U"), positive(o.HTTP.ResponseCode))
	}
	return l.Bytes()
}

func (l *lines) number(r *ref) string {
	if r == nil {
		return ""
	}
	return strconv.Itoa(l.at[r.Shape])
}

// shape writes a shape and what it is made of.
func (m *model) shape(l *lines, name string) {
	s := m.Shapes.of[name]
	head := []string{letters[s.Type], name, flags(s.Flattened, "F", s.Sensitive, "X")}
	switch s.Type {
	case "structure":
		l.add(append(head, s.Payload, m.wrapper(name), s.Error.Code, positive(s.Error.HTTPStatusCode))...)
	case "string":
		l.add(append(head, s.Enum...)...)
	default:
		l.add(head...)
	}
	for _, member := range s.Members.names {
		r := s.Members.of[member]
		of := m.Shapes.of[r.Shape]
		form := r.TimestampFormat
		if form == "" {
			form = of.TimestampFormat
		}
		l.add(".", member, l.number(r), flags(
			slices.Contains(s.Required, member), "R", r.Streaming || of.Streaming || of.EventStream, "S", r.IdempotencyToken, "I",
			r.XMLAttribute, "A", r.Flattened, "F"), r.LocationName, m.query(member, r), r.Location, form)
	}
	l.element(m, ">", s.Member)
	l.element(m, ">", s.Value)
	l.element(m, "<", s.Key)
}

// element writes what a list or a map is made of.
func (l *lines) element(m *model, sign string, r *ref) {
	if r != nil {
		l.add(sign, "", l.number(r), "", r.LocationName, "", "", m.Shapes.of[r.Shape].TimestampFormat)
	}
}

// query is a member's name in a form of EC2.
func (m *model) query(member string, r *ref) string {
	switch {
	case m.Metadata.Protocol != "ec2":
		return ""
	case r.QueryName != "":
		return r.QueryName
	case r.LocationName != "":
		member = r.LocationName
	}
	return strings.ToUpper(member[:1]) + member[1:]
}

// flags are the letters whose conditions hold; they come in pairs.
func flags(pairs ...any) string {
	var set string
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i].(bool) {
			set += pairs[i+1].(string)
		}
	}
	return set
}

func positive(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

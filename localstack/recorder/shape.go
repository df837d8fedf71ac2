// Values of the model as a record tells them: named as on the wire, numbers and booleans by the model's types, moments in
// the words of the service, and without what AWS hides.

package recorder

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/wire"
)

// spoken is how requests and answers of other services than EC2 tell a moment; wrapped is EC2's newer dialect.
const (
	spoken  = "Jan 2, 2006, 3:04:05 PM"
	wrapped = "2006-01-02T15:04:05.000Z"
)

// teller tells the values of one call.
type teller struct {
	service string // in the scope of the signature: ec2
	call    string
	source  string
	request bool
	path    string // of the structure that is told, each name followed by a dot
}

// object tells a structure in the model's order. What the model does not know is not told.
func (t teller) object(s *wire.Shape, in map[string]any) dialect.Object {
	out := dialect.Object{}
	if s == nil {
		return out
	}
	for i := range s.Members {
		m := &s.Members[i]
		v, ok := in[m.Name]
		if !ok || v == nil {
			continue
		}
		if told := t.member(m, v); told != nil {
			out = append(out, dialect.Member{Name: t.name(m), Value: told})
		}
	}
	return out
}

// member tells a member, nil where CloudTrail leaves it out.
func (t teller) member(m *wire.Member, v any) dialect.Value {
	if veil, hidden := t.veil(m); hidden {
		return veil
	}
	if v == "" && t.service == "ec2" && !t.request {
		return nil // an element that AWS would not have written
	}
	return t.value(m.Shape, m.Name, v)
}

// name is how a record spells a member. Only EC2's forms have names of their own; what travels outside of the body is
// told by the model's name.
func (t teller) name(m *wire.Member) string {
	switch {
	case t.service == "ec2" && t.request:
		return cmp.Or(m.Query, m.Wire, m.Name)
	case m.In != "":
		return small(m.Name)
	case t.request:
		return cmp.Or(m.Wire, m.Name)
	}
	if name := respelled[typed{t.service, t.call, m.Name}]; name != "" {
		return name
	}
	return small(cmp.Or(m.Wire, m.Name))
}

func (t teller) value(s *wire.Shape, name string, v any) dialect.Value {
	switch v := v.(type) {
	case map[string]any:
		if s.Kind == wire.MapOf {
			return t.keys(s, v)
		}
		t.path += name + "."
		return t.object(s, v)
	case []any:
		l := make(dialect.List, 0, len(v))
		for _, element := range v {
			if s.Element == nil || s.Element.Shape.Sensitive {
				break
			}
			if told := t.value(s.Element.Shape, name, element); told != nil {
				l = append(l, told)
			}
		}
		return l
	case time.Time:
		return t.moment(v)
	case []byte:
		return nil // CloudTrail tells no payloads
	}
	return t.scalar(name, v)
}

// keys tells a map, whose keys are as somebody typed them, in their order.
func (t teller) keys(s *wire.Shape, in map[string]any) dialect.Value {
	names := make([]string, 0, len(in))
	for name := range in {
		names = append(names, name)
	}
	slices.Sort(names)
	out := dialect.Map{}
	for _, name := range names {
		if s.Element == nil || s.Element.Shape.Sensitive || secret(name) {
			continue
		}
		if told := t.value(s.Element.Shape, name, in[name]); told != nil {
			out = append(out, dialect.Member{Name: name, Value: told})
		}
	}
	return out
}

func (t teller) moment(at time.Time) dialect.Value {
	at = at.UTC()
	switch {
	case t.service != "ec2":
		return dialect.Quoted(at.Format(spoken))
	case dialect.Wrapped(t.call, t.source):
		return dialect.Text(at.Format(wrapped))
	}
	return dialect.Bare(strconv.FormatInt(at.UnixMilli(), 10))
}

func (t teller) scalar(name string, v any) dialect.Value {
	switch v := v.(type) {
	case string:
		return dialect.Quoted(v)
	case bool:
		return dialect.Bare(strconv.FormatBool(v))
	case int64:
		number := strconv.FormatInt(v, 10)
		if slices.Contains(textual, typed{t.service, t.call, name}) {
			return dialect.Quoted(number)
		}
		return dialect.Bare(number)
	case float64:
		if v-v != 0 { // JSON has neither infinities nor what is no number
			return dialect.Quoted(strconv.FormatFloat(v, 'g', -1, 64))
		}
		return dialect.Bare(strconv.FormatFloat(v, 'f', -1, 64))
	}
	return dialect.Quoted(fmt.Sprint(v))
}

// typed names a member of a call.
type typed struct{ service, call, member string }

// textual are the numbers of the model that real records have as text.
var textual = []typed{
	{"ec2", "CreateVolume", "Size"},
	{"ec2", "CreateSnapshot", "VolumeSize"},
	{"ec2", "CreateSnapshots", "VolumeSize"}, // by analogy
}

// respelled are the members of answers that real records have under another name than the wire.
var respelled = map[typed]string{
	{"ec2", "CreateVolume", "AvailabilityZone"}: "zone",
	{"secretsmanager", "CreateSecret", "ARN"}:   "arn",
	{"secretsmanager", "PutSecretValue", "ARN"}: "arn",
}

// small makes the first letter small and leaves the rest: DBInstanceIdentifier becomes dBInstanceIdentifier.
func small(name string) string {
	if name == "" || name[0] < 'A' || name[0] > 'Z' {
		return name
	}
	return string(name[0]-'A'+'a') + name[1:]
}

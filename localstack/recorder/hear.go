// Hearing: what a record tells of a call, as the call was made and answered, by the model's names. It is the way back of telling;
// what CloudTrail leaves out stays left out, and what it hides stands hidden in its own words.

package recorder

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/localstack/wire"
)

// Heard is a call that a record tells.
type Heard struct {
	Service, Operation string         // ec2, CreateVpc
	In, Out            map[string]any // by the model's names; nil where the record tells nothing
	Lost               []string       // members of the request that cannot be given again, as Filter.Foo
}

// Hear reads the call of an event. ok is false for what is no call that the models know.
func Hear(models *wire.Catalog, e *trail.Event) (h Heard, ok bool) {
	service, _, _ := strings.Cut(e.Source, ".")
	model, ok := models.Service(service)
	if !ok || e.Type != "" && e.Type != "AwsApiCall" {
		return h, false
	}
	operation, ok := model.Operation(unnamed(service, e.Name))
	if !ok {
		return h, false
	}
	request, response := plainly(e)
	in := hearer{teller: teller{service: service, call: operation.Name, source: e.Source, request: true}}
	h = Heard{Service: service, Operation: operation.Name}
	h.In = in.input(operation, request)
	h.Lost = in.lost
	out := hearer{teller: teller{service: service, call: operation.Name, source: e.Source}}
	if answered, isObject := response.(map[string]any); isObject && operation.Output != nil {
		h.Out = out.object(operation.Output, answered)
	}
	return h, true
}

// unnamed is the operation behind the name of an event.
func unnamed(service, event string) string {
	for operation, name := range named[service] {
		if name == event && operation != "ListObjectsV2" {
			return operation
		}
	}
	return dialect.Stem(event)
}

// plainly is what an event asked and answered, as maps, lists and texts; of EC2 without the dialect. What is not JSON is nothing.
func plainly(e *trail.Event) (request, response any) {
	if !dialect.FromService(e.Source, "ec2") {
		return loose([]byte(e.Request)), loose([]byte(e.Response))
	}
	c, err := dialect.ParseEvent(e)
	if err != nil {
		return nil, nil
	}
	if in := dialect.Input(&c); in != nil {
		request = plainValue(in)
	}
	if c.Response != nil {
		response = plainValue(c.Response)
	}
	return request, response
}

// loose reads JSON as maps, lists and texts.
func loose(text []byte) any {
	v := fromJSON(text, func(string) bool { return false })
	if v == nil {
		return nil
	}
	return plainValue(v)
}

func plainValue(v dialect.Value) any {
	switch v := v.(type) {
	case dialect.Text:
		return string(v)
	case dialect.Quoted:
		return string(v)
	case dialect.Bare:
		return string(v)
	case dialect.List:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = plainValue(element)
		}
		return list
	case dialect.Map:
		return plainValue(dialect.Object(v))
	case dialect.Object:
		m := make(map[string]any, len(v))
		for _, member := range v {
			m[member.Name] = plainValue(member.Value)
		}
		return m
	default:
		return nil
	}
}

// hearer hears the values of one call.
type hearer struct {
	teller
	lost []string
}

// input is what an operation was given. S3 tells the bucket and the key under names of its own, and a policy as a document.
func (h *hearer) input(o *wire.Operation, request any) map[string]any {
	told, _ := request.(map[string]any)
	if told == nil || o.Input == nil {
		return nil
	}
	if h.service != "s3" {
		return h.object(o.Input, told)
	}
	in := map[string]any{}
	for name, v := range told {
		switch text, _ := v.(string); name {
		case "bucketName":
			in["Bucket"] = text
		case "key":
			in["Key"] = text
		case "bucketPolicy":
			if policy, err := json.Marshal(v); err == nil {
				in["Policy"] = string(policy)
			}
		case "Host":
		default:
			if m, known := o.Input.Member(name); known {
				in[name] = h.value(m.Shape, name, v)
			}
		}
	}
	return in
}

// object hears a structure.
func (h *hearer) object(s *wire.Shape, told map[string]any) map[string]any {
	out := map[string]any{}
	for i := range s.Members {
		m := &s.Members[i]
		name := h.name(m)
		v, there := told[name]
		if !there {
			name = small(name)
			v, there = told[name]
		}
		if !there || v == nil {
			continue
		}
		delete(told, name)
		if heard := h.value(m.Shape, m.Name, v); heard != nil {
			out[m.Name] = heard
		}
	}
	for name := range told {
		if name != "xmlns" {
			h.lose(name)
		}
	}
	return out
}

func (h *hearer) lose(name string) {
	if at := h.path + name; !slices.Contains(h.lost, at) {
		h.lost = append(h.lost, at)
		slices.Sort(h.lost)
	}
}

// value hears a value, nil for what cannot be given again. What is hidden stays as it is, whatever it was.
func (h *hearer) value(s *wire.Shape, name string, v any) any {
	if text, is := v.(string); is && Veiled(text) {
		return text
	}
	switch s.Kind {
	case wire.Structure, wire.MapOf:
		return h.members(s, name, v)
	case wire.ListOf:
		list, is := v.([]any)
		if !is {
			list = []any{v}
		}
		heard := make([]any, 0, len(list))
		for _, element := range list {
			if one := h.value(s.Element.Shape, name, element); one != nil {
				heard = append(heard, one)
			}
		}
		return heard
	default:
	}
	text, is := v.(string)
	if list, empty := v.([]any); !is && !(empty && len(list) == 0) { // an empty text reads as an empty list in EC2
		h.lose(name)
		return nil
	}
	return h.typed(s, name, text)
}

// members hears a structure or a map within another value.
func (h *hearer) members(s *wire.Shape, name string, v any) any {
	told, is := v.(map[string]any)
	if !is {
		if list, empty := v.([]any); !empty || len(list) > 0 {
			h.lose(name)
		}
		return nil
	}
	within := h.path
	defer func() { h.path = within }()
	h.path += name + "."
	if s.Kind == wire.Structure {
		return h.object(s, told)
	}
	heard := make(map[string]any, len(told))
	for key, element := range told {
		if one := h.value(s.Element.Shape, key, element); one != nil {
			heard[key] = one
		}
	}
	return heard
}

// typed is a scalar of the model's type. Moments and bytes are lost: a story has times of its own.
func (h *hearer) typed(s *wire.Shape, name, text string) any {
	switch s.Kind {
	case wire.String:
		return text
	case wire.Boolean:
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	case wire.Integer:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	case wire.Float:
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return f
		}
	default:
	}
	h.lose(name)
	return nil
}

// Veiled reports whether a value is one that CloudTrail writes in the place of what it hides.
func Veiled(text string) bool {
	if text == string(hidden) || text == string(removed) || text == "***" || text == "****" {
		return true
	}
	for _, words := range veils {
		if text == string(words) {
			return true
		}
	}
	return false
}

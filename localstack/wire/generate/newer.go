// The supplement's making: of newer models what the lab has a use for and the pinned ones do not know.

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// family is what operations of a service have in their names that the lab follows closely: newer members of these
// are taken, and newer operations that are young. Members that it is without are not taken.
type family struct{ follows, young, without []string }

// families are networks and what stands in them. The young are those that the analysis has rules for; other newer
// operations are recorded by their names alone.
var families = map[string]family{
	"ec2": {
		follows: []string{
			"Address", "DhcpOptions", "FlowLogs", "Gateway", "NetworkAcl", "NetworkInterface", "PrefixList", "Route", "SecurityGroup", "Subnet", "Vpc",
			"ModifyInstanceAttribute", "DescribeInstances", "RunInstances", "StartInstances", "StopInstances", "TerminateInstances",
		},
		young:   []string{"BlockPublicAccess", "RouteServer", "SecurityGroupVpc"},
		without: []string{"SecondaryInterfaces"}, // whose addresses nobody has seen recorded: told like a list of texts, they do not come back
	},
}

// renew writes the supplement of a service from a newer model, botocore's service-2.json.gz.
func renew(models, service, newer, out string) error {
	old, err := read(models, service)
	if err != nil {
		return err
	}
	text, err := inflated(newer)
	if err != nil {
		return err
	}
	m := new(model)
	if err := json.Unmarshal(text, m); err != nil {
		return fmt.Errorf("read %s: %w", newer, err)
	}
	text, err = m.since(old, families[service]).lines()
	if err != nil {
		return fmt.Errorf("write the supplement of %s: %w", service, err)
	}
	return os.WriteFile(filepath.Join(out, service+".json"), text, 0o644)
}

func inflated(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return io.ReadAll(r)
}

// since returns what of a family is in a model and not in an old one.
func (m *model) since(old *model, of family) *model {
	later := new(model)
	later.Metadata.APIVersion, later.Metadata.ServiceID = m.Metadata.APIVersion, m.Metadata.ServiceID
	m.forget(of.without)
	var followed []string
	for _, name := range slices.Sorted(slices.Values(m.Operations.names)) {
		has := func(words []string) bool {
			return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) })
		}
		young := old.Operations.of[name] == nil
		switch {
		case young && has(of.young):
			later.Operations.set(name, m.Operations.of[name])
		case young || !has(of.follows):
			continue
		}
		followed = append(followed, name)
	}
	for _, name := range m.reachedBy(followed) {
		if s := m.Shapes.of[name].since(old.Shapes.of[name]); s != nil {
			later.Shapes.set(name, s)
		}
	}
	return later
}

// forget takes members out of all shapes.
func (m *model) forget(members []string) {
	for _, s := range m.Shapes.of {
		for _, member := range members {
			delete(s.Members.of, member)
		}
		s.Members.names = slices.DeleteFunc(s.Members.names, func(name string) bool { return slices.Contains(members, name) })
	}
}

// since returns what of a shape an old one has not, nil when there is nothing.
func (s *shape) since(old *shape) *shape {
	if old == nil {
		return s
	}
	later := &shape{Type: s.Type}
	for _, member := range s.Members.names {
		if old.Members.of[member] == nil {
			later.Members.set(member, s.Members.of[member])
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(s.Required)), slices.Sorted(slices.Values(old.Required))) {
		later.Required = append([]string{}, s.Required...)
	}
	if len(later.Members.names) == 0 && later.Required == nil {
		return nil
	}
	return later
}

// lines writes a model, a line an operation and a shape, so that people can read what changes.
func (m *model) lines() ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n\"metadata\": {\"apiVersion\": %q, \"serviceId\": %q},\n\"operations\": {", m.Metadata.APIVersion, m.Metadata.ServiceID)
	if err := m.Operations.lines(&b); err != nil {
		return nil, err
	}
	b.WriteString("},\n\"shapes\": {")
	if err := m.Shapes.lines(&b); err != nil {
		return nil, err
	}
	b.WriteString("}\n}\n")
	return b.Bytes(), nil
}

func (o ordered[T]) lines(b *bytes.Buffer) error {
	for i, name := range o.names {
		value, err := json.Marshal(o.of[name])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(b, "%s\n%q: %s", [...]string{"", ","}[min(i, 1)], name, value)
	}
	b.WriteByte('\n')
	return nil
}

// What the pinned models are too old to know: members and operations that came later, in the shape of the models. What
// a supplement says of a shape that a model has is said beside what is there.

package main

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

// supplements are files by the names of services, written by -newer. They are works derived from botocore's models
// (Apache License 2.0), without their documentation.
//
//go:embed supplement/*.json
var supplements embed.FS

// supplement adds what came after the pinned model of a service. A model that knows something of it already has been
// renewed, and the supplement is to be made again.
func (m *model) supplement(service string) error {
	text, err := supplements.ReadFile("supplement/" + service + ".json")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	later := new(model)
	if err := json.Unmarshal(text, later); err != nil {
		return fmt.Errorf("read the supplement of %s: %w", service, err)
	}
	if err := m.add(later); err != nil {
		return fmt.Errorf("add the supplement of %s: %w", service, err)
	}
	return nil
}

func (m *model) add(later *model) error {
	if is, was := later.Metadata.APIVersion, m.Metadata.APIVersion; is != was {
		return fmt.Errorf("it is of %s, the model of %s", is, was)
	}
	for _, name := range later.Operations.names {
		if m.Operations.of[name] != nil {
			return fmt.Errorf("%s is in the model", name)
		}
		m.Operations.set(name, later.Operations.of[name])
	}
	for _, name := range later.Shapes.names {
		if err := m.addShape(name, later.Shapes.of[name]); err != nil {
			return err
		}
	}
	return m.whole(later)
}

// whole refuses a supplement that uses shapes which neither it nor the model has.
func (m *model) whole(later *model) error {
	for _, name := range later.Operations.names {
		for _, r := range []*ref{later.Operations.of[name].Input, later.Operations.of[name].Output} {
			if r != nil && m.Shapes.of[r.Shape] == nil {
				return fmt.Errorf("%s uses %s, which is nowhere", name, r.Shape)
			}
		}
	}
	for _, name := range later.Shapes.names {
		for r := range later.Shapes.of[name].refs() {
			if m.Shapes.of[r.Shape] == nil {
				return fmt.Errorf("%s uses %s, which is nowhere", name, r.Shape)
			}
		}
	}
	return nil
}

// addShape adds a shape, or members to one. What is required of one that is there may have changed with them.
func (m *model) addShape(name string, later *shape) error {
	is := m.Shapes.of[name]
	if is == nil {
		m.Shapes.set(name, later)
		return nil
	}
	if is.Type != later.Type {
		return fmt.Errorf("%s is a %s, not a %s", name, is.Type, later.Type)
	}
	for _, member := range later.Members.names {
		if is.Members.of[member] != nil {
			return fmt.Errorf("%s of %s is in the model", member, name)
		}
		is.Members.set(member, later.Members.of[member])
	}
	if later.Required != nil {
		is.Required = later.Required
	}
	return nil
}

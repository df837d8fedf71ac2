// The model of AWS's calls as the readers of scenarios ask it: is there such a call, does it take that, does it answer this.

package main

import (
	"fmt"
	"slices"
	"strings"

	"traillab/localstack/wire"
	"traillab/simulate"
	"traillab/simulate/scenario"
	"traillab/simulate/strict"
)

// calls is a scenario.Model.
type calls struct{ *wire.Catalog }

// service says that there is no service of a name, where there is none.
func (c calls) service(name string) error {
	if _, ok := c.Service(name); !ok {
		return fmt.Errorf("%w: there is no service %q", simulate.ErrUnknown, name)
	}
	return nil
}

// operation finds a call, or says which was meant.
func (c calls) operation(service, name string) (*wire.Operation, error) {
	if err := c.service(service); err != nil {
		return nil, err
	}
	of, _ := c.Service(service)
	o, ok := of.Operation(name)
	if ok {
		return o, nil
	}
	if meant, ok := strict.Nearest(name, of.Operations()); ok {
		return nil, fmt.Errorf("%w: did you mean %s?", simulate.ErrUnknown, meant)
	}
	return nil, simulate.ErrUnknown
}

func (c calls) Call(service, operation string) error {
	_, err := c.operation(service, operation)
	return err
}

func (c calls) Strange(service, operation string, in map[string]any) []scenario.Strange {
	o, err := c.operation(service, operation)
	if err != nil {
		return nil
	}
	s := &stranger{call: service + "." + operation}
	s.look(nil, o.Input, in)
	return s.found
}

func (c calls) Answers(service, operation string, names []string) error {
	o, err := c.operation(service, operation)
	if err != nil {
		return nil //nolint:nilerr // Call has told it
	}
	shape := o.Output
	for i, name := range names {
		for shape != nil && shape.Kind == wire.ListOf {
			shape = shape.Element.Shape
		}
		if shape != nil && shape.Kind != wire.Structure {
			return nil // a document of its own, whose members nobody knows
		}
		m, ok := shape.Member(name)
		if !ok {
			where := strings.Join(append([]string{service + "." + operation}, names[:i]...), ".")
			return fmt.Errorf("%s answers no %s: %s", where, name, meantMember(name, shape))
		}
		shape = m.Shape
	}
	return nil
}

// stranger collects what a call does not take.
type stranger struct {
	call  string
	found []scenario.Strange
}

// look holds a value against a shape. Texts, variables among them, and $json and the like are left to the call itself.
func (s *stranger) look(path []any, shape *wire.Shape, v any) {
	switch v := v.(type) {
	case []any:
		if shape == nil || shape.Kind != wire.ListOf {
			return
		}
		for i, element := range v {
			s.look(append(slices.Clone(path), i), shape.Element.Shape, element)
		}
	case map[string]any:
		for name, value := range v {
			within := append(slices.Clone(path), name)
			if strings.HasPrefix(name, "$") {
				continue
			}
			if shape != nil && shape.Kind == wire.MapOf {
				s.look(within, shape.Element.Shape, value)
				continue
			}
			if shape != nil && shape.Kind != wire.Structure {
				continue
			}
			m, ok := shape.Member(name)
			if !ok {
				s.found = append(s.found, scenario.Strange{Path: within, Message: fmt.Sprintf("%s takes no %s: %s", s.call, name, meantMember(name, shape))})
				continue
			}
			s.look(within, m.Shape, value)
		}
	}
}

// meantMember says which member was meant.
func meantMember(name string, shape *wire.Shape) string {
	var known []string
	if shape != nil {
		for i := range shape.Members {
			known = append(known, shape.Members[i].Name)
		}
	}
	return strict.Meant(name, known)
}

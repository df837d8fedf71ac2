// The shape of a file: its keys and the kinds of its values, held against the type that it is to be read into. The library
// stops at the first that does not fit and speaks of Go; here every one is told, with what was expected instead.

package strict

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// shape tells all that does not fit in a text that is YAML at all, nothing for one that is not.
func shape(name string, text []byte, into any) []*Error {
	file, err := parser.ParseBytes(text, 0)
	if err != nil || len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil
	}
	s := &shaper{file: name}
	s.value("", file.Docs[0].Body, reflect.TypeOf(into))
	return s.errors
}

type shaper struct {
	file   string
	errors []*Error
}

func (s *shaper) complain(n ast.Node, format string, args ...any) {
	e := &Error{File: s.file, Message: fmt.Sprintf(format, args...)}
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		e.Line, e.Column = t.Position.Line, t.Position.Column
	}
	s.errors = append(s.errors, e)
}

// value holds a node against a type; what is the key that it stands behind. Anchors and the like are left to the library.
func (s *shaper) value(what string, n ast.Node, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n.(type) {
	case *ast.NullNode, *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		s.mapping(what, n, t)
	case reflect.Slice:
		list, ok := n.(*ast.SequenceNode)
		if !ok {
			s.complain(n, "%sa list is expected, and this is %s", label(what), kind(n))
			return
		}
		for _, element := range list.Values {
			s.value(what, element, t.Elem())
		}
	case reflect.Interface:
	default:
		if !fits(n, t.Kind()) {
			s.complain(n, "%s%s is expected, and this is %s", label(what), wanted(t.Kind()), kind(n))
		}
	}
}

func (s *shaper) mapping(what string, n ast.Node, t reflect.Type) {
	m, ok := n.(ast.MapNode)
	if !ok {
		s.complain(n, "%skeys with their values are expected, and this is %s", label(what), kind(n))
		return
	}
	fields := Fields(t)
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Key
	}
	for i := m.MapRange(); i.Next(); {
		key, _ := i.Key().(ast.ScalarNode)
		if key == nil { // << and the like
			continue
		}
		name := fmt.Sprint(key.GetValue())
		if t.Kind() == reflect.Map {
			s.value(name, i.Value(), t.Elem())
			continue
		}
		known := false
		for _, f := range fields {
			if known = f.Key == name; known {
				s.value(name, i.Value(), f.Type)
				break
			}
		}
		if !known {
			s.complain(i.Key(), "%sthere is no key %q here: %s", label(what), name, Meant(name, names))
		}
	}
}

func label(what string) string {
	if what == "" {
		return ""
	}
	return what + ": "
}

func fits(n ast.Node, k reflect.Kind) bool {
	switch k {
	case reflect.Int:
		_, ok := n.(*ast.IntegerNode)
		return ok
	case reflect.Bool:
		_, ok := n.(*ast.BoolNode)
		return ok
	default:
		_, scalar := n.(ast.ScalarNode)
		return scalar
	}
}

func wanted(k reflect.Kind) string {
	switch k {
	case reflect.Int:
		return "a whole number"
	case reflect.Bool:
		return "true or false"
	default:
		return "a text"
	}
}

func kind(n ast.Node) string {
	switch n := n.(type) {
	case *ast.SequenceNode:
		return "a list"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case ast.ScalarNode:
		return fmt.Sprintf("%q", fmt.Sprint(n.GetValue()))
	default:
		return "something else"
	}
}

// Field is a key that a type has in a file.
type Field struct {
	Key  string
	Type reflect.Type
	Of   reflect.StructField
}

// Fields returns the keys of a struct in order, those of what it holds inline among them.
func Fields(t reflect.Type) []Field {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var fields []Field
	for i := range t.NumField() {
		f := t.Field(i)
		key, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case strings.Contains(options, "inline"):
			fields = append(fields, Fields(f.Type)...)
		case key != "" && key != "-":
			fields = append(fields, Field{key, f.Type, f})
		}
	}
	return fields
}

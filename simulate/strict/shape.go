// The shape of a file: its keys and the kinds of its values, held against the type that it is to be read into. The library
// stops at the first that does not fit and speaks of Go; here every one is told, with what was expected instead, and what is
// left can be read: without the values that do not fit, and with the keys that were meant.

package strict

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// shape tells all that does not fit in a text that is YAML at all, nothing for one that is not. The file is what is left of it.
func shape(name string, text []byte, into any) (*ast.File, []*Error) {
	file, err := parser.ParseBytes(text, 0)
	if err != nil || len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, nil
	}
	s := &shaper{file: name}
	file.Docs[0].Body = s.value("", file.Docs[0].Body, reflect.TypeOf(into))
	return file, s.errors
}

type shaper struct {
	file   string
	errors []*Error
}

// complain returns what stands for a node that does not fit: nothing, at its place.
func (s *shaper) complain(n ast.Node, format string, args ...any) ast.Node {
	e := &Error{File: s.file, Message: fmt.Sprintf(format, args...)}
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		e.Line, e.Column = t.Position.Line, t.Position.Column
	}
	s.errors = append(s.errors, e)
	return ast.Null(&token.Token{Type: token.NullType, Value: "null", Origin: "null", Position: &token.Position{Line: e.Line, Column: e.Column}})
}

// value holds a node against a type, and returns it, or what stands for it; what is the key that it stands behind. Anchors and
// the like are left to the library.
func (s *shaper) value(what string, n ast.Node, t reflect.Type) ast.Node {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n.(type) {
	case *ast.NullNode, *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return n
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return s.mapping(what, n, t)
	case reflect.Slice:
		list, ok := n.(*ast.SequenceNode)
		if !ok {
			return s.complain(n, "%sa list is expected, and this is %s", label(what), kind(n))
		}
		for i, element := range list.Values {
			list.Values[i] = s.value(what, element, t.Elem())
		}
	case reflect.Interface:
	default:
		if !fits(n, t.Kind()) {
			return s.complain(n, "%s%s is expected, and this is %s", label(what), wanted(t.Kind()), kind(n))
		}
	}
	return n
}

func (s *shaper) mapping(what string, n ast.Node, t reflect.Type) ast.Node {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		return s.complain(n, "%skeys with their values are expected, and this is %s", label(what), kind(n))
	}
	m.Values = slices.DeleteFunc(m.Values, func(pair *ast.MappingValueNode) bool {
		key, _ := pair.Key.(ast.ScalarNode)
		if key == nil { // << and the like
			return false
		}
		name := fmt.Sprint(key.GetValue())
		if t.Kind() == reflect.Map {
			pair.Value = s.value(name, pair.Value, t.Elem())
			return false
		}
		of, known := s.field(what, name, m, pair, t)
		if known {
			pair.Value = s.value(name, pair.Value, of)
		}
		return !known
	})
	return m
}

// field is the type behind a key of a struct. One that is misspelt becomes the one that was meant, unless that is there too.
func (s *shaper) field(what, name string, m *ast.MappingNode, pair *ast.MappingValueNode, t reflect.Type) (reflect.Type, bool) {
	types, names := map[string]reflect.Type{}, []string(nil)
	for _, f := range Fields(t) {
		types[f.Key], names = f.Type, append(names, f.Key)
	}
	if of, ok := types[name]; ok {
		return of, true
	}
	s.complain(pair.Key, "%sthere is no key %q here: %s", label(what), name, Meant(name, names))
	meant, ok := Nearest(name, names)
	if !ok || slices.ContainsFunc(m.Values, func(other *ast.MappingValueNode) bool { return other != nil && other.Key.GetToken().Value == meant }) {
		return nil, false
	}
	at := *pair.Key.GetToken()
	at.Value = meant
	pair.Key = ast.String(&at)
	return types[meant], true
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
	case *ast.MappingNode:
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

// Package strict reads what people write in YAML: scenarios, playbooks, solutions. A key that nobody knows, a key that is there
// twice and a value of the wrong type are errors, each with its line and column, and so is what a reader complains of
// afterwards.
package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Error is what is wrong with a file, and where. Line and Column begin with 1; they are 0 when the whole file is meant.
type Error struct {
	File         string
	Line, Column int
	Message      string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Document is a file that was read, and knows where in it a value stands.
type Document struct {
	name string
	file *ast.File

	misfits []*Error // which are told already
}

// Decode reads one document into a value. The error is an *Error, or several that are joined. A document beside an error is one
// with keys that nobody knows or values of the wrong type, of which all else could be read; Join tells them with what else is wrong.
func Decode(name string, text []byte, into any) (*Document, error) {
	if left, misfits := shape(name, text, into); len(misfits) > 0 {
		if err := yaml.NodeToValue(left.Docs[0].Body, into, yaml.Strict()); err != nil {
			return nil, Join(misfits)
		}
		return &Document{name, left, misfits}, Join(misfits)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict())
	err := decoder.Decode(into)
	if errors.Is(err, io.EOF) {
		return nil, &Error{File: name, Message: "the file is empty"}
	}
	if err != nil {
		return nil, complain(name, err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, &Error{File: name, Message: "one document is expected, and there is more behind a line of ---"}
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, complain(name, err)
	}
	return &Document{name: name, file: file}, nil
}

// advice is what to write instead, by what the library says.
var advice = []struct {
	said    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`found character '\t'`), "; lines are indented with blanks: write two of them for each tab"},
	{
		regexp.MustCompile(`must be specified$|is not allowed in this context$|is a reserved character$`),
		`; is a text with one of {}[],:# in it without its quotes, as "10.${net}.0.0/16" has them?`,
	},
	{regexp.MustCompile(`could not find end character of`), "; write the same quote at the end of the text"},
	{regexp.MustCompile(`end token .* not found|could not find .* end token`), "; write ] or } where the list or the mapping ends"},
	{regexp.MustCompile(`could not find alias|undefined anchor name|unexpected directive`), "; a text that begins with &, * or % stands between quotes"},
	{regexp.MustCompile(`unknown escape character`), `; write \\ for a backslash, or put the text between ' and '`},
	{regexp.MustCompile(`invalid header option`), "; a text of several lines begins on the line behind | or >"},
	{regexp.MustCompile(`already defined at`), "; take one of the two away"},
}

// complain puts an error of the library in our words and at its place.
func complain(name string, err error) *Error {
	e := &Error{File: name, Message: err.Error()}
	var placed yaml.Error
	if errors.As(err, &placed) {
		e.Message = placed.GetMessage()
		for _, a := range advice {
			if a.said.MatchString(e.Message) {
				e.Message += a.instead
				break
			}
		}
		if t := placed.GetToken(); t != nil && t.Position != nil {
			e.Line, e.Column = t.Position.Line, t.Position.Column
		}
	}
	return e
}

// At makes an error about the value at a path, as $.injects[3].as. Where the path leads nowhere, the error stands at what
// comes nearest above it.
func (d *Document) At(path, format string, args ...any) *Error {
	e := &Error{File: d.name, Message: fmt.Sprintf(format, args...)}
	for ; path != "" && path != "$"; path = shorter(path) {
		p, err := yaml.PathString(path)
		if err != nil {
			continue
		}
		node, err := p.FilterFile(d.file)
		if err != nil || node == nil || node.GetToken() == nil {
			continue
		}
		at := node.GetToken().Position
		if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 { // its own token is the colon behind the first key
			at = m.Values[0].Key.GetToken().Position
		}
		e.Line, e.Column = at.Line, at.Column
		return e
	}
	return e
}

// shorter leaves out the last step of a path.
func shorter(path string) string {
	i := max(bytes.LastIndexByte([]byte(path), '.'), bytes.LastIndexByte([]byte(path), '['))
	return path[:max(i, 0)]
}

// Join puts errors beside those of reading. What follows from a value that was not read, at its place, is left out.
func (d *Document) Join(all []*Error) error {
	told := slices.Clone(d.misfits)
	for _, e := range all {
		if !slices.ContainsFunc(d.misfits, func(m *Error) bool { return m.Line == e.Line && m.Column == e.Column }) {
			told = append(told, e)
		}
	}
	return Join(told)
}

// Join puts errors in the order of their places.
func Join(all []*Error) error {
	slices.SortStableFunc(all, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	errs := make([]error, len(all))
	for i, e := range all {
		errs[i] = e
	}
	return errors.Join(errs...)
}

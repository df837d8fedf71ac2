// The tables of the models as they are embedded: a line a shape, a member or an operation, its fields parted by tabs and
// the empty ones at the end left out. They are written by ./generate.

package wire

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// errTable is a table that does not hold what its reader expects: it was made by another generator.
var errTable = errors.New("damaged table: run go generate ./localstack/wire")

// kinds are the letters that shapes begin with.
var kinds = map[string]Kind{
	"S": Structure, "L": ListOf, "M": MapOf, "s": String, "b": Boolean, "i": Integer, "f": Float, "t": Timestamp, "x": Blob,
}

// table is a model that is being read.
type table struct {
	service *Service
	shapes  []Shape // as many as the first line says, so that they can be pointed at
	filled  int
	failed  bool
}

// fields are the parts of a line; those that were left out are empty.
type fields []string

func (f fields) at(i int) string {
	if i < len(f) {
		return f[i]
	}
	return ""
}

func (f fields) has(i int, flag string) bool { return strings.Contains(f.at(i), flag) }

// parse reads a table: the service, its shapes each followed by its members, its operations.
func parse(text string) (*Service, error) {
	first, rest, _ := strings.Cut(text, "\n")
	head := fields(strings.Split(first, "\t"))
	t := &table{service: &Service{
		Name: head.at(0), Endpoint: head.at(1), ID: head.at(2), Protocol: Protocol(head.at(3)), Version: head.at(4),
		Target: head.at(5), JSON: head.at(6), Namespace: head.at(7), Global: head.has(8, "G"), compatible: head.has(8, "Q"),
		operations: map[string]*Operation{},
	}}
	t.shapes = make([]Shape, t.number(head.at(9)))
	var f fields // one for all lines
	for line := range strings.Lines(rest) {
		f = f[:0]
		for field := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "\t") {
			f = append(f, field)
		}
		switch f[0] {
		case ".", ">", "<":
			t.member(f)
		case "!":
			t.operation(f)
		default:
			t.shape(f)
		}
		if t.failed {
			return nil, fmt.Errorf("read model of %s: %q: %w", t.service.Name, line, errTable)
		}
	}
	if t.failed || t.filled != len(t.shapes) || len(t.service.operations) == 0 {
		return nil, fmt.Errorf("read model of %s: %w", t.service.Name, errTable)
	}
	return t.service, nil
}

// shape reads a line such as "S DetachInternetGatewayRequest".
func (t *table) shape(f fields) {
	kind, known := kinds[f[0]]
	if !known || t.filled == len(t.shapes) {
		t.failed = true
		return
	}
	s := &t.shapes[t.filled]
	t.filled++
	*s = Shape{Name: f.at(1), Kind: kind, Flattened: f.has(2, "F"), Sensitive: f.has(2, "X")}
	switch {
	case kind == Structure:
		s.Payload, s.Wrapper, s.Code = f.at(3), f.at(4), f.at(5)
		if f.at(6) != "" {
			s.Status = t.number(f.at(6))
		}
	case kind == String && len(f) > 3:
		s.Enum = slices.Clone(f[3:])
	}
}

// member reads a line such as ". InternetGatewayId 2901 R internetGatewayId InternetGatewayId" and gives it to the shape
// above it.
func (t *table) member(f fields) {
	m := Member{
		Name: f.at(1), Shape: t.pointer(f.at(2)), Wire: f.at(4), Query: f.at(5), In: f.at(6), Form: f.at(7),
		Required: f.has(3, "R"), Streaming: f.has(3, "S"), Idempotent: f.has(3, "I"), Attribute: f.has(3, "A"),
		flattened: f.has(3, "F"),
	}
	if t.filled == 0 || m.Shape == nil {
		t.failed = true
		return
	}
	switch above := &t.shapes[t.filled-1]; f[0] {
	case ".":
		above.Members = append(above.Members, m)
	case ">":
		above.Element = &m
	case "<":
		above.Key = &m
	}
}

// operation reads a line such as "! DetachInternetGateway POST / 812".
func (t *table) operation(f fields) {
	o := &Operation{
		Name: f.at(1), Service: t.service, Method: f.at(2), Path: f.at(3), Input: t.pointer(f.at(4)), Output: t.pointer(f.at(5)),
		Wrapper: f.at(6), Unsigned: f.has(8, "U"),
	}
	if f.at(7) != "" {
		for number := range strings.SplitSeq(f.at(7), ",") {
			o.Errors = append(o.Errors, t.pointer(number))
		}
	}
	if f.at(9) != "" {
		o.status = t.number(f.at(9))
	}
	if t.service.rest() {
		o.route = newRoute(o.Path)
	}
	t.service.operations[o.Name] = o
	t.service.names = append(t.service.names, o.Name)
}

// pointer returns the shape of a number, nil where none is told.
func (t *table) pointer(number string) *Shape {
	if number == "" {
		return nil
	}
	n := t.number(number)
	if n >= len(t.shapes) {
		t.failed = true
		return nil
	}
	return &t.shapes[n]
}

func (t *table) number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1<<20 {
		t.failed = true
		return 0
	}
	return n
}

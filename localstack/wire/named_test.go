// The calls that the analysis knows: those that its tables name, of services that the models have, are in the models.

package wire_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/wire"
)

// tables are the types of rows that begin with a service and its calls: the rules of the topology, and what touches a
// network besides.
var tables = map[string]string{
	"rule":  "../../analyze/topology/*.go",
	"touch": "../../analyze/trail/dialect/touching.go",
}

// TestCallsOfTheAnalysis: what the lab cannot read, it can neither judge nor record as AWS would. A call that is missing
// is newer than the models: give it to the supplement.
func TestCallsOfTheAnalysis(t *testing.T) {
	c, count := wire.Open(), 0
	known := func(service, call string) {
		if _, ok := c.Service(service); !ok {
			return
		}
		count++
		for _, name := range c.Services() { // load balancers of two generations sign alike
			s, _ := c.Service(name)
			if _, ok := s.Operation(call); ok && (name == service || strings.HasPrefix(name, service+"/")) {
				return
			}
		}
		t.Errorf("%s.%s is in no model", service, call)
	}
	for _, row := range dialect.Rows() {
		known(row.Service, row.Call)
	}
	for kind, files := range tables {
		rows := declared(t, kind, files)
		if len(rows) == 0 {
			t.Errorf("%s has no rows of the type %s", files, kind)
		}
		for _, row := range rows {
			for call := range strings.FieldsSeq(row[1]) {
				known(row[0], call)
			}
		}
	}
	if count < 400 {
		t.Errorf("only %d calls are named", count)
	}
}

// declared reads the first two texts of each row of a type from source.
func declared(t *testing.T, kind, files string) (rows [][2]string) {
	t.Helper()
	names, err := filepath.Glob(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			table, ok := n.(*ast.CompositeLit)
			if !ok || !listOf(table, kind) {
				return true
			}
			for _, e := range table.Elts {
				row, ok := e.(*ast.CompositeLit)
				if !ok || len(row.Elts) < 2 {
					continue
				}
				service, call := literal(row.Elts[0]), literal(row.Elts[1])
				rows = append(rows, [2]string{service, call})
			}
			return true
		})
	}
	if slices.Contains(rows, [2]string{}) {
		t.Errorf("a row of the type %s in %s does not begin with two texts", kind, files)
	}
	return rows
}

func listOf(table *ast.CompositeLit, kind string) bool {
	list, ok := table.Type.(*ast.ArrayType)
	if !ok {
		return false
	}
	name, ok := list.Elt.(*ast.Ident)
	return ok && name.Name == kind
}

func literal(e ast.Expr) string {
	if text, ok := e.(*ast.BasicLit); ok {
		s, _ := strconv.Unquote(text.Value)
		return s
	}
	return ""
}

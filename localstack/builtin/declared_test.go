// Faults as they are declared in the source, held against the rows that tell them.

package builtin_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// TestFaultsAreTold: most rows of faults in the code are told by a row of refusals; which are not is no secret.
func TestFaultsAreTold(t *testing.T) {
	faults := declared(t)
	var untold []string
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		code, sentence := faults[name][0], faults[name][1]
		pattern := regexp.MustCompile("^" + regexp.MustCompile(`%[sd]`).ReplaceAllString(regexp.QuoteMeta(sentence), ".*") + "$")
		if !slices.ContainsFunc(refusals, func(r row) bool {
			return r.code == code && (r.sentence == "" || pattern.MatchString(r.sentence))
		}) {
			untold = append(untold, name)
		}
	}
	t.Logf("%d of %d faults are told by no row: %v", len(untold), len(faults), untold)
	if len(untold) > len(faults)/2 {
		t.Error("give faults rows")
	}
}

// declared reads the faults from the source.
func declared(t *testing.T) map[string][2]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][2]string{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			literal, ok := spec.Values[0].(*ast.CompositeLit)
			if kind, named := literalKind(literal, ok); !named || kind != "fault" {
				return true
			}
			var texts []string
			for _, e := range literal.Elts {
				if pair, ok := e.(*ast.KeyValueExpr); ok {
					e = pair.Value
				}
				if text, ok := e.(*ast.BasicLit); ok && text.Kind == token.STRING {
					s, _ := strconv.Unquote(text.Value)
					texts = append(texts, s)
				}
			}
			found[spec.Names[0].Name] = [2]string{texts[0], texts[1]}
			return true
		})
	}
	return found
}

func literalKind(literal *ast.CompositeLit, ok bool) (string, bool) {
	if !ok {
		return "", false
	}
	name, named := literal.Type.(*ast.Ident)
	if !named {
		return "", false
	}
	return name.Name, true
}

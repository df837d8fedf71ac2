// Package question holds the questions of an analysis as SQL, one file a question, in the dialect that DuckDB and Trino
// share. Each file begins with the question as a comment and reads the view events or the table touches, whose columns
// have the same names. The line "/* filter */ TRUE" stands where the filters of the question go.
package question

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.sql
var texts embed.FS

// filterMark is where a question takes its filters.
const filterMark = "/* filter */ TRUE"

// Text returns the question's SQL with filter, a predicate whose values are bound and not written out, in its place.
func Text(name, filter string) (string, error) {
	b, err := texts.ReadFile(name + ".sql")
	if err != nil {
		return "", fmt.Errorf("question %s: %w", name, err)
	}
	return strings.ReplaceAll(string(b), filterMark, filter), nil
}

// Filters returns how often the question takes its filters: their values are bound that many times.
func Filters(name string) int {
	b, err := texts.ReadFile(name + ".sql")
	if err != nil {
		return 0
	}
	return strings.Count(string(b), filterMark)
}

// Names lists the questions.
func Names() ([]string, error) {
	entries, err := texts.ReadDir(".")
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".sql"))
	}
	return names, nil
}

// Held answers hold against those that are streamed: the same rows in the same order, in parts of any size; and as little may be
// reached.

package store

import (
	"fmt"
	"strings"
	"testing"
)

func TestHold(t *testing.T) {
	_, path := kept(t)
	s := open(t, path)
	for _, query := range []string{
		"SELECT event_id FROM events ORDER BY event_id DESC",
		"SELECT range AS n, 'x' || range AS text FROM range(200000) ORDER BY hash(range)",
		"SELECT 1 AS a, 2 AS a, NULL, [1, 2], {'k': 'v'};",
		"FROM events SELECT count(*) -- how many?",
		"WITH x AS (SELECT 1 AS n) SELECT n FROM x WHERE n > 1",
		"VALUES ('a;b'), ('c')",
	} {
		want, err := asked(t, s, query)
		must(t, err)
		peeked, err := s.Peek(t.Context(), query, 3)
		must(t, err)
		if got := printed(t, peeked); strings.Join(got, "\n") != strings.Join(want[:min(3, len(want))], "\n") {
			t.Errorf("%s: the first rows are %q, of %q", query, got, want[:min(3, len(want))])
		}
		n, err := s.Hold(t.Context(), query)
		if err != nil || int(n) != len(want) {
			t.Fatalf("%s: %d rows are kept of %d, %v", query, n, len(want), err)
		}
		var got []string
		for step := int64(max(1, len(want)/3)); int64(len(got)) < n; {
			part, err := s.Part(t.Context(), query, int64(len(got)), step)
			must(t, err)
			got = append(got, printed(t, part)...)
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: %d kept rows are others than the %d that are streamed", query, len(got), len(want))
		}
	}
	for _, query := range []string{"DESCRIBE events", "SHOW TABLES", "SUMMARIZE files", "explain SELECT 1", " EXPLAIN ANALYZE\nSELECT count(*) FROM events", "SELECT 2; -- two"} {
		if table, err := s.Peek(t.Context(), query, 1000); err != nil || len(printed(t, table)) == 0 {
			t.Errorf("%s: %v", query, err)
		}
	}
	if _, err := s.Part(t.Context(), "SELECT 1", 0, 1); err == nil || !strings.Contains(err.Error(), "not held any more") {
		t.Errorf("a part of what is not held: %v", err)
	}
	for query, want := range map[string]string{
		"DROP VIEW events":                           "only questions can be asked",
		"SELECT 1; SELECT 2":                         "2 statements",
		"SELECT * FROM seal_key":                     "the key of the digests",
		"SELECT * FROM read_text('/etc/passwd')":     "disabled",
		"SELECT repeat('x', 1000) FROM range(1e9)::": "syntax",
	} {
		_, held := s.Hold(t.Context(), query)
		_, peeked := s.Peek(t.Context(), query, 1)
		for _, err := range []error{held, peeked} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", query, err)
			}
		}
	}
}

// printed are the rows of an answer, each in one line.
func printed(t *testing.T, table *Table) (out []string) {
	t.Helper()
	for row, err := range table.Rows {
		must(t, err)
		out = append(out, strings.TrimSuffix(fmt.Sprintln(row...), "\n"))
	}
	return out
}

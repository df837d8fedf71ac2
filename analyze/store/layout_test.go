// The layout of a case: it does not change unnoticed.

package store

import (
	"testing"
)

// TestLayout: an older case is told by its columns, so all of them count, and what they are is written down.
func TestLayout(t *testing.T) {
	s, err := connect(t.Context(), "", Options{Threads: 1})
	must(t, err)
	defer closeCase(t, s)
	must(t, s.start(t.Context(), "ATTACH ':memory:' AS evidence"))
	must(t, s.exec(t.Context(), "CREATE TABLE schema_version (number INTEGER NOT NULL)"))
	list, err := migrations()
	must(t, err)
	for _, m := range list {
		must(t, s.exec(t.Context(), m.text))
	}
	const all = `SELECT md5(string_agg(concat_ws(' ', table_name, column_name, data_type), ', ' ORDER BY table_name, column_index))
		FROM duckdb_columns() WHERE database_name = 'evidence' AND NOT internal`
	var every, counted string
	must(t, s.conn.QueryRowContext(t.Context(), all).Scan(&every))
	must(t, s.conn.QueryRowContext(t.Context(), statement("ask/layout")).Scan(&counted))
	if every != counted {
		t.Error("sql/ask/layout.sql does not name all tables and views of the schema")
	}
	if counted != columnsDigest {
		t.Errorf("the schema has changed: its layout is %q, and schema.go says %q", counted, columnsDigest)
	}
}

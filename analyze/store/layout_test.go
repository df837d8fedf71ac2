// The layout of a case: it does not change unnoticed.

package store

import (
	"path/filepath"
	"strings"
	"testing"

	"traillab/analyze/trail"
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
	var views string
	must(t, s.conn.QueryRowContext(t.Context(), statement("ask/views")).Scan(&views))
	if views != viewsDigest {
		t.Errorf("the views have changed: their digest is %q, and schema.go says %q", views, viewsDigest)
	}
	if n := one(t, s, "SELECT count(*) FROM duckdb_views() WHERE database_name = 'evidence' AND NOT internal"); n != 6 {
		t.Errorf("%d views, and sql/ask/views.sql names 6", n)
	}
	if n := one(t, s, "SELECT count(*) FROM duckdb_functions() WHERE database_name = 'evidence'"); n != 3 {
		t.Errorf("%d macros, and sql/ask/views.sql names 3", n)
	}
}

// TestTamperedViews: whoever has a view leave out an event, or a macro answer otherwise, is found out; views of one's own do not matter.
func TestTamperedViews(t *testing.T) {
	for edit, wrong := range map[string]bool{
		"CREATE VIEW mine AS SELECT count(*) AS n FROM events":                                                 false,
		"CREATE MACRO mine(x) AS x + 1":                                                                        false,
		"CREATE OR REPLACE VIEW flow_rows AS SELECT * FROM (SELECT * FROM flow_rows) WHERE action <> 'REJECT'": true,
		"CREATE OR REPLACE MACRO identity_of(written) AS CAST(NULL AS UUID)":                                   true,
		"CREATE MACRO concat(a, b) AS 'x'":                                                                     true,
		"ALTER TABLE touches RENAME TO t; CREATE VIEW touches AS SELECT * FROM t WHERE false":                  true,
		`CREATE MACRO "COUNT"(a) AS 0`:                                                                         true,
		"CREATE MACRO md5(x) AS '" + viewsDigest + "'":                                                         true,
		"CREATE MACRO duckdb_views() AS TABLE SELECT 1 AS x":                                                   true,
		"CREATE TYPE json AS ENUM ('x')":                                                                       true,
		"CREATE TYPE mine AS ENUM ('x')":                                                                       false,
		"ALTER TABLE rejects RENAME TO mine; CREATE VIEW rejects AS FROM mine WHERE reason <> 'x'":             true,
		"CREATE OR REPLACE TABLE hidden (key BIGINT, why TEXT, kept BIGINT AS (length(current_query())))":      true,
	} {
		path := filepath.Join(t.TempDir(), "case.duckdb")
		s := create(t, path)
		load(t, s, file("a.json", newMaker(1).plain("00000000-0000-4000-8000-000000000001")))
		must(t, s.exec(t.Context(), edit))
		closeCase(t, s)
		s, err := Open(t.Context(), path, Options{})
		if err == nil {
			closeCase(t, s)
		}
		if refused := err != nil && strings.Contains(err.Error(), "views that are not those of this program"); refused != wrong {
			t.Errorf("%s: %v", edit, err)
		}
	}
}

// TestSlowViews: a case of schema 2 is asked as it is and answers the same, views that somebody has changed are refused in it, too, and the
// next load brings it up to date.
func TestSlowViews(t *testing.T) {
	m := newMaker(1)
	first, second := m.plain("00000000-0000-4000-8000-000000000001"), m.plain("00000000-0000-4000-8000-000000000002")
	older := func(edits ...string) string {
		path := filepath.Join(t.TempDir(), "case.duckdb")
		s := create(t, path)
		load(t, s, file("a.json", first, second), file("b.json", first))
		list, err := migrations()
		must(t, err)
		for _, view := range []string{"events", "touching_events", "sighted_events"} {
			_, text, _ := strings.Cut(list[0].text, "CREATE VIEW "+view+" AS")
			text, _, _ = strings.Cut(text, ";")
			must(t, s.exec(t.Context(), "CREATE OR REPLACE VIEW "+view+" AS"+text))
		}
		for _, edit := range append([]string{"DELETE FROM schema_version WHERE number > 2"}, edits...) {
			must(t, s.exec(t.Context(), edit))
		}
		closeCase(t, s)
		return path
	}
	path := older()
	s, err := Open(t.Context(), path, Options{})
	must(t, err)
	n, err := s.Count(t.Context(), trail.Filter{})
	if err != nil || n != 2 {
		t.Errorf("an older case has %d events, %v", n, err)
	}
	closeCase(t, s)
	s = create(t, path)
	if n, err := s.Count(t.Context(), trail.Filter{}); err != nil || n != 2 {
		t.Errorf("brought up to date, it has %d events, %v", n, err)
	}
	closeCase(t, s)
	s, err = Open(t.Context(), path, Options{})
	must(t, err)
	if n, err := s.version(t.Context()); err != nil || n != 3 {
		t.Errorf("it has schema %d, %v", n, err)
	}
	closeCase(t, s)
	path = older("CREATE OR REPLACE VIEW sighted_events AS SELECT * FROM (SELECT * FROM sighted_events) WHERE FALSE")
	if _, err = Open(t.Context(), path, Options{}); err == nil || !strings.Contains(err.Error(), "views that are not those of this program") {
		t.Errorf("changed views of an older case: %v", err)
	}
}

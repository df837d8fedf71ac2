// Free questions: what may be asked, and what no question may reach.

package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asked runs a query and returns its rows, each in one line.
func asked(t *testing.T, s *Store, query string) ([]string, error) {
	t.Helper()
	table, err := s.SQL(t.Context(), query)
	if err != nil {
		return nil, err
	}
	var out []string
	for row, err := range table.Rows {
		if err != nil {
			return out, err
		}
		out = append(out, strings.TrimSuffix(fmt.Sprintln(row...), "\n"))
	}
	return out, nil
}

// kept is a case of two events with a file beside it that is none of its business.
func kept(t *testing.T) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	path = filepath.Join(dir, "case.duckdb")
	s := create(t, path)
	load(t, s, file("a.json",
		`{"eventID":"e1","eventName":"DescribeVpcs","eventSource":"ec2.amazonaws.com","eventTime":"2024-05-01T10:00:00Z","awsRegion":"eu-west-1"}`,
		`{"eventID":"e2","eventName":"DeleteVpc","eventSource":"ec2.amazonaws.com","eventTime":"2024-05-01T11:00:00Z","awsRegion":"eu-west-1"}`,
	))
	closeCase(t, s)
	if err := os.WriteFile(filepath.Join(dir, "secret.txt"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, path
}

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeCase(t, s) })
	return s
}

// TestFreeQuestions asks several on one store: the first shuts it in, the others and the product's own still work.
func TestFreeQuestions(t *testing.T) {
	_, path := kept(t)
	s := open(t, path)
	for query, want := range map[string]string{
		"SELECT event_id FROM events ORDER BY event_id":                               "e1, e2",
		"FROM events SELECT count(*)":                                                 "2",
		"WITH x AS (SELECT 1 AS n) SELECT n FROM x;":                                  "1",
		"VALUES ('a;b')":                                                              "a;b",
		"-- one; two\nSELECT /* ; */ 1":                                               "1",
		"SELECT count(*) FROM (DESCRIBE events)":                                      "32",
		"SELECT name FROM (SHOW TABLES) WHERE name = 'events'":                        "events",
		"SELECT json_extract_scalar(record, '$.eventName') FROM events ORDER BY 1":    "DeleteVpc, DescribeVpcs",
		"SELECT x FROM (SELECT 7/2 AS x)":                                             "3.5",
		"PIVOT (SELECT region FROM events) ON region IN ('eu-west-1') USING count(*)": "2",
	} {
		got, err := asked(t, s, query)
		if err != nil || strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, %v, want %q", query, got, err, want)
		}
	}
	for _, query := range []string{"DESCRIBE events", "SHOW TABLES", "SUMMARIZE events", "explain SELECT 1", " EXPLAIN ANALYZE\nSELECT count(*) FROM events"} {
		if got, err := asked(t, s, query); err != nil || len(got) == 0 {
			t.Errorf("%s: %d rows, %v", query, len(got), err)
		}
	}
	if got := len(rows(t, s, "SELECT * FROM events")); got != 2 {
		t.Errorf("%d events after free questions, want 2", got)
	}
}

// TestFreeQuestionsStayIn tries every way out that DuckDB is known to have. None may read or make a file, change a
// setting, or touch the case.
func TestFreeQuestionsStayIn(t *testing.T) {
	dir, path := kept(t)
	before, digest := tree(t, dir), digestOf(t, open(t, path))
	for _, query := range []string{
		"SELECT * FROM read_text('DIR/secret.txt')", "SELECT * FROM read_blob('DIR/secret.txt')", "SELECT * FROM read_csv('DIR/secret.txt')",
		"SELECT * FROM read_json('DIR/secret.txt')", "SELECT * FROM sniff_csv('DIR/secret.txt')", "SELECT * FROM 'DIR/secret.txt'",
		"SELECT * FROM parquet_metadata('DIR/secret.txt')", "SELECT * FROM glob('DIR/*')", "SELECT getenv('HOME')",
		"SELECT * FROM parquet_kv_metadata('DIR/secret.txt')", "SELECT * FROM parquet_schema('DIR/secret.txt')", "SELECT * FROM read_duckdb('DIR/case.duckdb')",
		"WITH x AS (FROM read_text('DIR/secret.txt')) FROM x", "SELECT (SELECT content FROM read_text('DIR/secret.txt'))", "SELECT 1 WHERE EXISTS (FROM 'DIR/secret.txt')",
		"FROM query('FROM read_text(''DIR/secret.txt'')')", "FROM query_table('DIR/secret.txt')", "FROM query_table(['DIR/secret.txt'])",
		"FROM events, LATERAL (FROM read_text('DIR/' || event_id))", "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''DIR/secret.txt'')'))",
		"FROM read_text(['DIR/secret.txt'])", "FROM read_ndjson_objects('DIR/secret.txt')", "FROM 'file://DIR/secret.txt'", "DESCRIBE FROM 'DIR/secret.txt'",
		"SUMMARIZE FROM read_csv('DIR/secret.txt')", "EXPLAIN ANALYZE FROM read_text('DIR/secret.txt')", "FROM read_text('/dev/stdin')", "FROM read_text('/proc/self/environ')",
		"CREATE MACRO x() AS TABLE FROM read_text('DIR/secret.txt')", "CREATE VIEW x AS FROM 'DIR/secret.txt'", "FROM which_secret('s3://b/k', 's3')",
		"SELECT * FROM read_text('https://example.com/')", "SELECT * FROM read_parquet('s3://bucket/key')",
		"COPY (SELECT 1) TO 'DIR/out.csv'", "COPY (SELECT 1) TO 'DIR/case.duckdb.wal'", "COPY (SELECT 1) TO 'DIR/case.duckdb'",
		"COPY (SELECT 1) TO 'DIR/case.duckdb.tmp/out.csv'", "COPY hidden FROM 'DIR/secret.txt'", "EXPORT DATABASE 'DIR/out'", "IMPORT DATABASE 'DIR'",
		"ATTACH 'DIR/other.duckdb' AS x", "ATTACH 'DIR/case.duckdb' AS x", "DETACH evidence", "USE memory",
		"USE memory; DETACH evidence; ATTACH 'DIR/case.duckdb' AS x; DROP TABLE x.main.hidden; SELECT 1",
		"SELECT 1; COPY (SELECT 1) TO 'DIR/case.duckdb.wal'; SELECT 2", "SELECT 1; SELECT 2",
		"INSTALL httpfs", "LOAD httpfs", "INSTALL 'DIR/secret.txt'", "SET threads = 1", "SET memory_limit = '10GB'", "SET enable_external_access = true",
		"SET lock_configuration = false", "RESET enable_external_access", "PRAGMA enable_profiling", "PRAGMA profiling_output = 'DIR/out.json'",
		"SET VARIABLE x = 1", "CREATE SECRET (TYPE s3)", "CALL enable_logging(storage = 'file', storage_path = 'DIR/log')",
		"SELECT * FROM enable_logging(storage = 'file', storage_path = 'DIR/log')",
		"CREATE TABLE x (a INTEGER)", "CREATE TEMP TABLE x (a INTEGER)", "CREATE OR REPLACE TEMP MACRO json_extract_scalar(j, p) AS 1",
		"DELETE FROM records", "UPDATE records SET repaired = true", "INSERT INTO conflicts VALUES (1)", "DROP VIEW events", "ALTER TABLE records DROP COLUMN tail",
		"TRUNCATE records", "CHECKPOINT", "VACUUM", "ANALYZE", "BEGIN", "COMMIT", "PREPARE x AS SELECT 1", "EXECUTE x", "EXPLAIN DELETE FROM records",
		"EXPLAIN ANALYZE DELETE FROM records", "EXPLAIN EXPLAIN ANALYZE DELETE FROM records", "SELECT * FROM incoming_records()", "", ";", "SELEC 1", "SELECT",
	} {
		s := open(t, path)
		got, err := asked(t, s, strings.ReplaceAll(query, "DIR", dir))
		if err == nil && !strings.Contains(query, "enable_logging") {
			t.Errorf("%s: answered with %q", query, got)
		}
		closeCase(t, s)
		if after := tree(t, dir); after != before {
			t.Fatalf("%s: the folder was\n%s\nand is\n%s", query, before, after)
		}
	}
	if got := digestOf(t, open(t, path)); got != digest {
		t.Errorf("the case says %s, and said %s", got, digest)
	}
}

// TestFreeQuestionsHaveNoKey tries every way to the key of the digests that DuckDB is known to have.
func TestFreeQuestionsHaveNoKey(t *testing.T) {
	_, path := kept(t)
	s := open(t, path)
	for _, query := range []string{
		"FROM seal_key", "SELECT hex(key) FROM evidence.main.SEAL_KEY", `SELECT min(x."key") FROM "seal_key" AS x`, "SUMMARIZE seal_key",
		"EXPLAIN ANALYZE FROM seal_key", "SELECT event_id FROM events WHERE event_id <> (SELECT hex(key) FROM seal_key)",
		"WITH x AS MATERIALIZED (FROM seal_key) SELECT * FROM x, x AS y", "SELECT stats(key) FROM seal_key LIMIT 1",
		"FROM query('FROM seal' || '_key')", "FROM query_table('seal' || '_key')", "SELECT count(*) FROM seal_key WHERE key > '\\xFF'::BLOB",
		"FROM json_execute_serialized_sql(json_serialize_sql('FROM evidence.main.seal_key'))",
		"FROM query('FROM json_execute_serialized_sql(json_serialize_sql(''FROM evidence.main.seal_key''))')",
		"SELECT stats FROM pragma_storage_info('seal_key')", "FROM (DESCRIBE FROM seal_key), seal_key", "SELECT histogram(key) FROM seal_key",
		"SELECT s FROM seal_key s", "FROM seal_key POSITIONAL JOIN events", "SELECT (FROM seal_key)", "FROM events WHERE EXISTS (FROM seal_key WHERE key > 'a'::BLOB)", "FROM seal_key TABLESAMPLE 1", "FROM events UNION ALL BY NAME FROM seal_key",
	} {
		if got, err := asked(t, s, query); err == nil || !strings.Contains(err.Error(), "not for questions") {
			t.Errorf("%s: answered with %q, %v", query, got, err)
		}
	}
	for query, want := range map[string]string{
		"SELECT 'evidence.main.seal_key'":                                                     "evidence.main.seal_key",
		"SELECT name FROM (SHOW TABLES) WHERE name = 'seal_key'":                              "seal_key",
		`SELECT '"extra_info": {"Table": "evidence.main.seal_key"}' AS "PRAGMA_STORAGE_INFO"`: `"extra_info": {"Table": "evidence.main.seal_key"}`,
	} {
		if got, err := asked(t, s, query); err != nil || strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, %v, want %q", query, got, err, want)
		}
	}
	if plan := strings.Join(rows(t, s, "EXPLAIN SELECT 1 WHERE 1 = 0"), ""); !strings.Contains(plan, "EMPTY_RESULT") {
		t.Errorf("questions are not optimized any more: %s", plan)
	}
}

// TestOpenRefusesWrites: a case that is open for questions cannot be changed, not even by the store itself.
func TestOpenRefusesWrites(t *testing.T) {
	_, path := kept(t)
	s := open(t, path)
	for _, query := range []string{"DELETE FROM records", "CREATE TABLE x (a INTEGER)", "INSERT INTO conflicts VALUES (1)", "DROP VIEW events", "UPDATE files SET path = ''"} {
		if err := s.exec(t.Context(), query); err == nil || !strings.Contains(err.Error(), "read-only") {
			t.Errorf("%s: %v, want a refusal", query, err)
		}
	}
	if _, err := s.Load(t.Context(), listing(nil), LoadOptions{Now: now}); err == nil {
		t.Error("a load went into a case that is open for questions")
	}
}

// tree lists a folder with the sizes and contents of its files.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		fmt.Fprintf(&b, "%s: %d bytes, %.8x\n", name, len(text), sha(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

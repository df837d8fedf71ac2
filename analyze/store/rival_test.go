// The rival is the load that ours is measured against.

package store

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// TestRival is no test: under TRAILLAB_RIVAL it is the load that ours is measured against, DuckDB's own reader of JSON in
// the same duckdb-go, run as a process of its own by the benchmark. The variable holds three lines: the statements'
// file, the pattern of log files, and the database to write.
func TestRival(t *testing.T) {
	order := strings.Split(os.Getenv("TRAILLAB_RIVAL"), "\n")
	if len(order) != 3 {
		t.Skip("the rival runs in the benchmark only")
	}
	script, err := os.ReadFile(order[0])
	if err != nil {
		t.Fatal(err)
	}
	connector, err := duckdb.NewConnector(order[2], nil)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "SET VARIABLE logs = "+literal(order[1])); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), string(script)); err != nil {
		t.Fatal(err)
	}
}

// Parquet files are read by DuckDB's own reader, in an instance that holds nothing else and can reach nothing else.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// Parquet reads a Parquet file: it tells columns the names of its columns and, if those are wanted, row each row in the
// order of the file, its values as texts (times in seconds since 1970) and nil for NULL. The values are gone when row
// returns; what row answers ends the reading and is returned.
func Parquet(ctx context.Context, name string, columns func([]string) bool, row func([][]byte) error) (err error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return fmt.Errorf("duckdb: %w", err)
	}
	db := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("duckdb: %w", err)
	}
	defer conn.Close()
	for _, q := range []string{
		"SET threads = 1", "SET memory_limit = '300MB'", "SET TimeZone = 'UTC'", "SET temp_directory = ''",
		"SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false",
		"SET allowed_paths = [" + literal(name) + "]", "SET enable_external_access = false", "SET lock_configuration = true",
	} {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("duckdb: %w", err)
		}
	}
	t := &parquetTable{from: "read_parquet(" + literal(filepath.ToSlash(name)) + ", hive_partitioning = false)", conn: conn}
	if err := t.describe(ctx); err != nil {
		return plainly(err)
	}
	if !columns(t.names) {
		return nil
	}
	return t.read(ctx, row)
}

// parquetTable is the table in one file.
type parquetTable struct {
	conn   *sql.Conn
	from   string
	names  []string
	values []string // what makes a text of each column
}

// describe asks for the columns.
func (t *parquetTable) describe(ctx context.Context) error {
	rows, err := t.conn.QueryContext(ctx, "SELECT column_name, column_type FROM (DESCRIBE FROM "+t.from+")")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			return err
		}
		quoted := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		if strings.HasPrefix(kind, "TIMESTAMP") {
			quoted = "CAST(floor(epoch(" + quoted + ")) AS BIGINT)"
		}
		t.names, t.values = append(t.names, name), append(t.values, "CAST("+quoted+" AS VARCHAR)")
	}
	return rows.Err()
}

func (t *parquetTable) read(ctx context.Context, row func([][]byte) error) error {
	rows, err := t.conn.QueryContext(ctx, "SELECT "+strings.Join(t.values, ", ")+" FROM "+t.from)
	if err != nil {
		return plainly(err)
	}
	defer rows.Close()
	texts, places, fields := make([]sql.NullString, len(t.names)), make([]any, len(t.names)), make([][]byte, len(t.names))
	for i := range texts {
		places[i] = &texts[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return plainly(err)
		}
		for i, text := range texts {
			fields[i] = nil
			if text.Valid {
				fields[i] = append(make([]byte, 0, len(text.String)), text.String...)
			}
		}
		if err := row(fields); err != nil {
			return err
		}
	}
	return plainly(rows.Err())
}

// plainly leaves DuckDB's further lines out of what it says.
func plainly(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return errors.New(line)
}

// Parquet files of strangers: whatever bytes come, the reader ends with rows or with a sentence. It is DuckDB's own, in C++: what
// this finds costs the process, and only an input kept apart can say so.

package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzParquet(f *testing.F) {
	s, err := connect(f.Context(), "", Options{Threads: 1})
	if err != nil {
		f.Fatal(err)
	}
	dir := f.TempDir()
	for i, query := range []string{
		"SELECT '2' AS version, 'eni-1' AS interface_id, 1::BIGINT AS start, NULL::VARCHAR AS action FROM range(3)",
		"SELECT [i] AS l, {'a': i} AS s, TIMESTAMP '2024-05-01' AS t, repeat('x', 50) AS x FROM range(20) r(i)",
	} {
		name := filepath.Join(dir, string(rune('a'+i)))
		if err := s.exec(f.Context(), "COPY ("+query+") TO "+literal(name)+" (FORMAT parquet)"); err != nil {
			f.Fatal(err)
		}
		whole, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(whole)
		f.Add(whole[:len(whole)/2])
	}
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		name := filepath.Join(t.TempDir(), "x.parquet")
		must(t, os.WriteFile(name, content, 0o600))
		rows := 0
		err := Parquet(t.Context(), name, func([]string) bool { return true }, func([][]byte) error {
			if rows++; rows > 10_000 {
				return os.ErrInvalid
			}
			return nil
		})
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than a line: %v", err)
		}
	})
}

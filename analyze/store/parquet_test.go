// Parquet files are read as they lie, and nothing but them.

package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// parquet writes a Parquet file of what a query yields.
func parquet(t *testing.T, query string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "it's year=2024.parquet")
	s, err := connect(t.Context(), "", Options{Threads: 1})
	must(t, err)
	defer closeCase(t, s)
	if err := s.exec(t.Context(), "COPY ("+query+") TO "+literal(name)+" (FORMAT parquet)"); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestParquet(t *testing.T) {
	name := parquet(t, `SELECT 1::INTEGER AS a, NULL::VARCHAR AS "b""", TIMESTAMP '1970-01-01 00:01:00.5' AS t, [1, 2] AS l UNION ALL SELECT 2, '-', NULL, NULL`)
	var got []string
	err := Parquet(t.Context(), name, func(names []string) bool {
		got = append(got, strings.Join(names, ","))
		return true
	}, func(row [][]byte) error {
		line := ""
		for _, f := range row {
			if f == nil {
				line += "NULL "
			} else {
				line += string(f) + " "
			}
		}
		got = append(got, strings.TrimSpace(line))
		return nil
	})
	if want := []string{`a,b",t,l`, "1 NULL 60 [1, 2]", "2 - NULL NULL"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}

// TestParquetEnds: the taker may want nothing, or no more; and a file may be none.
func TestParquetEnds(t *testing.T) {
	name := parquet(t, "SELECT i FROM range(100000) r(i)")
	no := func([][]byte) error { t.Error("a row that nobody wanted"); return nil }
	if err := Parquet(t.Context(), name, func([]string) bool { return false }, no); err != nil {
		t.Error(err)
	}
	enough := errors.New("enough")
	if err := Parquet(t.Context(), name, func([]string) bool { return true }, func([][]byte) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("%v, want what the taker said", err)
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string][]byte{"half of it": whole[:len(whole)/2], "its mark only": []byte("PAR1"), "nothing": {}, "something else": []byte("text")} {
		other := filepath.Join(t.TempDir(), "x.parquet")
		if err := os.WriteFile(other, text, 0o600); err != nil {
			t.Fatal(err)
		}
		err := Parquet(t.Context(), other, func([]string) bool { return true }, no)
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// What is taken along from the pages is what the commands tell, and SQL on its page is that of traillab sql.

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/cmd/traillab/tui"
)

func TestTakenAlong(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "case.duckdb")
	say(t, "sample", "write", "gateway-detach", filepath.Join(dir, "one"))
	say(t, "load", filepath.Join(dir, "one", "AWSLogs"), "--db", db, "-q")
	d := sitting(t, db)
	a := newApp(&env{getenv: func(string) string { return "" }, now: time.Now})
	book := a.casebook(db)
	left := &keepsakes{}
	doors := tui.Doors{Lister: d, Asker: asking{d, book}, Notebook: notebook{book, left}, Exporter: exporting{a, left}}
	u := tui.Rehearse(t.Context(), doors, tui.Options{}, 160, 40)
	export := func(name string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		u.Press("e", "ctrl+u")
		u.Write(path)
		u.Press("enter")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v\n%s", err, u.Screen())
		}
		return string(text)
	}
	u.Press("5")
	for _, form := range []string{"json", "jsonl", "csv"} {
		if got, want := export("t."+form), say(t, "timeline", "--db", db, "--format", form); got != want {
			t.Errorf("the page exports another %s than the command:\n%.300s\n%.300s", form, got, want)
		}
	}
	u.Press("e", "ctrl+u")
	u.Write(db + ".json")
	u.Press("enter", "e", "ctrl+u")
	u.Write(db + ".json")
	u.Press("enter")
	if !strings.Contains(u.Screen(), "is there already") {
		t.Errorf("a file was written over:\n%s", u.Screen())
	}
	const query = "SELECT event_name, count(*) AS n FROM events GROUP BY 1 ORDER BY 2 DESC, 1"
	u.Press("9", "s")
	u.Write(query)
	u.Press("enter")
	if got, want := export("a.csv"), say(t, "sql", "--db", db, "--format", "csv", query); got != want {
		t.Errorf("the page answers\n%s\nand the command\n%s", got, want)
	}
	u.Press("s", "ctrl+u")
	u.Write("SELECT range AS n FROM range(300000) ORDER BY 1 DESC")
	u.Press("enter", "G")
	if text := u.Screen(); !strings.Contains(text, "row 300 000 of 300 000") || !strings.Contains(text, "▸ 0") {
		t.Errorf("the end of a long answer is\n%s", text)
	}
	u.Press("g")
	if text := u.Screen(); !strings.Contains(text, "row 1 of 300 000") || !strings.Contains(text, "▸ 299999") {
		t.Errorf("the beginning of a long answer is\n%s", text)
	}
	for _, evil := range []string{"DROP VIEW events", "COPY events TO '" + filepath.Join(dir, "out") + "'", "SELECT * FROM read_text('/etc/passwd')"} {
		u.Press("s", "ctrl+u")
		u.Write(evil)
		u.Press("enter")
		if !strings.Contains(u.Screen(), "cannot be told: sql:") {
			t.Errorf("%s:\n%s", evil, u.Screen())
		}
	}
	if asked, err := book.history(); err != nil || len(asked) != 5 || asked[0] != query {
		t.Errorf("remembered %q, %v", asked, err)
	}
}

// TestAskingIsStopped: a question ends when nobody waits for it, and the next one is answered.
func TestAskingIsStopped(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "case.duckdb")
	say(t, "sample", "write", "gateway-detach", filepath.Join(dir, "one"))
	say(t, "load", filepath.Join(dir, "one", "AWSLogs"), "--db", db, "-q")
	d := &desk{path: db}
	defer func() { _ = d.close() }()
	by := asking{desk: d}
	ctx, stop := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer stop()
	began := time.Now()
	err := by.Ask(ctx, "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range = 7", func([]string) {}, func([]any) bool { return true })
	if took := time.Since(began); err == nil || took > 10*time.Second {
		t.Errorf("it ended after %s with %v", took, err)
	}
	var n any
	if err := by.Ask(t.Context(), "SELECT count(*) FROM events", func([]string) {}, func(cells []any) bool { n = cells[0]; return true }); err != nil || n == nil {
		t.Errorf("the next question tells %v, %v", n, err)
	}
}

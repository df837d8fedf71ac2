// Folders of reports: each report is that of the command line, the index leads to all of them, and a folder takes the place of the one
// before without anybody seeing a part of it.

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"traillab/analyze/report"
	"traillab/analyze/report/pagetest"
)

// twoAccounts is a case of an incident, of the same in another account, and of a third that has only read.
func twoAccounts(t *testing.T) (db string) {
	t.Helper()
	dir := t.TempDir()
	db = filepath.Join(dir, "case.duckdb")
	other := filepath.Join(dir, "other", "AWSLogs")
	g := &growing{t, filepath.Join(dir, "one"), db}
	g.deliver(func(string, string) bool { return true })
	ok(t, os.MkdirAll(other, 0o755))
	files, err := filepath.Glob(filepath.Join(g.dir, "*", "CloudTrail", "*", "*", "*", "*", "*.gz"))
	ok(t, err)
	for _, path := range files {
		text := unzipped(t, path)
		for _, pair := range [][2]string{{"111122223333", "444455556666"}, {`"eventID":"`, `"eventID":"4`}} {
			text = bytes.ReplaceAll(text, []byte(pair[0]), []byte(pair[1]))
		}
		rest, err := filepath.Rel(g.dir, path)
		ok(t, err)
		to := filepath.Join(other, strings.ReplaceAll(strings.TrimSuffix(rest, ".gz"), "111122223333", "444455556666"))
		ok(t, os.MkdirAll(filepath.Dir(to), 0o755))
		ok(t, os.WriteFile(to, text, 0o600))
	}
	quiet := filepath.Join(other, "777788889999/CloudTrail/eu-west-1/2024/05/14/777788889999_CloudTrail_eu-west-1_20240514T0805Z_aaaaaaaaaaaaaaaa.json")
	ok(t, os.MkdirAll(filepath.Dir(quiet), 0o755))
	ok(t, os.WriteFile(quiet, []byte(`{"Records":[{"eventVersion":"1.09","eventID":"d2000000-0000-4000-8000-000000000001","eventTime":"2024-05-14T08:00:00Z",`+
		`"eventName":"DescribeVpcs","eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"777788889999","readOnly":true}]}`), 0o600))
	w := newWorld()
	if code := run(t.Context(), &w.env, []string{"load", g.dir, other, "--db", db, "-q"}); code != exitDone {
		t.Fatalf("exit code %d: %s", code, &w.stderr)
	}
	return db
}

func unzipped(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	ok(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	ok(t, err)
	var b bytes.Buffer
	_, err = b.ReadFrom(z)
	ok(t, err)
	return b.Bytes()
}

func readIndex(t *testing.T, dir string) (x report.Index) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "index.json"))
	ok(t, err)
	ok(t, json.Unmarshal(text, &x))
	return x
}

func TestReportEach(t *testing.T) {
	t.Parallel()
	db := twoAccounts(t)
	flags := map[string]func(report.Thing) []string{
		"account": func(t report.Thing) []string { return []string{"--account", t.Account} },
		"region":  func(t report.Thing) []string { return []string{"--region", t.Region} },
		"vpc": func(t report.Thing) []string {
			return []string{"--account", t.Account, "--region", t.Region, "--vpc", t.ID}
		},
		"chain": nil,
	}
	for by, filters := range flags {
		t.Run(by, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "reports")
			reported(t, "--db", db, "--each", by, "--format", "html,md,json", "-o", dir)
			x := readIndex(t, dir)
			page, err := os.ReadFile(filepath.Join(dir, "index.html"))
			ok(t, err)
			for _, wrong := range pagetest.Read(bytes.NewReader(page)).Wrong {
				if !strings.Contains(wrong, `"`+by+".") { // it leads to the reports, and a report leads nowhere
					t.Error(wrong)
				}
			}
			names, chains := []string{"index.html", "index.json"}, len(x.Left)
			for _, thing := range x.Things {
				if (len(thing.Pages) == 3) != (thing.Chains+thing.Loose > 0) {
					t.Errorf("%s has %d pages: %s", thing.Title(), len(thing.Pages), thing.Said)
				}
				chains += thing.Chains
				for _, p := range thing.Pages {
					names = append(names, p.File)
					if !bytes.Contains(page, []byte(`href="`+p.File+`"`)) {
						t.Errorf("the page does not lead to %s", p.File)
					}
				}
				if filters == nil || len(thing.Pages) == 0 {
					continue
				}
				alone, _ := reported(t, append(filters(thing), "--db", db, "--format", "md")...)
				if together, err := os.ReadFile(filepath.Join(dir, thing.Pages[1].File)); err != nil || !bytes.Equal(alone, together) {
					t.Errorf("%s is not what the command line reports (%v)", thing.Pages[1].File, err)
				}
			}
			if chains != 14 {
				t.Errorf("%d chains are told", chains)
			}
			held, err := os.ReadDir(dir)
			ok(t, err)
			if len(held) != len(names) || slices.ContainsFunc(held, func(e os.DirEntry) bool { return !slices.Contains(names, e.Name()) }) {
				t.Errorf("the folder holds %d files, and the index leads to %d", len(held), len(names))
			}
			again := filepath.Join(t.TempDir(), "reports")
			reported(t, "--db", db, "--each", by, "--format", "html,md,json", "-o", again)
			for _, name := range names {
				one, err := os.ReadFile(filepath.Join(dir, name))
				ok(t, err)
				two, err := os.ReadFile(filepath.Join(again, name))
				if err != nil || !bytes.Equal(one, two) {
					t.Errorf("%s is another the second time (%v)", name, err)
				}
			}
		})
	}
}

// TestReportEachSilence: what has no chain is in the index with the hours that say so.
func TestReportEachSilence(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "reports")
	_, code := reported(t, "--db", twoAccounts(t), "--each", "account", "-o", dir, "--fail-on", "high")
	x := readIndex(t, dir)
	if code != exitFindings || len(x.Things) != 3 || x.Things[2].Said != "no chain was found in 1 hour of logs, 0 hours of gaps" || len(x.Things[2].Pages) != 0 {
		t.Errorf("exit code %d, %+v", code, x.Things)
	}
}

// TestReportEachCarriesItsOwn: what was open is carried in the report of its own account, and in no other's.
func TestReportEachCarriesItsOwn(t *testing.T) {
	t.Parallel()
	db := twoAccounts(t)
	for _, by := range []string{"account", "vpc", "chain"} {
		dir := filepath.Join(t.TempDir(), by)
		for range 2 {
			reported(t, "--db", db, "--each", by, "--since-last", "--format", "json", "-o", dir)
		}
		open := 0
		for _, thing := range readIndex(t, dir).Things {
			open += thing.Open
			for _, page := range thing.Pages {
				text, err := os.ReadFile(filepath.Join(dir, page.File))
				ok(t, err)
				var c struct {
					Overview []struct{ Account, Standing string }
				}
				ok(t, json.Unmarshal(text, &c))
				for _, h := range c.Overview {
					if h.Account != thing.Account || h.Standing != report.IsOpen {
						t.Errorf("--each %s: the report of %s tells of a chain of %s that is %s", by, thing.Title(), h.Account, h.Standing)
					}
				}
			}
		}
		if want := map[string]int{"account": 6, "vpc": 0, "chain": 6}[by]; open != want { // what is open is about instances and a role
			t.Errorf("--each %s: %d open, not %d", by, open, want)
		}
	}
}

// TestIndexInBrowser opens an index, and the page of a report that goes on, in a browser.
func TestIndexInBrowser(t *testing.T) {
	program := os.Getenv("TRAILLAB_CHROMIUM")
	if program == "" {
		t.Skip("TRAILLAB_CHROMIUM names no Chromium: the index is not opened in a browser; .ci/run finds or installs one")
	}
	dir, db := filepath.Join(t.TempDir(), "reports"), twoAccounts(t)
	b := browser{program, t.TempDir()}
	for _, want := range []string{"1 chain: 1 high", "no chain is new"} {
		reported(t, "--db", db, "--each", "vpc", "--since-last", "-o", dir)
		if v := b.open(t, filepath.Join(dir, "index.html")); len(v.console)+len(v.asked) > 0 || !strings.Contains(v.dom, want) || !strings.Contains(v.dom, "Reports by vpc") {
			t.Errorf("console %q, asked for %q, and no %q", v.console, v.asked, want)
		}
		x := readIndex(t, dir)
		if at := slices.IndexFunc(x.Things, func(t report.Thing) bool { return len(t.Pages) > 0 }); at >= 0 {
			opened(t, b, filepath.Join(dir, x.Things[at].Pages[0].File), "Since last", "The last report did not tell of it")
		}
	}
}

// TestReportEachTakesPlace: while folders take the place of each other, a reader always finds one that is whole; and what nobody has
// reported stays.
func TestReportEachTakesPlace(t *testing.T) {
	t.Parallel()
	a := &app{env: &newWorld().env}
	root := t.TempDir()
	dir := filepath.Join(root, "reports")
	fill := func(files ...string) func(string) error {
		x := report.Index{Schema: report.IndexSchema, Things: []report.Thing{{}}}
		return func(to string) error {
			for _, f := range files {
				x.Things[0].Pages = append(x.Things[0].Pages, report.Page{File: f})
				ok(t, os.WriteFile(filepath.Join(to, f), []byte(f), 0o600))
			}
			return errorsOf(a.write(filepath.Join(to, "index.html"), x.HTML), a.write(filepath.Join(to, "index.json"), x.JSON))
		}
	}
	ok(t, a.writeFolder(dir, fill("a.md", "b.md")))
	var stop, looked atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for stop.Load() == 0 {
			looked.Add(1)
			f, err := os.Open(dir)
			if err != nil {
				t.Errorf("the folder is not there: %v", err)
				return
			}
			_, here := os.ReadFile(filepath.Join(dir, "index.json"))
			if f.Close(); here != nil {
				t.Errorf("the index is not there: %v", here)
				return
			}
		}
	}()
	for i := range 200 {
		ok(t, a.writeFolder(dir, [](func(string) error){fill("a.md"), fill("b.md", "c.md")}[i%2]))
	}
	stop.Store(1)
	<-done
	held, err := filepath.Glob(filepath.Join(root, "*", "*"))
	ok(t, err)
	if len(held) != 4 || looked.Load() < 2 {
		t.Errorf("left: %q, looked %d times", held, looked.Load())
	}
	if rest, _ := os.ReadDir(root); len(rest) != 1 {
		t.Errorf("beside it lie %v", rest)
	}

	ok(t, os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600))
	if err := a.writeFolder(dir, fill("d.md")); err == nil || !strings.Contains(err.Error(), "holds notes.txt, which no report has put there") {
		t.Errorf("over somebody's notes: %v", err)
	}
	ok(t, os.Remove(filepath.Join(dir, "notes.txt")))
	if err := a.writeFolder(dir, func(string) error { return os.ErrInvalid }); err == nil {
		t.Error("what failed has taken its place")
	}
	if _, err := os.Stat(filepath.Join(dir, "c.md")); err != nil {
		t.Errorf("the folder of before: %v", err)
	}
	link := filepath.Join(root, "link")
	ok(t, os.Symlink(dir, link))
	ok(t, a.writeFolder(link, fill("e.md")))
	if _, err := os.Stat(filepath.Join(dir, "e.md")); err != nil {
		t.Errorf("behind a link: %v", err)
	}
	if err := a.writeFolder(filepath.Join(dir, "e.md"), fill("f.md")); err == nil {
		t.Error("a file was taken for a folder")
	}
}

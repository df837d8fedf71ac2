// Reports that go on: three loads over time, of which the first ends in the middle of an outage, the second brings a file that was
// delivered late, and the third the end; runs that fail or are killed between them; and two at once.

package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

const grownLogs = "../../samples/gateway-detach/AWSLogs"

var deliveredAt = regexp.MustCompile(`_(\d{8}T\d{4})Z_`)

// growing is a folder of logs that are delivered little by little, and a case of them.
type growing struct {
	t       *testing.T
	dir, db string
}

func newGrowing(t *testing.T) *growing {
	dir := t.TempDir()
	return &growing{t, filepath.Join(dir, "logs"), filepath.Join(dir, "case.duckdb")}
}

// deliver copies the files of the incident that are wanted.
func (g *growing) deliver(wanted func(name, at string) bool) {
	g.t.Helper()
	ok(g.t, filepath.WalkDir(grownLogs, func(path string, d fs.DirEntry, err error) error {
		at := deliveredAt.FindStringSubmatch(path)
		if err != nil || d.IsDir() || at == nil || !wanted(d.Name(), at[1]) {
			return err
		}
		rest, err := filepath.Rel(grownLogs, path)
		ok(g.t, err)
		to := filepath.Join(g.dir, rest)
		text, err := os.ReadFile(path)
		ok(g.t, err)
		return errorsOf(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, text, 0o600))
	}))
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// job is the file of a job that loads and tells what is new.
func (g *growing) job(more ...string) string {
	path := filepath.Join(filepath.Dir(g.db), "job.yaml")
	text := "sources: [" + g.dir + "]\ndb: " + g.db + "\nformat: json\nsince-last: true\nfail-on: medium\n" + strings.Join(more, "\n")
	ok(g.t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// toldCase is what a test reads of a kept case.
type toldCase struct {
	Log struct {
		Events int64
		Since  struct {
			First                                     bool
			Load                                      int
			Files, Events, New, Changed, Closed, Open int64
			Gone                                      []struct{ ID string }
		}
	}
	Summary  []struct{ Text string }
	Overview []toldHead
	Timeline []map[string]any
}

type toldHead struct {
	ID, Standing string
	Scope        struct{ ID string }
	Until        *time.Time
	Changes      []string
}

func (p *toldCase) standing(id string) string {
	for _, h := range p.Overview {
		if h.ID == id {
			return h.Standing
		}
	}
	return ""
}

// run makes the report of a job.
func (g *growing) run(args ...string) (p toldCase, code int, said string) {
	g.t.Helper()
	w := newWorld()
	code = run(g.t.Context(), &w.env, append([]string{"report"}, args...))
	if code != exitFailed && code != exitMisuse && w.stdout.Len() > 0 {
		ok(g.t, json.Unmarshal(w.stdout.Bytes(), &p))
	}
	return p, code, w.stderr.String()
}

const (
	wholeChain = "chain-a249f70d85cf" // as the whole log has it
	lateFile   = "_eu-west-1_20240514T1405Z_"
)

func TestSinceLast(t *testing.T) {
	t.Parallel()
	g := newGrowing(t)
	g.deliver(func(name, at string) bool { return at <= "20240514T1415" && !strings.Contains(name, lateFile) })
	job := g.job()
	first, code, said := g.run("--config", job)
	if s := first.Log.Since; !s.First || s.New != int64(len(first.Overview)) || s.New < 4 || code != exitDone && code != exitFindings {
		t.Fatalf("the first run tells %+v of %d chains, exit code %d: %s", s, len(first.Overview), code, said)
	}
	if first.standing(wholeChain) != "" || !slices.ContainsFunc(first.Overview, func(h toldHead) bool { return h.Until == nil && h.Scope.ID == "vpc-040558abc4f5711bb" }) {
		t.Fatalf("the network is not open after the first run, or has the id of the whole chain already: %+v", first.Overview)
	}

	g.deliver(func(name, _ string) bool { return strings.Contains(name, lateFile) })
	second, code, said := g.run("--config", job)
	if s := second.Log.Since; s.First || s.Files != 1 || s.Changed != 1 || s.Load != 1 || s.Closed != 0 || len(s.Gone) != 0 || second.Log.Events != s.Events {
		t.Errorf("the second run tells %+v, %d events: %s", s, second.Log.Events, said)
	}
	if second.standing(wholeChain) != "changed" || code != exitFindings {
		t.Errorf("the late file: %+v, exit code %d: %s", second.Overview, code, said)
	}
	if !slices.ContainsFunc(second.Timeline, func(e map[string]any) bool { return e["name"] == "DeleteNatGateway" }) {
		t.Error("the timeline of a chain that has changed lacks what was told of it before")
	}
	all, _, _ := g.run("--db", g.db, "--format", "json")
	lines := map[string]bool{}
	for _, e := range all.Timeline {
		lines[line(t, e)] = true
	}
	for _, e := range second.Timeline {
		if !lines[line(t, e)] {
			t.Errorf("a report of all does not tell this as it is told here: %v", e)
		}
	}

	// A run that cannot write leaves everything as it was.
	g.deliver(func(string, string) bool { return true })
	if _, code, said := g.run("--config", job, "-o", filepath.Join(g.dir, "..", "nowhere", "case.json")); code != exitFailed {
		t.Fatalf("a report to nowhere: exit code %d: %s", code, said)
	}
	third, code, said := g.run("--config", job)
	if s := third.Log.Since; third.standing(wholeChain) != "closed" || s.Closed != 1 || s.Load != 2 || s.Files < 10 || code != exitFindings {
		t.Errorf("the third run tells %+v, %+v, exit code %d: %s", s, third.Overview, code, said)
	}
	if !strings.Contains(third.Summary[1].Text, "1 was open then and is over") {
		t.Errorf("its summary: %+v", third.Summary)
	}

	var quiet [2]toldCase
	for i := range quiet {
		if quiet[i], code, said = g.run("--config", job); code != exitDone || !strings.Contains(said, "nothing is new since the last report") {
			t.Errorf("nothing new: exit code %d: %s", code, said)
		}
		if s := quiet[i].Log.Since; s.New+s.Changed+s.Closed+s.Files+s.Events != 0 || s.Open != 3 || quiet[i].Log.Events != 0 {
			t.Errorf("nothing new: %+v", s)
		}
	}
}

// line is an event without its part in the chains that a report happens to tell.
func line(t *testing.T, e map[string]any) string {
	t.Helper()
	for _, of := range []string{"kind", "chains", "role"} {
		delete(e, of)
	}
	text, err := json.Marshal(e)
	ok(t, err)
	return string(text)
}

// TestSinceLastIsItsOwn: another question has a watermark of its own, and what a run with one has told a run without one tells as ever.
func TestSinceLastIsItsOwn(t *testing.T) {
	t.Parallel()
	g := newGrowing(t)
	g.deliver(func(string, string) bool { return true })
	job := g.job()
	if p, _, said := g.run("--config", job); !p.Log.Since.First {
		t.Fatal(said)
	}
	if p, _, said := g.run("--config", job, "--vpc", "vpc-040558abc4f5711bb"); !p.Log.Since.First || p.Log.Since.New != 1 {
		t.Errorf("of one VPC: %+v: %s", p.Log.Since, said)
	}
	if p, _, said := g.run("--config", job); p.Log.Since.First || p.Log.Since.New != 0 {
		t.Errorf("again: %+v: %s", p.Log.Since, said)
	}
	all, _, _ := g.run("--db", g.db, "--format", "json")
	if len(all.Overview) != 7 {
		t.Errorf("a report of all has %d chains", len(all.Overview))
	}
	// The same logs in a new case: its files are new, its chains are known.
	for _, name := range []string{g.db, g.db + ".wal"} {
		_ = os.Remove(name)
	}
	p, code, said := g.run("--config", job)
	if s := p.Log.Since; s.First || s.New != 0 || s.Open != 3 || s.Files == 0 || code != exitDone || !strings.Contains(said, "another one than the last report was about") {
		t.Errorf("the same logs in another case: %+v, exit code %d: %s", s, code, said)
	}
}

// TestSinceLastTwoAtOnce: while one run goes on, another of the same question ends with a sentence and changes nothing.
func TestSinceLastTwoAtOnce(t *testing.T) {
	t.Parallel()
	g := newGrowing(t)
	g.deliver(func(_, at string) bool { return at <= "20240514T0900" })
	mark := filepath.Join(filepath.Dir(g.db), "mark.json")
	done, err := lockFile(mark + ".lock")
	ok(t, err)
	if _, code, said := g.run("--config", g.job("watermark: "+mark)); code != exitFailed || !strings.Contains(said, "another run of this report is under way") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if _, err := os.Stat(g.db); err == nil {
		t.Error("it has loaded all the same")
	}
	done()
	if _, code, said := g.run("--config", g.job("watermark: "+mark)); code != exitDone {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// TestSinceLastKilled kills runs where they stand. Whatever was told is in the file that the report goes to, or is told by the next run.
func TestSinceLastKilled(t *testing.T) {
	t.Parallel()
	g := newGrowing(t)
	mark, out := filepath.Join(filepath.Dir(g.db), "mark.json"), filepath.Join(filepath.Dir(g.db), "case.json")
	job := g.job("watermark: "+mark, "output: "+out)
	g.deliver(func(name, at string) bool { return at <= "20240514T1415" })
	g.run("--config", job, "-o", out)
	before, err := os.ReadFile(mark)
	ok(t, err)
	g.deliver(func(string, string) bool { return true })
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	for range 12 {
		c := exec.CommandContext(t.Context(), "traillab", "report", "--config", job, "-q")
		ok(t, c.Start())
		timer := time.AfterFunc(time.Duration(chance.Int64N(int64(1500*time.Millisecond))), func() { _ = c.Process.Kill() })
		_ = c.Wait()
		timer.Stop()
		now, err := os.ReadFile(mark)
		ok(t, err)
		if bytes.Equal(now, before) {
			continue
		}
		var p toldCase
		text, err := os.ReadFile(out)
		ok(t, err)
		ok(t, json.Unmarshal(text, &p))
		if p.standing(wholeChain) != "closed" {
			t.Errorf("the watermark has moved, and the report does not tell: %+v", p.Overview)
		}
		return
	}
	if _, code, said := g.run("--config", job, "-q", "-o", out); code != exitFindings {
		t.Errorf("after all kills: exit code %d: %s", code, said)
	}
	var p toldCase
	text, err := os.ReadFile(out)
	ok(t, err)
	ok(t, json.Unmarshal(text, &p))
	if p.standing(wholeChain) != "closed" {
		t.Errorf("after all kills: %+v", p.Overview)
	}
}

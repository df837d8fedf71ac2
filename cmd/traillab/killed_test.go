// Loads that are killed by chance: with kill -9 and with Ctrl-C, from the first moments of a new case to its last checkpoint. The
// same command goes on every time, and what comes of it is, to the digest, what one undisturbed load makes.

package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// mixedArchive is a folder of everything that a load has to settle: files, the same in a zip and a tar, records that
// contradict others, flow logs and damage.
func mixedArchive(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "traillab", "sample", "generate", "--events", "6000", "--files", "30", "--seed", "3", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var again []member
	var packed []inTar
	ok(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json.gz") {
			b, err := os.ReadFile(path)
			ok(t, err)
			again, packed = append(again, member{filepath.Base(path), text(string(b))}), append(packed, inTar{name: filepath.Base(path), text: text(string(b))})
		}
		return err
	}))
	p := &poison{t: t, dir: dir}
	p.write("again.zip", zipOf(again[:20]...)(t))
	p.write("again.tar", tarOf(packed[10:]...)(t))
	p.write("conflicts.json", list(record(1, "1"), record(1, "2"), record(2, "1"), "null")(t))
	p.write("more.json", list(record(1, "3"), record(2, "1"))(t))
	p.write("damaged.json.gz", cut(10, gz(two))(t))
	var flows strings.Builder
	flows.WriteString("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n")
	for i := range 4000 {
		fmt.Fprintf(&flows, "2 111122223333 eni-0a1b2c3d4e5f60718 10.0.%d.%d 10.0.0.9 4%04d 443 6 1 40 %d %d ACCEPT OK\n", i/250, i%250, i, 1700000000+i, 1700000060+i)
	}
	p.write("flows.log", []byte(flows.String()))
	return dir
}

// saysOf is what a case says: all records, standing and conflicting, and the rows of flow logs; and the digest in its manifest.
func saysOf(t *testing.T, db string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "traillab", "sql", "--db", db, "-q", "--format", "csv",
		`SELECT (SELECT count(*) || ' ' || sum(hash(record)) || ' ' || count(DISTINCT file_sha256) FROM events) AS events,
			(SELECT count(*) FROM conflicts) AS conflicts, (SELECT count(*) || ' ' || sum(hash(srcaddr, srcport, start_time)) FROM flow_rows) AS flows`).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	manifest, err := exec.CommandContext(t.Context(), "traillab", "manifest", "--db", db, "-q").Output()
	ok(t, err)
	var sums struct {
		Digest string `json:"content_digest"`
	}
	ok(t, json.Unmarshal(manifest, &sums))
	if sums.Digest == "" {
		t.Fatalf("a manifest without a digest: %s", manifest)
	}
	return strings.TrimSpace(string(out)) + " " + sums.Digest
}

func TestKilledByChance(t *testing.T) {
	t.Parallel()
	dir, cases := mixedArchive(t), t.TempDir()
	load := func(db string) *exec.Cmd {
		return exec.CommandContext(t.Context(), "traillab", "load", dir, "--db", filepath.Join(cases, db), "-q")
	}
	began := time.Now()
	if out, err := load("calm").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	long, want := time.Since(began), saysOf(t, filepath.Join(cases, "calm"))
	moments := 20
	if os.Getenv("TRAILLAB_SOAK") != "" {
		moments = 200
	}
	seed := uint64(began.UnixNano())
	t.Logf("seed %d; undisturbed: %v, %s", seed, long, want)
	chance := rand.New(rand.NewPCG(seed, 0))
	for round := 0; moments > 0; round++ {
		db := fmt.Sprintf("case%d", round)
		for ended := false; !ended; moments-- {
			c := load(db)
			var said strings.Builder
			c.Stderr = &said
			ok(t, c.Start())
			after, with := time.Duration(chance.Int64N(int64(long)*11/10)), []os.Signal{os.Kill, os.Kill, os.Interrupt}[chance.IntN(3)]
			timer := time.AfterFunc(after, func() { _ = c.Process.Signal(with) }) // it may be over
			err := c.Wait()
			timer.Stop()
			ended = err == nil
			if code := codeOf(err); !ended && code != -1 && (code != exitInterrupted || !strings.Contains(said.String(), "interrupted")) {
				t.Errorf("%v after %v: exit code %d: %s", with, after, code, said.String())
			}
			if !ended {
				asks(t, filepath.Join(cases, db))
			}
		}
		if got := saysOf(t, filepath.Join(cases, db)); got != want {
			t.Errorf("round %d: %s, want %s", round, got, want)
		}
		ok(t, os.RemoveAll(filepath.Join(cases, db)))
	}
}

// asks asks a case that a killed load has left. It answers, or there is none yet.
func asks(t *testing.T, db string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "traillab", "sql", "SELECT count(*) FROM events", "--db", db, "-q").CombinedOutput()
	for _, none := range []string{"make one with", "load again with", "bring it up to date"} { // killed before there was a case
		if err != nil && strings.Contains(string(out), none) {
			return
		}
	}
	if err != nil {
		t.Errorf("a case of a killed load: %v: %s", err, out)
	}
}

// The same view elsewhere: the command that a page names is run as a shell takes it, and its SQL is asked, and both tell the rows of the
// page.

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/tui"
)

// sitting opens the desk of a case until the test ends.
func sitting(t *testing.T, db string) *desk {
	t.Helper()
	d, err := openDesk(t.Context(), db, store.Options{})
	ok(t, err)
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestSameElsewhere(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("NOT TESTED that commands are as a shell takes them: there is no bash")
	}
	db := filepath.Join(t.TempDir(), "it's a case.duckdb")
	samples := t.TempDir()
	say(t, "sample", "write", "gateway-detach", filepath.Join(samples, "one"))
	say(t, "load", filepath.Join(samples, "one", "AWSLogs"), "--db", db, "-q")
	d := sitting(t, db)
	q := newInquiry(t.Context(), d)
	doors := tui.Doors{Lister: d, Surveyor: d, Recorder: d, Investigator: q}
	for _, c := range []struct {
		phrase   string
		commands bool // the command line can say it, too
	}{
		{"", true},
		{"name:DetachInternetGateway name:DescribeInstances", true},
		{"is:write since:20m", true},
		{"is:error", true},
		{"ip:0.0.0.0/1", true},
		{"principal:nobody's", true},
		{"-name~^describe", false},
		{"is:write -principal:alice gateway", false},
		{"~^igw- -ip:10.0.0.0/8", false},
		{"name:\"it's \x1b[2J\"", true},
	} {
		f, err := trail.ParsePhrase(c.phrase)
		if err != nil {
			t.Fatal(err)
		}
		u := tui.Rehearse(t.Context(), doors, tui.Options{Filter: f, Place: []string{"--db", db}}, 120, 40)
		u.Press("5", ".", "y")
		command := u.Copied()
		u.Press("Y")
		query := u.Copied()
		shown, err := d.Window(t.Context(), f, trail.Mark{}, 100000)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{}
		for _, e := range shown {
			want = append(want, e.ID)
		}
		if c.phrase == "" && len(want) < 10 {
			t.Fatalf("the sample has %d events", len(want))
		}
		if got := idsTold(t, append(shellWords(t, command), "--format", "json")...); c.commands && !slices.Equal(got, want) {
			t.Errorf("%s: %s\ntells %d events, and the page has %d", c.phrase, command, len(got), len(want))
		} else if !c.commands && slices.Equal(got, want) {
			t.Errorf("%s: the command says it, too: %s", c.phrase, command)
		}
		if got := idsTold(t, "traillab", "sql", "--db", db, "--format", "json", query); !slices.Equal(got, want) {
			t.Errorf("%s: the query tells %d events, and the page has %d:\n%s", c.phrase, len(got), len(want), query)
		}
		u.Press("2", ".", "y")
		chains, err := q.Chains(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for i := range chains {
			ids = append(ids, chains[i].ID)
		}
		if got := idsTold(t, append(shellWords(t, u.Copied()), "--format", "json")...); c.commands && !slices.Equal(got, ids) {
			t.Errorf("%s: %s\ntells the chains %v, and the page has %v", c.phrase, u.Copied(), got, ids)
		}
		if len(chains) == 0 {
			continue
		}
		u.Press("esc", "enter", ".", "Y")
		links := map[string]bool{}
		for _, l := range chains[0].Links {
			links[l.Event.ID] = true
		}
		got := idsTold(t, "traillab", "sql", "--db", db, "--format", "json", u.Copied())
		for _, id := range got {
			if !links[id] {
				t.Errorf("%s: the query of a chain tells %s, which is none of its events", c.phrase, id)
			}
		}
		if len(got) != len(links) {
			t.Errorf("%s: the query of a chain tells %d events of %d:\n%s", c.phrase, len(got), len(links), u.Copied())
		}
	}
}

// shellWords are the words of a command, as bash reads them.
func shellWords(t *testing.T, command string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "bash", "-c", `printf '%s\0' `+command).Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// idsTold are the ids of a listing in JSON.
func idsTold(t *testing.T, words ...string) []string {
	t.Helper()
	var rows []struct {
		EventID string `json:"event_id"`
		ID      string `json:"id"`
	}
	if err := json.Unmarshal([]byte(say(t, words[1:]...)), &rows); err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	out := []string{}
	for _, r := range rows {
		out = append(out, r.EventID+r.ID)
	}
	return out
}

// say runs a command in this process, and returns what it writes.
func say(t *testing.T, args ...string) string {
	t.Helper()
	var out, complaints bytes.Buffer
	a := newApp(&env{stdin: strings.NewReader(""), stdout: &out, stderr: &complaints, getenv: func(string) string { return "" }, environ: os.Environ, now: time.Now, width: func(io.Writer) int { return 0 }})
	if _, err := a.execute(t.Context(), args); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, complaints.String())
	}
	return out.String()
}

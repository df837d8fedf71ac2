// A run in a world made for the test: a terminal of a given width, variables, a clock that breaks.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// world is a run's environment and what it wrote.
type world struct {
	env
	stdout, stderr bytes.Buffer
	variables      map[string]string
	columns        int // of the terminal; 0 is a pipe
}

func newWorld() *world {
	w := &world{variables: map[string]string{}}
	w.env = env{
		stdin: strings.NewReader(""), stdout: &w.stdout, stderr: &w.stderr, now: time.Now,
		getenv:  func(name string) string { return w.variables[name] },
		environ: func() []string { return nil },
		width:   func(io.Writer) int { return w.columns },
	}
	return w
}

// oneLongEvent writes a log of one event whose principal does not fit on a narrow terminal.
func oneLongEvent(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.json")
	text := `{"eventVersion":"1.08","eventID":"c1000000-0000-4000-8000-000000000001","eventTime":"2026-03-01T10:00:00Z",` +
		`"eventName":"DescribeVpcs","eventSource":"ec2.amazonaws.com","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/` +
		strings.Repeat("long", 40) + `"}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTerminal(t *testing.T) {
	log := oneLongEvent(t)
	const esc = "\x1b["
	for _, c := range []struct {
		name          string
		columns       int
		noColor       string
		flags         []string
		colour, whole bool
	}{
		{name: "terminal", columns: 100, colour: true},
		{name: "terminal, NO_COLOR", columns: 100, noColor: "1"},
		{name: "terminal, --no-color", columns: 100, flags: []string{"--no-color"}},
		{name: "terminal, json", columns: 100, flags: []string{"--format", "json"}, whole: true},
		{name: "pipe", whole: true},
		{name: "pipe, NO_COLOR", noColor: "1", whole: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.columns, w.variables["NO_COLOR"] = c.columns, c.noColor
			if code := run(context.Background(), &w.env, append([]string{"timeline", "-q", "--source", log}, c.flags...)); code != exitDone {
				t.Fatalf("exit code %d: %s", code, w.stderr.String())
			}
			if got := strings.Contains(w.stdout.String(), esc); got != c.colour {
				t.Errorf("colour %v, want %v: %q", got, c.colour, w.stdout.String())
			}
			if got := strings.Contains(w.stdout.String(), strings.Repeat("long", 40)); got != c.whole {
				t.Errorf("the long cell is whole: %v, want %v: %q", got, c.whole, w.stdout.String())
			}
		})
	}
}

// TestScenariosFit: a list of scenarios has no line that is wider than a terminal, and cuts nothing off.
func TestScenariosFit(t *testing.T) {
	for _, columns := range []int{0, 80} { // 0 is a file
		w := newWorld()
		w.columns = columns
		if code := run(context.Background(), &w.env, []string{"simulate", "list"}); code != exitDone {
			t.Fatalf("exit code %d: %s", code, w.stderr.String())
		}
		for line := range strings.Lines(w.stdout.String()) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 || strings.Contains(line, "…") {
				t.Errorf("%d columns: %d are too wide, or something is cut: %s", columns, n, line)
			}
		}
		for _, words := range []string{"administration open to the world", "builtin, moto, localstack+moto", "any cloud"} {
			if !strings.Contains(strings.Join(strings.Fields(w.stdout.String()), " "), words) {
				t.Errorf("%q is not in it: %s", words, w.stdout.String())
			}
		}
	}
}

func TestPanicAsJSON(t *testing.T) {
	w := newWorld()
	w.now = func() time.Time { panic("the clock fell down") }
	run(context.Background(), &w.env, []string{"timeline", "--source", oneLongEvent(t), "--log", "json"})
	var said struct {
		Event, Text, Stack string
		Code               int
	}
	if err := json.Unmarshal(w.stderr.Bytes(), &said); err != nil {
		t.Fatalf("%v: %s", err, w.stderr.String())
	}
	if said.Event != "error" || said.Code != exitFailed || !strings.HasSuffix(said.Text, "the clock fell down") || !strings.Contains(said.Stack, "run_test.go") {
		t.Errorf("it said %+v", said)
	}
}

func TestPanicIsCaught(t *testing.T) {
	w := newWorld()
	w.now = func() time.Time { panic("the clock fell down") }
	if code := run(context.Background(), &w.env, []string{"timeline", "--source", oneLongEvent(t)}); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	if said := w.stderr.String(); !strings.Contains(said, "this is a bug, please report it") || !strings.Contains(said, "the clock fell down") {
		t.Errorf("it said %q", said)
	}
}

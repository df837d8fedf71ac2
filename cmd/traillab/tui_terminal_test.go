// The terminal UI in a real terminal: the program under tmux, keys in, screens out, and what is left of the terminal when it goes.

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// terminal is a tmux of one's own with one window.
type terminal struct {
	t      *testing.T
	socket string
}

// openTerminal runs a line of shell in a terminal of that size.
func openTerminal(t *testing.T, w, h int, line string) *terminal {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("there is no tmux: the terminal UI is not tried in a real terminal; install it (Debian: apt-get install tmux)")
	}
	term := &terminal{t, filepath.Join(t.TempDir(), "tmux")}
	term.tmux("new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), line)
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", term.socket, "kill-server").Run() }) //nolint:noctx // the test's context has ended by then
	return term
}

func (term *terminal) tmux(args ...string) string {
	term.t.Helper()
	out, err := exec.CommandContext(term.t.Context(), "tmux", append([]string{"-S", term.socket, "-f", "/dev/null"}, args...)...).CombinedOutput()
	if err != nil {
		term.t.Fatalf("tmux %v: %v: %s", args, err, out)
	}
	return string(out)
}

// sees waits until the screen has every text.
func (term *terminal) sees(texts ...string) {
	term.t.Helper()
	if !term.awaits(30*time.Second, texts...) {
		term.t.Fatalf("the screen never had %q:\n%s", texts, term.screen())
	}
}

// awaits waits so long at most until the screen has every text, and reports whether it had.
func (term *terminal) awaits(most time.Duration, texts ...string) bool {
	term.t.Helper()
	for deadline := time.Now().Add(most); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		screen, all := term.screen(), true
		for _, text := range texts {
			all = all && strings.Contains(screen, text)
		}
		if all {
			return true
		}
	}
	return false
}

// screen is what the terminal shows.
func (term *terminal) screen() string {
	term.t.Helper()
	return term.tmux("capture-pane", "-p", "-J")
}

// keys presses keys, by tmux's names.
func (term *terminal) keys(keys ...string) { term.tmux(append([]string{"send-keys"}, keys...)...) }

// whole wants a terminal that is as it was: the main screen, a cursor, no mouse, and a line discipline that echoes.
func (term *terminal) whole() {
	term.t.Helper()
	if got := strings.TrimSpace(term.tmux("display-message", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_flag}")); got != "0 1 0 0" {
		term.t.Errorf("the terminal is left as %q (alternate screen, cursor, mouse, keypad)", got)
	}
	term.keys("stty -a", "Enter")
	term.sees(" echo ", " icanon ")
}

// cased is a case of a sample.
func cased(t *testing.T) string {
	t.Helper()
	db := filepath.Join(t.TempDir(), "case.duckdb")
	if out, err := exec.CommandContext(t.Context(), "traillab", "load", "../../samples/s03-sabotage/AWSLogs", "--db", db, "-q").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return db
}

// TestPages: open, filter, drill down to the raw record, export, ask for the same elsewhere, leave; and nothing is left behind.
func TestPages(t *testing.T) {
	db := cased(t)
	term := openTerminal(t, 100, 30, "sh")
	term.keys("traillab tui --db "+db+"; echo left with $?", "Enter")
	term.sees("Overview", "Coverage", "Chains", "hostile 1")
	term.keys("5")
	term.sees("Timeline", "event 1 of 1 384")
	term.keys("/")
	term.sees("tab since:")
	term.keys("detachinternet", "Enter")
	term.sees("filter detachinternet", "DetachInternetGateway")
	term.keys("Enter")
	term.sees("sha256", `"eventName": "DetachInternetGateway"`, "observed")
	term.keys("/", "igw-", "Enter")
	term.sees(`"internetGatewayId": "igw-`, " ←")
	term.keys("Escape")
	term.sees("event 1 of")
	taken := filepath.Join(filepath.Dir(db), "taken.jsonl")
	term.keys("e")
	term.sees("export to timeline.csv")
	term.keys("C-u", taken, "Enter")
	term.sees("rows were written")
	if text, err := os.ReadFile(taken); err != nil || !strings.Contains(string(text), `"name":"DetachInternetGateway"`) || strings.Contains(string(text), "DescribeVpcs") {
		t.Errorf("the export holds %.200s (%v)", text, err)
	}
	term.keys(".")
	term.sees("traillab timeline", "contains(lower(event_name), 'detachinternet')")
	term.tmux("resize-window", "-x", "60", "-y", "20")
	term.sees("60×20")
	term.tmux("resize-window", "-x", "120", "-y", "40")
	term.sees("As SQL")
	term.keys("q")
	term.sees("left with 0", "rows are in "+taken)
	term.whole()
}

// TestPagesRest: ctrl+z gives the terminal back for a while, and fg finds the pages as they were.
func TestPagesRest(t *testing.T) {
	db := cased(t)
	term := openTerminal(t, 80, 24, "sh")
	term.keys("traillab tui --db "+db+"; echo left with $?", "Enter")
	term.sees("Overview", "hostile 1")
	term.keys("5")
	term.sees("event 1 of 1 384")
	term.keys("C-z")
	term.sees("Stopped")
	term.whole()
	term.keys("fg", "Enter")
	term.sees("Timeline", "event 1 of 1 384")
	term.keys("2")
	term.sees("chain 1 of")
	term.keys("q")
	term.sees("$")
	term.whole()
}

// TestPagesKilled: whoever ends the program by a signal has his terminal back, and the case is free.
func TestPagesKilled(t *testing.T) {
	db := cased(t)
	term := openTerminal(t, 80, 24, "sh")
	term.keys("traillab tui --db "+db+"; echo left with $?", "Enter")
	term.sees("Overview", "hostile 1")
	shell := strings.TrimSpace(term.tmux("display-message", "-p", "#{pane_pid}"))
	if out, err := exec.CommandContext(t.Context(), "pkill", "-TERM", "-P", shell).CombinedOutput(); err != nil {
		t.Skipf("pkill: %v %s", err, out)
	}
	term.sees("left with 130")
	term.whole()

	// The terminal itself goes: the program does, too.
	term.keys("clear; traillab tui --db "+db, "Enter")
	term.sees("Overview", "hostile 1")
	child, err := exec.CommandContext(t.Context(), "pgrep", "-P", shell).Output()
	if err != nil {
		t.Fatal(err)
	}
	term.tmux("kill-server")
	for deadline := time.Now().Add(10 * time.Second); exec.CommandContext(t.Context(), "kill", "-0", strings.TrimSpace(string(child))).Run() == nil; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the program outlives its terminal")
		}
	}
	if out, err := exec.CommandContext(t.Context(), "traillab", "coverage", "--db", db).CombinedOutput(); err != nil {
		t.Errorf("the case is not free: %v: %s", err, out)
	}
}

// TestPagesOnLight: the terminal is asked for its background, and on a light one the colours are those that can be read there.
func TestPagesOnLight(t *testing.T) {
	db := cased(t)
	for background, key := range map[string]string{"#ffffff": "\x1b[1m\x1b[34m1", "#000000": "\x1b[1m\x1b[96m1"} { // the number of a tab: blue, or bright cyan
		term := openTerminal(t, 80, 24, "sh")
		term.tmux("set-option", "-g", "window-style", "bg="+background)
		term.keys("clear; traillab tui --db "+db+"; echo left with $?", "Enter")
		term.sees("Overview", "hostile 1")
		var screen string
		for deadline := time.Now().Add(10 * time.Second); !strings.Contains(screen, key) && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			screen = term.tmux("capture-pane", "-p", "-e")
		}
		if !strings.Contains(screen, key) {
			t.Errorf("on %s the screen is %q", background, screen)
		}
		term.keys("q")
		term.sees("left with 0")
	}
}

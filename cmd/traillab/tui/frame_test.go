// Frames: every page at three sizes and without colours, held against files whose names are their cases. go test -update writes
// them again; the difference is read like code.

package tui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write golden files and generated documents again")

// shots are the pages and the keys that lead there.
var shots = []struct {
	name string
	keys []string
}{
	{"overview", nil},
	{"chains", []string{"2"}},
	{"chain", []string{"2", "enter", "down", "down"}},
	{"chain-actors", []string{"2", "enter", "tab"}},
	{"chain-verdict", []string{"2", "enter", "tab", "tab"}},
	{"timeline", []string{"5", "down", "right"}},
	{"timeline-retries", []string{"5", "u", "G"}},
	{"timeline-marked", []string{"5", "space", "down", "space", "right", "right"}},
	{"columns", []string{"5", "right", "right", "c", "down", "space"}},
	{"timeline-nothing", []string{"5", "/", "z", "z", "enter"}},
	{"record", []string{"5", "down", "enter", "down", "down"}},
	{"record-home", []string{"7"}},
	{"help", []string{"5", "?"}},
	{"same", []string{"5", "x", "."}},
	{"prompt", []string{"5", "/", "d", "e", "t"}},
	{"prompt-mistake", []string{"5", "/", "n", "m", ":", "x", "enter"}},
	{"impact", []string{"3", "down"}},
	{"impact-lost", []string{"3", "v", "right", "right", "right", "right", "right", "right", "right", "right"}},
	{"impact-beside", []string{"3", "tab"}},
	{"impact-sources", []string{"3", "s"}},
	{"topology", []string{"4", "right"}},
	{"network", []string{"4", "enter", "home", "right", "right", "right", "right", "right", "right", "down", "down", "down"}},
	{"network-before", []string{"4", "enter", "home", "down"}},
	{"network-deleted", []string{"4", "enter", "left", "down"}},
	{"network-facts", []string{"4", "enter", "left", "G", "up", "up", "up", "tab"}},
	{"principals", []string{"6", "down", "right"}},
	{"principal", []string{"6", "down", "enter"}},
	{"principal-touched", []string{"6", "down", "enter", "tab"}},
	{"principal-whence", []string{"6", "down", "enter", "tab", "tab"}},
	{"lineage", []string{"6", "down", "enter", "enter"}},
	{"touching", []string{"2", "right", "right", "T"}},
	{"palette", []string{"5", ":"}},
	{"detections", []string{"8"}},
	{"sql", []string{"9"}},
	{"sql-answer", []string{"9", "s", "S", "enter", "down"}},
	{"sql-mistake", []string{"9", "s", "m", "i", "s", "t", "a", "k", "e", "enter"}},
	{"notes", []string{"5", "down", "b", "m", "w", "h", "y", "enter", "M"}},
	{"export", []string{"5", "e"}},
}

func TestFrames(t *testing.T) {
	for _, shot := range shots {
		framed(t, shot.name, func(w, h int, mono bool) *hand {
			return sitWith(t, incident().doors(), w, h, Options{NoColor: mono}).press(shot.keys...)
		})
	}
}

// TestEveryPageHasFrames: a page that is added has a frame at each size, and one without colours.
func TestEveryPageHasFrames(t *testing.T) {
	names := []string{"help", "palette", "prompt", "same", "notes", "export", "chain", "network", "principal", "lineage"}
	for _, e := range entries() {
		names = append(names, e.name)
	}
	for _, name := range names {
		for _, form := range []string{"80x24", "120x40", "200x60", "nocolor"} {
			if _, err := os.Stat(filepath.Join("testdata", name+"."+form+".txt")); err != nil {
				t.Errorf("%v: add it to the shots", err)
			}
		}
	}
}

// framed holds a page against its files: at three sizes, and without colours.
func framed(t *testing.T, name string, at func(w, h int, mono bool) *hand) {
	t.Helper()
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		sized := fmt.Sprintf("%s.%dx%d", name, size[0], size[1])
		t.Run(sized, func(t *testing.T) {
			got := at(size[0], size[1], false).screen()
			rectangular(t, got, size[0], size[1])
			golden(t, sized, bare(got))
		})
	}
	t.Run(name+".nocolor", func(t *testing.T) {
		got := at(80, 24, true).screen()
		if colour := regexp.MustCompile("\x1b\\[[0-9;]*\\b(3[0-9]|4[0-9]|9[0-7]|10[0-7])\\b[0-9;]*m").FindString(got); colour != "" {
			t.Errorf("a colour without colours: %q", colour)
		}
		golden(t, name+".nocolor", strings.ReplaceAll(got, "\x1b", "␛")+"\n")
	})
}

// bare is a screen without its styles, and without the blanks at the ends of its lines.
func bare(screen string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(ansi.Strip(screen), "\n") {
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return out.String()
}

// rectangular wants a screen of exactly that size.
func rectangular(t *testing.T, screen string, w, h int) {
	t.Helper()
	lines := strings.Split(screen, "\n")
	if len(lines) != h {
		t.Errorf("%d lines, want %d", len(lines), h)
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n != w {
			t.Errorf("line %d has %d cells, want %d: %q", i+1, n, w, line)
		}
	}
}

// golden holds a text against testdata/NAME.txt.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s is not current (%v); it shows\n%s", path, err, got)
	}
}

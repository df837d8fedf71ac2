// Pages in a real browser: every incident in the box is opened by Chromium, which says nothing on its console, asks nobody for anything
// because of the page, and draws it, by day and by night and on paper.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"traillab/analyze/report/pagetest"
	"traillab/samples"
)

// browser opens pages. It reaches no name, and none of its own errands count.
type browser struct{ program, home string }

// visit is what came of opening a page.
type visit struct {
	dom     string
	console []string
	asked   []string // addresses that the page asked for
}

// run starts Chromium once, and returns what it printed.
func (b browser) run(t *testing.T, page string, args ...string) (out, said []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	all := append([]string{
		"--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-extensions", "--disable-dev-shm-usage", "--enable-logging=stderr", "--user-data-dir=" + b.home, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
	}, args...)
	if os.Getuid() == 0 {
		all = append(all, "--no-sandbox") // Chromium refuses its sandbox to root
	}
	cmd := exec.CommandContext(ctx, b.program, append(all, "file://"+page)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &stdout, &stderr, 5*time.Second
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%.2000s", b.program, err, &stderr)
	}
	return stdout.Bytes(), stderr.Bytes()
}

// open opens a page and watches it.
func (b browser) open(t *testing.T, page string) visit {
	t.Helper()
	log := filepath.Join(t.TempDir(), "net.json")
	dom, said := b.run(t, page, "--log-net-log="+log, "--dump-dom")
	v := visit{dom: string(dom), asked: askedFor(t, log)}
	for line := range strings.SplitSeq(string(said), "\n") {
		if strings.Contains(line, ":CONSOLE") {
			v.console = append(v.console, line)
		}
	}
	return v
}

// askedFor reads from a log of the network what a page asked for. What the browser itself wants has no origin.
func askedFor(t *testing.T, path string) []string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var log struct {
		Constants struct {
			Types map[string]int `json:"logEventTypes"`
		} `json:"constants"`
		Events []struct {
			Type   int `json:"type"`
			Params struct {
				URL       string `json:"url"`
				Initiator string `json:"initiator"`
			} `json:"params"`
		} `json:"events"`
	}
	if err := json.Unmarshal(raw, &log); err != nil {
		t.Fatalf("the log of the network: %v", err)
	}
	start, known := log.Constants.Types["URL_REQUEST_START_JOB"]
	if !known || len(log.Events) == 0 {
		t.Fatal("the log of the network is not as it was: what a page asks for cannot be told")
	}
	var asked []string
	for _, e := range log.Events {
		if e.Type == start && e.Params.URL != "" && e.Params.Initiator != "not an origin" {
			asked = append(asked, e.Params.URL)
		}
	}
	return asked
}

// picture draws a page, and returns the colour of its paper and how many colours it has.
func (b browser) picture(t *testing.T, page, file string, args ...string) (paper color.Color, colours int) {
	t.Helper()
	b.run(t, page, append(args, "--window-size=1280,4000", "--screenshot="+file)...)
	raw, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }() // read to its end
	drawn, err := png.Decode(raw)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	seen := map[color.Color]bool{}
	size := drawn.Bounds()
	for y := 0; y < size.Dy(); y += 3 {
		for x := 0; x < size.Dx(); x += 3 {
			seen[drawn.At(x, y)] = true
		}
	}
	return drawn.At(2, 2), len(seen)
}

func TestReportInBrowser(t *testing.T) {
	program := os.Getenv("TRAILLAB_CHROMIUM")
	if program == "" {
		t.Skip("TRAILLAB_CHROMIUM names no Chromium: pages are not opened in a browser; .ci/run finds or installs one")
	}
	b := browser{program, t.TempDir()}
	asked := new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	dir := os.Getenv("TRAILLAB_PICTURES")
	if dir == "" {
		dir = t.TempDir()
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}

	t.Run("watched", func(t *testing.T) { // a page that does ask is seen to
		page := filepath.Join(t.TempDir(), "page.html")
		text := fmt.Sprintf(`<!doctype html><title>x</title><img src="%s/picture"><script>console.error("here")</script>`, server.URL)
		if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if v := b.open(t, page); len(v.console) == 0 || len(v.asked) == 0 || asked.Load() == 0 {
			t.Fatalf("nobody saw what a page does that asks: console %q, asked %q, %d requests", v.console, v.asked, asked.Load())
		}
		asked.Store(0)
	})
	all, err := samples.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			kept := keptCase(t, "--source", "../../samples/"+s.Name+"/AWSLogs")
			page := filepath.Join(dir, s.Name+".html")
			reported(t, "--case", kept, "--format", "html", "-o", page)
			opened(t, b, page, "Summary", "Coverage", "Evidence", "Timeline")
			if s.Name == "s03-sabotage" {
				pictured(t, b, dir, page)
				strangers(t, b, kept, server.URL)
			}
		})
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("pages made %d requests", n)
	}
}

// opened opens a page and holds it against what a page may do.
func opened(t *testing.T, b browser, page string, parts ...string) {
	t.Helper()
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range pagetest.Read(bytes.NewReader(raw)).Wrong {
		t.Error(w)
	}
	v := b.open(t, page)
	if len(v.console) > 0 || len(v.asked) > 0 {
		t.Errorf("%s: console %q, asked for %q", page, v.console, v.asked)
	}
	for _, part := range parts {
		if !strings.Contains(v.dom, part) {
			t.Errorf("%s: the browser has no %q", page, part)
		}
	}
}

// pictured draws a page by day, by night and on paper, and keeps the pictures.
func pictured(t *testing.T, b browser, dir, page string) {
	t.Helper()
	name := strings.TrimSuffix(filepath.Base(page), ".html")
	day, colours := b.picture(t, page, filepath.Join(dir, name+".png"), "--blink-settings=preferredColorScheme=1")
	night, dark := b.picture(t, page, filepath.Join(dir, name+"-dark.png"), "--blink-settings=preferredColorScheme=0")
	if light, _, _, _ := day.RGBA(); light < 0xf000 || colours < 50 {
		t.Errorf("by day the paper is %v, and there are %d colours", day, colours)
	}
	if light, _, _, _ := night.RGBA(); light > 0x3000 || dark < 50 {
		t.Errorf("by night the paper is %v, and there are %d colours", night, dark)
	}
	paper := filepath.Join(dir, name+".pdf")
	b.run(t, page, "--no-pdf-header-footer", "--print-to-pdf="+paper)
	if pdf, err := os.ReadFile(paper); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || bytes.Count(pdf, []byte("/Type /Page")) < 3 {
		t.Errorf("on paper the page is %.20q (%v)", pdf, err)
	}
}

// strangers puts what an attacker would like to have opened where names of instances stand, and opens the page.
func strangers(t *testing.T, b browser, kept, server string) {
	t.Helper()
	raw, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	for name, evil := range map[string]string{
		"picture": fmt.Sprintf(`\"><img src='%s/x' onerror='console.error(1)'>`, server),
		"script":  fmt.Sprintf(`</title></style></svg><script src='%s/x'></script><script>console.error(1)</script>`, server),
		"style":   fmt.Sprintf(`</text><style>@import '%s/x'; body { background: url(%s/x) }</style>`, server, server),
	} {
		changed := bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("worker-a"), []byte(evil)), []byte("vendor-support"), []byte(evil))
		if bytes.Equal(changed, raw) {
			t.Fatal("nothing was changed")
		}
		poisoned := filepath.Join(t.TempDir(), "case.json")
		if err := os.WriteFile(poisoned, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		page := filepath.Join(t.TempDir(), name+".html")
		reported(t, "--case", poisoned, "--format", "html", "-o", page)
		opened(t, b, page, "Summary")
	}
}

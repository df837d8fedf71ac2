// Progress: a bar with rate and time left on a terminal, a line a few seconds with --log json, silence otherwise.

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"

	"traillab/analyze/archive"
	"traillab/analyze/store"
)

// progress follows a load.
type progress struct {
	tell  func(store.Progress)
	close func()
}

// total is what there is to read, as far as it has been listed.
type total struct {
	doing        string // loading, verifying, …
	files, bytes atomic.Int64
	whole        atomic.Bool // nothing more comes
}

// count surveys an archive.
func (t *total) count(ctx context.Context, arc *archive.Archive) {
	for s, err := range arc.Survey(ctx) {
		if err != nil {
			return // the load will say so; how much there is remains unknown
		}
		t.files.Add(s.Files)
		t.bytes.Add(s.Bytes)
	}
	t.whole.Store(ctx.Err() == nil)
}

// follow begins to tell how far the reading of an archive is, and what for. The total is counted beside the load, which does not wait; a bucket
// is listed twice for it, which costs a request for a thousand objects.
func (a *app) follow(ctx context.Context, doing string, arc *archive.Archive) *progress {
	silent := &progress{tell: func(store.Progress) {}, close: func() {}}
	terminal := a.env.width(a.env.stderr) > 0
	if a.common.quiet || a.common.log != "json" && !terminal {
		return silent
	}
	ctx, cancel := context.WithCancel(ctx)
	t := &total{doing: doing}
	var counting sync.WaitGroup
	counting.Go(func() { t.count(ctx, arc) })
	stop := func() { cancel(); counting.Wait() }
	if a.common.log == "json" {
		return &progress{tell: a.lines(t), close: stop}
	}
	return a.bar(t, stop)
}

func (a *app) bar(t *total, stop func()) *progress {
	bar := progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(a.env.stderr), progressbar.OptionShowBytes(true), progressbar.OptionSetDescription(t.doing),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(true),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetElapsedTime(true),
		progressbar.OptionEnableColorCodes(false), progressbar.OptionUseANSICodes(!a.common.noColor))
	var mu sync.Mutex
	var set int64
	tell := func(p store.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if n := t.bytes.Load(); t.whole.Load() && n > 0 && n != set { // time left is told only when all is listed
			set = n
			bar.ChangeMax64(n)
		}
		bar.Describe(t.describe(p))
		_ = bar.Set64(min(p.Bytes, max(set, p.Bytes))) // a bar that cannot be drawn is no reason to stop
	}
	return &progress{tell: tell, close: func() { stop(); _ = bar.Finish() }}
}

// describe says how far a load is.
func (t *total) describe(p store.Progress) string {
	of := fmt.Sprintf("of %d files", t.files.Load())
	if !t.whole.Load() {
		of = fmt.Sprintf("of %d files and more, still listing", max(t.files.Load(), p.Files))
	}
	if p.Records == 0 {
		return fmt.Sprintf("%s %d %s", t.doing, p.Files, of)
	}
	return fmt.Sprintf("%s %d %s, %d records", t.doing, p.Files, of, p.Records)
}

// lines writes one line of JSON every two seconds.
func (a *app) lines(t *total) func(store.Progress) {
	var mu sync.Mutex
	began := a.env.now()
	last := began
	return func(p store.Progress) {
		mu.Lock()
		defer mu.Unlock()
		now := a.env.now()
		if now.Sub(last) < 2*time.Second {
			return
		}
		last = now
		_ = json.NewEncoder(a.env.stderr).Encode(t.line(p, now.Sub(began)))
	}
}

// line is how far a load is after some time. What is left is told when all is listed.
func (t *total) line(p store.Progress, after time.Duration) map[string]any {
	seconds := after.Seconds()
	line := map[string]any{
		"event": "progress", "files": p.Files, "records": p.Records, "bytes": p.Bytes, "files_total": t.files.Load(), "bytes_total": t.bytes.Load(),
		"listed": t.whole.Load(), "seconds": seconds, "seconds_left": nil, "bytes_per_second": float64(p.Bytes) / max(seconds, 1e-3),
	}
	if t.whole.Load() && p.Bytes > 0 {
		line["seconds_left"] = seconds * float64(max(t.bytes.Load()-p.Bytes, 0)) / float64(p.Bytes)
	}
	return line
}

// remark tells people on stderr what is not part of the answer.
func (a *app) remark(format string, args ...any) {
	if a.common.quiet {
		return
	}
	text := fmt.Sprintf(format, args...)
	if a.common.log == "json" {
		_ = json.NewEncoder(a.env.stderr).Encode(map[string]any{"event": "remark", "text": text})
		return
	}
	fmt.Fprintln(a.env.stderr, text)
}

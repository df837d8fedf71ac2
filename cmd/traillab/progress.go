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

// follow begins to tell how far the load of an archive is. The total is counted beside the load, which does not wait; a
// source in S3 is not listed twice for it.
func (a *app) follow(ctx context.Context, arc *archive.Archive, names []string) *progress {
	silent := &progress{tell: func(store.Progress) {}, close: func() {}}
	if a.common.quiet {
		return silent
	}
	ctx, cancel := context.WithCancel(ctx)
	var total atomic.Int64
	var counting sync.WaitGroup
	if !inS3(names) {
		counting.Go(func() {
			_, bytes := arc.Size(ctx)
			total.Store(bytes)
		})
	}
	stop := func() { cancel(); counting.Wait() }
	switch {
	case a.common.log == "json":
		return &progress{tell: a.lines(&total), close: stop}
	case a.env.width(a.env.stderr) > 0:
		return a.bar(&total, stop)
	}
	stop()
	return silent
}

func (a *app) bar(total *atomic.Int64, stop func()) *progress {
	bar := progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(a.env.stderr), progressbar.OptionShowBytes(true), progressbar.OptionSetDescription("loading"),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(true),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetElapsedTime(true),
		progressbar.OptionEnableColorCodes(false), progressbar.OptionUseANSICodes(!a.common.noColor))
	var mu sync.Mutex
	var set int64
	tell := func(p store.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if t := total.Load(); t > 0 && t != set {
			set = t
			bar.ChangeMax64(t)
		}
		bar.Describe(fmt.Sprintf("loading %d files, %d records", p.Files, p.Records))
		_ = bar.Set64(min(p.Bytes, max(set, p.Bytes))) // a bar that cannot be drawn is no reason to stop
	}
	return &progress{tell: tell, close: func() { stop(); _ = bar.Finish() }}
}

// lines writes one line of JSON every two seconds.
func (a *app) lines(total *atomic.Int64) func(store.Progress) {
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
		_ = json.NewEncoder(a.env.stderr).Encode(map[string]any{
			"event": "progress", "files": p.Files, "records": p.Records, "bytes": p.Bytes, "bytes_total": total.Load(),
			"seconds": now.Sub(began).Seconds(),
		})
	}
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

// How far a load is: the rest is told only when all is listed.

package main

import (
	"testing"
	"time"

	"traillab/analyze/store"
)

func TestProgress(t *testing.T) {
	all := &total{doing: "loading"}
	all.files.Store(1000)
	all.bytes.Store(1 << 20)
	p := store.Progress{Files: 250, Bytes: 1 << 18, Records: 7}
	if got, want := all.describe(p), "loading 250 of 1000 files and more, still listing, 7 records"; got != want {
		t.Errorf("while listing: %q, want %q", got, want)
	}
	if line := all.line(p, 10*time.Second); line["seconds_left"] != nil || line["listed"] != false || line["bytes_per_second"] != float64(1<<18)/10 {
		t.Errorf("while listing: %v", line)
	}
	all.whole.Store(true)
	if got, want := all.describe(p), "loading 250 of 1000 files, 7 records"; got != want {
		t.Errorf("when all is listed: %q, want %q", got, want)
	}
	if line := all.line(p, 10*time.Second); line["seconds_left"] != 30.0 || line["listed"] != true || line["files_total"] != int64(1000) {
		t.Errorf("when all is listed: %v", line)
	}
	if got, want := all.describe(store.Progress{Files: 250}), "loading 250 of 1000 files"; got != want {
		t.Errorf("without records: %q, want %q", got, want)
	}
	if line := all.line(store.Progress{}, 0); line["seconds_left"] != nil || line["bytes_per_second"] != 0.0 {
		t.Errorf("at the beginning: %v", line)
	}
}

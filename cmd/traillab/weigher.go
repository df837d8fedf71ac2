// The weigher takes the sums of files and nothing of what is in them.

package main

import (
	"encoding/hex"

	"traillab/analyze/custody"
	"traillab/analyze/trail"
)

// weigher meets trail.Taker.
type weigher struct {
	found []custody.Found
	open  bool // between File and Done
	size  int64
}

// File notes a file and wants its bytes, for the sum of the inflated ones.
func (w *weigher) File(f trail.File) bool {
	w.found = append(w.found, custody.Found{Path: f.Path, Size: f.Size, SHA256: hex.EncodeToString(f.SHA256[:])})
	w.open = true
	return true
}

// Take needs nothing: the sum is taken on the way.
func (w *weigher) Take([]byte) error { return nil }

// Record is not called: the bytes are taken.
func (w *weigher) Record(*trail.Record, trail.Place) error { return nil }

// Reject notes what could not be read.
func (w *weigher) Reject(r trail.Reject) {
	if !w.open {
		w.found = append(w.found, custody.Found{Path: r.File, Reason: r.Reason})
		w.open = true
	}
}

// Done closes the file.
func (w *weigher) Done(o trail.Outcome) {
	if o.InflatedSHA256 != [32]byte{} {
		w.found[len(w.found)-1].InflatedSHA256 = hex.EncodeToString(o.InflatedSHA256[:])
	}
	w.open = false
}

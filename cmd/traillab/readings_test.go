// Tests of what a load has told of its files.

package main

import (
	"testing"

	"traillab/analyze/archive"
)

// TestReadings: of two files of one path, as a forged zip may have them, nothing is known, so that each is read.
func TestReadings(t *testing.T) {
	var r readings
	if _, _, known := r.of("a"); known {
		t.Fatal("known before it was heard")
	}
	r.hear(archive.Sound{Path: "a", Text: [32]byte{1}, Holds: true})
	if text, holds, known := r.of("a"); text != [32]byte{1} || !holds || !known {
		t.Errorf("%v, %t, %t", text, holds, known)
	}
	r.hear(archive.Sound{Path: "a", Text: [32]byte{2}})
	if _, _, known := r.of("a"); known {
		t.Error("one of two is taken for the other")
	}
}

// Readings: what a load has told of the files that it read, so that verifying them afterwards need not read them again.

package main

import (
	"crypto/sha256"
	"sync"

	"traillab/analyze/archive"
)

// readings is what was told of sound files, by their paths; about 100 bytes a file.
type readings struct {
	mu   sync.Mutex
	told map[[16]byte]reading
}

// reading is what was told of one file. Two files of one path, as a zip may have, are not told apart: then nothing is known.
type reading struct {
	text         [sha256.Size]byte
	holds, twice bool
}

func pathSum(path string) (sum [16]byte) {
	whole := sha256.Sum256([]byte(path))
	copy(sum[:], whole[:])
	return sum
}

// hear meets archive.Options.Sound.
func (h *readings) hear(s archive.Sound) {
	key := pathSum(s.Path)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.told == nil {
		h.told = map[[16]byte]reading{}
	}
	_, twice := h.told[key]
	h.told[key] = reading{s.Text, s.Holds, twice}
}

// of answers as integrity.Heard does.
func (h *readings) of(path string) (text [sha256.Size]byte, holds, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, known := h.told[pathSum(path)]
	return r.text, r.holds, known && !r.twice
}

// The vault: an archive as verification takes it, with what was heard of its files and told of how far it is.

package main

import (
	"context"
	"crypto/sha256"
	"io"
	"iter"
	"sync"

	"traillab/analyze/archive"
	"traillab/analyze/integrity"
	"traillab/analyze/store"
)

// vault meets integrity.Vault.
type vault struct {
	arc   *archive.Archive
	heard *readings            // nil for nothing
	tell  func(store.Progress) // nil tells nobody

	mu   sync.Mutex
	done store.Progress
}

func (v *vault) Files(ctx context.Context) iter.Seq2[integrity.File, error] {
	return func(yield func(integrity.File, error) bool) {
		for f, err := range v.arc.Files(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(&vaulted{File: f, in: v}, nil) {
				return
			}
		}
	}
}

// vaulted is a file of a vault. It meets integrity.File and integrity.Heard.
type vaulted struct {
	*archive.File
	in *vault
}

// Inflate reads the file and tells that it was read.
func (f *vaulted) Inflate(ctx context.Context, w io.Writer) (map[string]string, error) {
	defer f.in.read(f.Size())
	return f.File.Inflate(ctx, w)
}

// Holds looks into the file and tells so.
func (f *vaulted) Holds(ctx context.Context) (bool, error) {
	defer f.in.read(f.Size())
	return f.File.Holds(ctx)
}

func (f *vaulted) Heard() (text [sha256.Size]byte, holds, known bool) {
	if f.in.heard == nil {
		return text, false, false
	}
	return f.in.heard.of(f.Path())
}

// read counts a file.
func (v *vault) read(bytes int64) {
	if v.tell == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.done.Files, v.done.Bytes = v.done.Files+1, v.done.Bytes+bytes
	v.tell(v.done)
}

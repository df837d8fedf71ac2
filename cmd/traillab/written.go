// Written: files that are there whole, or as they were before.

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// write writes a file whole or not at all: under another name first, and to the disk before it takes its own. An empty path is
// stdout.
func (a *app) write(path string, fn func(w io.Writer) error) (err error) {
	if path == "" {
		return fn(a.env.stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".traillab-")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(f.Name()))
		}
	}()
	if err = errors.Join(fn(f), f.Sync(), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

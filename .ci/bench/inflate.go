// Inflating alone: the least that any answer from compressed files can cost.

package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
)

func inflateAll(dir string) error {
	var raw bytes.Buffer
	var z gzip.Reader
	page := make([]byte, 1<<20)
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".gz") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		raw.Reset()
		if _, err := raw.ReadFrom(f); err != nil {
			return err
		}
		if err := z.Reset(&raw); err != nil {
			return err
		}
		for {
			if _, err := z.Read(page); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
		}
	})
}

func inflateFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

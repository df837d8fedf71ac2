// Systems without locks on files: a file that must not be there yet stands for one. Whoever dies leaves it behind.

//go:build !unix

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// lockFile makes a file, or says that another process has (errLocked).
func lockFile(path string) (done func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil, errLocked
	case err != nil:
		return nil, fmt.Errorf("lock: %w", err)
	}
	return func() { _, _ = file.Close(), os.Remove(path) }, nil
}

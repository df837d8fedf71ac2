// Spools: temporary files for what cannot be read twice where it comes from.

package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// spooled is a temporary file.
type spooled struct {
	name string
	size int64
}

func (s *spooled) remove() { os.Remove(s.name) }

// spool copies src to a temporary file. When src breaks off, what came is kept and returned beside the error; when the
// file cannot be written there is nothing but the error.
func (a *Archive) spool(ctx context.Context, src io.Reader) (*spooled, error) {
	file, err := os.CreateTemp(a.o.TempDir, "traillab-*")
	if err != nil {
		return nil, withRoom(err)
	}
	s := &spooled{name: file.Name()}
	watched := &lastError{src: &attentive{ctx, src}}
	s.size, err = io.Copy(file, watched)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil && err != watched.err { //nolint:errorlint // the very error of the source is meant
		s.remove()
		return nil, withRoom(err)
	}
	return s, err
}

// withRoom says what to do about a disk that is full.
func withRoom(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%s; make room, or name a folder of a larger disk in TMPDIR", plainError(err))
	}
	return err
}

// lastError remembers the error that its source ended with, to tell it from one of the other side.
type lastError struct {
	src io.Reader
	err error
}

func (l *lastError) Read(p []byte) (int, error) {
	n, err := l.src.Read(p)
	if err != nil {
		l.err = err
	}
	return n, err
}

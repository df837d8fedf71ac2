// The vault: files as evidence. Their text is handed out byte by byte as CloudTrail compressed it, nothing is mended, and what
// a store tells of an object comes along.

package archive

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"traillab/analyze/trail"
)

// Inflate writes the text of the file: inflated if it is one gzip member, or as it lies there. It returns the metadata that
// a store keeps of an object, nil for a place that keeps none. Unlike Read it refuses what is behind the member, with
// trail.ErrAppended, and what is wrong with the compression, with trail.ErrDamaged; every other error is of the place that
// the bytes come from, or w's own.
func (f *File) Inflate(ctx context.Context, w io.Writer) (metadata map[string]string, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if f.refused != "" {
		return nil, errors.New(f.refused)
	}
	src, size, err := f.bytes(ctx)
	if err != nil {
		return nil, errors.New(plainError(err))
	}
	defer src.Close()
	if object, ok := src.(interface{ Head() *Head }); ok {
		metadata = object.Head().Metadata
	}
	r := f.arc.reader()
	defer f.arc.putBack(r)
	watched := &lastError{src: &attentive{ctx, src}}
	in := r.layers.buffer(watched)
	head, _ := in.Peek(2)
	if coatOf(head) != gzipCoat {
		_, err = io.Copy(w, in)
	} else {
		err = r.layers.member(w, in, size, f.arc.o.MaxInflated)
	}
	switch {
	case ctx.Err() != nil:
		return metadata, ctx.Err()
	case watched.err != nil && !errors.Is(watched.err, io.EOF):
		return metadata, ofPlace(watched.err)
	}
	return metadata, err
}

// errHolds ends the reading of a file in which a record was found.
var errHolds = errors.New("it holds a record")

// Holds reports whether Read tells of any record of the file, or of a member of it that is a zip or tar: whatever its name is,
// and however damaged the rest. The error is of bytes that cannot be had.
func (f *File) Holds(ctx context.Context) (bool, error) {
	var s sought
	switch err := f.Read(ctx, &s); {
	case errors.Is(err, errHolds):
		return true, nil
	case err == nil && s.away != "":
		return false, errors.New(s.away)
	default:
		return false, err
	}
}

// sought is a visitor that looks for one record. away is why no byte of a file could be had.
type sought struct {
	begun bool
	away  string
}

func (s *sought) File(trail.File) bool { s.begun = true; return true }

func (s *sought) Record(*trail.Record, trail.Place) error { return errHolds }

func (s *sought) Reject(trail.Reject) {}

func (s *sought) Done(o trail.Outcome) {
	if !s.begun {
		s.away = o.Reason
	}
	s.begun = false
}

// bytes opens the file as it lies there.
func (f *File) bytes(ctx context.Context) (io.ReadCloser, int64, error) {
	if m, ok := f.from.(inMemory); ok {
		var text io.Reader = bytes.NewReader(m.b)
		if m.damage != nil {
			text = io.MultiReader(text, broken{m.damage})
		}
		return io.NopCloser(text), int64(len(m.b)), nil
	}
	src, err := f.from.open(ctx)
	return src, f.Size(), err
}

// ofPlace is an error of where the bytes come from. What a zip says of its own member is damage.
func ofPlace(err error) error {
	var told *damage
	if errors.As(err, &told) {
		return fmt.Errorf("%w: %w", trail.ErrDamaged, err)
	}
	if Stops(err) {
		return err
	}
	return errors.New(plainError(err))
}

// buffer puts the first buffer before src.
func (l *inflaters) buffer(src io.Reader) *bufio.Reader {
	if l.bufs[0] == nil {
		l.bufs[0] = bufio.NewReaderSize(nil, 64<<10)
	}
	l.bufs[0].Reset(src)
	return l.bufs[0]
}

// member inflates one gzip member and sees to it that nothing follows. raw is the size of the whole file.
func (l *inflaters) member(w io.Writer, in *bufio.Reader, raw, limit int64) error {
	if l.gz[0] == nil {
		l.gz[0] = new(gzip.Reader)
	}
	m := &meter{coat: gzipCoat, raw: raw, limit: limit}
	if err := l.gz[0].Reset(in); err != nil {
		return fmt.Errorf("%w: %w", trail.ErrDamaged, m.explain(err))
	}
	l.gz[0].Multistream(false)
	m.src = l.gz[0]
	inflated := &lastError{src: m}
	if _, err := io.Copy(w, inflated); err != nil {
		if errors.Is(err, inflated.err) {
			return fmt.Errorf("%w: %w", trail.ErrDamaged, err)
		}
		return err
	}
	if _, err := in.Peek(1); err == nil {
		return trail.ErrAppended
	}
	return nil
}

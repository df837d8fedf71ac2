// The bytes of a file as they lie there, hashed before anything in them is believed: small ones in memory, many on disk.

package archive

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
)

// smallFile is how many bytes of a file are held in memory; a larger one is hashed first and then read again.
const smallFile = 8 << 20

// content is the bytes of one file.
type content struct {
	small  []byte
	large  *os.File // at its beginning; nil for a small one
	size   int64
	sum    [sha256.Size]byte
	damage error // what kept the rest of the bytes away
	drop   func()
	before fs.FileInfo // of a large local file, before it was hashed
}

// changed reports whether a large file is another one now than the one that was hashed: it is read twice, so what was read of
// it may not be what its hash stands for.
func (c *content) changed() bool {
	if c.before == nil {
		return false
	}
	now, err := c.large.Stat()
	return err != nil || now.Size() != c.size || c.before.Size() != c.size || !now.ModTime().Equal(c.before.ModTime())
}

// distrust calls a file damaged that has changed, unless it is already.
func (r *reader) distrust(c *content) {
	if c.changed() {
		r.cut("it changed while it was read, so its hash is not that of what was read; load it again when nobody writes it")
	}
}

func (c *content) release() {
	if c.large != nil {
		c.large.Close()
	}
	if c.drop != nil {
		c.drop()
	}
}

// head is the first bytes of the content, at most 512.
func (c *content) head() []byte {
	if c.large == nil {
		return c.small[:min(len(c.small), 512)]
	}
	b := make([]byte, 512)
	n, _ := c.large.ReadAt(b, 0)
	return b[:n]
}

// fetch gets the bytes of a file and hashes them.
func (r *reader) fetch(ctx context.Context, f *File) (*content, error) {
	if m, ok := f.from.(inMemory); ok {
		return &content{small: m.b, size: int64(len(m.b)), sum: sha256.Sum256(m.b), damage: m.damage}, nil
	}
	src, err := f.from.open(ctx)
	if err != nil {
		return nil, err
	}
	if v, ok := src.(interface{ Version() string }); ok {
		f.version = v.Version()
	}
	if c, ok := src.(Copy); ok {
		src = c.File
	}
	c, keep, err := r.take(ctx, src)
	if !keep {
		src.Close()
	}
	if s, ok := f.from.(inSpool); ok && err == nil {
		c.damage, c.drop = s.damage, s.file.remove
	}
	return c, err
}

// take reads src. keep says that src is part of the content now.
func (r *reader) take(ctx context.Context, src io.ReadCloser) (c *content, keep bool, err error) {
	file, local := src.(*os.File)
	if local {
		info, err := file.Stat()
		switch {
		case err != nil:
			return nil, false, err
		case !info.Mode().IsRegular():
			return nil, false, errors.New(oddity(info.Mode()) + ", not a file")
		case info.Size() > smallFile:
			c, err := r.hashLarge(ctx, file)
			return c, err == nil, err
		}
		r.makeRoom(int(info.Size()))
	}
	more, err := r.readSmall(ctx, src)
	if more {
		c, err = r.takeLarge(ctx, src, file)
		return c, err == nil && local, err
	}
	if err != nil && (len(r.raw) == 0 || ctx.Err() != nil || Stops(err)) {
		return nil, false, err
	}
	c = &content{small: r.raw, size: int64(len(r.raw)), sum: sha256.Sum256(r.raw)}
	c.damage = stopped(c.size, err)
	return c, false, nil
}

// stopped turns the error that ended the reading of raw bytes into the reason that people see.
func stopped(at int64, err error) error {
	if err == nil {
		return nil
	}
	if d := (*damage)(nil); errors.As(err, &d) {
		return err
	}
	return &damage{fmt.Sprintf("reading stops at byte %d: %s", at, plainError(err))}
}

func (r *reader) makeRoom(n int) {
	if cap(r.raw) <= n { // one byte more, so that the end shows without growing
		r.raw = make([]byte, 0, n+n/4+512)
	}
}

// readSmall fills r.raw and reports whether there is more than a small file has.
func (r *reader) readSmall(ctx context.Context, src io.Reader) (more bool, err error) {
	r.raw = r.raw[:0]
	for len(r.raw) <= smallFile {
		if len(r.raw) == cap(r.raw) {
			r.raw = append(r.raw, 0)[:len(r.raw)]
		}
		n, err := src.Read(r.raw[len(r.raw):cap(r.raw)])
		r.raw = r.raw[:len(r.raw)+n]
		if errors.Is(err, io.EOF) {
			return len(r.raw) > smallFile, nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// takeLarge goes on where readSmall found more: a local file that has grown is hashed from its beginning, all else kept
// on disk.
func (r *reader) takeLarge(ctx context.Context, src io.Reader, file *os.File) (*content, error) {
	if file != nil {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		return r.hashLarge(ctx, file)
	}
	sum := sha256.New()
	sum.Write(r.raw)
	sp, err := r.arc.spool(ctx, io.MultiReader(&bytesOnce{r.raw}, io.TeeReader(src, sum)))
	if sp != nil && err != nil && (ctx.Err() != nil || Stops(err)) {
		sp.remove()
		return nil, err
	}
	if sp == nil {
		return nil, err
	}
	c := &content{size: sp.size, damage: stopped(sp.size, err), drop: sp.remove}
	sum.Sum(c.sum[:0])
	if c.large, err = os.Open(sp.name); err != nil {
		sp.remove()
		return nil, err
	}
	return c, nil
}

// hashLarge hashes a file and goes back to its beginning.
func (r *reader) hashLarge(ctx context.Context, file *os.File) (*content, error) {
	before, err := file.Stat()
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	n, err := io.CopyBuffer(onlyWriter{sum}, &attentive{ctx, file}, r.w.room())
	if err != nil {
		return nil, err
	}
	if _, err = file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	c := &content{large: file, size: n, before: before}
	sum.Sum(c.sum[:0])
	return c, nil
}

// onlyWriter hides what else a hash can do, so that CopyBuffer uses its buffer.
type onlyWriter struct{ hash.Hash }

// attentive is a reader that ends with its context.
type attentive struct {
	ctx context.Context
	src io.Reader
}

func (a *attentive) Read(p []byte) (int, error) {
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	return a.src.Read(p)
}

// bytesOnce reads a slice.
type bytesOnce struct{ b []byte }

func (o *bytesOnce) Read(p []byte) (int, error) {
	if len(o.b) == 0 {
		return 0, io.EOF
	}
	n := copy(p, o.b)
	o.b = o.b[n:]
	return n, nil
}

// Compression comes off layer by layer, by what the bytes say and never by the name, under a meter that stops bombs.

package archive

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"
	"github.com/klauspost/compress/zstd"
)

// maxLayers is how often a file may be compressed over.
const maxLayers = 3

// A file that inflates to more than bombFloor bytes, and to more than bombRatio times its size, is no log file:
// CloudTrail's own compress to a tenth or twentieth.
const (
	bombFloor = 64 << 20
	bombRatio = 250
)

// damage is why no more could be read, in words for people. Whatever came before it is good.
type damage struct{ reason string }

func (d *damage) Error() string { return d.reason }

// coat is a compression that is taken off.
type coat string

const (
	bare     coat = ""
	gzipCoat coat = "gzip"
	zstdCoat coat = "zstd"
)

func coatOf(b []byte) coat {
	switch {
	case len(b) >= 2 && b[0] == 0x1f && b[1] == 0x8b:
		return gzipCoat
	case bytes.HasPrefix(b, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return zstdCoat
	case len(b) >= 4 && b[0]&0xf0 == 0x50 && b[1] == 0x2a && b[2] == 0x4d && b[3] == 0x18:
		return zstdCoat // a frame that zstd skips
	}
	return bare
}

// inflaters are the decompressors of one reader, one for each layer, kept from file to file.
type inflaters struct {
	gz     [maxLayers]*gzip.Reader
	chains [maxLayers]chain
	bufs   [maxLayers]*bufio.Reader
	zst    [maxLayers]*zstd.Decoder
	meters [maxLayers]meter
	coats  []coat
}

// unwrap takes the compression off c and leaves the first of the text in the window. An error is a reason to refuse the
// whole file.
func (r *reader) unwrap(ctx context.Context, c *content) error {
	r.layers.coats = r.layers.coats[:0]
	r.inflated = nil
	if c.large != nil {
		r.w.open(ctx, c.large)
		r.w.more()
	} else {
		r.w.show(ctx, c.small)
	}
	for {
		kind := coatOf(r.w.b)
		if kind == bare {
			if r.takes != nil {
				return nil // the bytes are wanted, not what they mean
			}
			return r.widen(ctx, c)
		}
		if len(r.layers.coats) == maxLayers {
			return &damage{fmt.Sprintf("compressed more than %d times over", maxLayers)}
		}
		src, err := r.again(c)
		if err == nil {
			src, err = r.layers.inflate(kind, src, c.size, r.arc.o.MaxInflated)
		}
		if err != nil {
			return err
		}
		r.w.open(ctx, r.weigh(src))
		r.w.more()
	}
}

// widen lays a reader of UTF-16 under the window if that is what the text is.
func (r *reader) widen(ctx context.Context, c *content) error {
	wide, big, skip := wideOrder(r.w.b)
	if !wide {
		return nil
	}
	src, err := r.again(c)
	if err != nil {
		return err
	}
	if _, err = io.CopyN(io.Discard, src, int64(skip)); err != nil {
		return err
	}
	r.w.open(ctx, &wideReader{src: src, big: big})
	r.w.wide = wideCount{on: true, skip: int64(skip)}
	r.w.more()
	return nil
}

// again reads what the window shows from its beginning.
func (r *reader) again(c *content) (io.Reader, error) {
	switch {
	case len(r.layers.coats) > 0:
		return r.w.rest(), nil
	case c.large != nil:
		_, err := c.large.Seek(0, io.SeekStart)
		return c.large, err
	}
	r.bytes.Reset(c.small)
	return &r.bytes, nil
}

// inflate lays one more decompressor on top of the others. raw is the size of the whole file.
func (l *inflaters) inflate(kind coat, src io.Reader, raw, limit int64) (io.Reader, error) {
	at := len(l.coats)
	l.coats = append(l.coats, kind)
	m := &l.meters[at]
	*m = meter{coat: kind, raw: raw, limit: limit}
	src = l.buffered(at, src)
	var err error
	if kind == gzipCoat {
		if l.gz[at] == nil {
			l.gz[at] = new(gzip.Reader)
		}
		scanner, ok := src.(io.ByteScanner)
		if !ok {
			return nil, errors.New("a source without single bytes")
		}
		l.chains[at] = chain{member: l.gz[at], src: scanner, under: src}
		m.src, err = &l.chains[at], l.chains[at].begin()
	} else {
		if l.zst[at] == nil {
			l.zst[at], err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(128<<20))
			if err != nil {
				return nil, err
			}
		}
		m.src, err = l.zst[at], l.zst[at].Reset(src)
	}
	if err != nil {
		return nil, m.explain(err)
	}
	return m, nil
}

// buffered gives src a buffer unless its bytes are in memory.
func (l *inflaters) buffered(at int, src io.Reader) io.Reader {
	if _, ok := src.(io.ByteScanner); ok {
		return src
	}
	if l.bufs[at] == nil {
		l.bufs[at] = bufio.NewReaderSize(nil, 64<<10)
	}
	l.bufs[at].Reset(src)
	return l.bufs[at]
}

// meter counts what a decompressor gives, stops it at the limits, and says in words why it ended.
type meter struct {
	src  io.Reader
	coat coat
	raw  int64 // bytes of the file as it lies there
	// limit is the most bytes it may give; 0 leaves only the ratio.
	limit int64
	out   int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.src.Read(p)
	m.out += int64(n)
	switch {
	case m.limit > 0 && m.out > m.limit:
		n -= int(min(m.out-m.limit, int64(n)))
		return n, &damage{fmt.Sprintf("stopped: inflates to more than %d bytes; --max-inflated raises the limit", m.limit)}
	case m.out > bombFloor && m.out/bombRatio > m.raw:
		return n, &damage{fmt.Sprintf("stopped at inflated byte %d: inflates to more than %d times its size of %d bytes, which --max-inflated does not cover; if it is no bomb, unpack it first",
			m.out, bombRatio, m.raw)}
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	}
	return n, m.explain(err)
}

// explain says what a decompressor's error means for the file.
func (m *meter) explain(err error) error {
	var corrupt flate.CorruptInputError
	what := plainError(err)
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, new(*damage)):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		what = "ends early"
	case errors.Is(err, gzip.ErrChecksum) || errors.Is(err, zstd.ErrCRCMismatch) || errors.Is(err, zip.ErrChecksum):
		what = "does not match its checksum"
	case errors.Is(err, zip.ErrFormat):
		what = "is not as long as the zip says"
	case (errors.Is(err, gzip.ErrHeader) || errors.Is(err, zstd.ErrMagicMismatch)) && m.out > 0:
		what = "is followed by something else"
	case errors.As(err, &corrupt) || errors.Is(err, gzip.ErrHeader):
		what = "is corrupt"
	}
	return &damage{fmt.Sprintf("%s stream %s at inflated byte %d", m.coat, what, m.out)}
}

// The window is the part of a text that is in memory: it moves forward as the text is read and grows only for a value
// that does not fit.

package archive

import (
	"context"
	"errors"
	"io"
)

// windowSize is how much text is looked at in one go: enough that the values cut at its end cost nothing, and little
// enough to stay in the processor's cache.
const windowSize = 256 << 10

// window is a view of a text. Its bytes are b, of which those before i are done with.
type window struct {
	ctx  context.Context
	src  io.Reader
	own  []byte // a buffer that is kept from text to text
	b    []byte
	i    int
	base int64 // bytes of the text before b
	most int   // the largest size it may grow to
	err  error // why no more text will come; io.EOF at its regular end

	wide wideCount
}

// open begins a text that comes from src.
func (w *window) open(ctx context.Context, src io.Reader) {
	*w = window{ctx: ctx, src: src, own: w.room(), most: w.most}
	w.b = w.own[:0]
}

// show begins a text that is in memory whole.
func (w *window) show(ctx context.Context, text []byte) {
	*w = window{ctx: ctx, own: w.own, b: text, most: w.most, err: io.EOF}
}

// room is the window's buffer, back to its usual size.
func (w *window) room() []byte {
	if cap(w.own) != windowSize {
		w.own = make([]byte, windowSize)
	}
	return w.own[:windowSize]
}

// more reads on and reports whether there is more text than before. What is done with goes, so i changes and whatever is
// to be kept must begin at i.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	if w.err = w.ctx.Err(); w.err != nil {
		return false
	}
	w.forget()
	if len(w.b) == cap(w.b) {
		size := min(2*cap(w.b), max(w.most, windowSize))
		if size <= len(w.b) {
			return false
		}
		w.own = make([]byte, size)
		w.b = w.own[:copy(w.own, w.b)]
	}
	had := len(w.b)
	for len(w.b) < cap(w.b) && w.err == nil {
		var n int
		n, w.err = w.src.Read(w.b[len(w.b):cap(w.b)])
		w.b = w.b[:len(w.b)+n]
	}
	return len(w.b) > had
}

// forget drops the bytes before i.
func (w *window) forget() {
	if w.i == 0 {
		return
	}
	w.wide.forget(w.b, w.i)
	w.b = w.b[:copy(w.b, w.b[w.i:])]
	w.base += int64(w.i)
	w.i = 0
}

// full reports whether a value that begins at i is too large for the window.
func (w *window) full() bool { return w.err == nil }

// need reports whether n bytes are in the window from i on, after reading on if they were not.
func (w *window) need(n int) bool {
	for len(w.b)-w.i < n {
		if !w.more() {
			return false
		}
	}
	return true
}

// next moves to the first byte that is not white space and reports whether there is one.
func (w *window) next() bool {
	for {
		for ; w.i < len(w.b); w.i++ {
			if c := w.b[w.i]; c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return true
			}
		}
		if !w.more() {
			return false
		}
	}
}

// rest is the whole text again, from its beginning, as long as the window has not moved.
func (w *window) rest() io.Reader {
	held := &bytesOnce{append([]byte(nil), w.b...)}
	if w.err != nil {
		if errors.Is(w.err, io.EOF) {
			return held
		}
		return io.MultiReader(held, broken{w.err})
	}
	return io.MultiReader(held, w.src)
}

// broken is what follows a text that was damaged.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// place is where the window is at in the text that it shows.
func (w *window) place() int64 { return w.base + int64(w.i) }

// offset is where b[i] lies in the inflated file, in bytes.
func (w *window) offset(i int) int64 {
	if w.wide.on {
		return w.wide.offset(w.b, i)
	}
	return w.base + int64(i)
}

// UTF-16 becomes UTF-8 on its way into the window; places are still counted in the bytes of the file.

package archive

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// byteOrderMark is what some editors begin UTF-8 with.
var byteOrderMark = []byte("\uFEFF")

// wideOrder tells from the first bytes of a text whether it is UTF-16: by its mark, or by the NUL beside each of the first
// letters. skip is the length of the mark.
func wideOrder(b []byte) (wide, big bool, skip int) {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return true, false, 2
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return true, true, 2
	case len(b) < 4:
		return false, false, 0
	case b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0:
		return true, false, 0
	case b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0:
		return true, true, 0
	}
	return false, false, 0
}

// wideReader turns UTF-16 into UTF-8. Half a surrogate pair becomes U+FFFD.
type wideReader struct {
	src   io.Reader
	big   bool
	in    [4096]byte
	n     int // bytes in in
	err   error
	high  rune // the first half of a pair, waiting for the second; 0 for none
	ready []byte
	text  [3 * 2048]byte // a unit has two bytes and becomes at most three
}

func (r *wideReader) Read(p []byte) (int, error) {
	for len(r.ready) == 0 {
		if r.err != nil {
			return 0, r.end()
		}
		var n int
		n, r.err = r.src.Read(r.in[r.n:])
		r.n += n
		r.convert()
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

// convert turns the whole units that are in into text.
func (r *wideReader) convert() {
	out, i := r.text[:0], 0
	for ; i+1 < r.n; i += 2 {
		unit := rune(r.in[i]) | rune(r.in[i+1])<<8
		if r.big {
			unit = rune(r.in[i])<<8 | rune(r.in[i+1])
		}
		if r.high != 0 {
			pair := utf16.DecodeRune(r.high, unit)
			r.high = 0
			out = utf8.AppendRune(out, pair)
			if pair != utf8.RuneError {
				continue
			}
		}
		if unit >= 0xD800 && unit < 0xDC00 {
			r.high = unit
			continue
		}
		out = utf8.AppendRune(out, unit) // a second half alone becomes U+FFFD
	}
	r.n = copy(r.in[:], r.in[i:r.n])
	if r.err != nil && r.high != 0 {
		r.high = 0
		out = utf8.AppendRune(out, utf8.RuneError)
	}
	r.ready = out
}

// end is what follows the last of the text. A byte without its other half is damage.
func (r *wideReader) end() error {
	if r.n == 1 && errors.Is(r.err, io.EOF) {
		return &damage{"UTF-16 text ends in the middle of a character"}
	}
	return r.err
}

// wideCount counts UTF-16 units while the window moves over their UTF-8.
type wideCount struct {
	on    bool
	skip  int64 // bytes before the first unit
	first int64 // units before the window
	mark  int   // a place in the window, and
	units int64 // the units in the window before it
}

// offset is where b[i] lies in the file.
func (c *wideCount) offset(b []byte, i int) int64 {
	if i < c.mark {
		c.mark, c.units = 0, 0
	}
	c.units += countUnits(b[c.mark:i])
	c.mark = i
	return c.skip + 2*(c.first+c.units)
}

// forget notes that the window drops its first i bytes.
func (c *wideCount) forget(b []byte, i int) {
	if c.on {
		c.offset(b, i)
		c.first, c.mark, c.units = c.first+c.units, 0, 0
	}
}

// countUnits counts the UTF-16 units of valid UTF-8: one for each character, two for one of four bytes.
func countUnits(b []byte) (n int64) {
	for _, c := range b {
		if c&0xC0 != 0x80 {
			n++
		}
		if c >= 0xF0 {
			n++
		}
	}
	return n
}

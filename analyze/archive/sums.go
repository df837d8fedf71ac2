// Sums: the SHA-256 of the inflated bytes of a file, taken while they pass on their way to whoever reads them. The digests of
// CloudTrail hold the same number of each log file, whatever has compressed it since.

package archive

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
)

// summed hashes what is read from src.
type summed struct {
	src   io.Reader
	sum   hash.Hash
	ended bool // all of it went by
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.src.Read(p)
	s.sum.Write(p[:n])
	s.ended = s.ended || errors.Is(err, io.EOF)
	return n, err
}

// weigh lays a sum over the innermost text so far. Of a file that is compressed several times over the last one counts.
func (r *reader) weigh(src io.Reader) io.Reader {
	if !r.arc.o.Sums {
		return src
	}
	r.inflated = &summed{src: src, sum: sha256.New()}
	return r.inflated
}

// finish reads on to the end of the text, so that its sum is of all of it. What reads a file may know before the end that
// there is nothing in it.
func (r *reader) finish() {
	if r.inflated != nil && !r.inflated.ended {
		r.drain()
	}
}

// inflatedSum is the sum of all inflated bytes, zero where they did not all pass. Of a file that lies there plain they are
// the file's.
func (r *reader) inflatedSum(c *content) (sum [sha256.Size]byte) {
	switch {
	case !r.arc.o.Sums || r.bytesLost != nil:
	case r.inflated != nil && r.inflated.ended:
		r.inflated.sum.Sum(sum[:0])
	case len(r.layers.coats) == 0:
		sum = c.sum
	}
	return sum
}

// give hands the bytes of the text to a visitor that takes them.
func (r *reader) give() error {
	for r.w.need(1) {
		if err := r.takes.Take(r.w.b[r.w.i:]); err != nil {
			return err
		}
		r.w.i = len(r.w.b)
	}
	return nil
}

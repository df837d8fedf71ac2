// Chains: the members of a gzip stream, one behind the other, and the zeros that tapes and block devices leave behind them.

package archive

import (
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
)

// chain reads all members of a gzip stream as one text.
type chain struct {
	member *gzip.Reader
	src    io.ByteScanner
	under  io.Reader // the same as src
}

// begin reads the header of the next member.
func (c *chain) begin() error {
	err := c.member.Reset(c.under)
	c.member.Multistream(false)
	return err
}

func (c *chain) Read(p []byte) (int, error) {
	n, err := c.member.Read(p)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	for {
		b, err := c.src.ReadByte()
		switch {
		case err != nil:
			return n, err
		case b == 0:
			continue
		}
		if err := c.src.UnreadByte(); err != nil {
			return n, err
		}
		if err = c.begin(); errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return n, err
	}
}

// Chains: the members of a gzip stream, one behind the other, and the zeros that tapes and block devices leave behind them.

package archive

import (
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// chain reads all members of a gzip stream as one text.
type chain struct {
	member *gzip.Reader
	src    io.ByteScanner
	under  io.Reader // the same as src
	out    int64     // bytes of text so far
	seam   int64     // how many of them are of the first member; meaningful if
	more   bool      // there is a second one
	zeros  bool      // there are zeros behind a member
}

// added says what there is behind the first member; empty for nothing.
func (c *chain) added() string {
	switch {
	case c.more:
		return fmt.Sprintf("it has a second gzip member, from byte %d of its text on, and CloudTrail writes one: something was added; all of its records are kept", c.seam)
	case c.zeros:
		return "there are zeros behind its gzip member, and CloudTrail writes nothing there; all of its records are kept"
	}
	return ""
}

// begin reads the header of the next member.
func (c *chain) begin() error {
	err := c.member.Reset(c.under)
	c.member.Multistream(false)
	return err
}

func (c *chain) Read(p []byte) (int, error) {
	n, err := c.member.Read(p)
	c.out += int64(n)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	for {
		b, err := c.src.ReadByte()
		switch {
		case err != nil:
			return n, err
		case b == 0:
			c.zeros = true
			continue
		}
		if err := c.src.UnreadByte(); err != nil {
			return n, err
		}
		if !c.more {
			c.more, c.seam = true, c.out
		}
		if err = c.begin(); errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return n, err
	}
}

// A cursor reads a JSON value step by step, for those who want all of it and not the columns of a record.

package trail

import "errors"

// Cursor stands before a value of a JSON text. Each step moves it behind that value.
type Cursor struct {
	lex lexer
	at  int
}

// NewCursor returns a cursor before the first value of text.
func NewCursor(text []byte) *Cursor {
	c := &Cursor{lex: lexer{b: text}}
	c.at = c.lex.space(0)
	return c
}

// Kind is the first byte of the value: { [ " or that of a number, true, false or null; 0 at the end of the text.
func (c *Cursor) Kind() byte {
	if c.at >= len(c.lex.b) {
		return 0
	}
	return c.lex.b[c.at]
}

// Object walks an object. each is called before each member's value, which it has to step over.
func (c *Cursor) Object(each func(name string) error) error {
	end, err := c.lex.object(c.at, 0, func(label []byte, i int) (int, error) {
		c.at = i
		err := each(string(label))
		return c.at, err
	})
	c.at = end
	return err
}

// Array walks an array. each is called before each element, which it has to step over.
func (c *Cursor) Array(each func() error) error {
	end, err := c.lex.elements(c.at, func(i int) (int, error) {
		c.at = i
		err := each()
		return c.at, err
	})
	c.at = end
	return err
}

// Scalar steps over a string, a number or a bare word and returns what it means, numbers as they are written. null
// reports whether it was null.
func (c *Cursor) Scalar() (text string, null bool, err error) {
	start := c.at
	if c.at, err = c.lex.value(start, 0); err != nil {
		return "", false, err
	}
	v := c.lex.b[start:c.at]
	if v[0] == '"' {
		return string(unescape(v[1 : len(v)-1])), false, nil
	}
	return string(v), v[0] == 'n', nil
}

// Skip steps over a value of any kind.
func (c *Cursor) Skip() (err error) {
	c.at, err = c.lex.value(c.at, 0)
	return err
}

// End reports what follows the value that was read, which should be nothing.
func (c *Cursor) End() error {
	if c.lex.space(c.at) < len(c.lex.b) {
		return errors.New("something follows the value")
	}
	return nil
}

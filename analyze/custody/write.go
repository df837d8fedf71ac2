// The canonical form: one manifest is always the same bytes. It is ASCII, so that no letter of a file's name can pass for
// another one or move a terminal; members stand in the order of their types; each file has a line of its own.

package custody

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"
)

// Write writes the manifest of head and files, which are to come in order of load and path.
func Write(w io.Writer, head *Head, files iter.Seq2[File, error]) error {
	text, err := line(head)
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%s,\n\"files\":[", text[:len(text)-1]); err != nil {
		return err
	}
	separator := "\n"
	for f, err := range files {
		if err != nil {
			return err
		}
		text, err := line(f)
		if err != nil {
			return fmt.Errorf("manifest: %s: %w", f.Path, err)
		}
		if _, err := fmt.Fprintf(w, "%s%s", separator, text); err != nil {
			return err
		}
		separator = ",\n"
	}
	_, err = io.WriteString(w, "]}\n")
	return err
}

func line(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return ascii(text), nil
}

// ascii writes JSON without letters beyond ASCII.
func ascii(text []byte) []byte {
	plain := func(c rune) bool { return c >= 0x7f }
	if bytes.IndexFunc(text, plain) < 0 {
		return text
	}
	out := make([]byte, 0, len(text)+16)
	for len(text) > 0 {
		c, n := utf8.DecodeRune(text)
		switch {
		case c < 0x7f:
			out = append(out, byte(c))
		case c > 0xffff:
			c -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+c>>10, 0xdc00+c&0x3ff)
		default:
			out = fmt.Appendf(out, `\u%04x`, c)
		}
		text = text[n:]
	}
	return out
}

// Manifest is a manifest that was read.
type Manifest struct {
	Head
	Files []File `json:"files"`
}

// Parse reads a manifest.
func Parse(text []byte) (*Manifest, error) {
	m := &Manifest{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("no manifest: %w", err)
	}
	if m.Schema != Schema {
		return nil, fmt.Errorf("no manifest that this program knows: its schema is %q, not %q", m.Schema, Schema)
	}
	return m, nil
}

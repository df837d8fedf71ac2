// What a text is, told by how it begins: JSON, a table of Event history, flow logs, or something for which a person is told
// what it is.

package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// text reads the text in the window, whatever it is.
func (r *reader) text(ctx context.Context, c *content) error {
	if len(r.w.b) == 0 {
		if errors.Is(r.w.err, io.EOF) && r.bytesLost == nil {
			r.first = "an empty file"
			if n := len(r.layers.coats); n > 0 {
				r.first = fmt.Sprintf("an empty %s stream", r.layers.coats[n-1])
			}
		}
		return nil
	}
	if bytes.HasPrefix(r.w.b, byteOrderMark) {
		r.w.i = len(byteOrderMark)
	}
	head := r.firstLetter()
	if n := separatorLine(head); n > 0 {
		r.w.i += n
		head = head[n:]
	}
	switch {
	case len(head) == 0:
		r.first = "nothing but white space or NUL bytes"
	case head[0] == '{' || head[0] == '[':
		return r.documents()
	case r.sees != nil && flowForm(head) != nil:
		return r.flowText(flowForm(head))
	case leadsToJSON(head):
		return r.documents()
	case isHistory(firstLine(head)):
		return r.history()
	case r.sees != nil && r.arc.o.Parquet != nil && bytes.HasPrefix(r.w.b, parquetMark):
		return r.flowTable(ctx, c)
	default:
		var other bool
		if r.first, other = foreign(r.w.b, head); other {
			r.other = r.first
		}
		if len(r.layers.coats) > 0 && bytes.Count(head, head[:1]) == len(head) {
			r.drain()
		}
	}
	return nil
}

// firstLetter moves to the first byte that is neither white space nor NUL and returns the text in the window from there.
func (r *reader) firstLetter() []byte {
	for r.w.need(1) {
		head := bytes.TrimLeft(r.w.b[r.w.i:], " \t\r\n\x00")
		if r.w.i = len(r.w.b) - len(head); len(head) > 0 {
			return head
		}
	}
	return nil
}

// drain reads on to the end. Compressed text that is one byte over and over is what bombs look like: the end will tell.
func (r *reader) drain() {
	for r.w.need(1) {
		r.w.i = len(r.w.b)
	}
}

// leadsToJSON reports whether something in the text looks like a line of JSON or a record: a log that begins in the middle
// of a line, or one whose lines begin with a time.
func leadsToJSON(head []byte) bool {
	for i := 0; ; i++ {
		at := bytes.IndexByte(head[i:], '{')
		if at < 0 {
			return false
		}
		i += at
		if recordStart(head[i:]) || i > 0 && head[i-1] == '\n' && bytes.HasPrefix(head[i:], []byte(`{"`)) {
			return true
		}
	}
}

// separatorLine returns the length of the line, with its end, by which a table tells Excel what separates its columns; 0 when
// b does not begin with one. The header tells the same.
func separatorLine(b []byte) int {
	line := firstLine(b)
	end := bytes.IndexByte(b, '\n') + 1
	if len(line) != len("sep=;") || !bytes.EqualFold(line[:4], []byte("sep=")) || !isHistory(firstLine(b[end:])) {
		return 0
	}
	return end
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b[:min(len(b), 4096)], []byte("\n"))
	return bytes.TrimRight(line, "\r")
}

// beginning is how a kind of file begins that holds no records.
type beginning struct {
	bytes, what string
	other       bool // belongs among log files, so that nobody needs to look after it
}

func beginnings() []beginning {
	const unpack = "; unpack it first"
	return []beginning{
		{"\x00\x05\x16\x07", "what macOS keeps beside files", true},
		{"\x00\x00\x00\x01Bud1", "what macOS keeps of folders", true},
		{"BZh", "compressed with bzip2" + unpack, false},
		{"\xfd7zXZ\x00", "compressed with xz" + unpack, false},
		{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive" + unpack, false},
		{"Rar!", "a RAR archive" + unpack, false},
		{"\x04\x22\x4d\x18", "compressed with lz4" + unpack, false},
		{"\xff\x06\x00\x00sNaPpY", "compressed with snappy" + unpack, false},
		{string(parquetMark), strangeTable, false},
		{"SQLite format 3\x00", "an SQLite database, not a log file", false},
		{"%PDF", "a PDF document, not a log file", false},
		{"\x89PNG", "a picture, not a log file", false},
		{"\xff\xd8\xff", "a picture, not a log file", false},
		{"\x7fELF", "a program, not a log file", false},
		{"MZ\x90", "a program, not a log file", false},
		{"Records:", "YAML, which is not read; convert it to JSON", false},
		{"---\n", "YAML, which is not read; convert it to JSON", false},
	}
}

// foreign says what a text is that is neither JSON nor a table of Event history. head is the text from its first letter.
func foreign(whole, head []byte) (what string, other bool) {
	line := strings.ToLower(string(firstLine(head)))
	switch {
	case strings.HasPrefix(line, "<!doctype html") || strings.HasPrefix(line, "<html"):
		return "an HTML page, not a log file", false
	case strings.HasPrefix(line, "<"):
		return "XML or HTML, not a log file", false
	case flowForm(head) != nil:
		return flowLogs, true
	}
	for _, b := range beginnings() {
		if bytes.HasPrefix(whole, []byte(b.bytes)) {
			return b.what, b.other
		}
	}
	switch {
	case isBinary(head):
		return "binary data, not a log file", false
	case strings.Contains(line, "records/0/") || strings.Contains(line, "eventname") && strings.ContainsAny(line, ",;\t"):
		return "a table, but not one of CloudTrail's Event history (it has no columns Event time and Event name); export the records as JSON", false
	}
	return "text, not a log file of CloudTrail", false
}

// isBinary reports whether much of a text is what no text holds.
func isBinary(b []byte) bool {
	b = b[:min(len(b), 4096)]
	bad, n := 0, len(b)
	for len(b) > 0 {
		c, size := utf8.DecodeRune(b)
		switch {
		case c == 0:
			return true
		case c == utf8.RuneError && size == 1 && len(b) >= utf8.UTFMax, c < ' ' && !strings.ContainsRune("\t\n\r\f\v\x1b", c):
			bad++
		}
		b = b[size:]
	}
	return bad*10 > n
}

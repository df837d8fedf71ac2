// Tables of Event history, as the console exports them and Excel ruins them. A row that is not plainly whole is rejected:
// columns that have shifted would put one person's name on another's deed.

package archive

import (
	"bytes"
	"fmt"
	"strings"
)

// maxRow bounds a row; the largest field, the resources, stays far below.
const maxRow = 1 << 20

// isHistory reports whether a line is the header of a table of Event history.
func isHistory(line []byte) bool {
	names := columnNames(line)
	return names["event time"] && names["event name"]
}

func columnNames(line []byte) map[string]bool {
	names := map[string]bool{}
	fields, _, _ := splitRow(nil, nil, line, separator(line), true)
	for _, f := range fields.text {
		names[columnName(f)] = true
	}
	return names
}

func columnName(field []byte) string { return strings.ToLower(strings.TrimSpace(string(field))) }

// separator is what stands between the columns: a semicolon where Excel writes decimals with a comma.
func separator(line []byte) byte {
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if bytes.Count(line, []byte{c}) > bytes.Count(line, []byte{best}) {
			best = c
		}
	}
	return best
}

// row is the fields of a row and how many bytes it has.
type row struct {
	text   [][]byte
	length int // without the end of the line
	next   int // where the next row begins
}

// history reads the table at w.i, header first.
func (r *reader) history() error {
	sep := separator(firstLine(r.w.b[r.w.i:]))
	head, problem := r.row(sep)
	if problem != "" {
		r.first = "a table whose header cannot be read: " + problem
		return nil
	}
	t := &table{}
	for _, name := range head.text {
		t.columns = append(t.columns, strings.TrimSpace(string(name)))
	}
	r.w.i += head.next
	r.listed = true
	for r.way != nowhere && r.nextLine() {
		this, problem := r.row(sep)
		if problem == "" && len(this.text) != len(t.columns) {
			problem = fmt.Sprintf("%d columns where the header has %d", len(this.text), len(t.columns))
		}
		if problem != "" {
			r.reject(brokenRow + problem)
			r.w.i += r.lineLength() // a row that runs over several lines may be one that was wrapped
			continue
		}
		if err := r.tell(t, this); err != nil {
			return err
		}
	}
	return nil
}

const brokenRow = "a broken row of the table: "

// tell hands on the record that a row makes.
func (r *reader) tell(t *table, this row) error {
	if problem := t.fill(this.text); problem != "" {
		r.reject(brokenRow + problem)
		r.w.i += this.next
		return nil
	}
	r.plain = t.record(r.plain[:0])
	defer func() { r.plain = r.plain[:0] }()
	if _, err := r.scan.Scan(r.plain, &r.rec); err != nil {
		r.reject(brokenRow + err.Error())
		r.w.i += this.next
		return nil
	}
	r.rec.Repaired = r.rec.Repaired || t.mended
	if err := r.keep(this.length); err != nil {
		return err
	}
	r.w.i += this.next - this.length
	return nil
}

// nextLine moves to the next line that is not empty.
func (r *reader) nextLine() bool {
	for r.w.need(1) {
		if c := r.w.b[r.w.i]; c != '\r' && c != '\n' && c != 0 {
			return true
		}
		r.w.i++
	}
	return false
}

// lineLength is the length of the line at w.i with its end, or of the beginning of one that is too long.
func (r *reader) lineLength() int {
	for {
		rest := r.w.b[r.w.i:]
		if n := bytes.IndexByte(rest, '\n'); n >= 0 {
			return n + 1
		}
		if len(rest) > maxRow || !r.w.more() {
			return len(r.w.b) - r.w.i
		}
	}
}

// row reads the row at w.i.
func (r *reader) row(sep byte) (row, string) {
	for {
		text := r.w.b[r.w.i:]
		this, buf, problem := splitRow(r.fields[:0], r.cells[:0], text, sep, r.w.err != nil)
		r.fields, r.cells = this.text[:0], buf[:0]
		if problem != unfinishedRow {
			return this, problem
		}
		if len(text) > maxRow || !r.w.more() && r.w.err == nil {
			return this, "a quote that is not closed"
		}
	}
}

// unfinishedRow is the problem of a row that goes on beyond the text.
const unfinishedRow = "unfinished"

// splitRow splits the row that text begins with. whole says that no more text follows. Fields with quotes in them are put
// together in buf.
func splitRow(fields [][]byte, buf, text []byte, sep byte, whole bool) (this row, rest []byte, problem string) {
	this.text = fields
	i := 0
	for {
		var field []byte
		if i < len(text) && text[i] == '"' {
			field, buf, i = quoted(buf, text, i)
			if i < 0 && !whole {
				return this, buf, unfinishedRow
			}
			if i < 0 {
				return this, buf, "a quote that is not closed"
			}
		} else {
			n := bytes.IndexAny(text[i:], string([]byte{sep, '\n'}))
			if n < 0 {
				n = len(text) - i
			}
			field = text[i : i+n]
			i += n
		}
		if i == len(text) && !whole {
			return this, buf, unfinishedRow
		}
		if i < len(text) && text[i] == sep {
			this.text = append(this.text, field)
			i++
			continue
		}
		return lastField(this, field, text, i, buf)
	}
}

// lastField ends the row at i.
func lastField(this row, field, text []byte, i int, buf []byte) (row, []byte, string) {
	this.length = i
	if i > 0 && text[i-1] == '\r' {
		this.length--
		field = bytes.TrimSuffix(field, []byte("\r"))
	}
	this.text = append(this.text, field)
	switch {
	case i == len(text):
		this.next = i
	case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
		this.next = i + 2
	case text[i] == '\n' || text[i] == '\r':
		this.next = i + 1
	default:
		return this, buf, "text after a closing quote"
	}
	return this, buf, ""
}

// quoted reads the quoted field at i. end is -1 when its quote is not closed.
func quoted(buf, text []byte, i int) (field, grown []byte, end int) {
	from := len(buf)
	for i++; ; {
		n := bytes.IndexByte(text[i:], '"')
		if n < 0 {
			return nil, buf, -1
		}
		if i+n+1 >= len(text) || text[i+n+1] != '"' {
			if len(buf) == from {
				return text[i : i+n], buf, i + n + 1
			}
			buf = append(buf, text[i:i+n]...)
			return buf[from:], buf, i + n + 1
		}
		buf = append(buf, text[i:i+n+1]...)
		i += n + 2
	}
}

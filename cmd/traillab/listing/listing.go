// Package listing writes what the commands list: rows in, a table, JSON, JSON lines, CSV or Markdown out. Every listing of
// the command line goes through it, so that all of them keep the same promises:
//
//   - Rows stream. Memory does not grow with their number.
//   - Machine formats (json, jsonl, csv) write times in UTC and nothing is ever cut off. Two runs over the same rows are
//     byte-equal.
//   - Text from logs is hostile until proven otherwise. In no format does it reach a terminal with control, ANSI or
//     bidirectional characters, become a spreadsheet formula, or turn into markup. See Safe.
package listing

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
)

// Format is one of the forms a listing can take.
type Format string

// The formats, in the order in which help and messages name them.
const (
	Table    Format = "table" // for people: aligned columns, cut to the terminal's width on a terminal only
	JSON     Format = "json"  // one list of objects, one object a line
	JSONL    Format = "jsonl" // one object a line, no list around them
	CSV      Format = "csv"   // RFC 4180 with LF, a header row, formulas neutralised
	Markdown Format = "md"    // a GitHub pipe table
)

// Forms names the formats, for help and messages.
const Forms = "table, json, jsonl, csv, md"

// ParseFormat reads the value of a --format flag.
func ParseFormat(s string) (Format, error) {
	switch f := Format(s); f {
	case Table, JSON, JSONL, CSV, Markdown:
		return f, nil
	}
	return "", fmt.Errorf("%q is no format; use one of %s", s, Forms)
}

// Column describes one column. Name is the JSON member and the CSV heading; Header is what people read above a table
// (without one, the name with blanks for underscores). Wide allows the cells to be cut off on a terminal that is too
// narrow: prose may be, ids and times may not. Right aligns numbers. Rare leaves the member out of JSON objects where it is
// false or null.
type Column struct {
	Name   string
	Header string
	Wide   bool
	Right  bool
	Rare   bool
}

// Options say where a listing goes and how people want to see it. Terminal, Width (in cells; 0 is unknown) and Color
// concern tables only; Zone (nil is UTC) concerns tables and Markdown.
type Options struct {
	Out      io.Writer
	Format   Format // empty is Table
	Terminal bool
	Width    int
	Color    bool
	Zone     *time.Location
}

// Writer takes the rows of one listing. Nothing is sure to be written before Close, and a listing that is not closed is
// visibly incomplete in JSON.
type Writer struct {
	columns int
	cells   []any
	out     *bufio.Writer
	form    form
}

// form is one way to write rows. Cells have been through settle.
type form interface {
	row(cells []any) error
	close() error
}

// New begins a listing. Columns that share a name are told apart by a number, as JSON objects need.
func New(cols []Column, o Options) *Writer {
	out := bufio.NewWriterSize(o.Out, 1<<16)
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	cols = distinct(cols)
	w := &Writer{columns: len(cols), cells: make([]any, len(cols)), out: out}
	switch o.Format {
	case JSON:
		w.form = newObjects(out, cols, true)
	case JSONL:
		w.form = newObjects(out, cols, false)
	case CSV:
		w.form = newCSV(out, cols)
	case Markdown:
		w.form = &markdown{out: out, cols: cols, zone: o.Zone}
	default:
		w.form = &table{out: out, cols: cols, o: o}
	}
	return w
}

// Row writes one row. A cell is a string, []string, bool, integer, float, time.Time, json.RawMessage or nil, or a pointer
// to one of them; nil pointers and zero times are null. Anything else is written as its own text, or as JSON if it is a
// list or a map. Errors are those of the output.
func (w *Writer) Row(cells ...any) error {
	if len(cells) != w.columns {
		return fmt.Errorf("row of %d cells in a listing of %d columns", len(cells), w.columns)
	}
	for i, c := range cells {
		w.cells[i] = settle(c)
	}
	return w.form.row(w.cells)
}

// Close ends the listing and writes out what is still held back. It does not close Options.Out.
func (w *Writer) Close() error {
	if err := w.form.close(); err != nil {
		return err
	}
	return w.out.Flush()
}

// distinct returns the columns with headers filled in and the second, third … column of one name numbered: a question
// asked in SQL may well select the same name twice.
func distinct(cols []Column) []Column {
	taken := make(map[string]bool, len(cols))
	out := make([]Column, len(cols))
	for i, c := range cols {
		if c.Header == "" {
			c.Header = strings.ReplaceAll(c.Name, "_", " ")
		}
		name := c.Name
		for n := 2; taken[c.Name]; n++ {
			c.Name = fmt.Sprintf("%s_%d", name, n)
		}
		taken[c.Name] = true
		out[i] = c
	}
	return out
}

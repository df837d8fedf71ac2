// CSV: RFC 4180 with LF line ends, a heading of column names, every row on one line.
//
// A spreadsheet runs a cell that begins like a formula, and a log is written by strangers. So a text cell that begins with
// = + - @, a tab, a line end or one of their full-width forms is given a leading apostrophe, which spreadsheets take for
// "this is text". Numbers that we counted ourselves keep their sign. Control and bidirectional characters are written as
// JSON escapes. Whoever needs the text to the byte asks for json or jsonl.
//
// Source: OWASP, CSV Injection (CWE-1236).

package listing

import (
	"bufio"
	"encoding/csv"
	"time"

	"traillab/analyze/plain"
)

// spreadsheet writes rows as CSV.
type spreadsheet struct {
	out    *bufio.Writer
	csv    *csv.Writer // shares out's buffer
	fields []string
	begun  bool
}

func newCSV(out *bufio.Writer, cols []Column) *spreadsheet {
	s := &spreadsheet{out: out, csv: csv.NewWriter(out)}
	for _, c := range cols {
		s.fields = append(s.fields, plain.Cell(c.Name))
	}
	return s
}

func (s *spreadsheet) row(cells []any) error {
	if err := s.heading(); err != nil {
		return err
	}
	for i, c := range cells {
		s.fields[i] = text(c, time.UTC, " ")
		if _, ours := c.(number); !ours {
			s.fields[i] = plain.Cell(s.fields[i])
		}
	}
	return s.write()
}

// close writes the heading of a listing without rows too: an empty answer is still a table with these columns.
func (s *spreadsheet) close() error { return s.heading() }

// heading writes the names that the fields hold at first.
func (s *spreadsheet) heading() error {
	if s.begun {
		return nil
	}
	s.begun = true
	return s.write()
}

func (s *spreadsheet) write() error {
	if len(s.fields) == 1 && s.fields[0] == "" { // a bare empty line is no row to most readers
		_, err := s.out.WriteString("\"\"\n")
		return err
	}
	return s.csv.Write(s.fields)
}

// The timeline as CSV and as JSON lines: one line an event or a thing that was deduced, the same columns in both.
//
// CSV is RFC 4180 with LF, as every listing's. It is UTF-8 without a byte order mark: the mark would become part of the first
// column's name for most programs that read it, and spreadsheets ask for the encoding when a file is imported. A cell that begins
// like a formula is given an apostrophe. What is longer than a spreadsheet's cell can hold is cut off, and says how to see it whole.
// JSON lines are never cut off.
//
// Sources: RFC 4180; OWASP, CSV Injection (CWE-1236); Excel's limit of 32,767 characters in a cell.

package report

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"traillab/analyze/plain"
	"traillab/analyze/trail"
)

// mostCell is how many bytes of a text go to a cell, so that with the remark it stays below 32,767.
const mostCell = 32_000

// sheetColumns are the columns of CSV: the names of a line's members, in their order.
func sheetColumns() []string {
	return []string{
		"time", "kind", "level", "message", "about", "event_id", "name", "source", "account", "region", "principal", "access_key_id", "source_ip", "user_agent",
		"error_code", "error_message", "read_only", "resources", "chains", "role", "verdict", "severity", "sources", "file", "file_sha256", "record_offset",
		"record_length", "recovered", "request_id", "issuer_arn",
	}
}

// CSV writes the timeline of a case for spreadsheets.
func CSV(w io.Writer, c *Case) error {
	out := csv.NewWriter(bufio.NewWriterSize(w, 1<<16))
	if err := out.Write(sheetColumns()); err != nil {
		return err
	}
	for l, err := range rows(c) {
		if err != nil {
			return err
		}
		if err := out.Write(l.cells()); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cells are the cells of a line, fit for a spreadsheet. Ours are the times and numbers; everything else may be a stranger's.
func (l *row) cells() []string {
	maybe := func(m trail.Maybe) string { return l.cell(string(m)) }
	list := func(all []string) string { return l.cell(strings.Join(all, " ")) }
	return []string{
		instant(l.Time), l.Kind, l.Level, l.cell(l.Message), maybe(l.About), maybe(l.EventID), maybe(l.Name), maybe(l.Source), maybe(l.Account), maybe(l.Region),
		maybe(l.Principal), maybe(l.AccessKeyID), maybe(l.SourceIP), maybe(l.UserAgent), maybe(l.ErrorCode), maybe(l.ErrorText), yesNo(l.ReadOnly),
		list(l.Resources), list(l.Chains), maybe(l.Role), maybe(l.Verdict), maybe(l.Severity), list(l.Sources), maybe(l.File), maybe(l.SHA256),
		digits(l.Offset), digits(l.Length), strconv.FormatBool(l.Recovered), maybe(l.RequestID), maybe(l.Issuer),
	}
}

// cell makes text fit for a cell.
func (l *row) cell(text string) string {
	return l.cut(plain.Cell(text[:min(len(text), mostCell+1)]), len(text))
}

// cut cuts off what is too long for programs that take a line apart, and says so. whole is how long the text was.
func (l *row) cut(text string, whole int) string {
	if len(text) <= mostCell {
		return text
	}
	end := mostCell
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	where := "the case as JSON has it whole"
	if l.EventID != "" {
		where = "traillab show " + plain.Text(string(l.EventID[:min(len(l.EventID), 64)])) + " has it whole"
	}
	return fmt.Sprintf("%s… (cut off: %d bytes; %s)", text[:end], whole, where)
}

func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func yesNo(yes *bool) string {
	if yes == nil {
		return ""
	}
	return strconv.FormatBool(*yes)
}

func digits(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// JSONL writes the timeline of a case as JSON lines, with the members in the order of the columns.
func JSONL(w io.Writer, c *Case) error {
	return jsonLines(w, c, func(l *row) any { return l })
}

// jsonLines writes what becomes of each line as JSON; nil is left out.
func jsonLines(w io.Writer, c *Case, form func(*row) any) error {
	out := bufio.NewWriterSize(w, 1<<16)
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	for l, err := range rows(c) {
		if err != nil {
			return err
		}
		v := form(l)
		if v == nil {
			continue
		}
		text.Reset()
		if err := enc.Encode(v); err != nil {
			return err
		}
		told := text.Bytes()
		if seen := bytes.TrimSuffix(told, []byte("\n")); !plain.Printable(string(seen)) { // most lines are as they should be
			told = append(plain.JSON(seen), '\n')
		}
		if _, err := out.Write(told); err != nil {
			return err
		}
	}
	return out.Flush()
}

// Flow logs stand among log files and are evidence of their own: a witness is told of their rows, one by one. Their form is
// what their header says, or AWS's default one where a file has none; exports of CloudWatch Logs have a time before each row.

package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"traillab/analyze/trail"
)

// flowLogs is what flow logs are to people.
const flowLogs = "VPC flow logs"

// strangeTable is what a Parquet file is that holds no flow logs.
const strangeTable = "a Parquet file, of which only VPC flow logs are read; export its table as JSON lines"

// maxFlow bounds a row of flow logs, which takes some hundred bytes.
const maxFlow = 64 << 10

var parquetMark = []byte("PAR1")

// flowForm is the form of the flow logs that a text begins with; nil when it is something else. The first line may be the
// rest of one.
func flowForm(head []byte) *trail.FlowColumns {
	for range 2 {
		line := firstLine(head)
		fields := splitWords(nil, line)
		_, rest, _ := bytes.Cut(head, []byte("\n"))
		if c := flowHeader(fields); c != nil && headsFlows(c, rest) {
			return c
		}
		if c := trail.UsualFlows(); usualRow(c, fields) {
			return c
		}
		_, rest, more := bytes.Cut(head, []byte("\n"))
		if head = rest; !more {
			break
		}
	}
	return nil
}

const (
	// fewColumns is how many columns a header must have at least that heads no rows.
	fewColumns = 4
	// manyColumns is how many leave no doubt, whatever the first row is.
	manyColumns = 8
)

// headsFlows reports whether a header is to be believed: by the first row below it where it has few columns.
func headsFlows(c *trail.FlowColumns, below []byte) bool {
	below = bytes.TrimLeft(below, " \t\r\n\x00")
	fields := splitWords(nil, firstLine(below))
	switch {
	case c.Len() >= manyColumns:
		return true
	case len(fields) == 0:
		return c.Len() >= fewColumns
	}
	if len(fields) == c.Len()+1 && isStamp(fields[0]) {
		fields = fields[1:]
	}
	var f trail.Flow
	if c.Fill(&f, fields) != "" {
		return false
	}
	return f.Interface == nil || bytes.HasPrefix(f.Interface, []byte("eni-"))
}

// flowHeader takes a line for a header; nil when it is none.
func flowHeader(fields [][]byte) *trail.FlowColumns {
	if len(fields) < 2 || len(fields) > 128 {
		return nil
	}
	for _, f := range fields { // the usual row is no header at first sight
		if f[0] < 'A' || f[0] > 'z' {
			return nil
		}
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return trail.ParseFlowColumns(names)
}

// usualRow reports whether fields are plainly a row in the default form.
func usualRow(c *trail.FlowColumns, fields [][]byte) bool {
	if len(fields) == c.Len()+1 && isStamp(fields[0]) {
		fields = fields[1:]
	}
	var f trail.Flow
	return len(fields) == c.Len() && len(fields[0]) == 1 && fields[0][0]-'0' <= 9 && bytes.HasPrefix(fields[2], []byte("eni-")) && c.Fill(&f, fields) == ""
}

// isStamp reports whether a word is the time that CloudWatch Logs writes before what it exports.
func isStamp(word []byte) bool {
	if len(word) < len("2006-01-02T15:04:05Z") || len(word) > 40 || word[4] != '-' || word[10] != 'T' {
		return false
	}
	_, zoned, err := trail.ParseTime(string(word))
	return err == nil && zoned
}

// flowText reads flow logs line by line.
func (r *reader) flowText(form *trail.FlowColumns) error {
	r.other = flowLogs
	r.w.i = 0
	if bytes.HasPrefix(r.w.b, byteOrderMark) {
		r.w.i = len(byteOrderMark)
	}
	for r.flow.Line = 1; r.way != nowhere; r.flow.Line++ {
		line, length, whole := r.flowLine()
		if length == 0 {
			break
		}
		if !whole {
			r.rejectFlow(fmt.Sprintf("longer than %d bytes", maxFlow))
			r.w.i += length
			r.leapLine()
			continue
		}
		r.fields = splitWords(r.fields[:0], line)
		switch next := flowHeader(r.fields); {
		case len(r.fields) == 0:
		case next != nil: // files that were laid end to end bring their headers
			form = next
		default:
			if err := r.flowRow(form, r.fields, length); err != nil {
				return err
			}
		}
		r.w.i += length
	}
	return nil
}

// splitWords appends the words of a line.
func splitWords(words [][]byte, line []byte) [][]byte {
	blank := func(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == 0 }
	for i := 0; i < len(line); {
		if blank(line[i]) {
			i++
			continue
		}
		from := i
		for i < len(line) && !blank(line[i]) {
			i++
		}
		words = append(words, line[from:i])
	}
	return words
}

// flowLine returns the line at w.i and its length with its end; whole is false for one that is too long. A line without an
// end is one only where the text is known to end there.
func (r *reader) flowLine() (line []byte, length int, whole bool) {
	for {
		rest := r.w.b[r.w.i:]
		switch n := bytes.IndexByte(rest[:min(len(rest), maxFlow)], '\n'); {
		case n >= 0:
			return rest[:n], n + 1, true
		case len(rest) >= maxFlow:
			return nil, maxFlow, false
		}
		if r.w.more() {
			continue
		}
		if rest = r.w.b[r.w.i:]; errors.Is(r.w.err, io.EOF) && r.bytesLost == nil {
			return rest, len(rest), true
		}
		return nil, 0, true
	}
}

// leapLine moves behind the end of a line.
func (r *reader) leapLine() {
	for r.w.need(1) {
		if n := bytes.IndexByte(r.w.b[r.w.i:], '\n'); n >= 0 {
			r.w.i += n + 1
			return
		}
		r.w.i = len(r.w.b)
	}
}

// flowRow hands on one row.
func (r *reader) flowRow(form *trail.FlowColumns, fields [][]byte, length int) error {
	if len(fields) == form.Len()+1 && isStamp(fields[0]) {
		fields = fields[1:]
	}
	if wrong := form.Fill(&r.flow, fields); wrong != "" {
		r.rejectFlow(wrong)
		return nil
	}
	start := r.w.offset(r.w.i)
	at := trail.Place{Index: r.index, Offset: start, Length: r.w.offset(r.w.i+length) - start}
	r.index++
	r.flows++
	return r.sees.Flow(&r.flow, at)
}

// rejectFlow tells of one row that cannot be kept.
func (r *reader) rejectFlow(wrong string) {
	if r.rejected == maxRejects {
		r.cut(fmt.Sprintf("more than %d of its rows cannot be read; it is not read further than line %d", maxRejects, r.flow.Line))
		r.way = nowhere
		return
	}
	at := r.index
	r.v.Reject(trail.Reject{File: r.path, Record: &at, Reason: fmt.Sprintf("line %d of the flow logs: %s", r.flow.Line, wrong), Flow: true})
	r.index++
	r.rejected++
}

// errTold ends the reading of a table of which all has been told that will be.
var errTold = errors.New("told")

// flowTable reads the flow logs in a Parquet file.
func (r *reader) flowTable(ctx context.Context, c *content) error {
	name, drop, err := r.onDisk(ctx, c)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.cut("cannot be kept while it is read: " + plainError(err))
		return nil
	}
	defer drop()
	var form *trail.FlowColumns
	var failed error // the taker's
	r.flow.Line = 0
	err = r.arc.o.Parquet(ctx, name, func(names []string) bool {
		form = trail.ParseFlowColumns(names)
		return form != nil
	}, func(fields [][]byte) error {
		r.flow.Line++
		if failed = r.flowRow(form, fields, 0); failed == nil && r.way == nowhere {
			return errTold
		}
		return failed
	})
	r.w.i = len(r.w.b)
	switch {
	case failed != nil:
		return failed
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !errors.Is(err, errTold):
		r.cut("a Parquet file that cannot be read on: " + plainError(err))
	case form == nil:
		r.first = strangeTable
	default:
		r.other = flowLogs
	}
	return nil
}

// onDisk returns the name of a file with the bytes in the window and behind it.
func (r *reader) onDisk(ctx context.Context, c *content) (name string, drop func(), err error) {
	if c.large != nil && len(r.layers.coats) == 0 && !strings.ContainsAny(c.large.Name(), `*?[\`) {
		name, err = filepath.Abs(c.large.Name())
		return name, func() {}, err
	}
	src, err := r.again(c)
	if err != nil {
		return "", nil, err
	}
	sp, err := r.arc.spool(ctx, src)
	if sp == nil {
		return "", nil, err
	}
	if err != nil { // its directory lies at the end
		sp.remove()
		return "", nil, err
	}
	return sp.name, sp.remove, nil
}

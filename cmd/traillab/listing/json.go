// JSON and JSON lines: one object a row, one row a line, members in the order of the columns.

package listing

import (
	"bufio"
	"encoding/json"
	"time"

	"traillab/analyze/plain"
)

// objects writes rows as JSON objects, in a list or as bare lines.
type objects struct {
	out  *bufio.Writer
	keys [][]byte // for each column its "name": and the brace or comma before it
	rare []bool   // for each column whether it is left out where it says nothing; never the first
	list bool
	rows int64
	line []byte
}

func newObjects(out *bufio.Writer, cols []Column, list bool) *objects {
	o := &objects{out: out, list: list}
	for i, c := range cols {
		key := []byte(",")
		if i == 0 {
			key = []byte("{")
		}
		o.keys = append(o.keys, append(plain.AppendString(key, c.Name), ':'))
		o.rare = append(o.rare, c.Rare && i > 0)
	}
	return o
}

func (o *objects) row(cells []any) error {
	o.line = o.line[:0]
	switch {
	case o.list && o.rows == 0:
		o.line = append(o.line, "[\n  "...)
	case o.list:
		o.line = append(o.line, ",\n  "...)
	}
	o.rows++
	for i, c := range cells {
		if o.rare[i] && (c == nil || c == false) {
			continue
		}
		o.line = appendValue(append(o.line, o.keys[i]...), c)
	}
	o.line = append(o.line, '}')
	if !o.list {
		o.line = append(o.line, '\n')
	}
	_, err := o.out.Write(o.line)
	return err
}

func (o *objects) close() error {
	end := ""
	switch {
	case o.list && o.rows == 0:
		end = "[]\n"
	case o.list:
		end = "\n]\n"
	}
	_, err := o.out.WriteString(end)
	return err
}

// appendValue adds a settled cell as JSON.
func appendValue(out []byte, cell any) []byte {
	switch v := cell.(type) {
	case string:
		return plain.AppendString(out, v)
	case []string:
		out = append(out, '[')
		for i, s := range v {
			if i > 0 {
				out = append(out, ',')
			}
			out = plain.AppendString(out, s)
		}
		return append(out, ']')
	case time.Time:
		return plain.AppendString(out, moment(v, time.UTC))
	case json.RawMessage:
		return plain.AppendJSON(out, v)
	case bool, number:
		return append(out, text(v, nil, "")...)
	}
	return append(out, "null"...)
}

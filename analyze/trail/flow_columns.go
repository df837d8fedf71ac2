// The form of flow logs: their columns by name, in whatever order and number somebody has chosen.

package trail

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// usualColumns are those of AWS's default form, version 2.
const usualColumns = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"

// FlowColumns is the form of flow logs: what their rows' fields are, in order.
type FlowColumns struct {
	names []string
	takes []taker // what becomes of each; nil: it goes to the rest
	rest  []byte  // room for it
}

// taker sets what one column says and tells what is wrong with it.
type taker func(f *Flow, value []byte) string

// UsualFlows is the form of flow logs whose file does not name its columns.
func UsualFlows() *FlowColumns { return newColumns(strings.Fields(usualColumns)) }

// ParseFlowColumns takes the names of columns, as flow logs head their files with them or a Parquet file's have them, with
// underscores. It answers nil when they are not those of flow logs.
func ParseFlowColumns(names []string) *FlowColumns {
	known, telling := 0, false
	plain := make([]string, len(names))
	for i, name := range names {
		plain[i] = strings.ReplaceAll(strings.ToLower(name), "_", "-")
		if !isColumn(plain[i]) || slices.Contains(plain[:i], plain[i]) {
			return nil
		}
		telling = telling || tellingColumn(plain[i])
		if flowTaker(plain[i]) != nil || otherColumn(plain[i]) {
			known++
		}
	}
	if len(names) < 2 || !telling || 2*known < len(names) {
		return nil
	}
	return newColumns(plain)
}

// Len is how many fields a row has.
func (c *FlowColumns) Len() int { return len(c.names) }

func newColumns(names []string) *FlowColumns {
	c := &FlowColumns{names: names}
	for _, name := range names {
		c.takes = append(c.takes, flowTaker(name))
	}
	return c
}

// isColumn reports whether a word has the form of a column's name.
func isColumn(name string) bool {
	for _, r := range name {
		if !lower(r) && !digit(r) && r != '-' {
			return false
		}
	}
	return name != "" && lower(rune(name[0])) && len(name) <= 64
}

// tellingColumn reports whether a name is nothing but one of flow logs, unlike type or start, and unlike vpc-id, by which
// other tables go, too.
func tellingColumn(name string) bool {
	switch name {
	case "interface-id", "srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr", "srcport", "dstport", "log-status", "flow-direction":
		return true
	}
	return false
}

// otherColumn reports whether a name is one of the columns that go to the rest.
func otherColumn(name string) bool {
	switch name {
	case "version", "tcp-flags", "type", "reject-reason", "encryption-status":
		return true
	}
	return slices.ContainsFunc([]string{"az-", "ecs-", "packets-lost-", "pkt-", "resource-", "sublocation-", "tgw-"}, func(p string) bool { return strings.HasPrefix(name, p) })
}

// Fill sets f to what the fields of a row say, until it is called again, and tells what is wrong with the row, "" for nothing.
func (c *FlowColumns) Fill(f *Flow, fields [][]byte) string {
	*f = Flow{Line: f.Line, SourcePort: -1, TargetPort: -1, Protocol: -1, Packets: -1, Bytes: -1, Path: -1}
	c.rest = c.rest[:0]
	if len(fields) != len(c.names) {
		return fmt.Sprintf("%d fields where the form has %d", len(fields), len(c.names))
	}
	for i, value := range fields {
		if value == nil || len(value) == 1 && value[0] == '-' {
			continue
		}
		wrong := unwritable(value)
		if wrong == "" && c.takes[i] != nil {
			wrong = c.takes[i](f, value)
		}
		if wrong != "" {
			return fmt.Sprintf("%s is %q: %s", c.names[i], value[:min(len(value), 60)], wrong)
		}
		if c.takes[i] == nil {
			c.keep(c.names[i], value)
		}
	}
	if len(c.rest) > 0 {
		c.rest = append(c.rest, '}')
		f.Rest = c.rest
	}
	if f.End.Before(f.Start) && !f.End.IsZero() {
		return "it ends before it begins"
	}
	return ""
}

// keep adds a field to the rest. Neither names nor values have anything to escape but quotes and backslashes.
func (c *FlowColumns) keep(name string, value []byte) {
	separator := byte(',')
	if len(c.rest) == 0 {
		separator = '{'
	}
	c.rest = append(append(append(c.rest, separator, '"'), name...), `":"`...)
	for _, b := range value {
		if b == '"' || b == '\\' {
			c.rest = append(c.rest, '\\')
		}
		c.rest = append(c.rest, b)
	}
	c.rest = append(c.rest, '"')
}

// unwritable says what no field of flow logs holds.
func unwritable(value []byte) string {
	switch {
	case len(value) == 0:
		return "empty"
	case bytes.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "control characters"
	case !utf8.Valid(value):
		return "not UTF-8"
	}
	return ""
}

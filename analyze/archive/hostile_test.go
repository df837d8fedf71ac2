// Text that was made to cost: nesting without end, quotes that never close, records that swallow each other.

package archive_test

import (
	"runtime/debug"
	"strings"
	"testing"

	"traillab/analyze/archive"
)

// TestHostile only wants an end: without a panic, on a small stack, with an account that adds up.
func TestHostile(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(8 << 20))
	const size = 1 << 20
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	open := record(1)[:len(record(1))-1]
	for name, text := range map[string]string{
		"brackets":                  fill("["),
		"braces":                    fill(`{"a":`),
		"names without end":         fill(`{"`),
		"quotes":                    fill(`"`),
		"lists in lists":            fill(`{"Records":[`),
		"lists behind others":       fill(`{"a":1,"Records":[`),
		"broken elements":           `{"Records":[` + fill(`{"a":[1,`),
		"records that never close":  `{"Records":[` + fill(open+`,"x":[[1,`),
		"lines that never close":    fill(`{"eventVersion":"1","a":[` + "\n"),
		"beginnings":                fill(`{"eventVersion":[`),
		"wrappers that never close": fill(`{"x":{"eventVersion":"1"`),
		"wrappers around nothing":   `[` + fill(`{"x":{"eventVersion":"1","eventName":"b"}},`),
		"deep wrappers":             fill(strings.Repeat(`{"eventID":{"a":`, 250) + "1" + strings.Repeat("}}", 250) + "\n"),
		"strings in a wrapper":      `{"m":[` + fill(`"{\"eventID\":\"{}\"}",`) + `1]}`,
		"one endless name":          `{"` + fill("Records"),
		"one endless escape":        `["` + fill(`\`),
		"commas":                    `{"Records":[` + fill(","),
		"quotes in a table":         header16 + "\n" + fill("\"a,b\n"),
		"doubled quotes in a table": header16 + "\n\"" + fill(`""`),
		"a table of one line":       header16 + "\n" + fill("a,"),
		"empty documents":           fill("{}"),
	} {
		t.Run(name, func(t *testing.T) {
			v := readText(t, gzipped(t, text), archive.Options{MaxRecord: size / 4})
			if len(v.ids) > 0 || len(v.done) != 1 {
				t.Errorf("%d records, %q", len(v.ids), v.statuses())
			}
		})
	}
}

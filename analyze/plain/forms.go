// Forms: the same for files that other programs open. JSON keeps its meaning, a spreadsheet runs nothing, a renderer of
// Markdown shows the text and does nothing else with it.

package plain

import (
	"bytes"
	"encoding/json"
	"strings"
)

// AppendString adds s to out as a JSON string.
func AppendString(out []byte, s string) []byte {
	return append(AppendVisible(append(out, '"'), s, true), '"')
}

// AppendJSON adds JSON text in one line, with hidden characters escaped. What turns out not to be JSON is kept as a string: an
// answer does not break off over one odd value.
func AppendJSON(out, raw []byte) []byte {
	var compact bytes.Buffer
	if json.Compact(&compact, raw) != nil {
		return AppendString(out, string(raw))
	}
	return AppendVisible(out, compact.Bytes(), false)
}

// JSON returns JSON text that means the same as raw, in one line, with every character that could act on a terminal
// escaped as Text has it. json.Indent may follow.
func JSON(raw []byte) []byte {
	return AppendJSON(make([]byte, 0, len(raw)), raw)
}

// Cell makes text fit for a cell of a spreadsheet: what begins like a formula is given an apostrophe, which says that it is text,
// and hidden characters are written as JSON escapes.
func Cell(s string) string {
	if strings.IndexAny(s, "=+-@\t\r\n＝＋－＠") == 0 {
		s = "'" + s
	}
	if Printable(s) {
		return s
	}
	return string(AppendVisible(nil, s, false))
}

// Markdown escapes text so that a renderer shows it and does nothing else with it. A pipe becomes an entity and not \|,
// because renderers disagree about \\|; so do < > & for those that let HTML through; and a web address is broken up,
// because evidence should not be one click away from its author.
func Markdown(s string) string {
	s = Text(s)
	var out strings.Builder
	for i, r := range s {
		switch r {
		case '|':
			out.WriteString("&#124;")
		case '<':
			out.WriteString("&lt;")
		case '>':
			out.WriteString("&gt;")
		case '&':
			out.WriteString("&amp;")
		case '$': // mathematics on GitHub
			out.WriteString("&#36;")
		case '\\', '`', '*', '_', '[', ']', '~':
			out.WriteByte('\\')
			out.WriteRune(r)
		case ':', '.':
			if r == ':' && strings.HasPrefix(s[i:], "://") || r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www") {
				out.WriteByte('\\')
			}
			out.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// Safe text, as every file of the command asks for it; package plain says what is hidden and why.

package listing

import "traillab/analyze/plain"

// Safe returns s with everything that could act on a terminal, or not be seen on it, as a visible escape.
func Safe(s string) string { return plain.Text(s) }

// Literal escapes text so that a renderer of Markdown shows it and does nothing else with it.
func Literal(s string) string { return plain.Markdown(s) }

// SafeJSON returns JSON text that means the same as raw, in one line, with every character that could act on a terminal
// escaped. It is for answers that are one object and for records shown whole; json.Indent may follow.
func SafeJSON(raw []byte) []byte { return plain.JSON(raw) }

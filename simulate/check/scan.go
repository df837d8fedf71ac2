// Scanning: a text cut into words and signs, each with its place, so that a complaint can point.

package check

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is what is wrong with the text of a check, and where.
type Error struct {
	Text    string
	At      int // the character at which it is wrong, from 1; one behind the last where something is missing
	Message string
}

func (e *Error) Error() string {
	return fmt.Sprintf("at character %d of %q: %s", e.At, e.Text, e.Message)
}

// token is a word or a sign. The token behind the last is empty.
type token struct {
	text   string
	quoted bool // the word stood in quotes, and is no sign and no keyword
	at     int  // byte
}

func (t token) is(text string) bool { return t.text == text && !t.quoted }

// end reports whether the text is over.
func (t token) end() bool { return t.text == "" && !t.quoted }

// String is the token as complaints name it.
func (t token) String() string {
	if t.end() {
		return "the text ends"
	}
	return fmt.Sprintf("%q stands here", t.text)
}

const (
	blanks = " \t\r\n"
	signs  = "(),"
)

// scan cuts a text. A word with blanks or signs in it stands in double quotes.
func scan(text string) ([]token, *Error) {
	var found []token
	for at := 0; at < len(text); {
		rest := text[at:]
		t := token{at: at}
		switch {
		case strings.ContainsRune(blanks, rune(rest[0])):
			at++
			continue
		case strings.ContainsRune(signs, rune(rest[0])):
			t.text = rest[:1]
		case strings.HasPrefix(rest, "=="), strings.HasPrefix(rest, "!="):
			t.text = rest[:2]
		case rest[0] == '"':
			inside, _, closed := strings.Cut(rest[1:], `"`)
			if !closed {
				return nil, complain(text, at, "a quote that is never closed")
			}
			found = append(found, token{inside, true, at})
			at += len(inside) + 2
			continue
		default:
			t.text = rest[:wordLength(rest)]
		}
		found = append(found, t)
		at += len(t.text)
	}
	return append(found, token{at: len(text)}), nil
}

// wordLength is how far the word at the beginning of a text goes.
func wordLength(text string) int {
	n := strings.IndexAny(text, blanks+signs+`"`)
	if n < 0 {
		n = len(text)
	}
	for _, sign := range []string{"==", "!="} {
		if at := strings.Index(text[:n], sign); at > 0 {
			n = at
		}
	}
	return n
}

func complain(text string, at int, format string, args ...any) *Error {
	return &Error{Text: text, At: utf8.RuneCountInString(text[:at]) + 1, Message: fmt.Sprintf(format, args...)}
}

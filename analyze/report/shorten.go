// Long texts: a record may hold a text of many megabytes, and no report is made to be read like that. What is longer than anybody
// reads is cut when a case is kept, with a mark that says how long it was; the record itself has it whole.

package report

import (
	"bytes"
	"unicode/utf8"
)

const (
	longest = 4096 // bytes of a text in a kept case, as JSON has it
	shorter = 3900 // of one that was longer; the mark finds room within what is left
	// remainder ends what was cut.
	remainder = " in all; the record has it whole)"
)

// whole are the members that are ours and not a log's, however long they are.
var whole = []byte(`"script"`)

// shorten cuts the long texts of a JSON value.
func shorten(line []byte) []byte {
	if len(line) <= longest {
		return line
	}
	var out []byte
	var member []byte // the name of the last member
	done := 0
	for i := 0; i < len(line); {
		if line[i] != '"' {
			i++
			continue
		}
		end := closing(line, i)
		text := line[i:end]
		switch {
		case end < len(line) && line[end] == ':':
			member = text
		case len(text) > longest && !bytes.Equal(member, whole):
			out = append(append(out, line[done:i]...), text[:within(text, shorter)]...)
			out = append(append(out, "… ("+size(int64(len(text)-2))+remainder...), '"')
			done = end
		}
		i = end
	}
	return append(out, line[done:]...)
}

// closing is the place behind the quotation mark that ends the string which begins at a place.
func closing(line []byte, begin int) int {
	for i := begin + 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(line)
}

// within is the most bytes of a string, at most so many, that split neither a character nor an escape, nor two that are one.
func within(text []byte, most int) int {
	at := 1
	for {
		step := 1
		switch {
		case text[at] == '\\' && text[at+1] == 'u':
			if step = 6; text[at+2] == 'd' && text[at+3] >= '8' && text[at+3] <= 'b' {
				step = 12
			}
		case text[at] == '\\':
			step = 2
		case text[at] >= utf8.RuneSelf:
			_, step = utf8.DecodeRune(text[at:])
		}
		if at+step > most {
			return at
		}
		at += step
	}
}

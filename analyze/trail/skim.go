// Skimming is for records that a question has no use for: such a record is held to the same grammar as every other, but
// none of its members is looked up, compared with others or copied.

package trail

import (
	"bytes"
	"time"
)

// Gist is what is known of a record that was skimmed.
type Gist struct {
	Name, Source []byte
	Time         time.Time
	Length       int
}

// Skim walks the record at the start of text. It reports true only for a record that Scan would take, and which picks,
// asked by name and source, does not want. Whatever is wanted, damaged or merely uncommon is left to Scan, which has the
// reasons: Skim sees the members that decide only where they are written without escapes.
func (s *Scanner) Skim(text []byte, picks func(name, source []byte) bool) (g Gist, ok bool) {
	s.lex.b, s.lex.flaws, s.lex.gather = text, 0, false
	k := skim{lexer: &s.lex, picks: picks}
	if k.see(0) != '{' {
		return g, false
	}
	g.Length = k.walk(0)
	if g.Length < 0 || s.lex.flaws&^flawEscape != 0 || k.name == nil || k.source == nil || bytes.HasPrefix(k.source, []byte("aws:")) {
		return g, false
	}
	g.Name, g.Source = k.name, k.source
	g.Time, ok = parseUTC(k.time)
	return g, ok
}

// skim is a walk under way. Its steps take a place in the text and return the next one, or -1 for a record that is not to
// be skimmed. It goes without calling itself: open has a bit for each level, set for an object.
type skim struct {
	*lexer
	picks              func(name, source []byte) bool
	depth              int
	open               uint64
	name, source, time []byte
}

// see is the byte at i, 0 behind the end.
func (k *skim) see(i int) byte {
	if i < len(k.b) {
		return k.b[i]
	}
	return 0
}

// past is the place of the first byte at or after i that is not white space.
func (k *skim) past(i int) int {
	if i < len(k.b) && k.b[i] <= ' ' {
		return k.space(i)
	}
	return i
}

// walk goes behind the value at i.
func (k *skim) walk(i int) int {
	for i >= 0 {
		var err error
		switch c := k.see(i); c {
		case '"':
			i, _, err = k.text(i)
		case '{', '[':
			if k.depth == 64 {
				return -1
			}
			k.depth, k.open = k.depth+1, k.open<<1|uint64(c>>5&1) // 1 for a brace, 0 for a bracket
			if i = k.past(i + 1); k.see(i) != c+2 {               // as far apart in ASCII
				if c == '{' {
					i = k.label(i)
				}
				continue
			}
		default:
			i, err = k.value(i, 0)
		}
		if err != nil {
			return -1
		}
		if i = k.behind(i); k.depth == 0 {
			break
		}
	}
	return i
}

// behind goes from the end of a value to the next one, or out of the outermost one.
func (k *skim) behind(i int) int {
	for {
		i = k.past(i)
		object := k.open&1 != 0
		switch c := k.see(i); {
		case c == ',' && object:
			return k.label(k.past(i + 1))
		case c == ',':
			return k.past(i + 1)
		case c == '}' && object, c == ']' && !object:
			i++
			k.depth, k.open = k.depth-1, k.open>>1
			if k.depth == 0 {
				return i
			}
		default:
			return -1
		}
	}
}

// label goes behind the name of a member and its colon. Of the members that decide it notes the value.
func (k *skim) label(i int) int {
	if k.see(i) != '"' {
		return -1
	}
	end := plain(k.b, i+1)
	if k.see(end) != '"' || k.see(end+1) != ':' {
		return -1
	}
	n := end - i - 1
	at := k.past(end + 2)
	if k.depth == 1 && (n == 9 || n == 11) && !k.note(k.b[i+1:end], at) {
		return -1
	}
	return at
}

// note takes the text at i if label is a member that decides. It reports false when the record is wanted, or may be.
func (k *skim) note(label []byte, i int) bool {
	var place *[]byte
	switch string(label) {
	case "eventName":
		place = &k.name
	case "eventSource":
		place = &k.source
	case "eventTime":
		place = &k.time
	default:
		return true
	}
	end := plain(k.b, i+1)
	if k.see(i) != '"' || k.see(end) != '"' || end == i+1 {
		return false
	}
	*place = k.b[i+1 : end]
	return k.name == nil || k.source == nil || place == &k.time || !k.picks(k.name, k.source)
}

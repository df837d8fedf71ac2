// Containers: what records lie in. A text is a sequence of documents; a document is a record, a list of records, an object
// with such a list among its members, or a wrapper around one record.

package archive

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"traillab/analyze/trail"
)

// setting is what an object lies in.
type setting uint8

const (
	inText    setting = iota // a document of its own
	inArray                  // an element of an array
	inRecords                // an element of CloudTrail's own list
)

// documents reads from one top-level value to the next.
func (r *reader) documents() error {
	whole := false  // the last thing was a document that was read to its end,
	joined := false // and a comma behind it
	for r.way != nowhere && r.w.next() {
		r.way = ahead
		var err error
		switch c := r.w.b[r.w.i]; {
		case c == '{' || c == '[':
			if !joined {
				r.document, r.before, r.form = r.w.offset(r.w.i), r.kept, inText
			}
			if c == '{' {
				err = r.object(inText)
			} else {
				r.form = inArray
				err = r.list(inArray)
			}
		case c == 0 || c == 0x1e || c == ',' && whole:
			joined = joined || c == ','
			r.w.i++
			continue
		case whole && (r.kept > r.before || r.form != inText) && strings.IndexByte(`]}":`, c) >= 0:
			err = r.overrun()
		default:
			r.between()
		}
		if err != nil {
			return err
		}
		joined = false
		whole = r.way == ahead && r.w.i > 0 && (r.w.b[r.w.i-1] == '}' || r.w.b[r.w.i-1] == ']')
	}
	return nil
}

// between passes over what stands between documents: marks of byte order, and text that is no JSON up to the next line that
// may begin a document. A line may also lead up to a record, as syslog's do.
func (r *reader) between() {
	if r.w.need(3) && bytes.HasPrefix(r.w.b[r.w.i:], byteOrderMark) {
		r.w.i += len(byteOrderMark)
		return
	}
	leads, last := leadsIn(r.w.b[r.w.i]), byte(0)
	for r.w.need(1) {
		r.lookAhead()
		c := r.w.b[r.w.i]
		if leads && c == '{' && last != ',' && last != '[' && recordStart(r.w.b[r.w.i:]) {
			return
		}
		r.w.i++
		if c == '\n' && endsLine(last) {
			break
		}
		leads = leads && !strings.ContainsRune("\"{}\\\n", rune(c))
		if c > ' ' {
			last = c
		}
	}
	r.doubt("text where a record was expected")
}

// leadsIn reports whether a line that begins with c may lead up to a record. The rest of a document whose beginning is
// missing has a quote before each of its braces, a comma or bracket, or begins with another mark.
func leadsIn(c byte) bool {
	return c == '<' || c-'0' <= 9 || (c|0x20)-'a' < 26
}

// object reads the object at w.i.
func (r *reader) object(in setting) error {
	for {
		text := r.w.b[r.w.i:]
		if r.nesting < maxNesting && leadsToList(text) {
			return r.members()
		}
		if r.few != nil && in == inRecords && r.pass() {
			return nil
		}
		n, err := r.scan.Scan(text, &r.rec)
		switch {
		case err == nil && n > r.arc.o.MaxRecord:
			r.reject(r.tooLarge())
			r.w.i += n
			return nil
		case err == nil && in != inText && r.swallower(n):
			return nil
		case err == nil && (in == inRecords || proven(&r.rec)):
			return r.keep(n)
		case trail.Short(err):
			if r.nesting < maxNesting && in != inRecords && holdsList(text) {
				return r.members()
			}
			if r.w.more() {
				continue
			}
			return r.unfinished(in)
		case errors.Is(err, trail.ErrNotCloudTrail):
			r.recognised(notification)
			r.w.i += n
			return nil
		case err == nil:
			return r.stranger(n, "like a CloudTrail record, but without an eventVersion, or without both eventID and time")
		case errors.Is(err, trail.ErrNoIdentity):
			if in == inRecords {
				return r.stranger(n, err.Error())
			}
			return r.stranger(n, "JSON without a CloudTrail record")
		}
		return r.malformed(in, err)
	}
}

func (r *reader) tooLarge() string {
	return fmt.Sprintf("larger than %d bytes; --max-record raises the limit", r.arc.o.MaxRecord)
}

// maxNesting is how many lists deep records are looked for: lists of files with lists of records.
const maxNesting = 8

// members reads the object at w.i member by member, for the lists of records among them. This is how an object is read
// that does not fit in memory.
func (r *reader) members() error {
	if r.nesting == maxNesting {
		r.doubt(r.tooLarge())
		r.leap()
		return nil
	}
	r.nesting++
	defer func() { r.nesting-- }()
	r.w.i++
	return r.membersFrom(inArray, 0)
}

// membersFrom reads an object on from w.i, which is before a member or behind one. So many lists of it were read, the last
// one of them of the kind in.
func (r *reader) membersFrom(in setting, lists int) error {
	for r.w.next() {
		switch r.w.b[r.w.i] {
		case ',':
			r.w.i++
		case '}':
			r.w.i++
			if lists == 0 {
				r.reject(r.tooLarge())
			}
			return nil
		case '"':
			list, kind := listOf(r.name())
			if !r.w.next() || r.w.b[r.w.i] != ':' {
				continue
			}
			if r.w.i++; !r.w.next() {
				continue
			}
			if !list || r.w.b[r.w.i] != '[' {
				if !r.skip() {
					if err := r.brokenAround(in); err != nil || r.way != ahead {
						return err
					}
				}
				continue
			}
			in = kind
			lists++
			if err := r.list(in); err != nil || r.way != ahead {
				return err
			}
		default:
			if err := r.brokenAround(in); err != nil || r.way != ahead {
				return err
			}
		}
	}
	if lists == 0 {
		r.endsInside()
	}
	r.cut(fmt.Sprintf("JSON ends before its closing brace at byte %d", r.w.offset(r.w.i)))
	return nil
}

// name passes over the string at w.i and returns its inside; nil when it is far too long for a name.
func (r *reader) name() []byte {
	const longest = 256
	r.w.need(longest)
	end := textEnd(r.w.b, r.w.i)
	if end < 0 {
		r.skip()
		return nil
	}
	name := r.w.b[r.w.i+1 : end-1]
	r.w.i = end
	if len(name) > longest {
		return nil
	}
	return append(r.label[:0], name...) // reading on moves the window
}

// list reads the array at w.i.
func (r *reader) list(in setting) error {
	r.w.i++
	r.listed = r.listed || in == inRecords
	r.form = max(r.form, in)
	return r.elements(in)
}

// elements reads a list on from w.i, which is before an element or behind one.
func (r *reader) elements(in setting) error {
	r.lists++
	defer func() { r.lists-- }()
	whole := false // the last thing was a record that was kept
	for r.w.next() {
		var err error
		had := r.kept
		switch r.w.b[r.w.i] {
		case '}': // what a broken element has left over, or a torn one
			if whole {
				r.suspect(r.last, fmt.Sprintf("a brace where a record was expected at byte %d", r.w.offset(r.w.i)))
			}
			fallthrough
		case ',':
			whole = false
			r.w.i++
			continue
		case ']':
			if r.ended() {
				return nil
			}
		case '{':
			err = r.object(in)
		case '"':
			err = r.literal()
		default:
			r.odd()
		}
		if err != nil || r.way != ahead {
			return err
		}
		whole = r.kept > had
	}
	r.cut(fmt.Sprintf("JSON ends after %d records at byte %d", r.count(), r.w.offset(r.w.i)))
	return nil
}

// literal reads a string in a list: it may be a record.
func (r *reader) literal() error {
	end := textEnd(r.w.b[r.w.i:], 0)
	for end < 0 && r.w.more() {
		end = textEnd(r.w.b[r.w.i:], 0)
	}
	switch {
	case end < 0 && !r.w.full():
		r.endsInside()
		return nil
	case end < 0 || end > r.arc.o.MaxRecord:
		r.reject(r.tooLarge())
		r.leap()
		return nil
	}
	r.w.need(end + startLength)
	if i := blank(r.w.b, r.w.i+end); i < len(r.w.b) && r.w.b[i] == ':' { // a name, of what has lost its brace
		r.odd()
		return nil
	}
	s := search{r: r, b: r.w.b[:r.w.i+end], strings: true}
	_, found, err := s.value(r.w.i)
	if err == nil && found == 0 {
		r.doubt("a string where a record was expected")
	}
	r.w.i += end
	return err
}

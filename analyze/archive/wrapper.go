// Wrappers: records that other programs have put inside documents of their own, as an object or as a string.

package archive

import (
	"errors"
	"fmt"
	"strings"

	"traillab/analyze/trail"
)

// A record is looked for maxStrings strings deep (as text in a message that is text in an envelope) and maxObjects objects.
const (
	maxStrings = 3
	maxObjects = 8
)

// stranger reads the object of n bytes at w.i: valid JSON, and no record itself. reason is why it is rejected if there is
// none in it either.
func (r *reader) stranger(n int, reason string) error {
	doc := r.w.b[r.w.i : r.w.i+n]
	if r.nesting < maxNesting && holdsList(doc) {
		return r.members()
	}
	defer func() { r.w.i += n }()
	what, certain := recognise(doc)
	if certain {
		r.recognised(what)
		return nil
	}
	if n > r.arc.o.MaxRecord {
		r.reject(r.tooLarge())
		return nil
	}
	for _, deep := range []bool{false, true} {
		s := search{r: r, b: r.w.b[:r.w.i+n], strings: deep}
		if _, found, err := s.value(r.w.i); found > 0 || err != nil {
			return err
		}
		if s.other != "" {
			what = s.other
		}
	}
	switch {
	case what != "":
		r.recognised(what)
	case strings.HasSuffix(r.path, ".metadata.json"): // the one thing that only its name tells: any members may be in it
		r.recognised("the metadata of an object in S3")
	default:
		r.doubt(reason)
	}
	return nil
}

// proven reports whether an object that has a record's members is to be taken for one outside of CloudTrail's own list,
// where other programs' events have an eventName and eventSource too: it names the version of its format, and an
// eventID or a time.
func proven(rec *trail.Record) (proven bool) {
	if rec.EventID == nil && rec.Time.IsZero() {
		return false
	}
	eachMember(rec.JSON, 0, func(name []byte, at int) int {
		if proven = string(name) == "eventVersion"; proven {
			return -1
		}
		return valueEnd(rec.JSON, at)
	})
	return proven
}

// search looks for records in a document that is valid JSON. The first member that yields one ends the search in an object;
// of an array every element is looked at.
type search struct {
	r       *reader
	b       []byte
	strings bool         // look in strings too
	level   int          // of strings inside strings
	depth   int          // of objects inside objects
	at      *trail.Place // of the outermost string; nil outside of strings
	other   string       // what was recognised on the way
	last    int          // where the last record that was found ends
}

// value looks in the value at i. It returns where the value ends and how many records were handed on.
func (s *search) value(i int) (end, found int, err error) {
	switch s.b[i] {
	case '{':
		return s.object(i)
	case '[':
		return s.array(i)
	case '"':
		end = textEnd(s.b, i)
		if s.strings {
			found, err = s.text(i, end)
		}
		return end, found, err
	}
	return valueEnd(s.b, i), 0, nil
}

func (s *search) object(i int) (end, found int, err error) {
	s.depth++
	defer func() { s.depth-- }()
	// The search in strings comes after that for objects, except inside a string.
	tried := s.depth > maxObjects || s.strings && s.level == 0
	record, itself := false, false
	end = eachMember(s.b, i, func(name []byte, at int) (next int) {
		record = record || tells(name)
		if !tried && record {
			tried = true
			if found, err = s.try(i); found > 0 || err != nil {
				itself = true
				return -1
			}
		}
		if record || ofRecord(name) {
			return valueEnd(s.b, at)
		}
		if next, found, err = s.value(at); found > 0 || err != nil {
			return -1
		}
		return next
	})
	if found > 0 && !itself && hasParameters(s.b, i) {
		at := s.place(i, i)
		s.r.suspect(at.Offset, fmt.Sprintf("a record inside another at byte %d", at.Offset))
	}
	if end < 0 {
		end = valueEnd(s.b, i)
	}
	return end, found, err
}

// tells reports whether a member of this name makes its object worth a closer look.
func tells(name []byte) bool {
	switch string(name) {
	case "eventID", "eventName", "eventSource", "eventVersion":
		return true
	}
	return false
}

// ofRecord reports whether a member of this name holds what a caller has sent, AWS has answered, or the like: whoever made
// the call could write a record of his own making in there.
func ofRecord(name []byte) bool {
	switch string(name) {
	case "userIdentity", "requestParameters", "responseElements", "additionalEventData", "serviceEventDetails", "resources",
		"addendum", "tlsDetails", "edgeDeviceDetails", "insightDetails", "eventContext", "userAgent", "errorMessage":
		return true
	}
	return false
}

// try scans the object at i and hands it on if it is a record.
func (s *search) try(i int) (found int, err error) {
	n, err := s.r.scan.Scan(s.b[i:], &s.r.rec)
	switch {
	case err == nil && proven(&s.r.rec):
		s.last = i + n
		return 1, s.r.hand(s.place(i, i+n))
	case errors.Is(err, trail.ErrNotCloudTrail):
		s.other = notification
	}
	return 0, nil
}

func (s *search) place(i, end int) trail.Place {
	if s.at != nil {
		return *s.at
	}
	start := s.r.w.offset(i)
	return trail.Place{Offset: start, Length: s.r.w.offset(end) - start}
}

func (s *search) array(i int) (end, found int, err error) {
	for i = blank(s.b, i+1); i < len(s.b) && s.b[i] != ']'; i = blank(s.b, i) {
		if s.b[i] == ',' {
			i++
			continue
		}
		var n int
		if i, n, err = s.value(i); err != nil {
			return i, found, err
		}
		if found += n; i < 0 {
			return i, found, nil
		}
	}
	return i + 1, found, nil
}

// text looks in what the string from i to end means.
func (s *search) text(i, end int) (found int, err error) {
	if s.level == maxStrings {
		return 0, nil
	}
	inner := search{r: s.r, strings: true, level: s.level + 1}
	// A string inside a string is unescaped to behind what it lies in, so that both stay.
	from := len(s.r.plain)
	s.r.plain = trail.AppendText(s.r.plain, s.b[i+1:end-1])
	defer func() { s.r.plain = s.r.plain[:from] }()
	inner.b = s.r.plain[from:]
	start := blank(inner.b, 0)
	if start == len(inner.b) || inner.b[start] != '{' {
		return 0, nil
	}
	at := s.place(i, end)
	inner.at = &at
	n, err := s.r.scan.Scan(inner.b[start:], &s.r.rec)
	switch {
	case err == nil && proven(&s.r.rec):
		return 1, s.r.hand(at)
	case errors.Is(err, trail.ErrNotCloudTrail):
		s.other = notification
	case err == nil || errors.Is(err, trail.ErrNoIdentity):
		inner.b = inner.b[:start+n]
		_, found, err = inner.value(start)
		if inner.other != "" {
			s.other = inner.other
		}
		return found, err
	}
	return 0, nil
}

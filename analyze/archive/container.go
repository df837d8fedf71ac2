// Containers: what records lie in. A text is a sequence of documents; a document is a record, a list of records, or an
// object with such a list among its members.

package archive

import (
	"errors"
	"fmt"

	"traillab/analyze/trail"
)

// setting is what an object lies in.
type setting uint8

const (
	inText setting = iota // a document of its own
	inList                // an element of Records, Events, or an array
)

// documents reads from one top-level value to the next.
func (r *reader) documents() error {
	for r.w.next() {
		var err error
		switch r.w.b[r.w.i] {
		case '{':
			err = r.object(inText)
		case '[':
			err = r.list()
		default:
			r.cut("text, not a log file")
			r.w.i = len(r.w.b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// object reads the object at w.i.
func (r *reader) object(in setting) error {
	for {
		text := r.w.b[r.w.i:]
		if leadsToList(text) {
			return r.members(in)
		}
		n, err := r.scan.Scan(text, &r.rec)
		switch {
		case err == nil && n <= r.arc.o.MaxRecord:
			return r.keep(n)
		case err == nil:
			r.reject(r.tooLarge())
			r.w.i += n
			return nil
		case trail.Short(err):
			if r.w.more() {
				continue
			}
			return r.unfinished(in)
		case errors.Is(err, trail.ErrNotCloudTrail):
			r.other = "a notification"
			r.w.i += n
			return nil
		case errors.Is(err, trail.ErrNoIdentity):
			r.reject(err.Error())
			r.w.i += n
			return nil
		}
		r.cut(err.Error())
		r.w.i = len(r.w.b)
		return nil
	}
}

func (r *reader) tooLarge() string {
	return fmt.Sprintf("larger than %d bytes; --max-record raises the limit", r.arc.o.MaxRecord)
}

func (r *reader) unfinished(setting) error {
	r.cut(fmt.Sprintf("JSON ends inside record %d at byte %d", r.index, r.w.offset(len(r.w.b))))
	r.w.i = len(r.w.b)
	return nil
}

// leadsToList reports whether the first member of the object that text begins with is a list of records.
func leadsToList(text []byte) bool {
	const start = `{"Records":[`
	return len(text) >= len(start) && string(text[:len(start)]) == start
}

func (r *reader) members(setting) error {
	r.w.i += len(`{"Records":`)
	if err := r.list(); err != nil {
		return err
	}
	if r.w.next() && r.w.b[r.w.i] == '}' {
		r.w.i++
	}
	return nil
}

// list reads the array at w.i.
func (r *reader) list() error {
	r.w.i++
	for r.w.next() {
		switch r.w.b[r.w.i] {
		case ',':
			r.w.i++
		case ']':
			r.w.i++
			r.listed = true
			return nil
		case '{':
			if err := r.object(inList); err != nil {
				return err
			}
		default:
			r.cut("something else in a list")
			r.w.i = len(r.w.b)
		}
	}
	r.cut(fmt.Sprintf("JSON ends after record %d at byte %d", r.index-1, r.w.offset(len(r.w.b))))
	return nil
}

// Reading a kept case: strictly, for a report that leaves out what it does not understand would say less than was known.

package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"
)

// ErrKept marks a file that holds no case that can be read.
var ErrKept = errors.New("no kept case")

// Read reads a case that JSON wrote. All of it is looked through once; the streams are read again, from r, whenever they are ranged
// over, so r is to stay open for as long as the case is used.
func Read(r io.ReaderAt, size int64) (*Case, error) {
	c := &Case{}
	k := &reader{dec: decoder(io.NewSectionReader(r, 0, size))}
	k.delim('{')
	k.schema()
	for _, s := range c.sections() {
		k.section(s.name, s.at)
	}
	chains := length[Chain](k, inChains)
	files := length[File](k, inFiles)
	events := length[Event](k, inEvents)
	k.delim('}')
	if _, err := k.dec.Token(); k.err == nil && !errors.Is(err, io.EOF) {
		k.fail(errors.New("something follows the case"))
	}
	if k.err != nil {
		return nil, k.err
	}
	zone, err := time.LoadLocation(c.Asked.Zone)
	if err != nil {
		return nil, fmt.Errorf("%w: asked: %q is no time zone", ErrKept, c.Asked.Zone)
	}
	c.Zone = zone
	c.Chains = again[Chain](r, size, inChains, chains)
	c.Files = again[File](r, size, inFiles, files)
	c.Events = again[Event](r, size, inEvents, events)
	return c, nil
}

func decoder(r io.Reader) *json.Decoder {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	return dec
}

// reader reads a kept case from beginning to end, until something is not as it should be.
type reader struct {
	dec *json.Decoder
	err error
}

func (k *reader) fail(err error) {
	if k.err != nil {
		return
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	k.err = fmt.Errorf("%w: at byte %d: %w", ErrKept, k.dec.InputOffset(), err)
}

// delim reads a brace or bracket.
func (k *reader) delim(want json.Delim) {
	if k.err != nil {
		return
	}
	switch t, err := k.dec.Token(); {
	case err != nil:
		k.fail(err)
	case t != want:
		k.fail(fmt.Errorf("%v, and not %v", t, want))
	}
}

// key reads the name of a member, which is to be the next one.
func (k *reader) key(want string) {
	if k.err != nil {
		return
	}
	switch t, err := k.dec.Token(); {
	case err != nil:
		k.fail(err)
	case t != want:
		k.fail(fmt.Errorf("%q, and not %q", fmt.Sprint(t), want))
	}
}

// schema reads the version, which decides how to read the rest.
func (k *reader) schema() {
	k.key("schema")
	var version string
	if k.err != nil {
		return
	}
	if err := k.dec.Decode(&version); err != nil {
		k.fail(err)
	} else if version != Schema {
		k.fail(fmt.Errorf("it is of form %q, and this program reads %s: use the traillab that wrote it, or make the report anew", version, Schema))
	}
}

func (k *reader) section(name string, at any) {
	k.key(name)
	if k.err != nil {
		return
	}
	if err := k.dec.Decode(at); err != nil {
		k.fail(fmt.Errorf("%s: %w", name, err))
	}
}

// length looks through a stream, and returns where its list begins.
func length[T any](k *reader, name string) int64 {
	k.key(name)
	k.delim('[')
	begin := k.dec.InputOffset() - 1
	for n := 0; k.err == nil && k.dec.More(); n++ {
		var v *T
		if err := k.dec.Decode(&v); err != nil {
			k.fail(fmt.Errorf("%s %d: %w", name, n, err))
		} else if v == nil {
			k.fail(fmt.Errorf("%s %d: null", name, n))
		}
	}
	k.delim(']')
	return begin
}

// again reads a stream that was looked through.
func again[T any](r io.ReaderAt, size int64, name string, begin int64) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		dec := decoder(io.NewSectionReader(r, begin, size-begin))
		if _, err := dec.Token(); err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, err))
			return
		}
		for dec.More() {
			v := new(T)
			if err := dec.Decode(v); err != nil {
				yield(nil, fmt.Errorf("%s: %w", name, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

// Bytes reads a case that is held as text.
func Bytes(text []byte) (*Case, error) { return Read(bytes.NewReader(text), int64(len(text))) }

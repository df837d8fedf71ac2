// Kept cases: a case as JSON, one section after the other and the long ones last, so that it is written while it is compiled and
// read without being held. What a newer program wrote, or no program did, is refused.

package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"traillab/analyze/plain"
)

// section is a part of a kept case that is held whole.
type section struct {
	name string
	at   any // a pointer into a case
}

// sections are the parts of a case before its streams, in the order in which they are written.
func (c *Case) sections() []section {
	return []section{
		{"id", &c.ID},
		{"tool", &c.Tool},
		{"asked", &c.Asked},
		{"log", &c.Log},
		{"level", &c.Level},
		{"summary", &c.Summary},
		{"coverage", &c.Coverage},
		{"evidence", &c.Evidence},
		{"overview", &c.Overview},
		{"what_if", &c.Plan},
		{"loose", &c.Loose},
		{"detections", &c.Detections},
		{"notes", &c.Notes},
		{"reproduce", &c.Recipes},
	}
}

// The streams, in the order in which they are written.
const (
	inChains = "chains"
	inFiles  = "files"
	inEvents = "timeline"
)

// JSON writes a case so that Read can read it. Nothing is held but one element at a time.
func JSON(w io.Writer, c *Case) error {
	k := &keeper{out: bufio.NewWriterSize(w, 1<<16)}
	k.text("{\n\"schema\":")
	k.value(Schema)
	for _, s := range c.sections() {
		k.text(",\n\"" + s.name + "\":")
		k.value(s.at)
	}
	keep(k, inChains, c.Chains)
	keep(k, inFiles, c.Files)
	keep(k, inEvents, c.Events)
	k.text("\n}\n")
	if k.err != nil {
		return k.err
	}
	return k.out.Flush()
}

// keeper writes JSON until something goes wrong.
type keeper struct {
	out  *bufio.Writer
	line bytes.Buffer
	err  error
}

func (k *keeper) text(s string) {
	if k.err == nil {
		_, k.err = k.out.WriteString(s)
	}
}

// value writes a value in one line, with what could act on a terminal escaped and what is too long cut.
func (k *keeper) value(v any) {
	if k.err != nil {
		return
	}
	k.line.Reset()
	enc := json.NewEncoder(&k.line)
	enc.SetEscapeHTML(false)
	if k.err = enc.Encode(v); k.err == nil {
		_, k.err = k.out.Write(shorten(plain.JSON(k.line.Bytes())))
	}
}

// keep writes a stream as a list, an element a line.
func keep[T any](k *keeper, name string, all iter.Seq2[*T, error]) {
	k.text(",\n\"" + name + "\":[")
	first := true
	for v, err := range all {
		if err != nil && k.err == nil {
			k.err = fmt.Errorf("%s: %w", name, err)
		}
		if k.err != nil {
			return
		}
		if !first {
			k.text(",")
		}
		first = false
		k.text("\n")
		k.value(v)
	}
	if !first {
		k.text("\n")
	}
	k.text("]")
}

// List is a stream of what is held.
func List[T any](all ...*T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

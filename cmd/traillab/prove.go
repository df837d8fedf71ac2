// A proof goes from a record in the case back to the bytes that it was read from, step by step.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// proof is what a proof of one record came to.
type proof struct {
	Result string `json:"result"` // proven, differs, missing
	File   string `json:"file"`   // where it was found
	Steps  []step `json:"steps"`
	why    string // the first step that failed
}

// step is one comparison.
type step struct {
	Step     string `json:"step"`   // file, sha256, inflated_sha256, bytes, record, columns, narrow rows; for each that differs column NAME or TABLE.NAME
	Result   string `json:"result"` // same, differs, missing, not noted
	Expected string `json:"expected,omitempty"`
	Found    string `json:"found,omitempty"`
	Note     string `json:"note,omitempty"`
}

// The results of a proof and of its steps.
const (
	isProven  = "proven"
	isSame    = "same"
	isOther   = "differs"
	isMissing = "missing"
	isUnknown = "not noted"
)

// proveAll proves each record.
func (a *app) proveAll(ctx context.Context, s *store.Store, found []trail.Evidence, q *questionFlags) ([]proof, error) {
	q.reading.sums = true
	proofs := make([]proof, len(found))
	for i := range found {
		e := &found[i]
		t, err := a.trace(ctx, e, q)
		if err != nil {
			return nil, err
		}
		proofs[i] = *t.prove(e)
		if proofs[i].Result != isProven {
			continue
		}
		kept, err := s.Narrow(ctx, e.Key)
		if err != nil {
			return nil, err
		}
		proofs[i].compareNarrow(kept, t.narrow[slices.Index(t.read, e.Record)], e.Loader == version())
	}
	return proofs, nil
}

// judgeProofs ends with the code that says how the proofs came out.
func judgeProofs(found []trail.Evidence, proofs []proof) error {
	var lost error
	for i := range proofs {
		switch proofs[i].Result {
		case isOther:
			return &coded{exitBroken, fmt.Errorf("integrity broken: the record of %s is not proven by %s: %s", found[i].EventID, found[i].File, proofs[i].why)}
		case isMissing:
			lost = errors.Join(lost, fmt.Errorf("the record of %s cannot be proven: %s", found[i].EventID, proofs[i].why))
		}
	}
	return lost
}

// trace goes to the file that a record was read from.
func (a *app) trace(ctx context.Context, e *trail.Evidence, q *questionFlags) (t *tracer, err error) {
	t = &tracer{want: e, anywhere: len(q.source) > 0}
	names := q.source
	if len(names) == 0 {
		outer, _, _ := strings.Cut(e.File, "!/")
		if _, err := os.Stat(e.File); err == nil || !strings.Contains(e.File, "!/") {
			outer = e.File
		}
		names = []string{outer}
		if _, err := os.Stat(outer); outer == "-" || !inS3(names) && errors.Is(err, fs.ErrNotExist) {
			return t, nil
		}
	}
	arc, err := a.open(ctx, names, q.reading, trail.Filter{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	for f, err := range arc.Files(ctx) {
		if err != nil {
			return nil, err
		}
		if !t.anywhere && f.Path() != e.File && !strings.HasPrefix(e.File, f.Path()+"!/") {
			continue
		}
		if err := f.Read(ctx, t); err != nil {
			return nil, err
		}
		if t.exact {
			break
		}
	}
	return t, a.reread(ctx, t, names, q)
}

// reread reads the records of the file that was found, for the one at that place.
func (a *app) reread(ctx context.Context, t *tracer, names []string, q *questionFlags) (err error) {
	if t.path == "" {
		return nil
	}
	arc, err := a.open(ctx, names, q.reading, trail.Filter{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	r := &rereader{tracer: t}
	for f, err := range arc.Files(ctx) {
		if err != nil {
			return err
		}
		if f.Path() != t.path && !strings.HasPrefix(t.path, f.Path()+"!/") {
			continue
		}
		if err := f.Read(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// prove holds what was found against the record.
func (t *tracer) prove(e *trail.Evidence) *proof {
	p := &proof{Result: isProven, File: t.path}
	if t.path == "" {
		why := e.File + " is not there any more; say where it lies now with --source PATH"
		if t.anywhere {
			why = "no file with the SHA-256 of " + e.File + " lies there; name the place where it is with --source PATH"
		}
		if t.refused != "" {
			why = e.File + " cannot be read: " + strings.TrimPrefix(t.refused, "cannot be read: ")
		}
		p.add(step{Step: "file", Result: isMissing, Expected: e.File, Note: why})
		return p
	}
	p.add(step{Step: "file", Result: isSame, Found: t.path, Note: fmt.Sprintf("%d bytes", t.size)})
	p.compare("sha256", e.SHA256, t.sum)
	p.compare("inflated_sha256", e.Inflated, t.inflated)
	if int64(len(t.cut)) != e.Length {
		p.add(step{Step: "bytes", Result: isOther, Note: fmt.Sprintf("the inflated file ends before byte %d", e.Offset+e.Length)})
		return p
	}
	p.add(step{Step: "bytes", Result: isSame, Note: fmt.Sprintf("%d to %d of the inflated file", e.Offset, e.Offset+e.Length)})
	p.add(t.compareRecord(e))
	if p.Result == isProven {
		p.compareColumns(e, t)
	}
	return p
}

// add adds a step; the first that fails decides the result.
func (p *proof) add(s step) {
	p.Steps = append(p.Steps, s)
	if p.Result != isProven || s.Result == isSame || s.Result == isUnknown {
		return
	}
	p.Result, p.why = s.Result, s.Note
	if strings.HasPrefix(s.Step, "column") || strings.HasPrefix(s.Step, "rows of ") {
		p.why = s.Step + ": " + s.Note
	}
	if p.why == "" {
		p.why = s.Step + " is " + s.Found + ", and was " + s.Expected
	}
}

// compare adds the comparison of two sums. One that was not noted proves nothing either way.
func (p *proof) compare(name, expected, found string) {
	switch expected {
	case "":
		p.add(step{Step: name, Result: isUnknown, Found: found})
	case found:
		p.add(step{Step: name, Result: isSame, Expected: expected, Found: found})
	default:
		p.add(step{Step: name, Result: isOther, Expected: expected, Found: found})
	}
}

// compareRecord compares the record in the case with the bytes at its place, or, where those are no record themselves, with the
// record that is read from them.
func (t *tracer) compareRecord(e *trail.Evidence) step {
	s := step{Step: "record", Result: isSame}
	again := false
	for _, text := range t.read {
		again = again || text == e.Record
	}
	switch {
	case string(t.cut) == e.Record && e.Repaired:
		s.Note = "byte for byte; what was mended is what the columns make of it"
	case string(t.cut) == e.Record:
		s.Note = "byte for byte"
	case !again && len(t.read) == 0:
		s.Result, s.Note = isOther, "no record is read from that place"
	case !again:
		s.Result, s.Note = isOther, "another record is read from that place: "+parting(e.Record, t.read[0])
	case t.cut[0] == '"':
		s.Note = "it is what the string at that place says"
	case bytes.IndexByte(t.cut, 0) >= 0:
		s.Note = "it is the UTF-16 at that place as UTF-8"
	case t.cut[0] == '{' && !utf8.Valid(t.cut):
		s.Note = "mended: what is no UTF-8 has become U+FFFD; " + parting(string(t.cut), e.Record)
	case t.cut[0] == '{':
		s.Note = "mended, and mended the same way when it is read again; " + parting(string(t.cut), e.Record)
	default:
		s.Note = "it is made of the row at that place"
	}
	return s
}

// parting says where two texts part.
func parting(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[i:min(len(s), i+8)] }
	return fmt.Sprintf("from byte %d on %q against %q", i, around(a), around(b))
}

// tellProof prints a proof for people.
func (a *app) tellProof(p *proof) {
	for _, s := range p.Steps {
		fmt.Fprintf(a.env.stdout, "proof    %s: %s", s.Step, s.Result)
		switch {
		case s.Note != "":
			fmt.Fprintf(a.env.stdout, ", %s", listing.Safe(s.Note))
		case s.Result == isOther:
			fmt.Fprintf(a.env.stdout, ", %s and was %s", s.Found, s.Expected)
		case s.Found != "":
			fmt.Fprintf(a.env.stdout, ", %s", s.Found)
		}
		fmt.Fprintln(a.env.stdout)
	}
	fmt.Fprintf(a.env.stdout, "proof    %s\n", p.Result)
}

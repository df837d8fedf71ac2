// What a report rests on: the loads with the digests of their manifest, and each file with its sums and what CloudTrail's digests say.

package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// other is the status of files that hold no records of CloudTrail.
const other = "other"

// evidence tells the loads, adds the files up, and names the case by them.
func (m *compiler) evidence(ctx context.Context, c *Case) error {
	if err := m.loads(ctx, &c.Evidence); err != nil {
		return err
	}
	c.Evidence.Digests = &trail.Verdicts{}
	name := sha256.New()
	for h, err := range m.src.Files(ctx) {
		if err != nil {
			return err
		}
		c.Evidence.Files++
		c.Evidence.Bytes += h.Size
		c.Evidence.Records += h.Records
		if h.Status != other {
			c.Evidence.Digests.Add(h.Digest, 1)
		}
		fmt.Fprintf(name, "%s %s\n", h.SHA256, h.Status)
	}
	for _, f := range c.Asked.Filters {
		fmt.Fprintf(name, "%s=%s\n", f.Flag, f.Value)
	}
	_, _ = io.WriteString(name, fmt.Sprint(m.o.Only))
	if m.o.Since != nil {
		fmt.Fprintf(name, "since %d %d\n", m.o.Since.Load, m.o.Filter.After)
	}
	c.ID = "case-" + hex.EncodeToString(name.Sum(nil)[:6])
	c.Files = m.files(ctx)
	return nil
}

// loads tells them with their digests, which cost a look through all records: timelines, which do not show them, go without. That of the
// case's rows costs twice as much again, and is told when it is asked for.
func (m *compiler) loads(ctx context.Context, e *Evidence) error {
	loads, err := m.src.Loads(ctx)
	if err != nil {
		return err
	}
	var sums trail.Digests
	if !m.o.Bare {
		if sums, err = m.src.Digests(ctx, m.o.Sealed && !m.o.Passing); err != nil {
			return err
		}
	}
	e.Loads, e.ContentDigest = []Load{}, trail.Maybe(sums.Content)
	if !m.o.Passing {
		e.CaseDigest = trail.Maybe(sums.Case)
	}
	for _, l := range loads {
		told := Load{Sources: l.Sources, Version: l.Version}
		if !m.o.Passing {
			began := l.Began
			told.Load, told.Began, told.Finished, told.ContentDigest = l.Load, &began, l.Finished, trail.Maybe(sums.Loads[l.Load])
			if json.Valid([]byte(l.Parameters)) {
				told.Parameters = json.RawMessage(l.Parameters)
			}
		}
		e.Loads = append(e.Loads, told)
	}
	return nil
}

func (m *compiler) files(ctx context.Context) iter.Seq2[*File, error] {
	return func(yield func(*File, error) bool) {
		for h, err := range m.src.Files(ctx) {
			f := &File{
				ETag: trail.Maybe(h.ETag), Version: trail.Maybe(h.Version), Path: h.Path, Size: h.Size, SHA256: trail.Maybe(h.SHA256),
				Inflated: h.Inflated, Records: h.Records, Flows: h.Flows, Rejects: h.Rejects,
				InflatedSHA256: trail.Maybe(h.InflatedSHA256), Status: h.Status, Reason: h.Reason,
				Digest: trail.Maybe(h.Digest), By: trail.Maybe(h.By), Why: trail.Maybe(h.Why),
			}
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}

// Attested is what CloudTrail's digests say of the file, for people.
func (f *File) Attested() string {
	switch {
	case f.Digest == "" && f.Status == other:
		return "-"
	case f.Digest == "":
		return "not checked"
	case f.Why != "":
		return string(f.Digest) + ": " + string(f.Why)
	case f.By != "":
		return string(f.Digest) + ", by " + path.Base(string(f.By))
	}
	return string(f.Digest)
}

// Verified is what CloudTrail's digests say of all files, for people; empty in a case that does not know.
func (e *Evidence) Verified() string {
	switch {
	case e.Digests == nil:
		return ""
	case *e.Digests == trail.Verdicts{NotChecked: e.Digests.NotChecked}:
		return "not asked: traillab load --keys holds the files against them"
	}
	return e.Digests.Words()
}

// asked reports whether CloudTrail's digests were asked about any file of the hours.
func (c *Coverage) asked() bool {
	return slices.ContainsFunc(c.Stretches, func(s Stretch) bool {
		return s.Digests != nil && *s.Digests != trail.Verdicts{NotChecked: s.Digests.NotChecked}
	})
}

// words tells the digests of a stretch.
func (s *Stretch) words() string {
	if s.Digests == nil {
		return ""
	}
	return s.Digests.Words()
}

// Flags are the flags of a load as they are written on a command line, in the order of their names.
func (l *Load) Flags() string {
	var given map[string]any
	if json.Unmarshal(l.Parameters, &given) != nil {
		return "not noted"
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(given)) {
		switch v := given[name].(type) {
		case []any:
			for _, one := range v {
				words = append(words, "--"+name+" "+Word(fmt.Sprint(one)))
			}
		default:
			words = append(words, "--"+name+" "+Word(fmt.Sprint(v)))
		}
	}
	return either(strings.Join(words, " "), "none")
}

// Whole data that looks broken: trails beside each other, copies of some days, and copies that lost metadata or folders.

package integrity_test

import (
	"path/filepath"
	"testing"
	"time"

	"traillab/analyze/integrity"
	"traillab/analyze/trail"
)

// beside is another trail of the same account and region.
func (m *mirror) beside(change func(*mirror)) *mirror {
	o := *m
	o.last, o.digests, o.logs = nil, nil, nil
	o.serial += 1000
	change(&o)
	return &o
}

// at is the end of the n-th digest.
func at(n int) time.Time { return begin.Add(time.Duration(n) * time.Hour) }

// TestBeside: the log files of a trail without digests are not held against the digests of another.
func TestBeside(t *testing.T) {
	m := hours(t, 0)
	for name, c := range map[string]struct {
		change  func(*mirror)
		do      func(m, o *mirror)
		options integrity.Options
		want    string
		counts  counts
	}{
		"another bucket": {
			func(o *mirror) { o.bucket = "another" }, func(_, o *mirror) { o.draft(at(1), 2) },
			integrity.Options{},
			"",
			counts{integrity.Partly, integrity.DigestCount{Valid: 4}, integrity.LogCount{Valid: 8, Uncovered: 2}},
		},
		"another prefix": {
			func(o *mirror) { o.prefix = "y/" }, func(_, o *mirror) { o.draft(at(1), 2) },
			integrity.Options{},
			"",
			counts{integrity.Partly, integrity.DigestCount{Valid: 4}, integrity.LogCount{Valid: 8, Uncovered: 2}},
		},
		"the organisation's": {
			func(o *mirror) { o.folder = "o-abcdefghij/" }, func(_, o *mirror) { o.draft(at(1), 2) },
			integrity.Options{},
			"",
			counts{integrity.Partly, integrity.DigestCount{Valid: 4}, integrity.LogCount{Valid: 8, Uncovered: 2}},
		},
		"validated later": {
			func(o *mirror) { o.trail = "second" }, func(_, o *mirror) { o.draft(at(1), 1); o.hour(at(2), 1); o.hour(at(3), 1) },
			integrity.Options{},
			"unchecked unlisted",
			counts{integrity.Partly, integrity.DigestCount{Valid: 6}, integrity.LogCount{Valid: 10, Unlisted: 1}},
		},
		"its last digest not yet delivered": {
			func(o *mirror) { o.trail = "second" }, func(_, o *mirror) { o.hour(at(1), 1); o.draft(at(2), 1) },
			integrity.Options{},
			"unchecked unlisted",
			counts{integrity.Partly, integrity.DigestCount{Valid: 5}, integrity.LogCount{Valid: 9, Unlisted: 1}},
		},
		"left out": {
			func(o *mirror) { o.trail = "second" }, func(_, o *mirror) { o.hour(at(1), 2) },
			integrity.Options{Trails: []string{"main"}},
			"",
			counts{integrity.Partly, integrity.DigestCount{Valid: 4}, integrity.LogCount{Valid: 8, Uncovered: 2}},
		},
		"none left out": {
			func(*mirror) {}, func(m, _ *mirror) { m.draft(at(1), 1) },
			integrity.Options{Trails: []string{"main"}},
			"broken unlisted",
			counts{integrity.Violated, integrity.DigestCount{Valid: 4}, integrity.LogCount{Valid: 8, Unlisted: 1}},
		},
		"put there while both have digests": {
			func(o *mirror) { o.trail = "second" }, func(_, o *mirror) {
				for i := range 4 {
					o.hour(at(i), 1)
				}
				o.draft(at(1), 1)
			},
			integrity.Options{},
			"broken unlisted",
			counts{integrity.Violated, integrity.DigestCount{Valid: 8}, integrity.LogCount{Valid: 12, Unlisted: 1}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			m = hours(t, 4)
			c.do(m, m.beside(c.change))
			r := m.verify(c.options)
			c.counts.want(t, r)
			if told(r) != c.want {
				t.Errorf("found %q, want %q", told(r), c.want)
			}
		})
	}
}

// TestCopyOfADay: the hours of digests do not begin with the day, so that one lists files of two.
func TestCopyOfADay(t *testing.T) {
	midnight := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		day     string // that is not copied
		digests bool   // nor are its digests
		options integrity.Options
	}{
		"the second": {"2026/03/01", true, integrity.Options{From: midnight}},
		"the first":  {"2026/03/02", false, integrity.Options{Until: midnight}},
	} {
		m := newMirror(t)
		for i := range 5 {
			m.hour(midnight.Add(time.Duration(i-2)*time.Hour+21*time.Minute), 3)
		}
		lost := 0
		for _, path := range filesOf(t, m.dir) {
			key, ok := trail.ParseKey(path)
			if ok && key.Time.Format("2006/01/02") == c.day && (c.digests || !key.Digest) {
				m.remove(keyOf(m, path))
				if !key.Digest {
					lost++
				}
			}
		}
		r := m.verify(c.options)
		if r.Verdict != integrity.Whole || r.Logs.Missing != 0 || r.Logs.Valid != int64(15-lost) || lost == 0 {
			t.Errorf("%s: %s %+v %+v, %d not copied", name, r.Verdict, r.Logs, r.Findings, lost)
		}
		if r := m.verify(integrity.Options{}); r.Verdict != integrity.Violated {
			t.Errorf("%s, and nobody says that it is one: %s", name, r.Verdict)
		}
	}
}

// keyOf is the key of a path.
func keyOf(m *mirror, path string) string {
	key, err := filepath.Rel(filepath.Join(m.dir, m.bucket), path)
	m.must(err)
	return filepath.ToSlash(key)
}

// TestBackfillWithoutMetadata: when such a digest was made is in its metadata only, so nobody can say that its key was bad.
func TestBackfillWithoutMetadata(t *testing.T) {
	m := newMirror(t)
	for i := range 3 {
		d := m.draft(begin.AddDate(0, 0, -60+i), 1)
		d.Object = m.digestKey(begin.AddDate(0, 0, -60+i), "_backfill")
		m.sign(d, map[string]string{"backfill-generation-timestamp": "2026-03-01T00:00:00Z"})
	}
	counts{integrity.Whole, integrity.DigestCount{Valid: 3}, integrity.LogCount{Valid: 3}}.want(t, m.verify(integrity.Options{}))
	for _, key := range m.digests {
		m.remove(key + trail.MetadataSuffix)
	}
	counts{integrity.Unverified, integrity.DigestCount{Unverifiable: 3}, integrity.LogCount{Unverifiable: 3}}.want(t, m.verify(integrity.Options{}))
}

// TestBelowAWSLogs: who stands in AWSLogs names files without it, and nothing is called missing that lies there.
func TestBelowAWSLogs(t *testing.T) {
	m := hours(t, 3)
	t.Chdir(filepath.Join(m.dir, m.bucket, "AWSLogs"))
	r := m.verify(integrity.Options{}, ".")
	if r.Verdict != integrity.Nothing || r.Digests != (integrity.DigestCount{}) || told(r) != "unchecked outside, unchecked outside, unchecked outside" {
		t.Errorf("%s %+v %+v", r.Verdict, r.Digests, r.Findings)
	}
}

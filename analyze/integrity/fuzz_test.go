// Readers of what came with the evidence, under random bytes: digest files, metadata and answers of ListPublicKeys, each put where a
// good one lay. Nothing panics, and a chain with a digest that nobody signed is broken.

package integrity_test

import (
	"bytes"
	"testing"

	"traillab/analyze/integrity"
	"traillab/analyze/trail"
)

// FuzzDigestFile: a digest in the middle of a chain has other bytes, and metadata of somebody's making.
func FuzzDigestFile(f *testing.F) {
	m := hours(f, 3)
	middle := m.digests[1]
	good := inflate(m.read(middle))
	f.Add(good, m.read(middle+trail.MetadataSuffix))
	f.Add([]byte(`{"logFiles":[],"previousDigestSignature":null,"digestStartTime":"0000-01-01T00:00:00Z","digestEndTime":"9999-12-31T23:59:59Z","digestS3Bucket":"b","digestS3Object":"..","digestPublicKeyFingerprint":"fa4e"}`), []byte(`{"Metadata":{"signature":"00"}}`))
	f.Add([]byte(`{"logFiles":[{"s3Bucket":"","s3Object":"../..","hashValue":null}]}`), []byte(`{"Metadata":null,"ContentLength":-1}`))
	f.Add([]byte{}, []byte("\xff\x00"))
	f.Fuzz(func(t *testing.T, text, beside []byte) {
		m := m.in(t)
		m.write(middle, squeeze(text))
		m.write(middle+trail.MetadataSuffix, beside)
		if r := m.verify(integrity.Options{}); !bytes.Equal(text, good) && r.Verdict != integrity.Violated {
			t.Errorf("the verdict over a digest that nobody signed is %s", r.Verdict)
		}
	})
}

// FuzzKeys: an answer of somebody's making is refused or read, and a chain is held against what keys it has.
func FuzzKeys(f *testing.F) {
	m := hours(f, 1)
	good := m.keys()
	f.Add(good)
	f.Add([]byte(`{"PublicKeyList":[]}`))
	f.Add([]byte(`{"PublicKeyList":[{"Value":"MAYCAQACAQA=","Fingerprint":"fa4e","ValidityStartTime":0,"ValidityEndTime":1e308}]}`))
	f.Add([]byte(`{"PublicKeyList":[{"Value":null,"ValidityStartTime":"2026-03-01T00:00:00Z","ValidityEndTime":-1}]}{"PublicKeyList":null}`))
	f.Add([]byte("[[[[[[[["))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys := &integrity.Keys{}
		if err := keys.Add(text); err == nil {
			m.in(t).verify(integrity.Options{Keys: keys})
		}
	})
}

// in is the mirror for another test.
func (m *mirror) in(t *testing.T) *mirror {
	other := *m
	other.t = t
	return &other
}

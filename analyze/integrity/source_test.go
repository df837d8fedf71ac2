// Sources and keys: mirrors, plain copies, organisations, several trails, windows of time, and keys that are lacking.

package integrity_test

import (
	"archive/zip"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/analyze/integrity"
	"traillab/analyze/trail"
)

// counts are a report in short.
type counts struct {
	verdict integrity.Verdict
	digests integrity.DigestCount
	logs    integrity.LogCount
}

func (c counts) want(t *testing.T, r *integrity.Report) {
	t.Helper()
	if got := (counts{r.Verdict, r.Digests, r.Logs}); got != c {
		t.Errorf("got  %+v\nwant %+v\n%+v", got, c, r.Findings)
	}
}

// TestPlainCopy: what `aws s3 sync` brings has no metadata, so that the newest digest has no signature.
func TestPlainCopy(t *testing.T) {
	m := hours(t, 3)
	copied := t.TempDir()
	copyTree(t, filepath.Join(m.dir, m.bucket), copied)
	for _, path := range filesOf(t, copied) {
		if strings.HasSuffix(path, trail.MetadataSuffix) {
			m.must(os.Remove(path))
		}
	}
	r := m.verify(integrity.Options{}, copied)
	counts{integrity.Partly, integrity.DigestCount{Valid: 2, Unverifiable: 1, BySuccessor: 2}, integrity.LogCount{Valid: 4, Unverifiable: 2}}.want(t, r)
	if len(r.Assumed) != 1 || r.Assumed[0].Bucket != bucket || r.Assumed[0].Prefix != "" {
		t.Errorf("assumed %+v", r.Assumed)
	}
	m.must(os.WriteFile(filepath.Join(copied, filepath.FromSlash(m.digests[0])), squeeze([]byte("{}")), 0o600))
	if r := m.verify(integrity.Options{}, copied); r.Verdict != integrity.Violated {
		t.Errorf("an altered digest in a plain copy: %s", r.Verdict)
	}
}

// TestCopyOfAPrefix: a copy may have lost the prefix of its keys, and a moved digest does not change what it is taken for.
func TestCopyOfAPrefix(t *testing.T) {
	m := newMirror(t)
	m.prefix = "security/logs/"
	for i := range 3 {
		m.hour(begin.Add(time.Duration(i)*time.Hour), 2)
	}
	whole := counts{integrity.Whole, integrity.DigestCount{Valid: 3}, integrity.LogCount{Valid: 6}}
	whole.want(t, m.verify(integrity.Options{}))
	whole.want(t, m.verify(integrity.Options{}, filepath.Join(m.dir, m.bucket, "security")))
	bare := t.TempDir()
	copyTree(t, filepath.Join(m.dir, m.bucket, "security/logs"), bare)
	r := m.verify(integrity.Options{}, bare)
	whole.want(t, r)
	if len(r.Assumed) != 1 || r.Assumed[0].Prefix != "security/logs/" {
		t.Errorf("assumed %+v", r.Assumed)
	}
	m.write(m.digests[0], squeeze([]byte(strings.ReplaceAll(string(inflate(m.read(m.digests[0]))), "example-trail", "elsewhere"))))
	if r := m.verify(integrity.Options{}); r.Digests.Moved != 1 {
		t.Errorf("%+v", r.Findings)
	}
}

// TestZip: a zip of a mirror is a mirror.
func TestZip(t *testing.T) {
	m := hours(t, 3)
	name := filepath.Join(t.TempDir(), "mirror.zip")
	file, err := os.Create(name)
	m.must(err)
	z := zip.NewWriter(file)
	m.must(z.AddFS(os.DirFS(m.dir)))
	m.must(z.Close())
	m.must(file.Close())
	counts{integrity.Whole, integrity.DigestCount{Valid: 3}, integrity.LogCount{Valid: 6}}.want(t, m.verify(integrity.Options{}, name))
	r := m.verify(integrity.Options{}, name, m.dir)
	if r.Verdict != integrity.Whole || r.Digests.Valid != 3 || r.Logs.Valid != 6 || len(r.Findings) != 9 {
		t.Errorf("the same twice: %s %+v %+v", r.Verdict, r.Digests, r.Findings)
	}
	m.edit(1, func(d *trail.Digest) { d.Files = d.Files[:0] })
	if r := m.verify(integrity.Options{}, name, m.dir); !strings.Contains(told(r), "broken duplicate") {
		t.Errorf("two that differ: %s", told(r))
	}
}

// TestSeveral: accounts of an organisation, regions and trails are chains of their own.
func TestSeveral(t *testing.T) {
	m := newMirror(t)
	m.folder = "o-abcdefghij/"
	m.hour(begin, 2)
	m.hour(begin.Add(time.Hour), 2)
	for _, other := range []func(*mirror){
		func(o *mirror) { o.region = "us-east-1" },
		func(o *mirror) { o.trail = "second" },
		func(o *mirror) { o.folder = "" },
	} {
		o := *m
		o.last = nil
		other(&o)
		o.hour(begin, 1)
		m.serial = o.serial
	}
	r := m.verify(integrity.Options{})
	counts{integrity.Whole, integrity.DigestCount{Valid: 5}, integrity.LogCount{Valid: 7}}.want(t, r)
	if len(r.Chains) != 4 || r.Chains[3].Organization != "o-abcdefghij" || r.Chains[3].Region != "us-east-1" {
		t.Errorf("%+v", r.Chains)
	}
	r = m.verify(integrity.Options{Regions: []string{"us-east-1"}})
	counts{integrity.Whole, integrity.DigestCount{Valid: 1}, integrity.LogCount{Valid: 1}}.want(t, r)
	r = m.verify(integrity.Options{Accounts: []string{"999999999999"}})
	counts{verdict: integrity.Nothing}.want(t, r)
}

// TestWindow: what lies before the time that is asked for is not missed.
func TestWindow(t *testing.T) {
	m := hours(t, 5)
	m.removeDigest(0)
	m.remove(m.logs[0][0])
	m.remove(m.logs[0][1])
	if r := m.verify(integrity.Options{}); r.Digests.Missing != 1 {
		t.Errorf("without bounds: %+v", r.Findings)
	}
	r := m.verify(integrity.Options{From: begin})
	counts{integrity.Whole, integrity.DigestCount{Valid: 4}, integrity.LogCount{Valid: 8}}.want(t, r)
	r = m.verify(integrity.Options{From: begin.Add(time.Hour), Until: begin.Add(2 * time.Hour)})
	if r.Verdict != integrity.Whole || r.Digests.Valid != 2 || r.Digests.Missing != 0 {
		t.Errorf("one hour: %s %+v %+v", r.Verdict, r.Digests, r.Findings)
	}
	if r := m.verify(integrity.Options{From: begin.Add(-time.Hour)}); r.Digests.Missing != 1 {
		t.Errorf("from before: %+v", r.Findings)
	}
}

// TestKeys: a key that is lacking, one that was not good at the time, one of two regions, and files that hold none.
func TestKeys(t *testing.T) {
	m := hours(t, 2)
	r := m.verify(integrity.Options{Keys: &integrity.Keys{}})
	counts{integrity.Unverified, integrity.DigestCount{Unverifiable: 2}, integrity.LogCount{Unverifiable: 4}}.want(t, r)
	if len(r.Lacking) != 1 || r.Lacking[0].Fingerprint != "fa4e" || r.Lacking[0].Digests != 2 ||
		r.Lacking[0].Command() != "aws cloudtrail list-public-keys --region eu-west-1 --start-time 2026-03-01T07:00:00Z --end-time 2026-03-01T10:00:00Z --output json > keys.json" {
		t.Errorf("lacking %+v: %s", r.Lacking, r.Lacking[0].Command())
	}
	keys := &integrity.Keys{}
	m.must(keys.Add([]byte(strings.ReplaceAll(string(m.keys()), "2026-0", "2025-0"))))
	if r := m.verify(integrity.Options{Keys: keys}); r.Digests.Invalid != 2 || !strings.Contains(r.Findings[0].Reason, "was not good at") {
		t.Errorf("a key of last year: %+v", r.Findings)
	}
	other := *m
	var err error
	other.key, err = rsa.GenerateKey(rand.Reader, 2048)
	m.must(err)
	both := &integrity.Keys{}
	m.must(both.Add(append(other.keys(), m.keys()...)))
	if r := m.verify(integrity.Options{Keys: both}); r.Verdict != integrity.Whole || len(r.Keys) != 2 {
		t.Errorf("two keys of one fingerprint: %s %+v", r.Verdict, r.Keys)
	}
	epoch := &integrity.Keys{}
	m.must(epoch.Add([]byte(strings.NewReplacer(`"2026-02-22T08:00:00Z"`, "1771747200.0", `"2026-03-08T08:00:00Z"`, "1772956800.5").Replace(string(m.keys())))))
	if r := m.verify(integrity.Options{Keys: epoch}); r.Verdict != integrity.Whole {
		t.Errorf("seconds since 1970: %s %+v", r.Verdict, r.Findings)
	}
	for text, says := range map[string]string{
		"":                       "not the JSON",
		"{}":                     "no PublicKeyList",
		`{"PublicKeyList":null}`: "no PublicKeyList",
		`{"PublicKeyList":[{"Value":"AAAA","Fingerprint":"x","ValidityStartTime":0,"ValidityEndTime":0}]}`: "PKCS #1",
		`{"PublicKeyList":[{"ValidityStartTime":"soon"}]}`:                                                 "is no time",
	} {
		if err := new(integrity.Keys).Add([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

// TestEveryByte flips each byte of a small mirror. All is found but what alters no content: the time, the system and the
// level in a gzip header, bits that pad a block, and blanks or cases in JSON beside a digest.
func TestEveryByte(t *testing.T) {
	m := hours(t, 2)
	missed, flipped := 0, 0
	for _, path := range filesOf(t, m.dir) {
		whole, err := os.ReadFile(path)
		m.must(err)
		step := 5
		if os.Getenv("TRAILLAB_SOAK") != "" {
			step = 1
		}
		for i := 0; i < len(whole); i += step {
			bent := append([]byte(nil), whole...)
			bent[i] ^= 1 << (i % 8)
			m.must(os.WriteFile(path, bent, 0o600))
			flipped++
			if r := m.verify(integrity.Options{Jobs: 1}); r.Verdict == integrity.Violated {
				continue
			}
			missed++
			if !sameContent(path, whole, bent) {
				t.Errorf("%s: byte %d, %q for %q, is not found", filepath.Base(path), i, bent[i], whole[i])
			}
		}
		m.must(os.WriteFile(path, whole, 0o600))
	}
	t.Logf("%d of %d flips alter no content", missed, flipped)
	if missed > flipped/20 {
		t.Errorf("%d of %d flips alter nothing, which is too many to be true", missed, flipped)
	}
}

// sameContent reports whether two files say the same.
func sameContent(path string, a, b []byte) bool {
	if strings.HasSuffix(path, trail.MetadataSuffix) {
		x, err1 := trail.ParseMetadata(a)
		y, err2 := trail.ParseMetadata(b)
		return err1 == nil && err2 == nil && strings.EqualFold(x["signature"], y["signature"]) && x["signature-algorithm"] == y["signature-algorithm"]
	}
	x, err1 := gunzip(a)
	y, err2 := gunzip(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}

// TestReportIsJSON: lists are lists, also when they are empty.
func TestReportIsJSON(t *testing.T) {
	text, err := json.Marshal(newMirror(t).verify(integrity.Options{}, t.TempDir()))
	if err != nil || strings.Contains(string(text), "[]") && strings.Contains(string(text), `:null`) || !strings.Contains(string(text), `"findings":[]`) {
		t.Errorf("%s, %v", text, err)
	}
}

// TestMirrorOfAnotherBucket: a mirror says where it found what it holds, and a whole bucket that was copied into another is told by it,
// as it is where the other bucket itself is asked.
func TestMirrorOfAnotherBucket(t *testing.T) {
	for found, want := range map[string]integrity.Verdict{bucket: integrity.Whole, "somebody-elses": integrity.Violated} {
		m := newMirror(t)
		for i := range 3 {
			m.hour(begin.Add(time.Duration(i)*time.Hour), 2)
		}
		for _, key := range m.digests {
			var note map[string]any
			m.must(json.Unmarshal(m.read(key+trail.MetadataSuffix), &note))
			note["Bucket"], note["Key"] = found, key
			text, err := json.Marshal(note)
			m.must(err)
			m.write(key+trail.MetadataSuffix, text)
		}
		r := m.verify(integrity.Options{From: begin.Add(-time.Hour)}, filepath.Join(m.dir, bucket, "AWSLogs"))
		if r.Verdict != want || len(r.Assumed) != 0 {
			t.Errorf("found in %s: %s, assumed %+v: %+v", found, r.Verdict, r.Assumed, r.Findings)
		}
		if r.Verdict == integrity.Violated && r.Digests.Moved != 3 {
			t.Errorf("found in %s: %+v", found, r.Digests)
		}
	}
}

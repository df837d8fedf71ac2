// Mirrors for tests: a bucket as CloudTrail would leave it, signed with a throw-away key, in a folder that may be tampered with.

package integrity_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"traillab/analyze/archive"
	"traillab/analyze/integrity"
	"traillab/analyze/trail"
)

const (
	bucket  = "example-trail"
	account = "111122223333"
)

// begin is the end of the first digest.
var begin = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// throwAway is a key for all tests, because it takes a second to make one.
var throwAway = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// mirror is a bucket in a folder DIR/BUCKET/KEY, with metadata beside digests.
type mirror struct {
	t           testing.TB
	dir, bucket string
	key         *rsa.PrivateKey
	fingerprint string
	region      string
	trail       string
	prefix      string // of keys, before AWSLogs
	folder      string // below AWSLogs, before the account
	digests     []string
	logs        [][]string
	last        *trail.Digest
	lastSum     [32]byte
	lastSign    string
	serial      int
}

func newMirror(t testing.TB) *mirror {
	return &mirror{t: t, dir: t.TempDir(), bucket: bucket, key: throwAway(), fingerprint: "fa4e", region: "eu-west-1", trail: "main"}
}

// hours makes a mirror of a few hours with two logs each.
func hours(t testing.TB, n int) *mirror {
	m := newMirror(t)
	for i := range n {
		m.hour(begin.Add(time.Duration(i)*time.Hour), 2)
	}
	return m
}

func (m *mirror) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *mirror) path(key string) string {
	return filepath.Join(m.dir, m.bucket, filepath.FromSlash(key))
}

func (m *mirror) write(key string, content []byte) {
	m.t.Helper()
	m.must(os.MkdirAll(filepath.Dir(m.path(key)), 0o700))
	m.must(os.WriteFile(m.path(key), content, 0o600))
}

func (m *mirror) read(key string) []byte {
	m.t.Helper()
	b, err := os.ReadFile(m.path(key))
	m.must(err)
	return b
}

func (m *mirror) remove(key string) { m.t.Helper(); m.must(os.Remove(m.path(key))) }

// digestKey and logKey are what CloudTrail would call a file.
func (m *mirror) digestKey(end time.Time, suffix string) string {
	return fmt.Sprintf("%sAWSLogs/%s%s/CloudTrail-Digest/%s/%s/%s_CloudTrail-Digest_%s_%s_%s_%s%s.json.gz", m.prefix, m.folder, account, m.region,
		end.Format("2006/01/02"), account, m.region, m.trail, "eu-west-1", end.Format("20060102T150405Z"), suffix)
}

func (m *mirror) logKey(at time.Time) string {
	m.serial++
	return fmt.Sprintf("%sAWSLogs/%s%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s_%016d.json.gz", m.prefix, m.folder, account, m.region, at.Format("2006/01/02"),
		account, m.region, at.Format("20060102T1504Z"), m.serial)
}

// hour adds a digest with n new log files.
func (m *mirror) hour(end time.Time, n int) *trail.Digest {
	d := m.draft(end, n)
	m.sign(d, nil)
	return d
}

// draft writes log files and says what a digest of them would say.
func (m *mirror) draft(end time.Time, n int) *trail.Digest {
	d := &trail.Digest{
		Account: account, Start: end.Add(-time.Hour).Format(time.RFC3339), End: end.Format(time.RFC3339), Bucket: m.bucket,
		Object: m.digestKey(end, ""), Fingerprint: m.fingerprint, Algorithm: trail.SigningAlgorithm, Files: []trail.DigestFile{},
	}
	var logs []string
	for i := range n {
		key := m.logKey(end.Add(time.Duration(10*i-40) * time.Minute))
		text := []byte(fmt.Sprintf(`{"Records":[{"eventID":"%s-%d"}]}`, end.Format(time.RFC3339), i))
		m.write(key, squeeze(text))
		d.Files = append(d.Files, trail.DigestFile{Bucket: m.bucket, Object: key, Hash: hashOf(text), Algorithm: trail.HashingAlgorithm})
		logs = append(logs, key)
	}
	m.logs = append(m.logs, logs)
	if m.last != nil {
		hash, how := hex.EncodeToString(m.lastSum[:]), trail.HashingAlgorithm
		d.PreviousBucket, d.PreviousObject, d.PreviousHash, d.PreviousAlgorithm, d.PreviousSignature = &m.last.Bucket, &m.last.Object, &hash, &how, &m.lastSign
	}
	return d
}

// sign writes a digest with its metadata and makes it the last of the chain.
func (m *mirror) sign(d *trail.Digest, metadata map[string]string) {
	m.t.Helper()
	text, err := json.Marshal(d)
	m.must(err)
	text = bytes.ReplaceAll(text, []byte("/"), []byte(`\/`)) // as CloudTrail writes it
	sum := sha256.Sum256(text)
	signature := m.signature(d.StringToSign(sum))
	told := map[string]string{"signature": signature, "signature-algorithm": trail.SigningAlgorithm}
	for name, value := range metadata {
		told[name] = value
	}
	beside, err := json.Marshal(map[string]any{"Metadata": told, "ContentLength": len(text)})
	m.must(err)
	m.write(d.Object, squeeze(text))
	m.write(d.Object+trail.MetadataSuffix, beside)
	m.digests = append(m.digests, d.Object)
	m.last, m.lastSum, m.lastSign = d, sum, signature
}

func (m *mirror) signature(text string) string {
	sum := sha256.Sum256([]byte(text))
	raw, err := rsa.SignPKCS1v15(nil, m.key, crypto.SHA256, sum[:])
	m.must(err)
	return hex.EncodeToString(raw)
}

// keys is the saved answer of ListPublicKeys.
func (m *mirror) keys() []byte {
	text, err := json.Marshal(map[string]any{"PublicKeyList": []map[string]any{{
		"Value": x509.MarshalPKCS1PublicKey(&m.key.PublicKey), "Fingerprint": m.fingerprint,
		"ValidityStartTime": begin.AddDate(0, 0, -7).Format(time.RFC3339), "ValidityEndTime": begin.AddDate(0, 0, 7).Format(time.RFC3339),
	}}})
	m.must(err)
	return text
}

// verify looks at the mirror, or at other sources.
func (m *mirror) verify(o integrity.Options, sources ...string) *integrity.Report {
	m.t.Helper()
	if len(sources) == 0 {
		sources = []string{m.dir}
	}
	if o.Keys == nil {
		o.Keys = &integrity.Keys{}
		m.must(o.Keys.Add(m.keys()))
	}
	arc, err := archive.Open(m.t.Context(), sources, archive.Options{TempDir: m.t.TempDir()})
	m.must(err)
	defer arc.Close()
	r, err := integrity.Verify(m.t.Context(), vault{arc}, o)
	m.must(err)
	return r
}

// vault shows an archive's files.
type vault struct{ *archive.Archive }

func (v vault) Files(ctx context.Context) iter.Seq2[integrity.File, error] {
	return func(yield func(integrity.File, error) bool) {
		for f, err := range v.Archive.Files(ctx) {
			if !yield(f, err) {
				return
			}
		}
	}
}

func squeeze(text []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(text)
	_ = z.Close()
	return b.Bytes()
}

func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// told is a report's findings in short, without notes.
func told(r *integrity.Report) string {
	var list []string
	for _, f := range r.Findings {
		if f.Severity != integrity.Note {
			list = append(list, string(f.Severity)+" "+f.Kind)
		}
	}
	return strings.Join(list, ", ")
}

// copyTree copies a folder.
func copyTree(t testing.TB, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// filesOf lists a folder.
func filesOf(t testing.TB, dir string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func gunzip(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// Deeds: what may be done to the bucket of a trail.

package cloudtest

import (
	"bytes"
	"compress/gzip"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"traillab/analyze/trail"
)

// delivered is a bucket: as it was delivered, and as it is now.
type delivered struct {
	whole, now    map[string]object
	digests, logs []string // keys of the newest region's chain, in order
	key           *rsa.PrivateKey
	answer        []byte // of ListPublicKeys
	s3            *s3.Client
	how           []string // how the AWS CLI is told of the bucket
	there         map[string]object
}

type object struct {
	content  []byte
	metadata map[string]string
}

// deed is something done to the bucket. found and broken say who has to notice.
type deed struct {
	name          string
	do            func(t *testing.T, b *delivered)
	found, broken bool
}

var deeds = []deed{
	{"nothing", func(*testing.T, *delivered) {}, false, false},
	{"a log file altered", func(t *testing.T, b *delivered) { b.set(b.logs[4], squeezed([]byte(`{"Records":[]}`))) }, true, true},
	{"a log file deleted", func(t *testing.T, b *delivered) { delete(b.now, b.logs[4]) }, true, true},
	{"a log file replaced by an older one", func(t *testing.T, b *delivered) { b.set(b.logs[4], b.whole[b.logs[0]].content) }, true, true},
	{"a log file written as indented JSON", func(t *testing.T, b *delivered) {
		var text bytes.Buffer
		if err := json.Indent(&text, unpacked(t, b.whole[b.logs[4]].content), "", " "); err != nil {
			t.Fatal(err)
		}
		b.set(b.logs[4], squeezed(text.Bytes()))
	}, true, true},
	{"a log file compressed again", func(t *testing.T, b *delivered) { b.set(b.logs[4], squeezed(unpacked(t, b.whole[b.logs[4]].content))) }, false, false},
	{"a gzip member appended to a log file", func(t *testing.T, b *delivered) {
		b.set(b.logs[4], slices.Concat(b.whole[b.logs[4]].content, squeezed([]byte(`{"Records":[]}`))))
	}, true, true},
	{"a log file cut short", func(t *testing.T, b *delivered) { b.set(b.logs[4], b.whole[b.logs[4]].content[:100]) }, true, true},
	{"a log file put there", func(t *testing.T, b *delivered) {
		b.set(strings.Replace(b.logs[4], ".json.gz", "x.json.gz", 1), squeezed([]byte(`{"Records":[]}`)))
	}, false, true},
	{"a digest altered", func(t *testing.T, b *delivered) { b.edit(t, 2, func(d *trail.Digest) { d.Files = d.Files[:0] }) }, true, true},
	{"a digest deleted", func(t *testing.T, b *delivered) { delete(b.now, b.digests[2]) }, true, true},
	{"two digests in a row deleted", func(t *testing.T, b *delivered) { delete(b.now, b.digests[2]); delete(b.now, b.digests[3]) }, true, true},
	{"the oldest digest deleted", func(t *testing.T, b *delivered) { delete(b.now, b.digests[0]) }, true, true},
	{"the newest digest deleted", func(t *testing.T, b *delivered) { delete(b.now, b.digests[len(b.digests)-1]) }, false, false},
	{"a digest's signature altered", func(t *testing.T, b *delivered) { b.metadata(2, "signature", strings.Repeat("ab", 256)) }, true, true},
	{"a digest's signature taken away", func(t *testing.T, b *delivered) { b.metadata(2, "signature", "") }, true, true},
	{"another algorithm named for a signature", func(t *testing.T, b *delivered) { b.metadata(2, "signature-algorithm", "none") }, false, true},
	{"a digest moved to another hour", func(t *testing.T, b *delivered) {
		b.now[strings.Replace(b.digests[2], "0000Z", "3000Z", 1)] = b.now[b.digests[2]]
		delete(b.now, b.digests[2])
	}, true, true},
	{"a digest in the place of another", func(t *testing.T, b *delivered) { b.now[b.digests[2]] = b.whole[b.digests[1]] }, true, true},
	{"a gzip member appended to a digest", func(t *testing.T, b *delivered) {
		b.set(b.digests[2], slices.Concat(b.whole[b.digests[2]].content, squeezed([]byte(`{"logFiles":[]}`))))
	}, false, true},
	{"a digest replaced by an older version that was signed, too", func(t *testing.T, b *delivered) {
		b.sign(t, 2, func(d *trail.Digest) { d.Files = d.Files[:0] }, nil)
	}, false, true},
	{"two digests in the place of one", func(t *testing.T, b *delivered) {
		b.sign(t, 2, func(d *trail.Digest) { d.Object = strings.Replace(d.Object, "0000Z", "1500Z", 1) }, nil)
	}, false, true},
	{"a digest signed with another key", func(t *testing.T, b *delivered) {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		other := *b
		other.key = key
		other.sign(t, 2, func(*trail.Digest) {}, nil)
	}, true, true},
	{"a backfill digest", func(t *testing.T, b *delivered) { b.backfill(t) }, false, false},
	{"a backfill digest altered", func(t *testing.T, b *delivered) {
		key := b.backfill(t)
		b.set(key, squeezed(bytes.Replace(unpacked(t, b.now[key].content), []byte("SHA-256"), []byte("SHA-257"), 1)))
	}, true, true},
	{"a log file of a backfill digest deleted", func(t *testing.T, b *delivered) { b.backfill(t); delete(b.now, "AWSLogs/late.json.gz") }, true, true},
}

// named are the keys of one kind of file in the lab's region, in order.
func (b *delivered) named(product string) []string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(b.whole)) {
		if strings.HasPrefix(key, "AWSLogs/"+account+"/"+product+"/"+region+"/") {
			list = append(list, key)
		}
	}
	return list
}

func (b *delivered) set(key string, content []byte) {
	o := b.now[key]
	o.content = content
	b.now[key] = o
}

func (b *delivered) metadata(digest int, name, value string) {
	o := b.now[b.digests[digest]]
	o.metadata = maps.Clone(o.metadata)
	o.metadata[name] = value
	if value == "" {
		delete(o.metadata, name)
	}
	b.now[b.digests[digest]] = o
}

// digest reads a digest as it was delivered.
func (b *delivered) digest(t *testing.T, i int) *trail.Digest {
	t.Helper()
	d, err := trail.ParseDigest(unpacked(t, b.whole[b.digests[i]].content))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// edit changes a digest without signing it.
func (b *delivered) edit(t *testing.T, i int, change func(*trail.Digest)) {
	t.Helper()
	d := b.digest(t, i)
	change(d)
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	b.set(b.digests[i], squeezed(text))
}

// sign changes a digest and signs it.
func (b *delivered) sign(t *testing.T, i int, change func(*trail.Digest), metadata map[string]string) string {
	t.Helper()
	d := b.digest(t, i)
	change(d)
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(d.StringToSign(sha256.Sum256(text))))
	raw, err := rsa.SignPKCS1v15(nil, b.key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{"signature": hex.EncodeToString(raw), "signature-algorithm": trail.SigningAlgorithm}
	maps.Copy(told, metadata)
	b.now[d.Object] = object{squeezed(text), told}
	return d.Object
}

// backfill adds a backfill digest of one log file.
func (b *delivered) backfill(t *testing.T) string {
	t.Helper()
	log := []byte(`{"Records":[]}`)
	sum := sha256.Sum256(log)
	b.now["AWSLogs/late.json.gz"] = object{squeezed(log), nil}
	return b.sign(t, 2, func(d *trail.Digest) {
		d.Object = strings.Replace(d.Object, ".json.gz", "_backfill.json.gz", 1)
		d.PreviousBucket, d.PreviousObject, d.PreviousHash, d.PreviousAlgorithm, d.PreviousSignature = nil, nil, nil, nil, nil
		d.Files = []trail.DigestFile{{Bucket: trailBucket, Object: "AWSLogs/late.json.gz", Hash: hex.EncodeToString(sum[:]), Algorithm: trail.HashingAlgorithm}}
	}, map[string]string{"backfill-generation-timestamp": "2026-03-01T20:00:00Z"})
}

// put makes the bucket in S3 what it is now.
func (b *delivered) put(t *testing.T) {
	t.Helper()
	for key := range b.there {
		if _, ok := b.now[key]; !ok {
			if _, err := b.s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: new(trailBucket), Key: &key}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for key, o := range b.now {
		if was, ok := b.there[key]; ok && bytes.Equal(was.content, o.content) && maps.Equal(was.metadata, o.metadata) {
			continue
		}
		if _, err := b.s3.PutObject(t.Context(), &s3.PutObjectInput{Bucket: new(trailBucket), Key: &key, Body: bytes.NewReader(o.content), Metadata: o.metadata}); err != nil {
			t.Fatal(err)
		}
	}
	b.there = maps.Clone(b.now)
}

// mirror writes the bucket as a mirror has it.
func (b *delivered) mirror(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, content []byte) {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for key, o := range b.now {
		name := filepath.Join(dir, trailBucket, filepath.FromSlash(key))
		write(name, o.content)
		beside, err := json.Marshal(map[string]any{"Metadata": o.metadata})
		if err != nil {
			t.Fatal(err)
		}
		if o.metadata != nil {
			write(name+trail.MetadataSuffix, beside)
		}
	}
	return dir
}

// signer is the lab's private key, which lies in its folder.
func signer(t *testing.T, l *lab) *rsa.PrivateKey {
	t.Helper()
	var key *rsa.PrivateKey
	err := filepath.WalkDir(l.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != "digest-key.pem" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		block, _ := pem.Decode(text)
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		return err
	})
	if err != nil || key == nil {
		t.Fatalf("the lab's key: %v", err)
	}
	return key
}

func squeezed(text []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(text) // into memory
	_ = z.Close()
	return b.Bytes()
}

func unpacked(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

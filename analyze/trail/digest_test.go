// Digests are tried on a published chain, on documents that lack something, and on whatever a fuzzer thinks of.

package trail

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const digestVectors = "../../../shared/data/digest-vectors"

// TestDigestVectors: the strings to sign of a chain that an independent validator has accepted.
func TestDigestVectors(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(digestVectors, "expected.json"))
	if err != nil {
		t.Skip("NOT TESTED against the published chain: ../shared/data/digest-vectors is not here")
	}
	type vector struct{ Key, StringToSign, Sha256OfUncompressedDigest string }
	var expected struct {
		Chain    []vector
		Backfill vector
	}
	if err := json.Unmarshal(text, &expected); err != nil {
		t.Fatal(err)
	}
	for _, v := range append(expected.Chain, expected.Backfill) {
		file, err := os.Open(filepath.Join(digestVectors, "example-trail-bucket", filepath.FromSlash(v.Key)))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		file.Close()
		d, err := ParseDigest(raw)
		if err != nil {
			t.Fatalf("%s: %v", v.Key, err)
		}
		sum := sha256.Sum256(raw)
		if want := v.Sha256OfUncompressedDigest; want != "" && hex.EncodeToString(sum[:]) != want {
			t.Errorf("%s: hash %x, want %s", v.Key, sum, want)
		}
		if got := d.StringToSign(sum); got != v.StringToSign {
			t.Errorf("%s: to sign\n%q\nwant\n%q", v.Key, got, v.StringToSign)
		}
	}
}

// minimal is the least that a digest may say.
const minimal = `{"digestStartTime":"2023-07-10T10:50:00Z","digestEndTime":"2023-07-10T11:50:00Z","digestS3Bucket":"b",` +
	`"digestS3Object":"o","digestPublicKeyFingerprint":"f","previousDigestSignature":null,"logFiles":[]}`

func TestParseDigest(t *testing.T) {
	if _, err := ParseDigest([]byte(minimal)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ cut, put, says string }{
		{`"digestStartTime":"2023-07-10T10:50:00Z",`, ``, "digestStartTime"},
		{`"digestEndTime":"2023-07-10T11:50:00Z",`, ``, "digestEndTime"},
		{`"digestS3Bucket":"b",`, ``, "digestS3Bucket"},
		{`"digestS3Object":"o",`, ``, "digestS3Object"},
		{`"digestPublicKeyFingerprint":"f",`, ``, "digestPublicKeyFingerprint"},
		{`"previousDigestSignature":null,`, ``, "previousDigestSignature"},
		{`,"logFiles":[]`, ``, "logFiles"},
		{`"logFiles":[]`, `"logFiles":null`, "logFiles"},
		{`"logFiles":[]`, `"logFiles":[{"s3Bucket":"b","s3Object":"o","hashValue":"00"}]`, "SHA-256"},
		{`T11:50:00Z`, ` 11:50`, "digestEndTime is no time"},
		{`T10:50:00Z`, ``, "digestStartTime is no time"},
		{`[]}`, `[]}{}`, "not the JSON"},
		{`[]}`, `[]`, "not the JSON"},
		{minimal, `[]`, "not the JSON"},
		{minimal, ``, "not the JSON"},
	} {
		_, err := ParseDigest([]byte(strings.Replace(minimal, c.cut, c.put, 1)))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q instead of %q: %v, want %q", c.put, c.cut, err, c.says)
		}
	}
}

func TestParseMetadata(t *testing.T) {
	for _, c := range []struct{ text, signature, backfill string }{
		{`{"signature":"ab","signature-algorithm":"SHA256withRSA"}`, "ab", ""},
		{`{"Metadata":{"signature":"ab","backfill-generation-timestamp":"t"},"ContentLength":7,"ETag":"\"x\""}`, "ab", "t"},
		{`{"Metadata":{"Signature":"ab"}}`, "ab", ""},
		{`{"x-amz-meta-signature":"ab"}`, "ab", ""},
		{`{"Metadata":{}}`, "", ""},
	} {
		m, err := ParseMetadata([]byte(c.text))
		if err != nil || m["signature"] != c.signature || m["backfill-generation-timestamp"] != c.backfill {
			t.Errorf("%s: %v, %v", c.text, m, err)
		}
	}
	if _, err := ParseMetadata([]byte(`<Error/>`)); err == nil {
		t.Error("XML passes for metadata")
	}
}

// FuzzParseDigest: what is accepted has all that a signature is checked with, and is the same when it is written and read again.
func FuzzParseDigest(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add([]byte(strings.Replace(minimal, `[]`, `[{"s3Bucket":"b","s3Object":"a\/b","hashValue":"`+strings.Repeat("0", 64)+`"}]`, 1)))
	f.Add([]byte(`{"digestStartTime":1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := ParseDigest(raw)
		if err != nil {
			return
		}
		if d.Bucket == "" || d.Object == "" || d.Fingerprint == "" || d.Files == nil {
			t.Fatalf("accepted: %s", raw)
		}
		if _, _, err := d.Span(); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseDigest(text)
		if err != nil {
			t.Fatalf("written again: %v\n%s", err, text)
		}
		if rewritten, err := json.Marshal(again); err != nil || !bytes.Equal(rewritten, text) {
			t.Fatalf("%s\nbecomes\n%s", text, rewritten)
		}
		sum := sha256.Sum256(raw)
		if d.StringToSign(sum) != again.StringToSign(sum) {
			t.Fatal("another string to sign")
		}
	})
}

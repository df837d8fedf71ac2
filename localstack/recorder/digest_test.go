// Digests: a verifier that knows nothing of the recorder accepts the chain, over hours, runs and kills, and refuses what was
// changed.

package recorder

import (
	"compress/gzip"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
)

// verified checks all chains of a folder and returns how many digests there are.
func verified(t testing.TB, folder string) int {
	t.Helper()
	n, err := verify(folder)
	if err != nil {
		t.Error(err)
	}
	return n
}

// verify walks each chain from its newest digest back, as AWS's own validator does, with the keys beside AWSLogs. Besides, it
// wants every log file in one digest and every digest in the chain.
func verify(folder string) (int, error) {
	key, err := publicKey(folder)
	if err != nil {
		return 0, err
	}
	places, err := filepath.Glob(filepath.Join(folder, "AWSLogs/*/CloudTrail-Digest/*"))
	if err != nil {
		return 0, err
	}
	total := 0
	vouched := map[string]int{}
	for _, place := range places {
		digests, err := filepath.Glob(filepath.Join(place, "*/*/*/*.json.gz"))
		if err != nil {
			return 0, err
		}
		slices.SortFunc(digests, func(a, b string) int { return strings.Compare(filepath.Base(b), filepath.Base(a)) })
		object := strings.TrimPrefix(digests[0], folder+"/")
		for range digests {
			if object == "" {
				return 0, fmt.Errorf("%s: %d digests, of which the chain has fewer", place, len(digests))
			}
			if object, err = verifyOne(folder, object, key, vouched); err != nil {
				return 0, err
			}
			total++
		}
		if object != "" {
			return 0, fmt.Errorf("%s: the chain has no end", place)
		}
	}
	found, err := filepath.Glob(filepath.Join(folder, "AWSLogs/*/CloudTrail/*/*/*/*/*.json.gz"))
	if err != nil {
		return 0, err
	}
	for _, path := range found {
		if n := vouched[strings.TrimPrefix(path, folder+"/")]; n != 1 {
			return 0, fmt.Errorf("%s is in %d digests", path, n)
		}
	}
	return total, nil
}

func publicKey(folder string) (*rsa.PublicKey, error) {
	var list struct {
		PublicKeyList []struct {
			Value       []byte
			Fingerprint string
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, "public-keys.json"))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	return x509.ParsePKCS1PublicKey(list.PublicKeyList[0].Value)
}

// verifyOne checks one digest and its log files, and returns the object of the one before.
func verifyOne(folder, object string, key *rsa.PublicKey, vouched map[string]int) (string, error) {
	content, err := inflated(filepath.Join(folder, object))
	if err != nil {
		return "", err
	}
	var d struct {
		DigestEndTime, DigestS3Bucket, DigestS3Object   string
		PreviousDigestS3Object, PreviousDigestSignature *string
		PreviousDigestHashValue                         *string
		LogFiles                                        []struct{ S3Object, HashValue string }
	}
	if err := json.Unmarshal(content, &d); err != nil {
		return "", err
	}
	metadata, err := os.ReadFile(filepath.Join(folder, object) + ".metadata.json")
	if err != nil {
		return "", err
	}
	var signed struct{ Signature string }
	if err := json.Unmarshal(metadata, &signed); err != nil {
		return "", err
	}
	signature, err := hex.DecodeString(signed.Signature)
	if err != nil {
		return "", err
	}
	if d.DigestS3Object != object || d.DigestS3Bucket != filepath.Base(folder) {
		return "", fmt.Errorf("%s says it is %s/%s", object, d.DigestS3Bucket, d.DigestS3Object)
	}
	before, previous := "null", ""
	if d.PreviousDigestSignature != nil {
		before, previous = *d.PreviousDigestSignature, *d.PreviousDigestS3Object
	}
	sum := sha256.Sum256(content)
	text := sha256.Sum256([]byte(d.DigestEndTime + "\n" + d.DigestS3Bucket + "/" + d.DigestS3Object + "\n" + hex.EncodeToString(sum[:]) + "\n" + before))
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, text[:], signature); err != nil {
		return "", fmt.Errorf("%s: %w", object, err)
	}
	for _, f := range d.LogFiles {
		log, err := inflated(filepath.Join(folder, f.S3Object))
		if err != nil {
			return "", err
		}
		if sum := sha256.Sum256(log); hex.EncodeToString(sum[:]) != f.HashValue {
			return "", fmt.Errorf("%s has changed", f.S3Object)
		}
		vouched[f.S3Object]++
	}
	return previous, nil
}

func inflated(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func TestDigests(t *testing.T) {
	r, o := lab(t, nil)
	now := o.Clock.(*clock)
	n := 0
	for run := range 3 {
		if run > 0 {
			r = open(t, o)
		}
		for range 4 {
			c := numbered(n)
			c.At = now.Now()
			if err := r.Record(c, &exchange.Answer{}); err != nil {
				t.Fatal(err)
			}
			n++
			now.move(25 * time.Minute)
			if err := r.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(r.Close(), r.Close()); err != nil {
			t.Fatal(err)
		}
		now.move(40 * time.Hour)
	}
	if digests := verified(t, o.Folder); digests < 10 || digests > 40 {
		t.Errorf("%d digests", digests)
	}
	found := logs(t, o.Folder)
	info, err := os.Stat(filepath.Join(o.State, "digest-key.pem"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the private key: %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(found[0], squeeze([]byte(`{"Records":[]}`)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := verify(o.Folder); err == nil {
		t.Error("a log file that was changed passes")
	}
}

// TestDigestIsWrittenAgain: a digest that was cut off before the chain knew of it is written again, the same.
func TestDigestIsWrittenAgain(t *testing.T) {
	r, o := lab(t, nil)
	for n := range 4 {
		if err := r.Record(numbered(n), &exchange.Answer{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	end := noon.Add(time.Minute)
	r.sealer.chains[0].Ending = &end
	if err := r.sealer.keep(); err != nil {
		t.Fatal(err)
	}
	state, err := os.ReadFile(r.sealer.path())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.sealer.sign(r.sealer.chains[0], end); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(r.sealer.path(), state, 0o600); err != nil { // as if it had not come to that
		t.Fatal(err)
	}
	o.Clock.(*clock).move(10 * time.Minute)
	if err := open(t, o).Close(); err != nil {
		t.Fatal(err)
	}
	if n := verified(t, o.Folder); n != 2 {
		t.Errorf("%d digests, want 2", n)
	}
}

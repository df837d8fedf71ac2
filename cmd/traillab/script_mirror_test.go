// Signed buckets for stories: one trail of account 111122223333 in eu-west-1, with one log file and one digest an hour.
//
//	mirror DIR 3     writes DIR/keys.json and DIR/mirror/trail-bucket/AWSLogs/…, with the last digest at 10:00; the log file of
//	                 the digest at 10:00 was delivered at 09:30, and $DIGESTS and $LOGS are their folders

package main

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
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"traillab/analyze/trail"
)

// mirrorBucket makes a bucket.
func mirrorBucket(ts *testscript.TestScript, neg bool, args []string) {
	hours := number(ts, neg, []string{args[len(args)-1], args[0]}, 2)
	dir := ts.MkAbs(args[0])
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	ts.Check(err)
	const logs = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01"
	const digests = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/01"
	ts.Setenv("LOGS", filepath.Join(args[0], "mirror", "trail-bucket", filepath.FromSlash(logs)))
	ts.Setenv("DIGESTS", filepath.Join(args[0], "mirror", "trail-bucket", filepath.FromSlash(digests)))
	write := func(name string, content []byte) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
		ts.Check(os.WriteFile(name, content, 0o666))
	}
	var last *trail.Digest
	var sum [sha256.Size]byte
	var signature string
	for n := range hours {
		end := time.Date(2026, 3, 1, 11-hours+n, 0, 0, 0, time.UTC)
		at := end.Add(-30 * time.Minute)
		text := fmt.Appendf(nil, `{"Records":[{"eventVersion":"1.08","eventID":"a0000000-0000-4000-8000-0000000000%02d","eventTime":"%s","eventName":"DescribeVpcs","eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","recipientAccountId":"111122223333"}]}`,
			end.Hour(), at.Format(time.RFC3339))
		log := path.Join(logs, "111122223333_CloudTrail_eu-west-1_"+at.Format("20060102T1504Z")+"_aaaaaaaaaaaaaaaa.json.gz")
		write("mirror/trail-bucket/"+log, squeezed(ts, text))
		hashed := sha256.Sum256(text)
		d := &trail.Digest{
			Account: "111122223333", Start: end.Add(-time.Hour).Format(time.RFC3339), End: end.Format(time.RFC3339), Bucket: "trail-bucket",
			Object:      path.Join(digests, "111122223333_CloudTrail-Digest_eu-west-1_main_eu-west-1_"+end.Format("20060102T150405Z")+".json.gz"),
			Fingerprint: "fa4e", Algorithm: trail.SigningAlgorithm,
			Files: []trail.DigestFile{{Bucket: "trail-bucket", Object: log, Hash: hex.EncodeToString(hashed[:]), Algorithm: trail.HashingAlgorithm}},
		}
		if last != nil {
			hash := hex.EncodeToString(sum[:])
			remembered := signature
			d.PreviousBucket, d.PreviousObject, d.PreviousHash, d.PreviousSignature = &last.Bucket, &last.Object, &hash, &remembered
		}
		document, err := json.Marshal(d)
		ts.Check(err)
		sum = sha256.Sum256(document)
		signed := sha256.Sum256([]byte(d.StringToSign(sum)))
		raw, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, signed[:])
		ts.Check(err)
		signature = hex.EncodeToString(raw)
		beside, err := json.Marshal(trail.DigestMetadata{Signature: signature, Algorithm: trail.SigningAlgorithm})
		ts.Check(err)
		write("mirror/trail-bucket/"+d.Object, squeezed(ts, document))
		write("mirror/trail-bucket/"+d.Object+trail.MetadataSuffix, beside)
		last = d
	}
	keys, err := json.Marshal(map[string]any{"PublicKeyList": []map[string]any{{
		"Value": x509.MarshalPKCS1PublicKey(&key.PublicKey), "Fingerprint": "fa4e",
		"ValidityStartTime": "2026-03-01T00:00:00+00:00", "ValidityEndTime": "2026-03-02T00:00:00+00:00",
	}}})
	ts.Check(err)
	write("keys.json", keys)
}

func squeezed(ts *testscript.TestScript, text []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(text)
	ts.Check(err)
	ts.Check(z.Close())
	return b.Bytes()
}

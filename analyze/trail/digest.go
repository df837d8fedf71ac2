// Digests: the signed lists of log files that CloudTrail delivers every hour, each of which names the one before it.

package trail

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// SigningAlgorithm and HashingAlgorithm are how digests are signed (RSASSA-PKCS1-v1_5) and how files are hashed.
const (
	SigningAlgorithm = "SHA256withRSA"
	HashingAlgorithm = "SHA-256"
)

// ErrAppended is what reading a file ends with when there are bytes behind its compressed text. CloudTrail writes one gzip
// member a file; a reader that joins members would take what follows for a part of the log.
var ErrAppended = errors.New("data behind the end of the gzip member")

// ErrDamaged is what reading a file ends with when its bytes could be had and are not what they claim to be.
var ErrDamaged = errors.New("damaged")

// MetadataSuffix is what is added to the name of a mirrored object for the file with its metadata.
const MetadataSuffix = ".metadata.json"

// Digest is the document of a digest file, its members in CloudTrail's order. Times are kept as they are written, for the
// signature is over the text. The members of a digest that begins a chain that tell of a previous one are nil.
//
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
type Digest struct {
	Account           string       `json:"awsAccountId"`
	Start             string       `json:"digestStartTime"`
	End               string       `json:"digestEndTime"`
	Bucket            string       `json:"digestS3Bucket"`
	Object            string       `json:"digestS3Object"`
	Fingerprint       string       `json:"digestPublicKeyFingerprint"`
	Algorithm         string       `json:"digestSignatureAlgorithm"`
	Newest            *string      `json:"newestEventTime"`
	Oldest            *string      `json:"oldestEventTime"`
	PreviousBucket    *string      `json:"previousDigestS3Bucket"`
	PreviousObject    *string      `json:"previousDigestS3Object"`
	PreviousHash      *string      `json:"previousDigestHashValue"`
	PreviousAlgorithm *string      `json:"previousDigestHashAlgorithm"`
	PreviousSignature *string      `json:"previousDigestSignature"`
	Files             []DigestFile `json:"logFiles"`
}

// DigestFile is a log file as a digest vouches for it. Hash is over the inflated bytes, in hexadecimal digits.
type DigestFile struct {
	Bucket    string `json:"s3Bucket"`
	Object    string `json:"s3Object"`
	Hash      string `json:"hashValue"`
	Algorithm string `json:"hashAlgorithm"`
	Newest    string `json:"newestEventTime"`
	Oldest    string `json:"oldestEventTime"`
}

// DigestMetadata is what S3 keeps beside a digest: its signature is not in the file. Names of S3's metadata are lower case.
type DigestMetadata struct {
	Signature string `json:"signature"` // in hexadecimal digits
	Algorithm string `json:"signature-algorithm"`
	Backfill  string `json:"backfill-generation-timestamp,omitempty"` // when a backfill digest was made
}

// ParseDigest reads the inflated bytes of a digest file. It wants everything that a signature is checked with, and times that
// can be read; whether any of it is true, only the signature says.
func ParseDigest(raw []byte) (*Digest, error) {
	var there struct {
		PreviousSignature json.RawMessage `json:"previousDigestSignature"`
		Files             json.RawMessage `json:"logFiles"`
	}
	var d Digest
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("not the JSON of a digest: %w", err)
	}
	if err := json.Unmarshal(raw, &there); err != nil {
		return nil, fmt.Errorf("not the JSON of a digest: %w", err)
	}
	for _, m := range []struct {
		name  string
		there bool
	}{
		{"digestPublicKeyFingerprint", d.Fingerprint != ""},
		{"digestS3Bucket", d.Bucket != ""},
		{"digestS3Object", d.Object != ""},
		{"digestStartTime", d.Start != ""},
		{"digestEndTime", d.End != ""},
		{"previousDigestSignature", there.PreviousSignature != nil},
		{"logFiles", d.Files != nil},
	} {
		if !m.there {
			return nil, fmt.Errorf("a digest without %s", m.name)
		}
	}
	if _, _, err := d.Span(); err != nil {
		return nil, err
	}
	for i := range d.Files {
		if f := &d.Files[i]; f.Bucket == "" || f.Object == "" || len(f.Hash) != 64 {
			return nil, fmt.Errorf("entry %d of logFiles names no file or no SHA-256", i)
		}
	}
	return &d, nil
}

// Span is the time whose deliveries the digest lists, in UTC.
func (d *Digest) Span() (from, until time.Time, err error) {
	if from, err = time.Parse(time.RFC3339, d.Start); err != nil {
		return from, until, fmt.Errorf("digestStartTime is no time: %.40q", d.Start)
	}
	if until, err = time.Parse(time.RFC3339, d.End); err != nil {
		return from, until, fmt.Errorf("digestEndTime is no time: %.40q", d.End)
	}
	return from.UTC(), until.UTC(), nil
}

// StringToSign is the text that a digest's signature is over. sum is the SHA-256 of the inflated bytes of the file as they
// lie there: to write the document again may change them.
func (d *Digest) StringToSign(sum [32]byte) string {
	previous := "null"
	if d.PreviousSignature != nil {
		previous = *d.PreviousSignature
	}
	return strings.Join([]string{d.End, d.Bucket + "/" + d.Object, hex.EncodeToString(sum[:]), previous}, "\n")
}

// ParseMetadata reads the file that a mirror keeps beside an object, in either form: the metadata that users gave, as the
// lab writes it, or the answer of head-object, which has it under "Metadata".
func ParseMetadata(text []byte) (map[string]string, error) {
	var answer struct {
		Metadata map[string]string `json:"Metadata"`
	}
	if err := json.Unmarshal(text, &answer); err == nil && answer.Metadata != nil {
		return lowered(answer.Metadata), nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("not the metadata of an object: %w", err)
	}
	plain := map[string]string{}
	for name, value := range all {
		var s string
		if json.Unmarshal(value, &s) == nil {
			plain[name] = s
		}
	}
	return lowered(plain), nil
}

// ParseOrigin tells the bucket and key that an object was found under, as a mirror notes them beside its metadata; empty where nobody
// has.
func ParseOrigin(text []byte) (bucket, key string) {
	var note struct {
		Bucket, Key string
		Metadata    map[string]string
	}
	if err := json.Unmarshal(text, &note); err != nil || note.Metadata == nil {
		return "", ""
	}
	return note.Bucket, note.Key
}

// lowered has the names in lower case, as S3 keeps them; some clients write them as HTTP headers.
func lowered(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for name, value := range m {
		out[strings.TrimPrefix(strings.ToLower(name), "x-amz-meta-")] = value
	}
	return out
}

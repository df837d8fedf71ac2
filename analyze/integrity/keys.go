// Keys: CloudTrail's public keys, as answers of ListPublicKeys tell them. They are the one thing that has to be had from AWS.

package integrity

import (
	"bytes"
	"cmp"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// Keys are public keys by their fingerprints, of any number of regions. A fingerprint is looked up and never computed.
type Keys struct {
	byFingerprint map[string][]*Key
}

// Key is one of them with the time in which it signs.
type Key struct {
	Fingerprint string
	From, Until time.Time
	public      *rsa.PublicKey
	digests     int // that it verified
}

// clockOfKeys is how far a digest's time may lie outside of its key's: a digest is signed some minutes after its end.
const clockOfKeys = 2 * time.Hour

// Add reads an answer of `aws cloudtrail list-public-keys`, or several behind one another, as JSON.
func (k *Keys) Add(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	for n := 0; ; n++ {
		var answer struct {
			PublicKeyList []struct {
				Value                              []byte
				ValidityStartTime, ValidityEndTime keyTime
				Fingerprint                        string
			}
		}
		switch err := dec.Decode(&answer); {
		case errors.Is(err, io.EOF) && n > 0:
			return nil
		case err != nil:
			return fmt.Errorf("not the JSON of aws cloudtrail list-public-keys: %w", err)
		case answer.PublicKeyList == nil:
			return errors.New("no PublicKeyList in it; save the answer of aws cloudtrail list-public-keys --output json")
		}
		for _, a := range answer.PublicKeyList {
			public, err := x509.ParsePKCS1PublicKey(a.Value)
			if err != nil {
				return fmt.Errorf("key %.64q: its Value is not the DER of a PKCS #1 public key in base64: %w", a.Fingerprint, err)
			}
			k.add(&Key{Fingerprint: a.Fingerprint, From: time.Time(a.ValidityStartTime), Until: time.Time(a.ValidityEndTime), public: public})
		}
	}
}

// add keeps a key once, with the widest of its times.
func (k *Keys) add(key *Key) {
	if k.byFingerprint == nil {
		k.byFingerprint = map[string][]*Key{}
	}
	for _, known := range k.byFingerprint[key.Fingerprint] {
		if known.public.Equal(key.public) && known.From.Equal(key.From) && known.Until.Equal(key.Until) {
			return
		}
	}
	k.byFingerprint[key.Fingerprint] = append(k.byFingerprint[key.Fingerprint], key)
}

// Len is the number of keys.
func (k *Keys) Len() int { return len(k.sorted()) }

// sorted is every key, in a total order.
func (k *Keys) sorted() []*Key {
	var all []*Key
	for _, keys := range k.byFingerprint {
		all = append(all, keys...)
	}
	slices.SortFunc(all, func(a, b *Key) int {
		return cmp.Or(compareTimes(a.From, b.From), cmp.Compare(a.Fingerprint, b.Fingerprint), compareTimes(a.Until, b.Until),
			a.public.N.Cmp(b.public.N))
	})
	return all
}

// proof is how checking one signature ended.
type proof uint8

const (
	proven   proof = iota
	refuted        // a key of that name is known and says no
	outdated       // the signature is right, and the key was not good at that time
	unknown        // no key of that name is known
)

// check holds a signature, in hexadecimal digits, against the key of a fingerprint at a time.
func (k *Keys) check(fingerprint, text, signature string, at time.Time) proof {
	keys := k.byFingerprint[fingerprint]
	if len(keys) == 0 {
		return unknown
	}
	raw, err := hex.DecodeString(signature)
	if err != nil {
		return refuted
	}
	sum := sha256.Sum256([]byte(text))
	answer := refuted
	for _, key := range keys {
		if rsa.VerifyPKCS1v15(key.public, crypto.SHA256, sum[:], raw) != nil {
			continue
		}
		if at.Before(key.From.Add(-clockOfKeys)) || at.After(key.Until.Add(clockOfKeys)) {
			answer = outdated
			continue
		}
		key.digests++
		return proven
	}
	return answer
}

// keyTime reads a time as the AWS CLI writes it: RFC 3339, or seconds since 1970 in older versions.
type keyTime time.Time

func (t *keyTime) UnmarshalJSON(text []byte) error {
	var seconds float64
	if json.Unmarshal(text, &seconds) == nil {
		whole, part := math.Modf(seconds)
		*t = keyTime(time.Unix(int64(whole), int64(part*1e9)).UTC())
		return nil
	}
	var at time.Time
	if err := json.Unmarshal(text, &at); err != nil {
		return fmt.Errorf("%.40s is no time", text)
	}
	*t = keyTime(at.UTC())
	return nil
}

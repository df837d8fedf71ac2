// A mirror with digests: the log files of an archive as a bucket would hold them, under a chain of hourly digests for each account and
// region, signed with a key made for it.

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
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

const (
	mirrorBucket = "bench-trail"
	keysName     = "keys.json"
	fingerprint  = "be9c"
)

// mirror is one of them: its folder, and how much it holds.
type mirror struct {
	dir           string
	logs, digests int
	key           *rsa.PrivateKey
}

// delivery is a log file at the time in its name.
type delivery struct {
	key string // of the object
	at  time.Time
	sum string // SHA-256 of its text
}

// signed makes the mirror of an archive anew. Its log files are links to those of the archive.
func (b *bench) signed(archive string) (*mirror, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	m := &mirror{dir: filepath.Join(b.work, "mirror"), key: key}
	if err := os.RemoveAll(m.dir); err != nil {
		return nil, err
	}
	chains := map[string][]delivery{} // by the folder of account and region
	err = filepath.WalkDir(archive, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json.gz") {
			return err
		}
		found, err := m.link(archive, path)
		if err != nil {
			return err
		}
		chain := strings.Join(strings.Split(found.key, "/")[:5], "/") // AWSLogs/o-…/ACCOUNT/CloudTrail/REGION
		chains[chain] = append(chains[chain], found)
		return nil
	})
	if err != nil {
		return nil, err
	}
	first := time.Now()
	for name, chain := range chains {
		for _, d := range chain {
			if d.at.Before(first) {
				first = d.at
			}
		}
		if err := m.chain(name, chain); err != nil {
			return nil, err
		}
	}
	return m, m.publish(first.AddDate(0, 0, -1), time.Now())
}

// link puts a log file into the mirror.
func (m *mirror) link(archive, path string) (delivery, error) {
	inside, err := filepath.Rel(archive, path)
	if err != nil {
		return delivery{}, err
	}
	d := delivery{key: filepath.ToSlash(inside)}
	if d.at, err = time.Parse("20060102T1504Z", strings.Split(filepath.Base(path), "_")[3]); err != nil {
		return d, err
	}
	text, err := inflateFile(path)
	if err != nil {
		return d, err
	}
	sum := sha256.Sum256(text)
	d.sum = hex.EncodeToString(sum[:])
	to := filepath.Join(m.dir, mirrorBucket, inside)
	m.logs++
	return d, firstOf(os.MkdirAll(filepath.Dir(to), 0o755), os.Link(path, to))
}

// chain writes the digests of one account and region, one for each hour from the first delivery to the last.
func (m *mirror) chain(folder string, all []delivery) error {
	slices.SortFunc(all, func(a, b delivery) int { return a.at.Compare(b.at) })
	names := strings.Split(folder, "/") // AWSLogs, organisation, account, CloudTrail, region
	account, region := names[2], names[4]
	var last *trail.Digest
	var lastSum, lastSign string
	for end := all[0].at.Truncate(time.Hour).Add(time.Hour); ; end = end.Add(time.Hour) {
		d := &trail.Digest{
			Account: account, Start: end.Add(-time.Hour).Format(time.RFC3339), End: end.Format(time.RFC3339), Bucket: mirrorBucket,
			Object: fmt.Sprintf("%s/CloudTrail-Digest/%s/%s/%s_CloudTrail-Digest_%s_bench_%s_%s.json.gz", strings.Join(names[:3], "/"), region,
				end.Format("2006/01/02"), account, region, region, end.Format("20060102T150405Z")),
			Fingerprint: fingerprint, Algorithm: trail.SigningAlgorithm, Files: []trail.DigestFile{},
		}
		for len(all) > 0 && all[0].at.Before(end) {
			d.Files = append(d.Files, trail.DigestFile{Bucket: mirrorBucket, Object: all[0].key, Hash: all[0].sum, Algorithm: trail.HashingAlgorithm})
			all = all[1:]
		}
		if last != nil {
			how := trail.HashingAlgorithm
			d.PreviousBucket, d.PreviousObject, d.PreviousHash, d.PreviousAlgorithm, d.PreviousSignature = &last.Bucket, &last.Object, &lastSum, &how, &lastSign
		}
		sum, sign, err := m.sign(d)
		if err != nil {
			return err
		}
		if last, lastSum, lastSign = d, sum, sign; len(all) == 0 {
			return nil
		}
	}
}

// sign writes a digest with its metadata, and returns its hash and its signature.
func (m *mirror) sign(d *trail.Digest) (sum, signature string, err error) {
	text, err := json.Marshal(d)
	if err != nil {
		return "", "", err
	}
	hash := sha256.Sum256(text)
	said := sha256.Sum256([]byte(d.StringToSign(hash)))
	raw, err := rsa.SignPKCS1v15(nil, m.key, crypto.SHA256, said[:])
	if err != nil {
		return "", "", err
	}
	signature = hex.EncodeToString(raw)
	beside, err := json.Marshal(map[string]any{"Metadata": map[string]string{"signature": signature, "signature-algorithm": trail.SigningAlgorithm}, "ContentLength": len(text)})
	if err != nil {
		return "", "", err
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err = z.Write(text)
	err = firstOf(err, z.Close())
	m.digests++
	to := filepath.Join(m.dir, mirrorBucket, filepath.FromSlash(d.Object))
	err = firstOf(err, os.MkdirAll(filepath.Dir(to), 0o755))
	err = firstOf(err, os.WriteFile(to, packed.Bytes(), 0o644))
	return hex.EncodeToString(hash[:]), signature, firstOf(err, os.WriteFile(to+trail.MetadataSuffix, beside, 0o644))
}

// publish writes the answer of ListPublicKeys.
func (m *mirror) publish(from, until time.Time) error {
	text, err := json.Marshal(map[string]any{"PublicKeyList": []map[string]any{{
		"Value": x509.MarshalPKCS1PublicKey(&m.key.PublicKey), "Fingerprint": fingerprint,
		"ValidityStartTime": from.Format(time.RFC3339), "ValidityEndTime": until.Format(time.RFC3339),
	}}})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(m.dir, keysName), text, 0o644)
}

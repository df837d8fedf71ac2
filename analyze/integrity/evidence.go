// Evidence: one digest as it was read, with everything that its signature is checked with.

package integrity

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// largestDigest bounds the text of a digest in memory, in bytes: a hundred thousand log files in one hour. largestMetadata
// bounds that of the metadata beside it.
const (
	largestDigest   = 64 << 20
	largestMetadata = 1 << 20
)

var errLarge = errors.New("larger than any that CloudTrail makes")

// bounded passes on so many bytes and no more.
type bounded struct {
	w    io.Writer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errLarge
	}
	return b.w.Write(p)
}

// evidence is a digest that was read.
type evidence struct {
	at          int // of the verifier's digests
	doc         *trail.Digest
	sum         [sha256.Size]byte
	from, until time.Time
	// metadata is nil where the place keeps none. flaw is what is wrong with reading it.
	metadata map[string]string
	flaw     error
	away     bool  // the flaw is that the metadata cannot be had
	err      error // why nothing is known of the digest
	had      bool  // its text could be had
}

// read gets a digest and its metadata.
func (v *verifier) read(ctx context.Context, at int) *evidence {
	s, e := &v.digests[at], &evidence{at: at}
	var text bytes.Buffer
	told, err := s.file.Inflate(ctx, &bounded{w: &text, left: largestDigest})
	if err != nil {
		e.err = err
		return e
	}
	e.had, e.sum = true, sha256.Sum256(text.Bytes())
	if e.doc, e.err = trail.ParseDigest(text.Bytes()); e.err != nil {
		return e
	}
	e.from, e.until, e.err = e.doc.Span()
	e.metadata = told
	if e.metadata == nil && s.sidecar != nil {
		var beside bytes.Buffer
		if _, err := s.sidecar.Inflate(ctx, &bounded{w: &beside, left: largestMetadata}); err != nil {
			e.flaw = err
			e.away = blame(err) != Broken
			return e
		}
		e.metadata, e.flaw = trail.ParseMetadata(beside.Bytes())
	}
	return e
}

// signedAt is the time that the digest's key has to be good at. A backfill digest is made long after its hour.
func (e *evidence) signedAt(backfill bool) (time.Time, error) {
	if !backfill {
		return e.until, nil
	}
	text, ok := e.metadata["backfill-generation-timestamp"]
	if !ok {
		return time.Time{}, errors.New("the metadata of a backfill digest without backfill-generation-timestamp")
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("backfill-generation-timestamp is no time: %.40q", text)
	}
	return at, nil
}

// judgement is what a signature says of a digest.
type judgement struct {
	state  DigestState
	reason string
	by     signer
}

// signer is where a signature was found.
type signer uint8

const (
	byMetadata signer = iota
	bySuccessor
)

// judge checks the signature: that of the metadata or, where a place keeps none, that which the successor remembers.
func (v *verifier) judge(e *evidence, remembered *string) judgement {
	if e.flaw != nil && e.away {
		return judgement{DigestUnverifiable, "its metadata cannot be read: " + e.flaw.Error(), byMetadata}
	}
	if e.flaw != nil {
		return judgement{DigestInvalid, "its metadata cannot be read: " + e.flaw.Error(), byMetadata}
	}
	backfill := v.digests[e.at].name.Backfill
	signature, by := "", byMetadata
	switch {
	case e.metadata != nil && e.metadata["signature"] == "":
		return judgement{DigestInvalid, "its metadata has no signature", byMetadata}
	case e.metadata != nil && e.metadata["signature-algorithm"] != trail.SigningAlgorithm:
		return judgement{DigestInvalid, fmt.Sprintf("its metadata says the signature is %.40q, and CloudTrail's are "+trail.SigningAlgorithm, e.metadata["signature-algorithm"]), byMetadata}
	case e.metadata != nil:
		signature = e.metadata["signature"]
	case remembered != nil:
		signature, by = *remembered, bySuccessor
	default:
		return judgement{DigestUnverifiable, "no signature is at hand: there is no metadata, and no digest after it remembers its signature", byMetadata}
	}
	at := e.until
	if by == byMetadata {
		var err error
		if at, err = e.signedAt(backfill); err != nil {
			return judgement{DigestInvalid, err.Error(), by}
		}
	}
	switch v.o.Keys.check(e.doc.Fingerprint, e.doc.StringToSign(e.sum), signature, at) {
	case proven:
	case outdated:
		if backfill && by == bySuccessor {
			return judgement{DigestUnverifiable, "its signature fits, and without its metadata nobody knows when it was made, so not whether its key was good then", by}
		}
		return judgement{DigestInvalid, fmt.Sprintf("the key %.64s was not good at %s", e.doc.Fingerprint, stamp(at)), by}
	case unknown:
		v.report.lacks(e.doc.Fingerprint, v.digests[e.at].name.HomeRegion, v.digests[e.at].object(), at)
		return judgement{DigestUnverifiable, "", by} // told once for all digests of that key
	default:
		reason := "its signature does not fit: the digest or the signature was altered"
		if by == byMetadata && remembered != nil && !strings.EqualFold(*remembered, signature) {
			reason = "the signature in its metadata does not fit, and is another than its successor remembers"
		}
		return judgement{DigestInvalid, reason, by}
	}
	if by == byMetadata && remembered != nil && !strings.EqualFold(*remembered, signature) {
		return judgement{DigestInvalid, "its signature is good, and is another than its successor remembers: the digest was replaced", by}
	}
	return judgement{DigestValid, "", by}
}

// stamp writes a time for people.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

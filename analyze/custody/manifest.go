// Package custody says what a case was made of, so that somebody else can hold it against the evidence later: the manifest,
// its canonical form, its signature, and the comparison with files as they lie there now. It needs nothing but the standard
// library and never touches a file itself.
package custody

import (
	"encoding/json"
	"time"
)

// Schema names the form of a manifest. Members may be added to it; what one of them means does not change.
const Schema = "traillab/manifest/1"

// Head is a manifest without its files, and what a report carries of it.
type Head struct {
	Schema string `json:"schema"`
	// Tool is the program that wrote the manifest, with its version.
	Tool string `json:"tool"`
	// Of is the load that the manifest is of; 0: all that the case had.
	Of int32 `json:"of"`
	// ContentDigest is over all records that were kept of the files, the same whatever the order of the files and however
	// often the load was interrupted. docs/store.md says how it is made.
	ContentDigest string `json:"content_digest"`
	// CaseDigest is over all rows of the case that answers are made of: columns, what is hidden, and narrow copies, too. Another
	// case of the same evidence has another. Empty in a manifest of a program that did not make it.
	CaseDigest string `json:"case_digest,omitempty"`
	Totals     Totals `json:"totals"`
	Loads      []Load `json:"loads"`
}

// Span is the first and the last load that the manifest is of.
func (h *Head) Span() (first, last int32) {
	if h.Of != 0 {
		return h.Of, h.Of
	}
	for i := range h.Loads {
		last = max(last, h.Loads[i].Load)
	}
	return 1, last
}

// Load is how and when something was read.
type Load struct {
	Load     int32      `json:"load"`
	Version  string     `json:"version"` // of the program that loaded
	Began    time.Time  `json:"began"`
	Finished *time.Time `json:"finished"` // nil: it was interrupted
	Sources  []string   `json:"sources"`
	// Parameters are the flags as they were given, without anything secret; null when that was not noted.
	Parameters json.RawMessage `json:"parameters"`
}

// Totals add a manifest up. Of the records, Kept = Standing + Duplicate + Superseded; Conflicting, Repaired and Recovered are
// counts among them.
type Totals struct {
	Files struct {
		Listed   int64 `json:"listed"`
		Bytes    int64 `json:"bytes"` // as they lie there
		Loaded   int64 `json:"loaded"`
		Known    int64 `json:"known"`
		Damaged  int64 `json:"damaged"`
		Rejected int64 `json:"rejected"`
		Other    int64 `json:"other"`
	} `json:"files"`
	// Digests counts the files by what the digests of CloudTrail say of them.
	Digests struct {
		Valid        int64 `json:"valid"`
		Altered      int64 `json:"altered"`
		Unlisted     int64 `json:"unlisted"`
		Unverifiable int64 `json:"unverifiable"`
		NotChecked   int64 `json:"not_checked"`
	} `json:"digests"`
	Records struct {
		Kept        int64 `json:"kept"`
		Standing    int64 `json:"standing"`
		Duplicate   int64 `json:"duplicate"`
		Superseded  int64 `json:"superseded"`
		Conflicting int64 `json:"conflicting"`
		Repaired    int64 `json:"repaired"`
		Recovered   int64 `json:"recovered"`
		Rejected    int64 `json:"rejected"`
	} `json:"records"`
	Flows int64      `json:"flows"` // rows of flow logs that were kept
	First *time.Time `json:"first"` // of the events that stand
	Last  *time.Time `json:"last"`
}

// File is one file as a load saw it.
type File struct {
	Load   int32   `json:"load"`
	Path   string  `json:"path"`
	Size   int64   `json:"size"`
	SHA256 *string `json:"sha256"` // of the bytes as they lay there; nil when they could not be read
	// InflatedSHA256 is what a digest of CloudTrail holds of a log file; nil when not all of it could be inflated.
	InflatedSHA256 *string `json:"inflated_sha256"`
	ETag           *string `json:"etag"`
	VersionID      *string `json:"version_id"`
	// Unread says that the load did not fetch the object again, because it had its ETag and size: the sums are from before.
	Unread  bool    `json:"unread"`
	Status  string  `json:"status"`
	Reason  *string `json:"reason"`
	Records int64   `json:"records"` // read from it, rejected ones included
	Flows   int64   `json:"flows"`
	// Digest is what the digests of CloudTrail say: valid, altered, unlisted, unverifiable, or "not checked".
	Digest Attestation `json:"digest"`
}

// Attestation is what a digest says of a file.
type Attestation struct {
	Status string  `json:"status"`
	By     *string `json:"by"` // the digest file
	Reason *string `json:"reason"`
}

// NotChecked is the status of a file that no digest was asked about.
const NotChecked = "not checked"

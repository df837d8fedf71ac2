// The report: what was found, in an order that does not depend on who was read first.

package integrity

import (
	"fmt"
	"time"

	"traillab/analyze/trail"
)

// Severity says what a finding means.
type Severity string

// The severities.
const (
	Broken    Severity = "broken"    // the evidence contradicts its signatures, or lacks what they name
	Unchecked Severity = "unchecked" // something could not be checked
	Note      Severity = "note"      // worth knowing
)

// Verdict is the answer in one word.
type Verdict string

// The verdicts.
const (
	Whole      Verdict = "whole"      // all that is here is as it was delivered, and all that was delivered is here
	Partly     Verdict = "partly"     // nothing contradicts that, and not all could be checked
	Unverified Verdict = "unverified" // no digest could be verified
	Violated   Verdict = "broken"
	Nothing    Verdict = "nothing" // there is no digest
)

// Report is what a verification found.
type Report struct {
	Verdict  Verdict       `json:"verdict"`
	Digests  DigestCount   `json:"digests"`
	Logs     LogCount      `json:"logs"`
	Chains   []ChainReport `json:"chains"`
	Gaps     []Gap         `json:"gaps"`
	Findings []Finding     `json:"findings"`
	// Uncovered are log files of times for which there is no verified digest, by account and region.
	Uncovered []Uncovered  `json:"uncovered"`
	Keys      []KeyUse     `json:"keys"`
	Lacking   []LackingKey `json:"keys_lacking"`
	Assumed   []Assumption `json:"assumed"`
	// Other counts the files below AWSLogs that are no log files by their names and hold no records; Outside those that lie
	// in no AWSLogs folder and hold records, or cannot be read. OutsideFirst is the first of these by name.
	Other        int64  `json:"other"`
	Outside      int64  `json:"outside"`
	OutsideFirst string `json:"outside_first"`

	gone map[string]bool // objects that were told as missing
	seen map[place]*Uncovered
	need map[string]*LackingKey
}

// ChainReport is one trail in one account and region, with the time that its verified digests reach over.
type ChainReport struct {
	Account      string     `json:"account"`
	Region       string     `json:"region"`
	Trail        string     `json:"trail"`
	HomeRegion   string     `json:"home_region"`
	Organization string     `json:"organization"`
	Backfill     bool       `json:"backfill"`
	Digests      int64      `json:"digests"` // verified ones
	From         *time.Time `json:"from"`
	Until        *time.Time `json:"until"`
}

// Gap is time without a verified digest inside a chain; From is nil where nobody knows how far back it goes.
type Gap struct {
	Account string     `json:"account"`
	Region  string     `json:"region"`
	Trail   string     `json:"trail"`
	From    *time.Time `json:"from"`
	Until   time.Time  `json:"until"`
	Why     string     `json:"why"`
}

// Finding is one thing about one object. Kind is a state of digests or logs, or: conflicting, duplicate, stray, clock,
// overlap.
type Finding struct {
	Kind     string   `json:"kind"`
	Severity Severity `json:"severity"`
	Object   string   `json:"object"` // BUCKET/KEY
	Reason   string   `json:"reason"`
	Digest   string   `json:"digest"` // that says so; empty for none
}

// Uncovered counts the log files of one account and region that no digest covers.
type Uncovered struct {
	Account string     `json:"account"`
	Region  string     `json:"region"`
	Files   int64      `json:"files"`
	From    *time.Time `json:"from"` // of the names
	Until   *time.Time `json:"until"`
	First   string     `json:"first"` // the first of them by name
}

// KeyUse is a key that was given, and how many digests it verified.
type KeyUse struct {
	Fingerprint string    `json:"fingerprint"`
	From        time.Time `json:"from"`
	Until       time.Time `json:"until"`
	Digests     int       `json:"digests"`
}

// LackingKey is a key that digests name and that was not given, with what to ask AWS for.
type LackingKey struct {
	Fingerprint string    `json:"fingerprint"`
	Region      string    `json:"region"`
	From        time.Time `json:"from"`
	Until       time.Time `json:"until"`
	Digests     int       `json:"digests"`
	First       string    `json:"first"` // the first of the digests by name
}

// Assumption is a bucket that a folder was taken for because its digests say so.
type Assumption struct {
	Path   string `json:"path"`
	Bucket string `json:"bucket"`
	Prefix string `json:"prefix"`
}

type place struct{ account, region string }

func newReport() *Report {
	return &Report{
		Chains: []ChainReport{}, Gaps: []Gap{}, Findings: []Finding{}, Uncovered: []Uncovered{}, Keys: []KeyUse{}, Lacking: []LackingKey{},
		Assumed: []Assumption{}, gone: map[string]bool{}, seen: map[place]*Uncovered{}, need: map[string]*LackingKey{},
	}
}

func (r *Report) find(f Finding) { r.Findings = append(r.Findings, f) }

// missing tells of a missing digest once.
func (r *Report) missing(f Finding) {
	if r.gone[f.Object] {
		return
	}
	r.gone[f.Object] = true
	r.Digests.count(DigestMissing)
	r.find(f)
}

// outside counts a file that lies in no AWSLogs folder, so that no digest can vouch for it.
func (r *Report) outside(path string) {
	if r.Outside++; r.Outside == 1 || path < r.OutsideFirst {
		r.OutsideFirst = path
	}
}

// uncovered counts a log file of which nobody knows whether it should be there.
func (r *Report) uncovered(name trail.KeyName, object string) {
	at := place{name.Account, name.Region}
	u := r.seen[at]
	if u == nil {
		u = &Uncovered{Account: name.Account, Region: name.Region, First: object}
		r.seen[at] = u
	}
	u.Files++
	u.First = min(u.First, object)
	if name.Time.IsZero() {
		return
	}
	if u.From == nil || name.Time.Before(*u.From) {
		u.From = &name.Time
	}
	if u.Until == nil || name.Time.After(*u.Until) {
		u.Until = &name.Time
	}
}

// lacks notes a key that somebody has to fetch.
func (r *Report) lacks(fingerprint, region, object string, at time.Time) {
	k := r.need[fingerprint+" "+region]
	if k == nil {
		k = &LackingKey{Fingerprint: fingerprint, Region: region, From: at, Until: at, First: object}
		r.need[fingerprint+" "+region] = k
	}
	k.Digests++
	k.First = min(k.First, object)
	if at.Before(k.From) {
		k.From = at
	}
	if at.After(k.Until) {
		k.Until = at
	}
}

// Command is what to run to get the key.
func (k LackingKey) Command() string {
	return fmt.Sprintf("aws cloudtrail list-public-keys --region %s --start-time %s --end-time %s --output json > keys.json",
		k.Region, stamp(k.From.Add(-time.Hour)), stamp(k.Until.Add(time.Hour)))
}

// A case on paper: all that a report says, in plain values. It is compiled from a store or read from a file that was kept; every
// format is a function of it and a writer, so that a kept case renders to the same bytes without the archive.

package report

import (
	"encoding/json"
	"iter"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// Schema is the version of the form in which a case is kept.
const Schema = "case/v1"

// Case is what a report says. Its three streams can be long and are read from where they lie; each can be ranged over as often as
// one likes. Times are UTC; Zone is for people.
type Case struct {
	ID         string // of what was asked and of the files it was asked of: the same for the same
	Tool       Tool
	Asked      Asked
	Log        Log
	Level      analyze.Severity // of the loudest chain; empty where there is none
	Summary    []Sentence       // one paragraph for people who decide
	Coverage   Coverage
	Evidence   Evidence
	Overview   []Head // the chains in order of time, a line each
	Plan       *Plan  // the call that nobody has made, of a report on one; else nil
	Loose      Loose  // detachments that belong to no chain
	Detections Detections
	Notes      []Note
	Recipes    []Recipe // how to make each table again

	Chains iter.Seq2[*Chain, error] // in order of time, as in the overview
	Files  iter.Seq2[*File, error]  // by path
	Events iter.Seq2[*Event, error] // the timeline: what touched a network, what belongs to a chain, what its actors did around it

	Memory Memory         // what a report that goes on from an earlier one leaves to the next; not kept
	Zone   *time.Location // in which people read times; not kept, but made of Asked.Zone
}

// Tool is what made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Rules   string `json:"rules"` // a hash of the detection rules; empty where none are installed
}

// Asked is what the report was asked for.
type Asked struct {
	Command string   `json:"command"` // that makes it again
	Sources []string `json:"sources"` // the case file, or what was read with --source
	Filters []Filter `json:"filters"`
	Zone    string   `json:"zone"`
}

// Filter is a filter that was given.
type Filter struct {
	Flag  string `json:"flag"`
	Value string `json:"value"`
}

// Log is how far the log reaches, under the filters.
type Log struct {
	First  *time.Time `json:"first"`
	Last   *time.Time `json:"last"`
	Events int64      `json:"events"`
	End    *time.Time `json:"end"`             // of the whole log, whatever was asked for: what is open is open then
	Since  *Since     `json:"since,omitempty"` // what is new, of a report that goes on from an earlier one: events are those of new files
}

// Sentence is one of the summary, and how what it says is known: observed, inferred or unknown.
type Sentence struct {
	Text  string `json:"text"`
	Level string `json:"level"`
}

// Coverage is for which hours there are log files.
type Coverage struct {
	Stretches []Stretch `json:"stretches"`
	Gaps      int       `json:"gaps"` // stretches without any log file
	GapHours  int64     `json:"gap_hours"`
	Rejects   int64     `json:"rejects"` // files and records that could not be read
	Damaged   int64     `json:"damaged"` // files read in part
	Recovered int64     `json:"recovered"`
	Unended   bool      `json:"unended,omitempty"` // a load has begun and not ended, and none since that was asked for all of it
	Whole     bool      `json:"whole"`             // there are events, no gaps and no rejects, and no load is unended
}

// Stretch is a stretch of whole hours of one state: logs, unreadable, gap or unplaced, which has no times.
type Stretch struct {
	Account trail.Maybe      `json:"account"`
	Region  trail.Maybe      `json:"region"`
	From    *time.Time       `json:"from"`
	Until   *time.Time       `json:"until"`
	State   trail.HoursState `json:"state"`
	Files   int64            `json:"files"`
	Events  int64            `json:"events"`
	Rejects int64            `json:"rejects"`
	Digests *trail.Verdicts  `json:"digests,omitempty"` // what CloudTrail's digests say of the log files
}

// Evidence is what the report rests on, in totals; the files themselves come as a stream. The digests are those of the manifest of
// all loads: whoever holds that can tell that the report was made of the same. Cases that an older program kept lack some of it.
type Evidence struct {
	Loads         []Load          `json:"loads"`
	Files         int64           `json:"files"`
	Bytes         int64           `json:"bytes"`
	Records       int64           `json:"records"`
	Digests       *trail.Verdicts `json:"digests,omitempty"`     // what CloudTrail's digests say of the files that are not other
	ContentDigest trail.Maybe     `json:"content_digest"`        // over the texts of all records; null in timelines, which are made without it
	CaseDigest    trail.Maybe     `json:"case_digest,omitempty"` // over all that the case says; none unless it was asked for
}

// Load is one load of the case. Number, times, flags and digest are left out for an archive that was read for this report alone.
type Load struct {
	Load          int32           `json:"load,omitempty"`
	Sources       []string        `json:"sources"`
	Version       string          `json:"version"`
	Began         *time.Time      `json:"began"`
	Finished      *time.Time      `json:"finished"`
	Parameters    json.RawMessage `json:"parameters,omitempty"`     // the flags as they were given, without anything secret
	ContentDigest trail.Maybe     `json:"content_digest,omitempty"` // over the texts of the records that it brought
}

// File is a file of the evidence.
type File struct {
	ETag           trail.Maybe `json:"etag,omitempty"` // of an object
	Version        trail.Maybe `json:"version_id,omitempty"`
	Path           string      `json:"path"`
	Size           int64       `json:"size"`
	SHA256         trail.Maybe `json:"sha256"`
	Inflated       int64       `json:"inflated"`
	InflatedSHA256 trail.Maybe `json:"inflated_sha256"`
	Records        int64       `json:"records"`
	Flows          int64       `json:"flows"`
	Rejects        int64       `json:"rejects"`
	Status         string      `json:"status"` // loaded, known, damaged, rejected or other
	Reason         string      `json:"reason,omitempty"`
	Digest         trail.Maybe `json:"digest_status"`    // what CloudTrail's signed digests say of it; null where they were not asked
	By             trail.Maybe `json:"digest,omitempty"` // the digest that says so, as BUCKET/KEY
	Why            trail.Maybe `json:"digest_reason,omitempty"`
}

// Loose are detachments outside of all chains: the first of them, and how many more there are.
type Loose struct {
	List    []Detachment `json:"list"`
	Omitted int          `json:"omitted"`
}

// Detachment is a call that cut, or tried to cut, one thing from another.
type Detachment struct {
	EventID   string          `json:"event_id"`
	Time      time.Time       `json:"time"`
	Name      string          `json:"name"`
	Account   trail.Maybe     `json:"account"`
	Region    trail.Maybe     `json:"region"`
	Relation  string          `json:"relation"`
	Child     trail.Maybe     `json:"child"`
	Parent    trail.Maybe     `json:"parent"`
	Outcome   analyze.Outcome `json:"outcome"`
	ErrorCode trail.Maybe     `json:"error_code"`
	Principal trail.Maybe     `json:"principal"`
	SourceIP  trail.Maybe     `json:"source_ip"`
	Basis     analyze.Basis   `json:"basis"`
}

// Detections are what rules found; Remark says why there are none.
type Detections struct {
	Remark string      `json:"remark,omitempty"`
	List   []Detection `json:"list"`
}

// Detection is a rule that an event met.
type Detection struct {
	Rule    string    `json:"rule"`
	Title   string    `json:"title"`
	Level   string    `json:"level"`
	EventID string    `json:"event_id"`
	Time    time.Time `json:"time"`
}

// Note is what an investigator wrote about an event or a chain.
type Note struct {
	About  string    `json:"about"`
	Time   time.Time `json:"time"`
	Author string    `json:"author,omitempty"` // as the environment named them
	Text   string    `json:"text"`
}

// Recipe says how to make a table of the report again.
type Recipe struct {
	Table   string `json:"table"`
	Command string `json:"command"`
	SQL     string `json:"sql"` // for duckdb or traillab sql; empty where the table is reasoned and not asked
}

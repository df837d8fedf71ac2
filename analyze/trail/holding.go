// Holdings: which files a case was made of, and by which loads.

package trail

import (
	"fmt"
	"strings"
	"time"
)

// Holding is a file that a load saw, and what became of it. Texts are empty where there is nothing to tell.
type Holding struct {
	Path           string
	SHA256         string // of the bytes as they lie there, hexadecimal
	InflatedSHA256 string // of the text in it
	ETag, Version  string // of an object
	Size           int64
	Inflated       int64 // bytes of text
	Records        int64 // read from it, rejected ones included
	Flows          int64 // rows of flow logs
	Rejects        int64 // of its records and rows; one for the file itself where it could not be read whole
	Status         string
	Reason         string
	Digest         string // what CloudTrail's signed digests say of it: valid, altered, unlisted, unverifiable; empty where they were not asked
	By, Why        string // the digest that says so, and why it is not valid
}

// Verdicts counts files by what CloudTrail's signed digests say of them.
type Verdicts struct {
	Valid        int64 `json:"valid"`
	Altered      int64 `json:"altered"`
	Unlisted     int64 `json:"unlisted"`
	Unverifiable int64 `json:"unverifiable"`
	NotChecked   int64 `json:"not_checked"`
}

// Add counts n files of a status; what is none of them was not checked.
func (v *Verdicts) Add(status string, n int64) {
	switch status {
	case "valid":
		v.Valid += n
	case "altered":
		v.Altered += n
	case "unlisted":
		v.Unlisted += n
	case "unverifiable":
		v.Unverifiable += n
	default:
		v.NotChecked += n
	}
}

// Join adds the counts of others.
func (v *Verdicts) Join(w Verdicts) {
	v.Valid += w.Valid
	v.Altered += w.Altered
	v.Unlisted += w.Unlisted
	v.Unverifiable += w.Unverifiable
	v.NotChecked += w.NotChecked
}

// Words tells them: "3 valid, 1 altered"; nothing of no files.
func (v Verdicts) Words() string {
	var told []string
	for _, c := range []struct {
		n    int64
		name string
	}{{v.Altered, "altered"}, {v.Unlisted, "unlisted"}, {v.Unverifiable, "unverifiable"}, {v.NotChecked, "not checked"}, {v.Valid, "valid"}} {
		if c.n > 0 {
			told = append(told, fmt.Sprintf("%d %s", c.n, c.name))
		}
	}
	return strings.Join(told, ", ")
}

// Intake is one load.
type Intake struct {
	Load       int32    // from 1
	Parameters string   // the flags as they were given, a JSON object without anything secret; empty where that was not noted
	Sources    []string // as they were named
	Version    string   // of the program
	Began      time.Time
	Finished   *time.Time // nil while it runs, and when it was interrupted
}

// Digests are the numbers of a case by which somebody else can tell whether it is the same: hexadecimal, empty where there is none.
type Digests struct {
	Content string           // over the texts of all records and their places, the same for the same evidence
	Case    string           // over all rows that answers are made of, of this one case
	Loads   map[int32]string // over the texts of the records that each load has brought
}

// Whereabouts is where the record of an event lies, and what of it no column of an event has.
type Whereabouts struct {
	File, SHA256   string
	Offset, Length int64
	RequestID      string
	Issuer         string // the ARN of the role whose session it was
}

// Span is how far the events of a question reach; times are nil when none has one.
type Span struct {
	First, Last *time.Time
	Events      int64
}

// How a log file is read: what a reader tells, and in which order, to whoever takes the records.

package trail

import "time"

// Visitor is told what a log file holds while it is read. For each file: File, then any number of Record and Reject,
// then Done. One visitor is told by one goroutine.
type Visitor interface {
	// File comes before the first record. False skips the file: its bytes have been loaded whole before.
	File(f File) bool
	// Record hands over one record. The record and everything it points to are gone when Record returns.
	// An error ends the reading at once and is returned by it; it is for the taker's own failures.
	Record(rec *Record, at Place) error
	// Reject tells of one record that was read but cannot be kept. The file goes on.
	Reject(r Reject)
	// Done closes the file. It is not called when File returned false.
	Done(o Outcome)
}

// Picker is a visitor that has use for few records. A reader need not tell it of the others by Record; it checks and counts
// them all the same.
type Picker interface {
	Visitor
	// Picks reports whether records of that name and source are of use. Both are gone when it returns.
	Picks(name, source []byte) bool
	// Pass tells of a record that was not picked: where it lies, and its time.
	Pass(at Place, when time.Time)
}

// Peeker is a picker to whom some records are of use for what is in them.
type Peeker interface {
	Picker
	// Peeks reports whether a record that was not picked may be of use, by its JSON, which is gone when it returns.
	Peeks(record []byte) bool
}

// Taker is a visitor that takes the bytes of a file, inflated and otherwise as they lie there, instead of its records. Of a
// zip or tar it is told the members.
type Taker interface {
	Visitor
	// Take is handed the bytes in their order, piece by piece. A piece is gone when it returns. Its error ends the reading.
	Take(inflated []byte) error
}

// File names a log file and its bytes.
type File struct {
	// Path is where people find the file: as it was named on the command line, joined with the path below it. A member
	// of a zip or tar is "logs.zip!/2024/05/a.json.gz", an object "s3://bucket/key".
	Path string
	// Size is the number of bytes of the file as it lies there, before any decompression.
	Size int64
	// SHA256 is over those same bytes.
	SHA256 [32]byte
}

// Place is where a record lies in its file.
type Place struct {
	// Index counts the records of the file from 0, rejected ones included.
	Index int64
	// Offset and Length are bytes in the inflated file. A record that came as a JSON string inside a wrapper has the
	// place of that string with its quotes; a row of a CSV has the place of the row.
	Offset, Length int64
}

// Reject is something that could not be read or kept, and why.
type Reject struct {
	File   string `json:"file"`
	Record *int64 `json:"record"` // 0-based; nil when the whole file is meant
	Reason string `json:"reason"`
	Flow   bool   `json:"flow,omitempty"` // it is a row of flow logs, not a record
}

// Status is what became of a log file.
type Status uint8

// The states of a log file. Each file that was seen has exactly one.
const (
	Loaded   Status = iota // read to its end
	Known                  // its bytes were loaded whole before
	Damaged                // read in part: whole records before the damage are kept
	Rejected               // nothing in it could be read as CloudTrail
	Other                  // recognised, and not CloudTrail records: digests, notifications, flow logs
)

func (s Status) String() string {
	return [...]string{"loaded", "known", "damaged", "rejected", "other"}[s]
}

// Outcome is what became of one file.
type Outcome struct {
	Status Status
	// Reason says why a file is damaged or rejected and what an other file is; for a damaged file with the place of the
	// damage in the inflated bytes.
	Reason string
	// Recovered is where the first record begins, in the inflated file, that was read behind a break of which it is not
	// sure where it ends, or may be of two that were torn into one; 0 for none, -1 for the beginning of the file. That
	// record and all behind it may have been forged by whoever wrote into another.
	Recovered int64
	// Inflated counts the bytes of text that were read.
	Inflated int64
	// InflatedSHA256 is over all inflated bytes, as they were before any change of their encoding; zero when nobody asked for
	// it or not all of them could be read.
	InflatedSHA256 [32]byte
}

// Holdings: which files a case was made of, and by which loads.

package trail

import "time"

// Holding is a file that a load saw, and what became of it. Texts are empty where there is nothing to tell.
type Holding struct {
	Path           string
	SHA256         string // of the bytes as they lie there, hexadecimal
	InflatedSHA256 string // of the text in it
	Size           int64
	Inflated       int64 // bytes of text
	Records        int64 // read from it, rejected ones included
	Flows          int64 // rows of flow logs
	Rejects        int64 // of its records and rows; one for the file itself where it could not be read whole
	Status         string
	Reason         string
	Digest         string // what CloudTrail's signed digests say of it; empty where they were not asked
}

// Intake is one load.
type Intake struct {
	Sources  []string // as they were named
	Version  string   // of the program
	Began    time.Time
	Finished *time.Time // nil while it runs, and when it was interrupted
}

// Span is how far the events of a question reach; times are nil when none has one.
type Span struct {
	First, Last *time.Time
	Events      int64
}

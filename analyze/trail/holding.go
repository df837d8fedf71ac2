// Holdings: which files a case was made of, and by which loads.

package trail

import "time"

// Holding is a file that a load saw, and what became of it. Numbers are -1 where nothing could be counted.
type Holding struct {
	Path     string
	SHA256   string // of the bytes as they lie there, hexadecimal; empty when they could not be read
	Size     int64
	Inflated int64 // bytes of text
	Records  int64 // read from it, rejected ones included
	Flows    int64 // rows of flow logs
	Rejects  int64 // of its records and rows; one for the file itself where it could not be read whole
	Status   string
	Reason   string
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

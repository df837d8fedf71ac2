// Arrivals: what has come into a case since somebody looked at it last, and from where.

package trail

import "time"

// Arrivals is what has come into a case behind one of its files.
type Arrivals struct {
	Load    int   // the number of the newest load, from 1; 0 where there is none
	File    int64 // the number of the newest file
	Files   int64 // new ones that hold records or rows of flow logs
	Events  int64 // that stand in files behind that one
	Spoiled int64 // files that could not be read whole, or of which records could not be kept, and that were no such trouble before
	Sources []Arrival
}

// Arrival is what has come from a source, as it was named. Times are nil where there are no events.
type Arrival struct {
	Source      string
	Loads       int64 // that were begun behind that file
	Files       int64
	Events      int64
	First, Last *time.Time
}

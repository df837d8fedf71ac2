// Captures: what was read beside the log of how things stood at a time.

package trail

import "time"

// Capture is the answer of one describe call, or a file of AWS Config, as it was found.
type Capture struct {
	Path            string
	SHA256          string // of the file's bytes, hexadecimal
	Account, Region string // of a file of AWS Config those of its first item
	At              time.Time
	Basis           string // where the time, the account and the region are known from, for people
	Text            []byte // JSON, inflated
}

// Actors and credentials: who appears in a log, and which credentials led to which.

package trail

import "time"

// Actor is a principal and what it did, summed up.
type Actor struct {
	Principal   string // ARN or service; empty for records that name nobody
	Type        string // userIdentity.type
	First, Last *time.Time
	Calls       int64
	Errors      int64
	Writes      int64
	AccessKeys  []string
	SourceIPs   []string
	UserAgents  []string
	Regions     []string
	Accounts    []string
}

// Credential is an access key on the way from one identity to another.
type Credential struct {
	AccessKey   string
	Depth       int    // 0 for the key that was asked about
	From        string // the access key whose holder was given this one
	Call        string // AssumeRole, GetSessionToken, CreateAccessKey …
	EventID     string // of that call
	Issued      *time.Time
	Principals  []string // who used it
	First, Last *time.Time
	Calls       int64
	Errors      int64
}

// Evidence is a record and the place where it lies.
type Evidence struct {
	Key       int64  // of the row in the case
	Loader    string // the version of traillab that loaded it
	EventID   string
	Time      time.Time // zero when the record has none
	Account   string
	File      string
	SHA256    string // of the file's bytes, hexadecimal
	Inflated  string // SHA-256 of the inflated bytes; empty when it was not noted
	Offset    int64  // in the inflated file
	Length    int64
	Repaired  bool   // the stored text was mended; the bytes in the file are the original
	Recovered bool   // read behind damage; it may have been forged
	Standing  string // stands, duplicate or superseded
	Damage    string // why its file could be read in part only; empty for a file that was read to its end
	Digest    string // what CloudTrail's signed digests say of its file: valid, altered, unlisted or unverifiable; empty where it was not checked
	DigestWhy string // what is wrong, or why nothing can be said
	Record    string // JSON text
	Columns   []Column
}

// Holder is what a principal did with one access key, summed up.
type Holder struct {
	Principal, AccessKey, Type string
	First, Last                *time.Time
	Calls, Errors, Writes      int64
}

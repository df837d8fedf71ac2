// Package trail holds CloudTrail's own words: the record as AWS delivers it, the event that it becomes in our columns,
// identities, filters, rejects and the names of log files. It is the ground that every other room stands on and needs
// nothing but the standard library.
package trail

import (
	"errors"
	"time"
)

// Record is one CloudTrail record, read but not copied: its byte slices point into the text that was scanned (or, where
// an escape had to be resolved, to memory of their own) and are valid as long as that text is.
//
// https://docs.aws.amazonaws.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
type Record struct {
	// JSON is the whole record, as it was found unless Repaired says otherwise; always valid UTF-8 JSON.
	JSON []byte
	// Request and Response are the values of requestParameters and responseElements inside JSON; nil when absent or null.
	Request, Response []byte
	// IDs are the resource ids in request, response and resources, sorted, each once.
	IDs [][]byte

	EventID, Name, Source, Type, Category []byte
	Region, Account                       []byte
	SourceIP, UserAgent                   []byte
	ErrorCode, ErrorMessage               []byte
	Principal                             []byte // the identity's ARN, else the invoking service, else the user's name
	IdentityType, AccessKeyID             []byte
	SessionName, IssuerARN, InvokedBy     []byte
	Supersedes                            []byte // addendum.originalEventID: the event that this record replaces
	VPCEndpoint                           []byte // the VPC endpoint that the call came through, as AWS tells it
	RoleDelivery                          []byte // the metadata service's version, for credentials that it gave an instance

	Time     time.Time // zero when the record has no time that can be read
	ReadOnly Tristate
	// Repaired says that something had to be mended or passed over to read the record: invalid UTF-8, a name twice, a
	// time without a zone, a value of the wrong type.
	Repaired bool
}

// Tristate is a boolean that may be missing.
type Tristate int8

// The values of a Tristate.
const (
	Absent Tristate = iota
	No
	Yes
)

// ErrNotCloudTrail marks a JSON object that is well formed and something else than a CloudTrail record, for example the
// notification that S3 sends about a new object.
var ErrNotCloudTrail = errors.New("not a CloudTrail record")

// ErrNoIdentity marks a record that has neither an eventID nor a name and source, so that nothing could refer to it.
var ErrNoIdentity = errors.New("neither eventID nor eventName and eventSource")

// Package trail holds CloudTrail's own words: the record as AWS delivers it, the event that it becomes in our columns,
// identities, filters, rejects and the names of log files. It is the ground that every other room stands on and needs
// nothing but the standard library.
package trail

import (
	"bytes"
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

// Scanner turns JSON text into records. One scanner serves one goroutine.
type Scanner struct {
	lex lexer
	rec *Record
	top, identity, session, issuer, request,
	addendum member

	userName, userAccount, principalID, timestamp []byte
	recipient                                     []byte
}

// NewScanner returns a scanner that is ready for its first record.
func NewScanner() *Scanner {
	s := &Scanner{}
	s.top, s.identity, s.session, s.request = s.topMember, s.identityMember, s.sessionMember, s.requestMember
	s.issuer, s.addendum = s.issuerMember, s.addendumMember
	return s
}

// Scan reads the object at the start of text into rec and returns its length. Errors: a *SyntaxError for what is not
// JSON; ErrNotCloudTrail and ErrNoIdentity, with the right length, for objects that are no records.
// An error for which Short is true means that the object goes on beyond the end of text.
func (s *Scanner) Scan(text []byte, rec *Record) (int, error) {
	s.reset(text, rec)
	end, err := s.lex.object(0, 0, s.top)
	if err != nil {
		return end, err
	}
	rec.JSON = text[:end:end]
	if flaws := s.lex.flaws &^ flawEscape; flaws != 0 {
		if flaws&^flawDuplicate != 0 {
			if _, err = s.Scan(repair(rec.JSON), rec); err != nil {
				return end, err
			}
		}
		rec.Repaired = true
		return end, s.finish()
	}
	return end, s.finish()
}

// Short reports whether err says that the text ended inside a value.
func Short(err error) bool { return errors.Is(err, errShort) }

func (s *Scanner) reset(text []byte, rec *Record) {
	ids := rec.IDs[:0]
	*rec = Record{IDs: ids}
	s.rec = rec
	s.lex.b, s.lex.flaws, s.lex.names, s.lex.gather, s.lex.ids = text, 0, s.lex.names[:0], false, ids
	s.userName, s.userAccount, s.principalID, s.timestamp, s.recipient = nil, nil, nil, nil, nil
}

// finish settles what depends on more than one member and says whether the object is a record at all.
func (s *Scanner) finish() error {
	rec := s.rec
	rec.IDs = sortedOnce(s.lex.ids)
	rec.Account = s.recipient
	if rec.Account == nil {
		rec.Account = s.userAccount
	}
	if rec.Principal == nil {
		rec.Principal = rec.InvokedBy
	}
	if rec.Principal == nil {
		rec.Principal = s.userName
	}
	rec.SessionName = sessionName(rec.Principal, s.principalID)
	if rec.Time.IsZero() && s.timestamp != nil {
		s.setTime(s.timestamp)
	}
	switch {
	case bytes.HasPrefix(rec.Source, []byte("aws:")):
		return ErrNotCloudTrail // S3, SQS and SNS notifications share the Records envelope
	case rec.EventID != nil && (rec.Name != nil || rec.Type != nil || rec.Source != nil):
		return nil
	case rec.Name != nil && rec.Source != nil:
		return nil
	}
	return ErrNoIdentity
}

func (s *Scanner) topMember(label []byte, i int) (int, error) {
	rec := s.rec
	switch string(label) {
	case "eventID":
		return s.text(i, &rec.EventID)
	case "eventName":
		return s.text(i, &rec.Name)
	case "eventSource":
		return s.text(i, &rec.Source)
	case "eventType":
		return s.text(i, &rec.Type)
	case "eventCategory":
		return s.text(i, &rec.Category)
	case "awsRegion":
		return s.text(i, &rec.Region)
	case "recipientAccountId":
		return s.text(i, &s.recipient)
	case "sourceIPAddress":
		return s.text(i, &rec.SourceIP)
	case "userAgent":
		return s.text(i, &rec.UserAgent)
	case "errorCode":
		return s.text(i, &rec.ErrorCode)
	case "errorMessage":
		return s.text(i, &rec.ErrorMessage)
	case "eventTime":
		return s.time(i)
	case "@timestamp":
		return s.text(i, &s.timestamp)
	case "readOnly":
		return s.flag(i)
	case "userIdentity":
		return s.nested(i, s.identity)
	case "addendum":
		return s.nested(i, s.addendum)
	case "requestParameters":
		return s.parameters(i, &rec.Request)
	case "responseElements":
		return s.parameters(i, &rec.Response)
	case "resources":
		return s.parameters(i, nil)
	}
	return s.lex.value(i, 1)
}

func (s *Scanner) identityMember(label []byte, i int) (int, error) {
	switch string(label) {
	case "type":
		return s.text(i, &s.rec.IdentityType)
	case "arn":
		return s.text(i, &s.rec.Principal)
	case "principalId":
		return s.text(i, &s.principalID)
	case "accountId":
		return s.text(i, &s.userAccount)
	case "accessKeyId":
		return s.text(i, &s.rec.AccessKeyID)
	case "userName":
		return s.text(i, &s.userName)
	case "invokedBy":
		return s.text(i, &s.rec.InvokedBy)
	case "sessionContext":
		return s.nested(i, s.session)
	}
	return s.lex.value(i, 2)
}

func (s *Scanner) sessionMember(label []byte, i int) (int, error) {
	if string(label) == "sessionIssuer" {
		return s.nested(i, s.issuer)
	}
	return s.lex.value(i, 3)
}

func (s *Scanner) issuerMember(label []byte, i int) (int, error) {
	if string(label) == "arn" {
		return s.text(i, &s.rec.IssuerARN)
	}
	return s.lex.value(i, 4)
}

func (s *Scanner) addendumMember(label []byte, i int) (int, error) {
	if string(label) == "originalEventID" {
		return s.text(i, &s.rec.Supersedes)
	}
	return s.lex.value(i, 2)
}

// nested walks an object member by member; anything else in its place is an oddity, null and "" are not.
func (s *Scanner) nested(i int, each member) (int, error) {
	if i < len(s.lex.b) && s.lex.b[i] == '{' {
		return s.lex.object(i, 1, each)
	}
	return s.odd(i)
}

// odd walks a value that is of another type than CloudTrail documents.
func (s *Scanner) odd(i int) (int, error) {
	if i < len(s.lex.b) && s.lex.b[i] != 'n' {
		s.rec.Repaired = true
	}
	return s.lex.value(i, 1)
}

// text takes a string into place. A number is taken as written (12-digit accounts lose their quotes in some exports)
// and counted as an oddity; null and the empty string mean absent.
func (s *Scanner) text(i int, place *[]byte) (int, error) {
	if i >= len(s.lex.b) {
		return i, errShort
	}
	if s.lex.b[i] != '"' {
		end, err := s.odd(i)
		if c := s.lex.b[i]; err == nil && c-'0' <= 9 {
			*place = s.lex.b[i:end]
		}
		return end, err
	}
	end, found, err := s.lex.text(i)
	if err != nil {
		return end, err
	}
	*place = nil
	if end-i > 2 {
		*place = s.lex.b[i+1 : end-1 : end-1]
		if found&flawEscape != 0 {
			*place = unescape(*place)
		}
	}
	return end, nil
}

func (s *Scanner) flag(i int) (int, error) {
	if i >= len(s.lex.b) {
		return i, errShort
	}
	end, err := s.lex.value(i, 1)
	if err != nil {
		return end, err
	}
	switch string(bytes.Trim(s.lex.b[i:end], `"`)) {
	case "true", "TRUE", "True":
		s.rec.ReadOnly = Yes
	case "false", "FALSE", "False":
		s.rec.ReadOnly = No
	case "null", "":
	default:
		s.rec.Repaired = true
	}
	return end, nil
}

// parameters walks a request, a response or the resources, gathers the ids in it and notes where it lies.
func (s *Scanner) parameters(i int, place *[]byte) (int, error) {
	if i >= len(s.lex.b) {
		return i, errShort
	}
	s.lex.gather = true
	var end int
	var err error
	if place == &s.rec.Request && s.lex.b[i] == '{' {
		end, err = s.lex.object(i, 1, s.request)
	} else {
		end, err = s.lex.value(i, 1)
	}
	s.lex.gather = false
	if err == nil && place != nil {
		*place = nil
		if s.lex.b[i] != 'n' {
			*place = s.lex.b[i:end:end]
		}
	}
	return end, err
}

func (s *Scanner) time(i int) (int, error) {
	var written []byte
	end, err := s.text(i, &written)
	if err == nil && written != nil {
		s.setTime(written)
	}
	return end, err
}

func (s *Scanner) setTime(written []byte) {
	t, zoned, err := parseTime(written)
	if err != nil || !zoned {
		s.rec.Repaired = true
	}
	if err == nil {
		s.rec.Time = t
	}
}

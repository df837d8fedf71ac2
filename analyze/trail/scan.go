// The scanner makes a record of JSON text: it walks the object, repairs what is flawed, and settles what it is.

package trail

import (
	"bytes"
	"errors"
)

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
	if len(text) > 0 && text[0] != '{' {
		return 0, s.lex.fail(0, "a record must be an object, found "+quoteByte(text[0]))
	}
	end, err := s.lex.object(0, 0, s.top)
	if err != nil {
		return end, err
	}
	rec.JSON = text[:end:end]
	switch flaws := s.lex.flaws &^ flawEscape; flaws {
	case 0:
		return end, s.finish()
	case flawDuplicate:
		err = s.finish()
	default:
		_, err = s.Scan(repair(rec.JSON), rec)
	}
	rec.Repaired = true
	return end, err
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
	case rec.EventID != nil, rec.Name != nil && rec.Source != nil:
		return nil
	}
	return ErrNoIdentity
}

// What a record becomes in our tables: the columns of records and touches, and how a reader's record fills them.

package store

import (
	"crypto/sha256"
	"encoding/hex"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// recordFields are the columns of the table records, in its order.
func recordFields() []field {
	return []field{
		{"key", integer},
		{"event_uuid", identifier},
		{"event_time", moment},
		{"content", integer},
		{"record_offset", integer},
		{"record_length", integer},
		{"read_only", truth},
		{"repaired", truth},
		{"event_text", text},
		{"event_name", text},
		{"event_source", text},
		{"event_type", text},
		{"event_category", text},
		{"region", text},
		{"account", text},
		{"principal", text},
		{"identity_type", text},
		{"access_key_id", text},
		{"session_name", text},
		{"issuer_arn", text},
		{"invoked_by", text},
		{"source_ip", text},
		{"user_agent", text},
		{"error_code", text},
		{"error_message", text},
		{"supersedes", text},
		{"resource_ids", text},
		{"frame", text},
		{"request_parameters", text},
		{"response_elements", text},
	}
}

// touchFields are the columns of the table touches, in its order.
func touchFields() []field {
	return []field{
		{"key", integer},
		{"told", truth},
		{"event_uuid", identifier},
		{"event_text", text},
		{"event_time", moment},
		{"read_only", truth},
		{"event_name", text},
		{"event_source", text},
		{"event_type", text},
		{"region", text},
		{"account", text},
		{"principal", text},
		{"access_key_id", text},
		{"session_name", text},
		{"issuer_arn", text},
		{"invoked_by", text},
		{"source_ip", text},
		{"user_agent", text},
		{"error_code", text},
		{"error_message", text},
		{"resource_ids", text},
		{"request_parameters", text},
		{"response_elements", text},
	}
}

// row is a record with what is derived from it, ready to be set into a block.
type row struct {
	rec  *trail.Record
	at   trail.Place
	key  int64
	id   [16]byte
	text []byte // the eventID where id does not say it
	ids  []byte // the resource ids in one text

	content int64 // the digest of the record's text
}

// derive fills what the record itself does not carry. joined is scratch that the row keeps until the next call.
func (r *row) derive(joined []byte) []byte {
	r.id, r.text = identify(r.rec)
	switch len(r.rec.IDs) {
	case 0:
		return joined
	case 1:
		r.ids = r.rec.IDs[0]
		return joined
	}
	joined = joined[:0]
	for i, id := range r.rec.IDs {
		if i > 0 {
			joined = append(joined, '\n')
		}
		joined = append(joined, id...)
	}
	r.ids = joined
	return joined
}

// identify gives the record's identity as 16 bytes. An eventID in CloudTrail's form is a UUID and nothing else is kept of
// it; any other is kept as text and condensed, and a record without one is identified by what it says.
func identify(rec *trail.Record) (id [16]byte, written []byte) {
	if parseUUID(rec.EventID, &id) {
		return id, nil
	}
	said, written := rec.EventID, rec.EventID
	if rec.EventID == nil {
		said, written = rec.JSON, []byte{}
	}
	sum := sha256.Sum256(said)
	copy(id[:], sum[:16])
	return id, written
}

// parseUUID reads a UUID in its canonical lower-case form, so that printing it gives the same text again.
func parseUUID(s []byte, id *[16]byte) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	n := 0
	for i := 0; i < 36; i += 2 {
		if s[i] == '-' {
			i++
		}
		high, low := nibble(s[i]), nibble(s[i+1])
		if high|low > 15 {
			return false
		}
		id[n] = high<<4 | low
		n++
	}
	return true
}

// nibble is the value of a lower-case hexadecimal digit, 255 for every other byte.
func nibble(c byte) byte {
	switch {
	case c-'0' <= 9:
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// identifierText prints an identity as people know it.
func identifierText(id [16]byte) string {
	var out [36]byte
	hex.Encode(out[0:], id[0:4])
	hex.Encode(out[9:], id[4:6])
	hex.Encode(out[14:], id[6:8])
	hex.Encode(out[19:], id[8:10])
	hex.Encode(out[24:], id[10:16])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	return string(out[:])
}

// setter fills the columns of one row from left to right.
type setter struct {
	b      *block
	column int
}

func (s *setter) text(v []byte) { s.b.setText(s.column, v); s.column++ }

func (s *setter) texts(vs ...[]byte) {
	for _, v := range vs {
		s.text(v)
	}
}

func (s *setter) integer(v int64) { s.b.setInteger(s.column, v); s.column++ }
func (s *setter) truth(v bool)    { s.b.setTruth(s.column, v); s.column++ }

func (s *setter) identity(r *row) { s.b.setIdentifier(s.column, r.id); s.column++ }

func (s *setter) time(rec *trail.Record) { s.b.setTime(s.column, rec.Time); s.column++ }

func (s *setter) readOnly(v trail.Tristate) {
	s.b.setTruth(s.column, v == trail.Yes)
	if v == trail.Absent {
		s.b.setNull(s.column)
	}
	s.column++
}

// addRecord appends a row to a block of records.
func addRecord(b *block, r *row) {
	rec := r.rec
	s := setter{b: b}
	s.integer(r.key)
	s.identity(r)
	s.time(rec)
	s.integer(r.content)
	s.integer(r.at.Offset)
	s.integer(r.at.Length)
	s.readOnly(rec.ReadOnly)
	s.truth(rec.Repaired)
	s.texts(r.text, rec.Name, rec.Source, rec.Type, rec.Category, rec.Region, rec.Account, rec.Principal, rec.IdentityType,
		rec.AccessKeyID, rec.SessionName, rec.IssuerARN, rec.InvokedBy, rec.SourceIP, rec.UserAgent, rec.ErrorCode,
		rec.ErrorMessage, rec.Supersedes, r.ids)
	s.b.setKept(s.column, frame(b, rec))
	s.column++
	s.texts(rec.Request, rec.Response)
	b.rows++
}

// addTouch appends a row to a block of touches.
func addTouch(b *block, r *row, role dialect.Role) {
	rec := r.rec
	s := setter{b: b}
	s.integer(r.key)
	s.truth(role >= dialect.Tell)
	s.identity(r)
	s.text(r.text)
	s.time(rec)
	s.readOnly(rec.ReadOnly)
	s.texts(rec.Name, rec.Source, rec.Type, rec.Region, rec.Account, rec.Principal, rec.AccessKeyID, rec.SessionName,
		rec.IssuerARN, rec.InvokedBy, rec.SourceIP, rec.UserAgent, rec.ErrorCode, rec.ErrorMessage, r.ids, rec.Request,
		rec.Response)
	b.rows++
}

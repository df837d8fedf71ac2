// Members: what each name in a record stands for and how its value is taken, whatever type it turns out to have. Of a
// name that an object has twice the last value counts, as it does for most readers of JSON: hence each is forgotten
// before it is taken.

package trail

import (
	"bytes"
	"time"
)

func (s *Scanner) topMember(label []byte, i int) (int, error) { //nolint:funlen // one case a member and nothing else
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
	case "vpcEndpointId":
		return s.text(i, &rec.VPCEndpoint)
	case "userIdentity":
		rec.IdentityType, rec.Principal, rec.AccessKeyID, rec.InvokedBy, rec.IssuerARN, rec.RoleDelivery = nil, nil, nil, nil, nil, nil
		s.userName, s.userAccount, s.principalID = nil, nil, nil
		return s.nested(i, s.identity)
	case "addendum":
		rec.Supersedes = nil
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
		s.rec.IssuerARN, s.rec.RoleDelivery = nil, nil
		return s.nested(i, s.session)
	}
	return s.lex.value(i, 2)
}

func (s *Scanner) sessionMember(label []byte, i int) (int, error) {
	switch string(label) {
	case "sessionIssuer":
		s.rec.IssuerARN = nil
		return s.nested(i, s.issuer)
	case "ec2RoleDelivery":
		return s.text(i, &s.rec.RoleDelivery)
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
	*place = nil
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
	s.rec.ReadOnly = Absent
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
	s.rec.Time = time.Time{}
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

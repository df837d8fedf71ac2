// Resource ids: what a request names and what a response answers with, so that "everything about this resource" is one
// column to look at and not a search through JSON.

package trail

import (
	"bytes"
	"slices"
)

// gatherValue takes a string value inside a request, response or resources as an id if it has the look of one: an EC2
// style id (a word, a dash, 8 or 17 hexadecimal digits) or an ARN.
func (l *lexer) gatherValue(v []byte) {
	if isEC2ID(v) || len(v) > 4 && v[3] == ':' && string(v[:4]) == "arn:" {
		l.take(v)
	}
}

// take keeps an id as it is meant: some writers of JSON escape the slashes of an ARN. A value with control characters is
// no id, so a line break can stand between two.
func (l *lexer) take(v []byte) {
	if len(v) > 512 {
		return
	}
	v = unescape(v)
	for _, c := range v {
		if c < ' ' || c == 0x7f {
			return
		}
	}
	l.ids = append(l.ids, v)
}

func isEC2ID(v []byte) bool {
	n := len(v)
	switch {
	case n >= 19 && v[n-18] == '-':
		return word(v[:n-18]) && allHex(v[n-17:])
	case n >= 10 && v[n-9] == '-':
		return word(v[:n-9]) && allHex(v[n-8:])
	}
	return false
}

func word(v []byte) bool {
	for _, c := range v {
		if (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return v[0] != '-' && v[len(v)-1] != '-'
}

func allHex(v []byte) bool {
	for _, c := range v {
		if c-'0' > 9 && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// requestMember walks a member of requestParameters. Services outside EC2 name resources by plain names, in members that
// end in Name or Identifier.
func (s *Scanner) requestMember(label []byte, i int) (int, error) {
	end, err := s.lex.value(i, 2)
	if err != nil || s.lex.b[i] != '"' || !namesResource(label) {
		return end, err
	}
	if v := s.lex.b[i+1 : end-1]; len(v) > 0 && !s.taken(v) {
		s.lex.take(v)
	}
	return end, nil
}

// namesResource reports whether a member of a request names a resource, and not a machine, a program or a session.
func namesResource(label []byte) bool {
	switch string(label) {
	case "name":
		return true
	case "agentName", "computerName", "displayName", "documentName", "engineName", "fileName", "hostName", "platformName", "roleSessionName":
		return false
	}
	return bytes.HasSuffix(label, []byte("Name")) || bytes.HasSuffix(label, []byte("Identifier"))
}

// taken reports whether the walk of the value has already taken it as the last id.
func (s *Scanner) taken(v []byte) bool {
	n := len(s.lex.ids)
	return n > 0 && &s.lex.ids[n-1][0] == &v[0]
}

// sortedOnce sorts ids in place and drops repetitions.
func sortedOnce(ids [][]byte) [][]byte {
	if len(ids) < 2 {
		return ids
	}
	slices.SortFunc(ids, bytes.Compare)
	kept := ids[:0]
	for i, id := range ids {
		if i == 0 || !bytes.Equal(id, kept[len(kept)-1]) {
			kept = append(kept, id)
		}
	}
	return kept
}

// Doubts: conditions whose outcome is in the hands of whoever calls. A deny without MFA denies nothing to who has MFA, and one
// outside of the office nothing to who goes there. Where a question is about what a principal could ever do, such a condition is
// in doubt, and the answer must be the same whichever way it goes.

package policy

import "strings"

// lean says which way conditions go that are in doubt.
type lean int

// The ways: as the context has it, for who asks, and against.
const (
	asIs lean = iota
	kindly
	harshly
)

// holds reports whether a condition of a statement is met, as the question leans.
func (q question) holds(d *document, s *statement, c *condition) bool {
	if q.lean == asIs || c.sure(d, q.Context) {
		return c.holds(d, q.Context)
	}
	return s.deny == (q.lean == harshly)
}

// sure reports whether nobody can choose the outcome: it is about who asks, or about where they ask, which the question says, or a
// time that has come.
func (c *condition) sure(d *document, known Context) bool {
	key := strings.ToLower(c.key)
	switch {
	case strings.HasPrefix(key, "aws:principal"):
		return true
	case key == "aws:currenttime", key == "aws:epochtime":
		return strings.Contains(strings.ToLower(c.operator), "greaterthan") && c.holds(d, known)
	}
	switch key {
	case "aws:userid", "aws:username", "aws:requestedregion", "aws:tokenissuetime":
		return true
	}
	return false
}

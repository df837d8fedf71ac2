// Steps: calls that touch the network, made through the dialect so that requests and answers look as AWS writes them.

package corpus

import (
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
)

// step is one call and what an analyst should find in it.
type step struct {
	name, source      string // source without .amazonaws.com
	request, response dialect.Object
	code, message     string
	by                *actor
	after             time.Duration // after the step before
	later             bool          // days after it, in another log file
	finds             []finding
	part              string // what it is in the chain of its story: attempt, run-up, cut, hardening, restore; "" for none
	chain             *Chain // which chain, where a story has several
	turns             []turn // what machines lose by it or get back
}

// finding is a row of detachments that follows from a step, apart from what the record itself says.
type finding struct {
	relation, child, parent string
	outcome                 string
	since                   int // for what is inferred: how many steps back the tie was made; 0 is observed
}

// fails makes a step one that AWS refuses. EC2 keeps the request of a refused call.
func (s step) fails(code, message string) step {
	s.code, s.message, s.response = code, message, nil
	return s
}

// cut adds a finding.
func (s step) cut(relation, child, parent, outcome string) step {
	s.finds = append(s.finds, finding{relation: relation, child: child, parent: parent, outcome: outcome})
	return s
}

// proves adds an inferred finding: the tie was made so many steps back.
func (s step) proves(relation, child, parent string, back int) step {
	s.finds = append(s.finds, finding{relation, child, parent, "done", back})
	return s
}

// as gives the step its part in a chain.
func (s step) as(part string) step { s.part = part; return s }

// in gives it a part in one of several chains.
func (s step) in(c *Chain, part string) step { s.chain, s.part = c, part; return s }

// turn is how much of something a machine can do from then on: yes, part, no or unknown.
type turn struct {
	machine, after string
	what           []string
}

// turning adds a turn.
func (s step) turning(machine, after string, what ...string) step {
	s.turns = append(s.turns[:len(s.turns):len(s.turns)], turn{machine, after, what})
	return s
}

func (s step) muchLater() step { s.later = true; return s }

// ok is the answer of most writes in the classic dialect.
var ok = dialect.Of("return", "true")

// step fills the envelope with a step and appends the record.
func (m *maker) step(to []byte, s *step) []byte {
	e := &m.env
	call := dialect.Call{Name: s.name, Source: s.source + ".amazonaws.com", Request: s.request, Response: s.response}
	e.name, e.source, e.code, e.message = s.name, call.Source, s.code, s.message
	e.kind, e.category, e.read = apiCall, management, reads(s.name)
	if call.Response != nil && s.source == "ec2" {
		id := string(appendUUID(nil, e.call[0], e.call[1]))
		call.Response = append(dialect.Of("requestId", id), call.Response...)
	}
	e.request = dialect.AppendRequest(m.buffers[0][:0], &call)
	e.response = dialect.AppendResponse(m.buffers[1][:0], &call)
	m.buffers[0], m.buffers[1] = e.request, e.response
	e.extra, e.resources, e.details = e.extra[:0], nil, e.details[:0]
	e.dress(s.by, command(call.Source, s.name))
	return e.append(to)
}

// reads reports whether a call changes nothing.
func reads(name string) bool {
	for _, verb := range []string{"Describe", "Get", "List", "Lookup"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	return false
}

// look is a call that reads.
func look(by *actor, source, name string, pairs ...any) step {
	return step{name: name, source: source, by: by, request: dialect.Of(pairs...)}
}

// pause is how long a caller waits before the step.
func (s step) pause(d time.Duration) step { s.after = d; return s }

// denial is what EC2 says to a caller without permission.
func denial(who *actor, action, resource string) string {
	return "You are not authorized to perform this operation. User: " + who.arn() + " is not authorized to perform: " + action +
		" on resource: " + resource + " because no identity-based policy allows the " + action + " action. Encoded authorization failure message: " +
		strings.Repeat("kJ7p_QwZ0x2vHnYt5RbE", 16)
}

// world is the account and region in which steps happen; fresh ids come from its dice.
type world struct {
	dice            *dice
	account, region string
	cast            *cast
	tool            tool // what the steps are made with, as far as tags tell it
}

// id returns a fresh EC2 id of that kind: id("vpc") is vpc-0 and sixteen hexadecimal digits.
func (w *world) id(kind string) string {
	return string(appendHex([]byte(kind+"-0"), w.dice.throw(), 16))
}

func list(objects ...dialect.Object) dialect.List {
	l := make(dialect.List, len(objects))
	for i, o := range objects {
		l[i] = o
	}
	return l
}

// moment is a point in time as the dialect keeps it.
func moment(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

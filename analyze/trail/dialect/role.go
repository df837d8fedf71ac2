// Roles: which events matter to the network or to a relation of the detach family, told by name and source alone so
// that a load can ask it of every record.

package dialect

import "strings"

// Role is what an event may be to the network, as far as its name and source say.
type Role uint8

// The roles.
const (
	None  Role = iota // nothing to the network or to a relation
	Touch             // makes, changes or ends a part of the network, or silences the log
	Tell              // makes or ends a tie in a way that an account of cuts has to know
	Cut               // cuts a relation, or does so with certain parameters: Cuts tells
)

func (r Role) String() string { return [...]string{"none", "touch", "tell", "cut"}[r] }

// RoleOf tells the role of an event from its eventName and eventSource. It does not allocate.
func RoleOf(name, source []byte) Role {
	entries := calls[string(stem(name))]
	for _, e := range entries {
		if fromService(source, e.service) || unsigned(source, entries) {
			return e.role
		}
	}
	return None
}

// unsigned reports whether a call without a source, as the short form of Event history tells it, can be of one service
// only.
func unsigned[T string | []byte](source T, entries []entry) bool {
	return len(source) == 0 && len(entries) == 1
}

// Touches reports whether the event has any role.
func Touches(name, source string) bool {
	return RoleOf([]byte(name), []byte(source)) != None
}

// fromService reports whether source is that service's endpoint, in whatever partition: ec2.amazonaws.com.
func fromService[T string | []byte](source T, service string) bool {
	const domain = ".amazonaws.com"
	n := len(service)
	return len(source) >= n+len(domain) && string(source[:n]) == service && string(source[n:n+len(domain)]) == domain
}

// FromService reports whether an eventSource is that service's endpoint, in whatever partition: ec2 for ec2.amazonaws.com.
func FromService(source, service string) bool { return fromService(source, service) }

// Stem takes the version of an API off an eventName: CreateFunction20150331 is CreateFunction.
func Stem(name string) string { return stem(name) }

// stem takes the version of an API off a name: Lambda records CreateFunction20150331 and
// UpdateFunctionConfiguration20150331v2, CloudFront UpdateDistribution2020_05_31.
func stem[T string | []byte](name T) T {
	n := len(name)
	digits := func(end int) int {
		for end > 0 && (name[end-1]-'0' <= 9 || name[end-1] == '_') {
			end--
		}
		return end
	}
	start := digits(n)
	if start == n {
		return name
	}
	if start > 0 && name[start-1] == 'v' {
		n = start - 1
		start = digits(n)
	}
	if n-start == len("20150331") || n-start == len("2020_05_31") {
		return name[:start]
	}
	return name
}

// entry is the role of a name in one service.
type entry struct {
	service string
	role    Role
}

// calls is every name with a role, from the tables of relations and of touching calls; silent are the relations that can
// end without a record of a cut, because a call that ends them implies it.
var calls, silent = index()

func index() (m map[string][]entry, silent map[string]bool) {
	m = make(map[string][]entry)
	silent, unsaid := unsaid()
	for _, table := range relations {
		for _, r := range table {
			role := Touch
			switch {
			case r.verb == cuts:
				role = Cut
			case unsaid[r.of]:
				role = Tell
			}
			note(m, r.call, r.service, role)
		}
	}
	for _, t := range touching {
		for name := range strings.FieldsSeq(t.calls) {
			note(m, name, t.service, Touch)
		}
	}
	return m, silent
}

// unsaid are the relations of which some cut names one end only, and the silent ones: a gateway that is deleted, or attached
// again, has been detached, whether or not a record says so. Of all these an account of cuts has to know who made them.
func unsaid() (silent, unsaid map[string]bool) {
	silent, unsaid = map[string]bool{}, map[string]bool{}
	for _, table := range relations {
		for _, r := range table {
			switch {
			case r.verb == ends:
				silent[r.of], unsaid[r.of] = true, true
			case r.verb == cuts && (r.parent == "" || r.child == ""):
				unsaid[r.of] = true
			}
		}
	}
	return silent, unsaid
}

// note enters a role, unless the table knows a stronger one.
func note(m map[string][]entry, name, service string, role Role) {
	for i, e := range m[name] {
		if e.service == service {
			m[name][i].role = max(e.role, role)
			return
		}
	}
	m[name] = append(m[name], entry{service, role})
}

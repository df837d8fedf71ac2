// Spans: where values of JSON text begin and end, found by their quotes and braces alone. Unlike the scanner this does not
// validate, so it also finds its way through text that is broken or goes on beyond what is in memory.

package archive

// textEnd returns where the string that begins at i ends, -1 when that is beyond b.
func textEnd(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return -1
}

// valueEnd returns where the value that begins at i ends, -1 when that is beyond b.
func valueEnd(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			if i = textEnd(b, i); i < 0 {
				return -1
			}
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		default:
			i++
			if depth == 0 && (i == len(b) || ends(b[i])) {
				return i
			}
			continue
		}
		if depth <= 0 {
			return i
		}
	}
	return -1
}

// ends reports whether c ends a number or a literal.
func ends(c byte) bool {
	switch c {
	case ' ', '\n', '\r', '\t', ',', ']', '}', '{', '[', '"', ':':
		return true
	}
	return false
}

// blank returns the place of the first byte at or after i that is not white space.
func blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// eachMember calls visit for each member of the object that begins at i, with its name as written and the place of its
// value, as far as b goes and is well formed. visit returns where the value ends, or -1 to stop. eachMember returns where
// the object ends, -1 when it did not get there.
func eachMember(b []byte, i int, visit func(name []byte, at int) int) int {
	for i = blank(b, i+1); i < len(b) && b[i] == '"'; i = blank(b, i+1) {
		end := textEnd(b, i)
		if end < 0 {
			return -1
		}
		name := b[i+1 : end-1]
		if i = blank(b, end); i >= len(b) || b[i] != ':' {
			return -1
		}
		if i = blank(b, i+1); i >= len(b) {
			return -1
		}
		if i = visit(name, i); i < 0 {
			return -1
		}
		if i = blank(b, i); i >= len(b) || b[i] != ',' {
			break
		}
	}
	if i < len(b) && b[i] == '}' {
		return i + 1
	}
	return -1
}

// listOf reports whether a member of this name holds records in an array, and in what setting they are there: CloudTrail's
// log files, the answers of LookupEvents, and what CloudWatch Logs sends to subscribers.
func listOf(name []byte) (list bool, in setting) {
	switch string(name) {
	case "Records":
		return true, inRecords
	case "Events", "logEvents":
		return true, inArray
	}
	return false, inText
}

// leadsToList reports whether the first member of the object that b begins with is a list of records.
func leadsToList(b []byte) bool {
	i := blank(b, 1)
	if i+1 >= len(b) || b[i] != '"' || b[i+1] == 'e' {
		return false // records begin with e, and this is asked before each
	}
	end := textEnd(b[:min(len(b), i+16)], i)
	if end < 0 {
		return false
	}
	if list, _ := listOf(b[i+1 : end-1]); !list {
		return false
	}
	if i = blank(b, end); i >= len(b) || b[i] != ':' {
		return false
	}
	i = blank(b, i+1)
	return i < len(b) && b[i] == '['
}

// holdsList reports whether a member of the object that b begins with is a list of records.
func holdsList(b []byte) (found bool) {
	eachMember(b, 0, func(name []byte, at int) int {
		if list, _ := listOf(name); list && b[at] == '[' {
			found = true
			return -1
		}
		return valueEnd(b, at)
	})
	return found
}

// recordStart reports whether b begins like a record: with a brace and a name that CloudTrail's records begin with. Such
// text cannot stand inside a string, whose quotes would be escaped.
func recordStart(b []byte) bool {
	i := blank(b[:min(len(b), startLength-20)], 1)
	if i >= len(b) || b[i] != '"' {
		return false
	}
	b = b[i+1:]
	for _, name := range []string{"eventVersion", "awsRegion", "additionalEventData", "eventID", "eventTime", "userIdentity"} {
		if len(b) > len(name) && b[len(name)] == '"' && string(b[:len(name)]) == name {
			return true
		}
	}
	return false
}

// startLength is how much text it takes to recognise the start of a record.
const startLength = 80

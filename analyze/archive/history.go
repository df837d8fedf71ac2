// A row of Event history becomes a record in CloudTrail's own words, with a note of what in it cannot be trusted.

package archive

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// table is a table of Event history with one row of it.
type table struct {
	columns []string
	values  map[string][]byte // by column, in lower case; columns that a record has no place for are in others
	others  []int
	row     [][]byte

	time      time.Time
	account   string
	untrusted []string // column and why
	mended    bool
}

// plainMembers are the columns that go into a record as they are.
func plainMembers() [][2]string {
	return [][2]string{
		{"event id", "eventID"},
		{"event source", "eventSource"},
		{"event name", "eventName"},
		{"event type", "eventType"},
		{"event category", "eventCategory"},
		{"aws region", "awsRegion"},
		{"source ip address", "sourceIPAddress"},
		{"user agent", "userAgent"},
		{"error code", "errorCode"},
		{"request id", "requestID"},
	}
}

// special are the columns that need more than copying.
func special() []string {
	return []string{"user name", "aws access key", "event time", "read-only", "recipient account id", "resources", "resource type"}
}

// fill takes a row and says what is wrong with it; "" when each column holds what it should.
func (t *table) fill(fields [][]byte) string {
	if t.values == nil {
		t.values = map[string][]byte{}
		t.place()
	}
	t.row, t.untrusted, t.mended, t.account = fields, t.untrusted[:0], false, ""
	for i, name := range t.columns {
		t.values[strings.ToLower(name)] = bytes.TrimSpace(fields[i])
	}
	when, zoned, err := trail.ParseTime(string(t.values["event time"]))
	if err != nil {
		return t.wrong("event time", "is no time")
	}
	t.time, t.mended = when, !zoned
	switch {
	case !isUUID(t.values["event id"]):
		return t.wrong("event id", "is no event id")
	case len(t.values["event name"]) == 0 || bytes.ContainsAny(t.values["event name"], " ,;"):
		return t.wrong("event name", "is no event name")
	case bytes.ContainsAny(t.values["event source"], " ,;"):
		return t.wrong("event source", "is no service")
	case !isRegion(t.values["aws region"]):
		return t.wrong("aws region", "is no region")
	}
	switch strings.ToLower(string(t.values["read-only"])) {
	case "", "true", "false":
	default:
		return t.wrong("read-only", "is neither true nor false")
	}
	if name := t.values["user name"]; rounded(name) {
		t.distrust("User Name", fmt.Sprintf("%s is what a spreadsheet makes of a long number", name))
	}
	return t.fillAccount()
}

// rounded reports whether a spreadsheet took a text for a number and wrote that short: 9.46272E+11.
func rounded(value []byte) bool {
	return len(value) > 0 && value[0]-'0' <= 9 && bytes.Contains(bytes.ToUpper(value), []byte("E+")) && len(bytes.Trim(value, "0123456789.,eE+")) == 0
}

// place finds the columns that a record has no place for.
func (t *table) place() {
	known := map[string]bool{}
	for _, m := range plainMembers() {
		known[m[0]] = true
	}
	for _, name := range special() {
		known[name] = true
	}
	for i, name := range t.columns {
		if !known[strings.ToLower(name)] {
			t.others = append(t.others, i)
		}
	}
}

// wrong says which column holds what it should not.
func (t *table) wrong(column, why string) string {
	value := t.values[column]
	return fmt.Sprintf("%q in the column %s %s, so the columns have shifted or the line was wrapped", value[:min(len(value), 60)], column, why)
}

// fillAccount takes the account, which Excel makes a number of: leading zeros go, and the last digits.
func (t *table) fillAccount() string {
	value := t.values["recipient account id"]
	digits := len(value) - len(bytes.TrimLeft(value, "0123456789"))
	switch {
	case len(value) == 0:
	case digits == len(value) && digits == 12:
		t.account = string(value)
	case digits == len(value) && digits < 12:
		t.account = strings.Repeat("0", 12-digits) + string(value)
		t.distrust("Recipient Account Id", fmt.Sprintf("%s had lost its leading zeros", value))
	case bytes.ContainsAny(value, "eE") && len(bytes.Trim(value, "0123456789.,eE+")) == 0:
		t.distrust("Recipient Account Id", fmt.Sprintf("%s was rounded by a spreadsheet, so the account is left out", value))
	default:
		return t.wrong("recipient account id", "is no account")
	}
	return ""
}

func (t *table) distrust(column, why string) {
	t.untrusted = append(t.untrusted, column+": "+why)
	t.mended = true
}

func isUUID(b []byte) bool {
	if len(b) != 36 {
		return false
	}
	for i, c := range b {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if letter := c-'0' <= 9 || c|0x20 >= 'a' && c|0x20 <= 'z'; dash != (c == '-') || !dash && !letter {
			return false
		}
	}
	return true
}

func isRegion(b []byte) bool {
	for _, c := range b {
		if c-'0' > 9 && (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return len(b) < 40
}

// record appends the row as a record.
func (t *table) record(out []byte) []byte {
	out = append(out, `{"eventTime":"`...)
	out = t.time.AppendFormat(out, time.RFC3339Nano)
	out = append(out, '"')
	for _, m := range plainMembers() {
		out = appendMember(out, m[1], t.values[m[0]])
	}
	if v := t.values["read-only"]; len(v) > 0 {
		out = append(out, `,"readOnly":`...)
		out = append(out, bytes.ToLower(v)...)
	}
	out = appendMember(out, "recipientAccountId", []byte(t.account))
	user := appendMember(nil, "userName", t.values["user name"])
	if user = appendMember(user, "accessKeyId", t.values["aws access key"]); len(user) > 0 {
		out = append(append(append(out, `,"userIdentity":{`...), user[1:]...), '}')
	}
	if list := t.resources(); len(list) > 0 {
		out = append(append(append(out, `,"resources":[`...), list[1:]...), ']')
	}
	return append(t.history(out), '}')
}

// history appends what a record has no place for: columns of other names, and the doubts.
func (t *table) history(out []byte) []byte {
	var notes, others []byte
	for _, i := range t.others {
		if t.columns[i] != "" {
			others = appendMember(others, t.columns[i], t.row[i])
		}
	}
	if len(others) > 0 {
		notes = append(append(append(notes, `,"columns":{`...), others[1:]...), '}')
	}
	for i, u := range t.untrusted {
		notes = append(notes, [...]string{`,"untrusted":[`, `,`}[min(i, 1)]...)
		notes = appendQuoted(notes, []byte(u))
	}
	if len(t.untrusted) > 0 {
		notes = append(notes, ']')
	}
	if len(notes) > 0 {
		out = append(append(append(out, `,"eventHistory":{`...), notes[1:]...), '}')
	}
	return out
}

// resources are the resources of the row, each with a comma before it. The column is JSON text or, in the older tables,
// names beside a column with their type.
func (t *table) resources() (out []byte) {
	text := t.values["resources"]
	if len(text) > 0 && text[0] == '[' {
		for i := 1; i < len(text); i++ {
			if text[i] == '{' {
				kind, name := resource(text[i:])
				out = appendResource(out, kind, name)
				if i = valueEnd(text, i) - 1; i < 0 {
					break
				}
			}
		}
		return out
	}
	for _, name := range bytes.Split(text, []byte(",")) {
		out = appendResource(out, t.values["resource type"], bytes.TrimSpace(name))
	}
	return out
}

// resource reads {"resourceType":…,"resourceName":…}, either of which may be missing.
func resource(text []byte) (kind, name []byte) {
	eachMember(text, 0, func(member []byte, at int) int {
		end := valueEnd(text, at)
		if end > 0 && text[at] == '"' {
			switch string(member) {
			case "resourceType":
				kind = trail.AppendText(nil, text[at+1:end-1])
			case "resourceName":
				name = trail.AppendText(nil, text[at+1:end-1])
			}
		}
		return end
	})
	return kind, name
}

func appendResource(out, kind, name []byte) []byte {
	label := "resourceName"
	if bytes.HasPrefix(name, []byte("arn:")) {
		label = "ARN"
	}
	if members := appendMember(appendMember(nil, "type", kind), label, name); len(members) > 0 {
		out = append(append(append(out, `,{`...), members[1:]...), '}')
	}
	return out
}

// appendMember appends a comma and a member, unless the value is empty.
func appendMember(out []byte, name string, value []byte) []byte {
	if len(value) == 0 {
		return out
	}
	out = appendQuoted(append(out, ','), []byte(name))
	return appendQuoted(append(out, ':'), value)
}

// appendQuoted appends a JSON string.
func appendQuoted(out, text []byte) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c < ' ':
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

// What a record says according to encoding/json and a few plain rules: the scanner is held against it.

package trail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// checkFields holds a scanned record against what encoding/json reads in its text.
func checkFields(t *testing.T, rec *Record) {
	t.Helper()
	var m map[string]any
	d := json.NewDecoder(bytes.NewReader(rec.JSON))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		t.Fatalf("%v in %q", err, rec.JSON)
	}
	who, _ := m["userIdentity"].(map[string]any)
	session, _ := who["sessionContext"].(map[string]any)
	issuer, _ := session["sessionIssuer"].(map[string]any)
	addendum, _ := m["addendum"].(map[string]any)
	principal := first(said(who["arn"]), said(who["invokedBy"]), said(who["userName"]))
	for name, pair := range map[string][2]string{
		"EventID":      {string(rec.EventID), said(m["eventID"])},
		"Name":         {string(rec.Name), said(m["eventName"])},
		"Source":       {string(rec.Source), said(m["eventSource"])},
		"Type":         {string(rec.Type), said(m["eventType"])},
		"Category":     {string(rec.Category), said(m["eventCategory"])},
		"Region":       {string(rec.Region), said(m["awsRegion"])},
		"Account":      {string(rec.Account), first(said(m["recipientAccountId"]), said(who["accountId"]))},
		"SourceIP":     {string(rec.SourceIP), said(m["sourceIPAddress"])},
		"UserAgent":    {string(rec.UserAgent), said(m["userAgent"])},
		"ErrorCode":    {string(rec.ErrorCode), said(m["errorCode"])},
		"ErrorMessage": {string(rec.ErrorMessage), said(m["errorMessage"])},
		"Principal":    {string(rec.Principal), principal},
		"IdentityType": {string(rec.IdentityType), said(who["type"])},
		"AccessKeyID":  {string(rec.AccessKeyID), said(who["accessKeyId"])},
		"InvokedBy":    {string(rec.InvokedBy), said(who["invokedBy"])},
		"IssuerARN":    {string(rec.IssuerARN), said(issuer["arn"])},
		"Supersedes":   {string(rec.Supersedes), said(addendum["originalEventID"])},
		"VPCEndpoint":  {string(rec.VPCEndpoint), said(m["vpcEndpointId"])},
		"RoleDelivery": {string(rec.RoleDelivery), said(session["ec2RoleDelivery"])},
		"ReadOnly":     {fmt.Sprint(rec.ReadOnly), fmt.Sprint(truth(m["readOnly"]))},
		"Time":         {rec.Time.Format(time.RFC3339Nano), firstTime(m["eventTime"], m["@timestamp"]).Format(time.RFC3339Nano)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, encoding/json says %q in %s", name, pair[0], pair[1], rec.JSON)
		}
	}
	checkSpan(t, rec, "requestParameters", rec.Request, m)
	checkSpan(t, rec, "responseElements", rec.Response, m)
	if !slices.IsSortedFunc(rec.IDs, bytes.Compare) {
		t.Errorf("ids are not sorted: %q", rec.IDs)
	}
	for _, id := range rec.IDs {
		if len(id) == 0 || bytes.ContainsAny(id, "\x00\t\r\n") || !bytes.Contains(AppendText(nil, rec.JSON), id) {
			t.Errorf("%q is no id of %s", id, rec.JSON)
		}
	}
}

// checkSpan holds a part of the record's text against the member that it is.
func checkSpan(t *testing.T, rec *Record, name string, part []byte, m map[string]any) {
	t.Helper()
	if part == nil {
		if m[name] != nil {
			t.Errorf("%s is missing in %s", name, rec.JSON)
		}
		return
	}
	want, err := json.Marshal(m[name])
	if err != nil || Meaning(string(part)) != Meaning(string(want)) {
		t.Errorf("%s is %s, want %s", name, part, want)
	}
	if !liesIn(rec.JSON, part) {
		t.Errorf("%s does not lie in the record's own text", name)
	}
}

// liesIn reports whether part is a slice of whole, not of a copy.
func liesIn(whole, part []byte) bool {
	for i := range whole {
		if &whole[i] == &part[0] {
			return i+len(part) <= len(whole) && bytes.HasPrefix(whole[i:], part)
		}
	}
	return false
}

// said is a member as the scanner takes texts: a string, or a number as it is written.
func said(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		if !strings.HasPrefix(string(v), "-") {
			return string(v)
		}
	}
	return ""
}

func first(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

func truth(v any) Tristate {
	switch fmt.Sprint(v) {
	case "true", "TRUE", "True":
		return Yes
	case "false", "FALSE", "False":
		return No
	}
	return Absent
}

func firstTime(values ...any) time.Time {
	for _, v := range values {
		if t, _, err := ParseTime(said(v)); err == nil {
			return t
		}
	}
	return time.Time{}
}

// A maker writes records that no honest program would, member by member.
type maker struct{ *rand.Rand }

func pick[T any](m maker, of ...T) T { return of[m.IntN(len(of))] }

// text is a JSON string.
func (m maker) text() string {
	return pick(m, `""`, `"a"`, `"vpc-0123456789abcdef0"`, `"igw-01234567"`, `"arn:aws:iam::111122223333:user/ann"`,
		`"arn:aws:sts::111122223333:assumed-role/ops/carol"`, `"AROAEXAMPLE:carol"`, `"true"`, `"2024-05-01T10:00:00Z"`,
		`"2024-05-01T12:00:00.25+02:00"`, `"2024-05-01 10:00:00"`, `"a longer text that fits into no inline string"`,
		`"\u00e9\ud83d\ude00 \"quoted\" \\ \/ \n\u0000"`, `"é😀"`, `"a b"`, `"198.51.100.7"`, `"111122223333"`, `"\uD83D\uDE00"`)
}

// flawed is a JSON string that a strict reader refuses or loses.
func (m maker) flawed() string {
	return pick(m, "\"\xff\"", "\"a\x01\n\t\"", `"\ud800"`, `"\udc00x"`, `"\ud800\ud83d\ude00"`, "\"\xed\xa0\x80\"", "\"\xf0\x9f\x98\"", "\"\xc0\xaf\"")
}

// any is a JSON value of any type.
func (m maker) any(depth int) string {
	switch n := m.IntN(20); {
	case n < 9:
		return m.text()
	case n < 11:
		return pick(m, "null", "true", "false")
	case n < 13:
		return pick(m, "0", "-1", "12", "1.50", "-0.0e-7", "730654123456", "1E400", "123456789012345678901234567890")
	case n < 14 && m.IntN(8) == 0:
		return m.flawed()
	case depth > 4:
		return `{}`
	case n < 16:
		var parts []string
		for range m.IntN(4) {
			parts = append(parts, m.any(depth+1))
		}
		return "[" + strings.Join(parts, m.comma()) + "]"
	}
	return m.object(depth+1, pick(m, nil, []string{"vpcId", "roleName", "dBInstanceIdentifier", "items", "a b", "content"}))
}

// space is white space of any kind, mostly none.
func (m maker) space() string {
	if m.IntN(6) > 0 {
		return ""
	}
	return pick(m, " ", "\n", "\r\n  ", "\t")
}

func (m maker) comma() string { return m.space() + "," + m.space() }

// object has some of the names, in any order, now and then one twice or written with an escape.
func (m maker) object(depth int, names []string) string {
	var parts []string
	for _, i := range m.Perm(len(names)) {
		for range pick(m, 0, 1, 1, 1, 1, 1, 1, 2) {
			parts = append(parts, m.label(names[i])+m.space()+":"+m.space()+m.member(names[i], depth))
		}
	}
	return "{" + m.space() + strings.Join(parts, m.comma()) + m.space() + "}"
}

func (m maker) label(name string) string {
	if m.IntN(40) == 0 {
		return fmt.Sprintf(`"\u%04x%s"`, name[0], name[1:])
	}
	return `"` + name + `"`
}

// member is the value of a name: what CloudTrail writes there, and one time in four anything.
func (m maker) member(name string, depth int) string {
	inner, known := map[string][]string{
		"userIdentity":      {"type", "arn", "principalId", "accountId", "accessKeyId", "userName", "invokedBy", "sessionContext", "more"},
		"sessionContext":    {"sessionIssuer", "attributes", "ec2RoleDelivery"},
		"sessionIssuer":     {"arn", "userName", "type"},
		"addendum":          {"reason", "originalEventID"},
		"requestParameters": {"vpcId", "roleName", "DBInstanceIdentifier", "policyArn", "set", "roleName2"},
		"responseElements":  {"_return", "vpc", "requestId"},
	}[name]
	switch {
	case m.IntN(4) == 0 || !known && m.IntN(3) == 0:
		return m.any(depth)
	case known:
		return m.object(depth+1, inner)
	}
	return m.text()
}

func (m maker) record() []byte {
	names := []string{
		"eventID", "eventName", "eventSource", "eventType", "eventCategory", "awsRegion", "vpcEndpointId", "recipientAccountId", "sourceIPAddress",
		"userAgent", "errorCode", "errorMessage", "eventTime", "@timestamp", "readOnly", "userIdentity", "addendum",
		"requestParameters", "responseElements", "resources", "tlsDetails", "eventVersion", "a b",
	}
	return []byte(m.object(0, names))
}

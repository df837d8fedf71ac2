// Records for tests: plausible ones, and such as no honest program would write.

package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// maker writes records by a seed.
type maker struct{ *rand.Rand }

func newMaker(seed uint64) maker { return maker{rand.New(rand.NewPCG(seed, 0))} }

func pick[T any](m maker, of ...T) T { return of[m.IntN(len(of))] }

func (m maker) chance(percent int) bool { return m.IntN(100) < percent }

func (m maker) uuid() string {
	var id [16]byte
	for i := range id {
		id[i] = byte(m.IntN(256))
	}
	return identifierText(id)
}

// eventID is mostly a UUID as CloudTrail writes it.
func (m maker) eventID() string {
	switch m.IntN(20) {
	case 0:
		return strings.ToUpper(m.uuid())
	case 1:
		return fmt.Sprintf("event %d", m.IntN(1_000_000))
	case 2:
		return strings.ReplaceAll(m.uuid(), "-", "")
	}
	return m.uuid()
}

func (m maker) id(kind string) string { return fmt.Sprintf("%s-%017x", kind, m.IntN(40)) }

func (m maker) text() string {
	return pick(m, `""`, `"a"`, `"twelve bytes"`, `"thirteen byte"`, `"a text that no header holds, longer than twelve bytes"`,
		`"é😀 \u00e9\ud83d\ude00"`, `"\u0000 in \u0000 text\u0000"`, `"\"quoted\" \\ \/ \b\f\n\r\t"`, `"'; DROP TABLE records; --"`,
		`"two  words"`, `"\u001b[31mred\u202e"`, `"=1+1"`, `"null"`, `"`+m.id("vpc")+`"`, `"arn:aws:iam::111122223333:role/ops"`)
}

// anything is a JSON value of any type; now and then one that has to be mended.
func (m maker) anything(depth int) string {
	switch n := m.IntN(14); {
	case n < 5:
		return m.text()
	case n < 8:
		return pick(m, "null", "true", "false", "0", "-1.50", "1E400", "123456789012345678901234567890", "{}", "[]")
	case n == 8:
		return pick(m, "\"\xff\"", "\"\x01\"", `"\ud800"`, `{"a":1,"a":2}`)
	case depth > 3:
		return "7"
	case n < 11:
		return "[" + m.anything(depth+1) + m.comma() + m.anything(depth+1) + "]"
	}
	return m.object(member{"vpcId", m.text()}, member{pick(m, "x", "a b", "é", ""), m.anything(depth + 1)}, member{"set", m.anything(depth + 1)})
}

func (m maker) comma() string { return pick(m, ",", ",", ",", " ,\n  ", ",\t") }

// member is a name and its value as JSON text; without a value it is left out.
type member struct{ name, value string }

func (m maker) object(members ...member) string {
	var parts []string
	for _, p := range members {
		if p.value != "" {
			parts = append(parts, `"`+p.name+`"`+pick(m, ":", ":", ":", " : ")+p.value)
		}
	}
	return "{" + strings.Join(parts, m.comma()) + "}"
}

// plain is a record as CloudTrail delivers it.
func (m maker) plain(eventID string) string {
	return m.object(m.members(eventID)...)
}

func (m maker) members(eventID string) []member {
	name := pick(m, "DescribeVpcs", "DetachInternetGateway", "AttachInternetGateway", "RunInstances", "GetObject", "DetachRolePolicy", "ConsoleLogin")
	source := map[string]string{"GetObject": "s3", "DetachRolePolicy": "iam", "ConsoleLogin": "signin"}[name]
	if source == "" {
		source = "ec2"
	}
	request := `{"internetGatewayId":"` + m.id("igw") + `","vpcId":"` + m.id("vpc") + `"}`
	at := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(m.IntN(72*3600)) * time.Second)
	return []member{
		{"eventVersion", `"1.08"`},
		{"userIdentity", m.identity()},
		{"eventTime", `"` + at.Format(time.RFC3339) + `"`},
		{"eventSource", `"` + source + `.amazonaws.com"`},
		{"eventName", `"` + name + `"`},
		{"awsRegion", `"` + pick(m, "eu-west-1", "us-east-1") + `"`},
		{"sourceIPAddress", `"` + pick(m, "198.51.100.7", "198.51.100.200", "203.0.113.9", "2001:db8::7", "::ffff:203.0.113.7", "ec2.amazonaws.com", "AWS Internal") + `"`},
		{"userAgent", `"` + pick(m, "aws-cli/2.15", "Mozilla/5.0 (X11; Linux x86_64)", "ec2.amazonaws.com") + `"`},
		{"errorCode", pick(m, "", "", "", `"Client.UnauthorizedOperation"`, `"AccessDenied"`)},
		{"requestParameters", pick(m, request, request, request, "null")},
		{"responseElements", pick(m, "null", "null", `{"_return":true,"requestId":"`+m.uuid()+`"}`)},
		{"requestID", `"` + m.uuid() + `"`},
		{"eventID", `"` + eventID + `"`},
		{"readOnly", pick(m, "true", "false", "false", "")},
		{"eventType", `"AwsApiCall"`},
		{"recipientAccountId", pick(m, `"111122223333"`, `"111122223333"`, `"444455556666"`)},
	}
}

func (m maker) identity() string {
	const account = `"accountId":"111122223333"`
	return pick(m,
		`{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/team/ann",`+account+`,"accessKeyId":"AKIAEXAMPLEANN","userName":"ann"}`,
		`{"type":"AssumedRole","principalId":"AROAEXAMPLE:carol","arn":"arn:aws:sts::111122223333:assumed-role/ops/carol",`+account+`,"accessKeyId":"ASIAEXAMPLEOPS","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/ops"}}}`,
		`{"type":"AssumedRole","principalId":"AROAEXAMPLE:dave","arn":"arn:aws:sts::111122223333:assumed-role/ops/dave",`+account+`}`,
		`{"type":"Root","arn":"arn:aws:iam::111122223333:root",`+account+`}`,
		`{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}`,
		`null`,
	)
}

// odd is a record of an odd shape: members in any order, missing, twice, of other types, in need of mending.
func (m maker) odd() string {
	members := m.members(m.eventID())
	members = append(members, member{"resources", m.anything(1)}, member{"additionalEventData", m.anything(1)}, member{"unknown " + pick(m, "", "é", "😀"), m.anything(0)})
	for i := range members {
		switch {
		case members[i].name == "eventID" || members[i].name == "eventName" || members[i].name == "eventSource":
		case strings.HasSuffix(members[i].name, "s") && m.chance(50): // requestParameters, responseElements, resources
			members[i].value = pick(m, "null", `""`, `"HIDDEN_DUE_TO_SECURITY_REASONS"`, "[]", "{}", "0", "", m.anything(0), m.anything(0))
		case m.chance(10):
			members[i].value = pick(m, "", "null", m.anything(1))
		}
	}
	m.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	if m.chance(10) {
		again := members[m.IntN(len(members))]
		members = append(members, again)
	}
	return m.object(members...)
}

// Records: one call in CloudTrail's envelope, member by member in the order in which AWS writes them.

package corpus

import (
	"strconv"
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
)

// envelope is a record before it is written. Texts in JSON are whole values; empty means null or absent.
type envelope struct {
	name, source    string
	who             *actor
	at              time.Time
	account, region string
	ip, agent       string
	code, message   string // errorCode and errorMessage

	request, response []byte // JSON
	extra             []byte // members between responseElements and requestID, each with a comma behind it
	resources         []byte // JSON of the list
	details           []byte // members after the category, each with a comma before it

	kind     string // eventType
	category string // eventCategory
	read     bool
	id       [2]uint64 // of the event
	call     [2]uint64 // of the request
	version  string
	tls      bool
}

// append appends the record.
func (e *envelope) append(to []byte) []byte {
	to = append(append(append(to, `{"eventVersion":"`...), e.version...), `","userIdentity":`...)
	to = e.who.append(to, e.at)
	to = append(to, `,"eventTime":"`...)
	to = e.at.AppendFormat(to, time.RFC3339)
	to = member(to, `","eventSource":"`, e.source)
	to = member(to, `","eventName":"`, e.name)
	to = member(to, `","awsRegion":"`, e.region)
	to = member(to, `","sourceIPAddress":"`, e.ip)
	to = append(to, '"')
	if e.agent != "" {
		to = dialect.AppendText(append(to, `,"userAgent":`...), e.agent)
	}
	if e.code != "" {
		to = append(append(append(to, `,"errorCode":"`...), e.code...), '"')
		if e.message != "" {
			to = dialect.AppendText(append(to, `,"errorMessage":`...), e.message)
		}
	}
	to = value(to, `,"requestParameters":`, e.request)
	to = value(to, `,"responseElements":`, e.response)
	to = append(to, ',')
	to = append(to, e.extra...)
	to = append(to, `"requestID":"`...)
	to = appendUUID(to, e.call[0], e.call[1])
	to = append(to, `","eventID":"`...)
	to = appendUUID(to, e.id[0], e.id[1])
	to = strconv.AppendBool(append(to, `","readOnly":`...), e.read)
	if e.resources != nil {
		to = append(append(to, `,"resources":`...), e.resources...)
	}
	to = member(to, `,"eventType":"`, e.kind)
	to = strconv.AppendBool(append(to, `","managementEvent":`...), e.category == management)
	to = member(to, `,"recipientAccountId":"`, e.account)
	to = member(to, `","eventCategory":"`, e.category)
	to = append(to, '"')
	to = append(to, e.details...)
	if e.tls {
		to = e.appendTLS(to)
	}
	return append(to, '}')
}

func member(to []byte, before, text string) []byte { return append(append(to, before...), text...) }

func value(to []byte, before string, json []byte) []byte {
	to = append(to, before...)
	if len(json) == 0 {
		return append(to, "null"...)
	}
	return append(to, json...)
}

// appendTLS appends tlsDetails. Older clients still speak TLS 1.2.
func (e *envelope) appendTLS(to []byte) []byte {
	if e.call[1]%5 == 0 {
		to = append(to, `,"tlsDetails":{"tlsVersion":"TLSv1.2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","clientProvidedHostHeader":"`...)
	} else {
		to = append(to, `,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"`...)
	}
	name, rest, _ := strings.Cut(e.source, ".")
	to = append(append(to, name...), '.')
	if name != "iam" {
		to = append(append(to, e.region...), '.')
	}
	return append(append(to, rest...), `"}`...)
}

// eventID is the id as it stands in the record.
func (e *envelope) eventID() string { return string(appendUUID(nil, e.id[0], e.id[1])) }

const (
	management = "Management"
	data       = "Data"
	apiCall    = "AwsApiCall"
)

// dress puts an actor's address and agent on the record. A service that calls by itself shows its name for both and
// speaks no TLS of its own.
func (e *envelope) dress(who *actor, command string) {
	e.who, e.ip, e.agent = who, who.ip, who.agent
	if before, after, ok := strings.Cut(e.agent, "$"); ok {
		name, _, _ := strings.Cut(command, ".")
		if after == "command" {
			name = command
		}
		e.agent = before + name
	}
	e.tls = who.kind != service && who.service == ""
	if who.service != "" {
		e.ip, e.agent = who.service, who.service
	}
}

// throw sets what every record throws: its ids and its version. It is the first thing that a record throws, so that its
// id can be known without making the rest.
func (e *envelope) throw(d *dice) {
	e.id = [2]uint64{d.throw(), d.throw()}
	e.call = [2]uint64{d.throw(), d.throw()}
	e.version = [...]string{"1.08", "1.09", "1.10", "1.11"}[min(3, e.call[0]>>61)]
}

// command is how the AWS CLI names a call: ec2.describe-instances.
func command(source, name string) string {
	service, _, _ := strings.Cut(source, ".")
	to := append([]byte(service), '.')
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			if i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
				to = append(to, '-')
			}
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return string(to)
}

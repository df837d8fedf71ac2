// Tests of containers: each form that records come in, with their places.

package archive_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// containers are texts with the records that are in them, by number, and what else is told.
func containers() []struct{ name, text, want, status string } {
	a, b, c := record(1), record(2), record(3)
	pretty := strings.NewReplacer(`{`, "{\n  ", `,"`, ",\n  \"", `":`, `" : `).Replace(a)
	lookup := func(rec string) string {
		return `{"EventId":"x","EventName":"DetachInternetGateway","EventTime":"2024-05-01 12:00:01+02:00","Resources":[{"ResourceType":"t"}],"CloudTrailEvent":` + quote(rec) + `}`
	}
	envelope := func(rec string) string {
		return `{"version":"0","id":"9","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","detail":` + rec + `}`
	}
	return []struct{ name, text, want, status string }{
		{"log file", `{"Records":[` + a + `,` + b + `]}`, "1 2", "loaded"},
		{"log file with white space", " {\r\n \"Records\" : [\n" + pretty + " ,\r\n" + b + "\n]\n}\n", "1 2", "loaded"},
		{"Records behind other members", `{"a":{"Records":1},"b":"Records","c":[{"x":[1]}],"Records":[` + a + `],"d":{}}`, "1", "loaded"},
		{"Records twice", `{"Records":[` + a + `],"Records":[` + b + `]}`, "1 2", "loaded"},
		{"no records", `{"Records":[]}`, "", "loaded"},
		{"array", `[` + a + `,` + b + `]`, "1 2", "loaded"},
		{"empty array", `[]`, "", "loaded"},
		{"array of log files", `[{"Records":[` + a + `]},{"Records":[` + b + `]}]`, "1 2", "loaded"},
		{"array of strings", `[` + quote(a) + `,` + quote(b) + `]`, "1 2", "loaded"},
		{"one record", a, "1", "loaded"},
		{"lines", a + "\n" + b + "\n" + c + "\n", "1 2 3", "loaded"},
		{"lines with CRLF and without the last end", a + "\r\n\r\n" + b, "1 2", "loaded"},
		{"documents one behind the other", a + b + pretty + " " + c, "1 2 1 3", "loaded"},
		{"log files one behind the other", `{"Records":[` + a + `]}{"Records":[` + b + `]}`, "1 2", "loaded"},
		{"lines of log files", `{"Records":[` + a + `]}` + "\n" + `{"Records":[` + b + `,` + c + `]}` + "\n", "1 2 3", "loaded"},
		{"separated texts", "\x1e" + a + "\n\x1e" + b + "\n", "1 2", "loaded"},
		{"byte order mark", "\uFEFF" + a, "1", "loaded"},
		{"a mark in the middle", a + "\n\uFEFF" + b, "1 2", "loaded"},
		{"NULs where a disk has failed", "\x00\x00\x00" + a + "\n\x00\x00\x00" + b, "1 2", "loaded"},
		{"EventBridge", envelope(a), "1", "loaded"},
		{"lines of EventBridge", envelope(a) + "\n" + envelope(b), "1 2", "loaded"},
		{"EventBridge sign-in", strings.Replace(envelope(a), "API Call", "Console Sign In", 1), "1", "loaded"},
		{"answer of LookupEvents", `{"Events":[` + lookup(a) + `,` + lookup(b) + `],"NextToken":"x"}`, "1 2", "loaded"},
		{"lines of LookupEvents", lookup(a) + "\n" + lookup(b), "1 2", "loaded"},
		{"CloudWatch Logs", `{"messageType":"DATA_MESSAGE","owner":"1","logEvents":[{"id":"1","timestamp":1,"message":` + quote(a) +
			`},{"id":"2","timestamp":2,"message":` + quote(b) + `}]}`, "1 2", "loaded"},
		{"OpenSearch", `[{"@timestamp":"2023-07-17T08:14:05.000Z","cloud":{"provider":"aws"},"aws":{"cloudtrail":` + a + `}}]`, "1", "loaded"},
		{"hits of a search", `{"took":1,"hits":{"total":2,"hits":[{"_id":"1","_source":` + a + `},{"_id":"2","_source":` + b + `}]}}`, "1 2", "loaded"},
		{"Cribl", `[{"_raw":` + quote(a) + `,"_time":1},{"_raw":` + quote(b) + `,"_time":2}]`, "1 2", "loaded"},
		{"a string inside a string", `{"Type":"Notification","TopicArn":"arn","Message":` + quote(envelope(a)) + `}`, "1", "loaded"},
		{"an object and the same as a string", `{"message":` + quote(a) + `,"aws":{"cloudtrail":` + a + `}}`, "1", "loaded"},
		{"lines behind a time", "2024-05-01T10:00:00 host trail: " + a + "\n2024-05-01T10:00:00 host trail: " + b + "\n", "1 2", "loaded"},
		{"among notifications", `{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","eventVersion":"2.0"},` + a + `]}`, "1", "loaded"},
		{"among other lines", `{"detail-type":"GuardDuty Finding","detail":{}}` + "\n" + a, "1", "loaded"},
	}
}

func TestContainers(t *testing.T) {
	for _, c := range containers() {
		t.Run(c.name, func(t *testing.T) {
			v := &told{}
			v.each = func(rec *trail.Record, at trail.Place) {
				holdsRecord(t, c.name, []byte(c.text)[at.Offset:at.Offset+at.Length], rec)
			}
			read(t, v, archive.Options{}, file(t, "log", []byte(c.text)))
			if got := v.numbers(); got != c.want {
				t.Errorf("records %s, want %s", got, c.want)
			}
			if got := v.statuses(); !slices.Equal(got, []string{c.status}) {
				t.Errorf("%q, want %q", got, c.status)
			}
			if len(v.rejects) > 0 {
				t.Errorf("rejects %q", v.reasons())
			}
		})
	}
}

// TestOthers reads what is recognised and is no record.
func TestOthers(t *testing.T) {
	flow := "2 123456789012 eni-0a1b2c3d4e5f60718 10.0.0.1 10.0.0.2 443 49152 6 10 840 1620140761 1620140821 ACCEPT OK\n"
	for name, text := range map[string]string{
		"digest":                 `{"awsAccountId":"1","digestStartTime":"t","digestEndTime":"t","logFiles":[{"s3Object":"x"}]}`,
		"public keys":            `{"PublicKeyList":[{"Value":"x","Fingerprint":"y"}]}`,
		"metadata of a digest":   `{"signature":"00","signature-algorithm":"SHA256withRSA"}`,
		"notification of S3":     `{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{}}]}`,
		"test notification":      `{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"t","Bucket":"b"}`,
		"notification of SQS":    `{"Records":[{"messageId":"1","receiptHandle":"r","body":"hello","eventSource":"aws:sqs"}]}`,
		"S3 by way of SNS":       `{"Type":"Notification","TopicArn":"a","Message":"{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"x\"}]}"}`,
		"S3 in a wrapper":        `{"body":"{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"x\"}]}"}`,
		"CloudTrail by SNS":      `{"s3Bucket":"b","s3ObjectKey":["k"]}`,
		"EventBridge":            `{"detail-type":"GuardDuty Finding","source":"aws.guardduty","detail":{"service":{"eventName":"x","eventSource":"y","eventID":"z","eventVersion":"1"}}}`,
		"Config":                 `{"configurationItem":{"relatedEvents":[]},"messageType":"ConfigurationItemChangeNotification"}`,
		"control message":        `{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}`,
		"flow logs":              "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n" + flow,
		"flow logs, chosen form": "vpc-id srcaddr dstaddr pkt-srcaddr\nvpc-1 10.0.0.1 10.0.0.2 10.0.0.3\n",
		"rows of flow logs":      flow + flow,
		"beside a file on macOS": "\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        ",
	} {
		t.Run(name, func(t *testing.T) {
			v := readText(t, text, archive.Options{})
			if len(v.done) != 1 || v.done[0].Status != trail.Other || v.done[0].Reason == "" || len(v.rejects)+len(v.ids) > 0 {
				t.Errorf("%q, %d records, rejects %q, want other", v.statuses(), len(v.ids), v.reasons())
			}
		})
	}
}

// TestWidePlaces reads each container as UTF-16, where places are still bytes of the file.
func TestWidePlaces(t *testing.T) {
	for _, c := range containers() {
		if strings.ContainsAny(c.text[:1], "\uFEFF\x00\x1e") {
			continue // these say how a text of bytes begins
		}
		for _, big := range []bool{false, true} {
			content := wide(c.text, big, !big)
			v := &told{}
			v.each = func(rec *trail.Record, at trail.Place) {
				holdsRecord(t, c.name, []byte(narrow(content[at.Offset:at.Offset+at.Length], big)), rec)
			}
			read(t, v, archive.Options{}, file(t, "log", []byte(content)))
			if got := v.numbers(); got != c.want || len(v.rejects) > 0 {
				t.Errorf("%s: records %s, want %s; rejects %q", c.name, got, c.want, v.reasons())
			}
			if len(v.done) == 1 && v.done[0].Inflated != int64(len(content)) {
				t.Errorf("%s: %d bytes were read, want %d", c.name, v.done[0].Inflated, len(content))
			}
		}
	}
}

// narrow turns UTF-16 back.
func narrow(text string, big bool) string {
	units := make([]uint16, len(text)/2)
	for i := range units {
		low, high := text[2*i], text[2*i+1]
		if big {
			low, high = high, low
		}
		units[i] = uint16(low) | uint16(high)<<8
	}
	return string(utf16.Decode(units))
}

// TestWideWindows reads UTF-16 that is larger than a window, with characters of two units.
func TestWideWindows(t *testing.T) {
	var text strings.Builder
	for n := range 2000 {
		text.WriteString(strings.Replace(record(n+1), "alice", "al\U0001F600ce", 1) + "\n")
	}
	content := wide(text.String(), false, true)
	v := &told{}
	v.each = func(rec *trail.Record, at trail.Place) {
		if got := narrow(content[at.Offset:at.Offset+at.Length], false); got != string(rec.JSON) {
			t.Fatalf("the place holds %q, the record is %q", got, rec.JSON)
		}
	}
	read(t, v, archive.Options{}, file(t, "log", []byte(content)))
	if len(v.ids) != 2000 || len(v.rejects) > 0 {
		t.Errorf("%d records, rejects %q", len(v.ids), v.reasons())
	}
}

// TestWindowEnds reads each container, and some that are broken, across the end of the window at many places.
func TestWindowEnds(t *testing.T) {
	const window = 256 << 10
	a, b, c := record(1), record(2), record(3)
	texts := containers()
	for _, broken := range []string{list(a, strings.Replace(b, "alice", `\q`, 1), c), list(a, b[:len(b)-1], c), list(a, b[:150]) + "\n" + c, a + "\n" + b[:150] + "\n" + c} {
		texts = append(texts, struct{ name, text, want, status string }{"broken", broken, "1 3", ""})
	}
	var store shelf
	logs := onShelf(t, &store)
	for _, c := range texts {
		if c.text[0] > '~' || c.name == "lines behind a time" {
			continue // these must begin the text
		}
		step := 1
		for cut := 0; cut < len(c.text); cut += step {
			if step += cut / 2; c.name == "broken" {
				step = 9
			}
			text := "[]" + strings.Repeat(" ", window-2-cut) + c.text
			v := &told{t: t}
			v.each = func(rec *trail.Record, at trail.Place) {
				holdsRecord(t, c.name, []byte(text)[at.Offset:at.Offset+at.Length], rec)
			}
			store = shelf{{"log", gzipped(t, text)}}
			readAll(t, v, logs)
			if got := v.numbers(); got != c.want || (v.rejected() == 1) != (c.name == "broken") {
				t.Errorf("%s, cut after %d: records %s, want %s; rejects %q", c.name, cut, got, c.want, v.reasons())
			}
		}
	}
}

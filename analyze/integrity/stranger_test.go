// Strangers: files of any name and place that hold records, and such as hold none.

package integrity_test

import (
	"testing"

	"traillab/analyze/integrity"
)

// forged is a record as a load takes it.
const forged = `{"eventVersion":"1.08","eventTime":"2026-03-01T08:05:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"DeleteTrail",` +
	`"awsRegion":"eu-west-1","eventID":"f04ed000-0000-4000-8000-000000000000","eventType":"AwsApiCall","recipientAccountId":"` + account + `"}`

// TestStrangers: whatever a load takes records from is no part of what digests vouch for, whatever it is called.
func TestStrangers(t *testing.T) {
	list := []byte(`{"Records":[` + forged + `]}`)
	const day = "AWSLogs/" + account + "/CloudTrail/eu-west-1/2026/03/01/"
	put := "broken unlisted"
	for key, c := range map[string]struct {
		text    []byte
		want    string
		verdict integrity.Verdict
	}{
		"AWSLogs/evil.json.gz":                                                    {squeeze(list), put, integrity.Violated},
		"AWSLogs/" + account + "/evil.json.gz":                                    {squeeze(list), put, integrity.Violated},
		"AWSLogs/" + account + "/CloudTrail/evil.json.gz":                         {squeeze(list), put, integrity.Violated},
		"AWSLogs/" + account + "/Config/eu-west-1/2026/3/1/evil.json.gz":          {squeeze(list), put, integrity.Violated},
		"AWSLogs/" + account + "/vpcflowlogs/eu-west-1/2026/03/01/evil.json":      {list, put, integrity.Violated},
		"AWSLogs/" + account + "/cloudtrail/eu-west-1/2026/03/01/evil.json.gz":    {squeeze(list), put, integrity.Violated},
		day + "sub/evil.json.gz":                                                  {squeeze(list), put, integrity.Violated},
		"AWSLogs/" + account + "/CloudTrail/eu-west-1/2026/13/45/evil.json.gz":    {squeeze(list), put, integrity.Violated},
		"AWSLogs/" + account + "/CloudTrail-Digest/eu-west-1/2026/03/01/sub/x":    {list, put, integrity.Violated},
		day + account + "_CloudTrail_eu-west-1_20260301T0830Z_aa\xff\xfe.json.gz": {squeeze(list), put, integrity.Violated},
		day + "evil.json.gz.metadata.json":                                        {list, put, integrity.Violated},
		"AWSLogs/public-keys.json":                                                {list, put, integrity.Violated},
		"AWSLogs/torn.json":                                                       {append(list, `{"Records":[{`...), put, integrity.Violated},
		"AWSLogs/" + account + "/CloudTrail-Lake/Query/2026/03/01/a/result.json":  {list, "unchecked unlisted", integrity.Partly},
		day + account + "_CloudTrail-Insight_eu-west-1_20260301T0730Z_a.json":     {list, "", integrity.Partly},
		"public-keys.json":                         {list, "", integrity.Partly},
		"AWSLogs/nothing.json":                     {[]byte(`{"Records":[]}`), "", integrity.Whole},
		"AWSLogs/" + account + "/Config/item.json": {[]byte(`{"configurationItems":[]}`), "", integrity.Whole},
		"README.txt":                               {[]byte("A copy."), "", integrity.Whole},
		"keys.json":                                {nil, "", integrity.Whole},
	} {
		m := hours(t, 2)
		if c.text == nil {
			c.text = m.keys()
		}
		m.write(key, c.text)
		logged := false
		r := m.verify(integrity.Options{Log: func(f integrity.LogFile) {
			logged = logged || f.State == integrity.LogUnlisted || f.State == integrity.LogUncovered
		}})
		if told(r) != c.want || r.Verdict != c.verdict || r.Logs.Valid != 4 || logged != (c.verdict != integrity.Whole) {
			t.Errorf("%q: %s, %q, %+v, want %s, %q; told as a log file: %t", key, r.Verdict, told(r), r.Logs, c.verdict, c.want, logged)
		}
	}
}

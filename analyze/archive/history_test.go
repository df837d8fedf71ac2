// Tests of tables of Event history: both forms of the console, and what spreadsheets make of them.

package archive_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

const (
	header16 = "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category"
	header10 = "Event ID,Event time,User name,Event name,Resource type,Resources,AWS access key,AWS region,Error code,Source IP address"
)

// TestSeparatorLine reads a table behind the line that is there for Excel.
func TestSeparatorLine(t *testing.T) {
	table := header16 + "\n" + row16(1, "123456789012", "false") + "\n"
	for _, line := range []string{"sep=;\r\n", "SEP=,\n"} {
		if v := readText(t, line+table, archive.Options{}); v.numbers() != "1" || len(v.rejects) > 0 {
			t.Errorf("%q: records %q, %q, rejects %q", line, v.numbers(), v.statuses(), v.reasons())
		}
	}
	if v := readText(t, "sep=;", archive.Options{}); len(v.done) != 1 || v.done[0].Status != trail.Rejected {
		t.Errorf("a lone line: %q", v.statuses())
	}
}

// row16 is a row of 16 columns, with the parts that tests change.
func row16(n int, account, readOnly string) string {
	return fmt.Sprintf(`alice,AKIAEXAMPLE,2024-05-01T10:00:%02dZ,ec2.amazonaws.com,DetachInternetGateway,us-east-1,203.0.113.7,"aws-cli/2.1 ""x"",`+"\n"+`Linux",Client.DryRunOperation,`+
		`"[{""resourceType"":""AWS::EC2::VPC"",""resourceName"":""vpc-0a1b2c3d""},{""resourceName"":""igw-0a1b2c3d""}]",req-1,%s,%s,AwsApiCall,%s,Management`, n, eventID(n), readOnly, account)
}

// want16 is the record of that row.
func want16(n int, account string) string {
	if account != "" {
		account = `,"recipientAccountId":"` + account + `"`
	}
	return fmt.Sprintf(`{"eventTime":"2024-05-01T10:00:%02dZ","eventID":"%s","eventSource":"ec2.amazonaws.com","eventName":"DetachInternetGateway","eventType":"AwsApiCall",`+
		`"eventCategory":"Management","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"aws-cli/2.1 \"x\",\nLinux","errorCode":"Client.DryRunOperation","requestID":"req-1","readOnly":false%s,`+
		`"userIdentity":{"userName":"alice","accessKeyId":"AKIAEXAMPLE"},"resources":[{"type":"AWS::EC2::VPC","resourceName":"vpc-0a1b2c3d"},{"resourceName":"igw-0a1b2c3d"}]`, n, eventID(n), account)
}

func TestHistory(t *testing.T) {
	row10 := eventID(7) + `,"2020-06-08, 08:18:44 PM",bob,DetachRolePolicy,IAM Role,"arn:aws:iam::1:role/r, MyRole",AKIA,us-east-1,,AWS Internal`
	want10 := `{"eventTime":"2020-06-08T20:18:44Z","eventID":"` + eventID(7) + `","eventName":"DetachRolePolicy","awsRegion":"us-east-1","sourceIPAddress":"AWS Internal",` +
		`"userIdentity":{"userName":"bob","accessKeyId":"AKIA"},"resources":[{"type":"IAM Role","ARN":"arn:aws:iam::1:role/r"},{"type":"IAM Role","resourceName":"MyRole"}]}`
	semicolons := strings.NewReplacer(",", ";").Replace(header16)
	excel := `alice;AKIA;2024-05-01T10:00:02Z;iam.amazonaws.com;CreateUser;us-east-1;1.1.1.1;aws, cli;;[];r;` + eventID(2) + `;TRUE;AwsApiCall;9,46272E+11;Management`
	wantExcel := `{"eventTime":"2024-05-01T10:00:02Z","eventID":"` + eventID(2) + `","eventSource":"iam.amazonaws.com","eventName":"CreateUser","eventType":"AwsApiCall","eventCategory":"Management",` +
		`"awsRegion":"us-east-1","sourceIPAddress":"1.1.1.1","userAgent":"aws, cli","requestID":"r","readOnly":true,"userIdentity":{"userName":"alice","accessKeyId":"AKIA"},` +
		`"eventHistory":{"untrusted":["Recipient Account Id: 9,46272E+11 was rounded by a spreadsheet, so the account is left out"]}}`
	for _, test := range []struct {
		name, text string
		want       []string
		repaired   bool
		reasons    []string
	}{
		{"16 columns", header16 + "\n" + row16(2, "123456789012", "false") + "\n" + row16(1, "123456789012", "false") + "\n", []string{want16(2, "123456789012") + "}", want16(1, "123456789012") + "}"}, false, nil},
		{"CRLF, a mark, no end", "\uFEFF" + header16 + "\r\n" + row16(1, "", "false") + "\r\n\r\n" + row16(2, "", "false"), []string{want16(1, "") + "}", want16(2, "") + "}"}, false, nil},
		{"10 columns", header10 + "\n" + row10 + "\n", []string{want10}, true, nil},
		{"Excel", semicolons + "\n" + excel + "\n", []string{wantExcel}, true, nil},
		{"Excel's full stop", header16 + "\n" + row16(1, "7.30654E+11", "FALSE"), []string{want16(1, "") + `,"eventHistory":{"untrusted":["Recipient Account Id: 7.30654E+11 was rounded by a spreadsheet, so the account is left out"]}}`}, true, nil},
		{
			"a user's name rounded", header16 + "\n" + strings.Replace(row16(1, "", "false"), "alice", "1.23457E+11", 1),
			[]string{strings.Replace(want16(1, ""), "alice", "1.23457E+11", 1) + `,"eventHistory":{"untrusted":["User Name: 1.23457E+11 is what a spreadsheet makes of a long number"]}}`},
			true, nil,
		},
		{"a name like a number", header16 + "\n" + strings.Replace(row16(1, "", "false"), "alice", "1E5.ops", 1), []string{strings.Replace(want16(1, ""), "alice", "1E5.ops", 1) + "}"}, false, nil},
		{"leading zeros lost", header16 + "\n" + row16(1, "23456789012", "false"), []string{want16(1, "023456789012") + `,"eventHistory":{"untrusted":["Recipient Account Id: 23456789012 had lost its leading zeros"]}}`}, true, nil},
		{"a column nobody knows", header16 + ",Note\n" + row16(1, "", "false") + ",=1+1", []string{want16(1, "") + `,"eventHistory":{"columns":{"Note":"=1+1"}}}`}, false, nil},
		{"no rows", header16 + "\n", nil, false, nil},
		{
			"columns shifted", header16 + "\n" + "x," + row16(1, "", "false")[:len(row16(1, "", "false"))-len(",Management")] + "\n" + row16(2, "", "false"),
			[]string{want16(2, "") + "}"},
			false,
			[]string{`0: a broken row of the table: "AKIAEXAMPLE" in the column event time is no time*`},
		},
		{
			"lines wrapped", header16 + "\n" + strings.Replace(row16(1, "", "false"), "ec2.ama", "ec2.\nama", 1) + "\n" + row16(2, "", "false"),
			[]string{want16(2, "") + "}"},
			false,
			[]string{"0: a broken row of the table: 4 columns where the header has 16", "1: *", "2: *"},
		},
		{
			"a quote not closed", header16 + "\n" + strings.Replace(row16(1, "", "false"), `Linux"`, `Linux`, 1) + "\n" + row16(2, "", "false") + "\n" + row16(3, "", "false"),
			[]string{want16(2, "") + "}", want16(3, "") + "}"},
			false,
			[]string{"0: *", "1: *"},
		},
		{"no event id", header16 + "\n" + strings.Replace(row16(1, "", "false"), eventID(1), "AwsApiCall", 1), nil, false, []string{`0: *"AwsApiCall" in the column event id is no event id*`}},
		{"read-only is no flag", header16 + "\n" + row16(1, "", eventID(1)), nil, false, []string{"0: *read-only is neither true nor false*"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			v := &told{each: func(rec *trail.Record, at trail.Place) {
				got = append(got, string(rec.JSON))
				holdsRecord(t, test.name, []byte(test.text)[at.Offset:at.Offset+at.Length], rec)
				if rec.Repaired != test.repaired {
					t.Errorf("repaired: %t, want %t", rec.Repaired, test.repaired)
				}
				if row := test.text[at.Offset : at.Offset+at.Length]; strings.TrimSpace(row) != row {
					t.Errorf("the place of the row is %q", row)
				}
			}}
			read(t, v, archive.Options{}, file(t, "event_history.csv", []byte(test.text)))
			if !slices.EqualFunc(got, test.want, sameJSON) {
				t.Errorf("records\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if !slices.EqualFunc(v.reasons(), test.reasons, matches) || v.done[0].Status != trail.Loaded {
				t.Errorf("%q, rejects %q, want %q", v.statuses(), v.reasons(), test.reasons)
			}
		})
	}
}

// sameJSON compares two JSON texts by what they mean.
func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

// TestHistoryWide reads a table as Excel saves "Unicode text": UTF-16, columns apart by tabs.
func TestHistoryWide(t *testing.T) {
	text := strings.ReplaceAll(header10, ",", "\t") + "\r\n" + strings.Join([]string{eventID(1), "2020-06-08 20:18:44", "bøb", "DeleteVpc", "", "vpc-0a1b2c3d", "", "us-east-1", "", "1.1.1.1"}, "\t") + "\r\n"
	content := wide(text, false, true)
	var places []trail.Place
	v := &told{each: func(rec *trail.Record, at trail.Place) {
		places = append(places, at)
		if string(rec.Principal) != "bøb" || len(rec.IDs) != 1 {
			t.Errorf("principal %q, ids %q", rec.Principal, rec.IDs)
		}
	}}
	read(t, v, archive.Options{}, file(t, "log", []byte(content)))
	if len(places) != 1 || len(v.rejects) > 0 {
		t.Fatalf("%d records, rejects %q", len(places), v.reasons())
	}
	row := content[places[0].Offset : places[0].Offset+places[0].Length]
	if want := wide(strings.Split(text, "\r\n")[1], false, false); row != want {
		t.Errorf("the place holds %q, want %q", row, want)
	}
}

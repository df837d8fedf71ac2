// The smaller questions: the record behind an event, the time around it, the way of credentials, and coverage.

package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
)

func TestShow(t *testing.T) {
	const id = "0f8fad5b-d9cb-469f-a165-70867728950e"
	s := newCase(t)
	load(t, s,
		file("b.json", `{"eventID":"`+id+`","eventTime":"2024-05-01T10:00:00Z","recipientAccountId":"1"}`, `{"eventID":"`+strings.ToUpper(id)+`"}`),
		file("a.json", `{"eventID":"`+id+`","eventTime":"2024-05-01T10:00:00Z", "recipientAccountId":"1"}`, `{"eventID":"`+id+`","recipientAccountId":"2"}`),
		file("c.json", `{"eventID":"new","recipientAccountId":"2","addendum":{"originalEventID":"`+id+`"}}`, "{\"eventID\":\"mended\",\"a\":\"\xff\"}"),
	)
	for id, want := range map[string]string{
		id:                                     "b.json 0 stands account 1, a.json 0 duplicate account 1, a.json 112 superseded account 2",
		strings.ToUpper(id):                    "b.json 111 stands account ",
		"new":                                  "c.json 0 stands account 2",
		"mended":                               "c.json 113 stands account  repaired",
		"nobody":                               "",
		"'":                                    "",
		"0f8fad5b-d9cb-469f-a165-70867728950f": "",
	} {
		shown, err := s.Show(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range shown {
			line := fmt.Sprintf("%s %d %s account %s", e.File, e.Offset, e.Standing, e.Account)
			if e.Repaired {
				line += " repaired"
			}
			got = append(got, line)
			if e.EventID != id || len(e.SHA256) != 64 || int(e.Length) != len(e.Record) && !e.Repaired {
				t.Errorf("%+v", e)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("show %s:\n got %s\nwant %s", id, strings.Join(got, ", "), want)
		}
	}
}

func TestAround(t *testing.T) {
	s := newCase(t)
	load(t, s, file("a.json",
		`{"eventID":"long before","eventTime":"2024-05-01T09:44:59Z"}`, `{"eventID":"before","eventTime":"2024-05-01T09:45:00Z"}`,
		`{"eventID":"it","eventTime":"2024-05-01T10:00:00Z"}`, `{"eventID":"after","eventTime":"2024-05-01T10:15:00.9Z"}`,
		`{"eventID":"long after","eventTime":"2024-05-01T10:15:01Z"}`, `{"eventID":"no time"}`,
	))
	f, err := s.Around(t.Context(), trail.Filter{Names: nil}, "it", 15*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for e, err := range s.Timeline(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.ID)
	}
	if strings.Join(got, ", ") != "before, it, after" {
		t.Errorf("around it are %q", got)
	}
	for _, id := range []string{"nobody", "no time"} {
		if _, err := s.Around(t.Context(), trail.Filter{}, id, time.Minute); err == nil || !strings.Contains(err.Error(), "no event "+id) {
			t.Errorf("around %s: %v", id, err)
		}
	}
}

// TestTrace follows credentials from key to key, and comes back from a role that assumes itself.
func TestTrace(t *testing.T) {
	issue := func(id, call, holder, issued, minute string) string {
		answer := `{"credentials":{"accessKeyId":"` + issued + `"}}`
		if call == "CreateAccessKey" {
			answer = `{"accessKey":{"accessKeyId":"` + issued + `","userName":"x"}}`
		}
		return `{"eventID":"` + id + `","eventName":"` + call + `","eventSource":"sts.amazonaws.com","eventTime":"2024-05-01T10:` + minute + `:00Z","userIdentity":{"arn":"arn:` + holder + `","accessKeyId":"` + holder + `"},"responseElements":` + answer + `}`
	}
	s := newCase(t)
	load(t, s, file("a.json",
		issue("1", "AssumeRole", "AKIA1", "ASIA2", "00"), issue("2", "AssumeRole", "ASIA2", "ASIA3", "01"), issue("3", "AssumeRole", "ASIA3", "ASIA2", "02"),
		issue("4", "CreateAccessKey", "AKIA1", "AKIA4", "03"), issue("5", "GetSessionToken", "AKIA9", "ASIA8", "04"),
		`{"eventID":"6","eventName":"AssumeRole","eventSource":"sts.amazonaws.com","errorCode":"AccessDenied","userIdentity":{"accessKeyId":"AKIA1"},"responseElements":{"credentials":{"accessKeyId":"ASIA7"}}}`,
		`{"eventID":"7","eventName":"DeleteVpc","eventSource":"ec2.amazonaws.com","eventTime":"2024-05-01T11:00:00Z","userIdentity":{"arn":"arn:other","accessKeyId":"ASIA3"}}`,
		`{"eventID":"8","eventName":"AssumeRole","eventSource":"sts.amazonaws.com","userIdentity":{"accessKeyId":"AKIA1"},"responseElements":"HIDDEN"}`,
	))
	found, err := s.Trace(t.Context(), "AKIA1", trail.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range found {
		got = append(got, fmt.Sprintf("%d %s from %s by %s: %d calls, %d errors, %s", c.Depth, c.AccessKey, c.From, c.Call, c.Calls, c.Errors, strings.Join(c.Principals, " ")))
	}
	want := []string{
		"0 AKIA1 from  by : 4 calls, 1 errors, arn:AKIA1 ", "1 ASIA2 from AKIA1 by AssumeRole: 1 calls, 0 errors, arn:ASIA2",
		"1 AKIA4 from AKIA1 by CreateAccessKey: 0 calls, 0 errors, ", "2 ASIA3 from ASIA2 by AssumeRole: 2 calls, 0 errors, arn:ASIA3 arn:other",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if last := found[3]; last.First == nil || last.Last == nil || last.Last.Sub(*last.First) != 58*time.Minute {
		t.Errorf("ASIA3 was used from %v to %v", last.First, last.Last)
	}
	narrow, err := s.Trace(t.Context(), "AKIA1", trail.Filter{Names: []string{"DeleteVpc"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(narrow) != len(found) || narrow[0].Calls != 0 || narrow[0].First != nil || narrow[3].Calls != 1 || !narrow[3].First.Equal(*narrow[3].Last) {
		t.Errorf("of the calls DeleteVpc the trace tells %+v", narrow)
	}
}

func TestCaseCoverage(t *testing.T) {
	record := func(account, region, at string) string {
		return fmt.Sprintf(`{"eventID":%q,"recipientAccountId":%q,"awsRegion":%q,"eventTime":"2024-05-01T%sZ"}`, account+region+at, account, region, at)
	}
	delivered := "AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/01/111122223333_CloudTrail_eu-west-1_20240501T1205Z_abc.json.gz"
	quiet := strings.Replace(delivered, "T1205Z_abc", "T1405Z_def", 1)
	hurt := file(strings.Replace(delivered, "T1205Z_abc", "T1505Z_ghi", 1), record("111122223333", "eu-west-1", "15:00:00"), `{}`)
	hurt.body.outcome = trail.Outcome{Status: trail.Damaged, Reason: "cut off"}
	s := newCase(t)
	load(t, s, file(delivered, record("111122223333", "eu-west-1", "11:59:00"), record("111122223333", "eu-west-1", "12:01:00")), file(quiet), hurt,
		file("moved.json", record("444455556666", "us-east-1", "10:00:00"), `{"eventID":"no time","recipientAccountId":"444455556666"}`))
	tell := func(f trail.Filter) string {
		t.Helper()
		hours, err := s.Coverage(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, h := range hours {
			line := fmt.Sprintf("%s %s %d-%d", h.Account, h.Region, h.From.Hour(), h.Until.Hour())
			switch h.State {
			case trail.HoursGap:
				line += " gap"
			case trail.HoursUnplaced:
				line = fmt.Sprintf("unplaced %d", h.Rejects)
			case trail.HoursLogs, trail.HoursUnreadable:
				line += fmt.Sprintf(" %d files %d events %d rejects", h.Files, h.Events, h.Rejects)
			}
			out = append(out, line)
		}
		return strings.Join(out, "; ")
	}
	const first, second = "111122223333 eu-west-1 11-13 1 files 2 events 0 rejects; 111122223333 eu-west-1 13-14 gap; 111122223333 eu-west-1 14-16 2 files 1 events 2 rejects", "444455556666 us-east-1 10-11 0 files 1 events 0 rejects"
	if got := tell(trail.Filter{}); got != first+"; "+second {
		t.Errorf("got\n%s\nwant\n%s", got, first+"; "+second)
	}
	if got := tell(trail.Filter{Names: []string{"nothing"}}); !strings.Contains(got, "11-13 1 files 0 events") || strings.Count(got, "gap") != 1 {
		t.Errorf("a filter of events made a gap:\n%s", got)
	}
	if got := tell(trail.Filter{Accounts: []string{"111122223333"}}); got != first {
		t.Errorf("one account:\n%s", got)
	}
	if got := tell(trail.Filter{Regions: []string{"us-east-1"}}); got != second {
		t.Errorf("one region:\n%s", got)
	}
}

// TestBytesOfALoad: what a load read, and the span of what it stored.
func TestBytesOfALoad(t *testing.T) {
	s := newCase(t)
	a, b := file("a.json", `{"eventID":"a","eventTime":"2024-05-01T10:00:00Z"}`), file("b.json", `{"eventID":"b","eventTime":"2023-05-01T10:00:00Z"}`, `{"eventID":"c"}`)
	sum := load(t, s, a, b)
	size := a.Size() + b.Size()
	if sum.Bytes.Read != size || sum.Bytes.JSON != size || sum.First == nil || sum.First.Year() != 2023 || sum.Last.Year() != 2024 {
		t.Errorf("%+v", sum)
	}
	// What is known by its bytes was read for them; what is known by its stamp, and what could not be opened, was not.
	c, locked := file("c.json", `{"eventID":"a","eventTime":"2024-05-01T10:00:00Z" }`), file("locked.json", `{"eventID":"locked"}`)
	c.stamp, locked.body.outcome = "etag", trail.Outcome{Status: trail.Rejected, Reason: "unreadable"}
	again := load(t, s, a, b, c, locked)
	if again.First != nil || again.Last != nil || again.Bytes.Read != size+c.Size() || again.Records.Duplicate != 1 {
		t.Errorf("a load that stored nothing new: %+v", again)
	}
	if third := load(t, s, c, locked); third.Bytes.Read != 0 || third.Files.Known != 1 || third.Files.Rejected != 1 {
		t.Errorf("a load that read nothing: %+v", third)
	}
	var told []Progress
	loadWith(t, s, LoadOptions{Jobs: 1, Progress: func(p Progress) { told = append(told, p) }}, file("d.json", `{"eventID":"d"}`, `{"eventID":"e"}`), a)
	if len(told) != 2 || told[1].Files != 2 || told[1].Records != 2 || told[1].Bytes == 0 {
		t.Errorf("progress: %+v", told)
	}
}

// TestAdmit: a load that keeps only what a question needs keeps that.
func TestAdmit(t *testing.T) {
	s, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer closeCase(t, s)
	sum := loadWith(t, s, LoadOptions{Admit: func(name, _ []byte) bool { return string(name) == "cut" }}, file("a.json", `{"eventID":"a","eventName":"cut"}`, `{"eventID":"b"}`, `{"eventID":"a","eventName":"cut"}`))
	if sum.Records.Read != 3 || sum.Records.Stored != 1 || sum.Records.Duplicate != 1 {
		t.Errorf("%+v", sum.Records)
	}
}

// TestLook: a load may also keep records for what is in them.
func TestLook(t *testing.T) {
	s, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer closeCase(t, s)
	sum := loadWith(t, s, LoadOptions{
		Admit: func(name, _ []byte) bool { return string(name) == "cut" },
		Look:  func(record []byte) bool { return bytes.Contains(record, []byte("i-1")) },
	}, file("a.json", `{"eventID":"a","eventName":"cut"}`, `{"eventID":"b","principal":"i-1"}`, `{"eventID":"c"}`))
	if sum.Records.Read != 3 || sum.Records.Stored != 2 {
		t.Errorf("%+v", sum.Records)
	}
}

// TestSpansUnderAdmit: a span counts back from the newest event that was read, whether or not the question keeps it.
func TestSpansUnderAdmit(t *testing.T) {
	archive := func() *logFile {
		return file("a.json", `{"eventID":"cut","eventName":"x","eventTime":"2024-05-01T10:00:00Z"}`, `{"eventID":"later","eventTime":"2024-05-01T12:00:00Z"}`)
	}
	whole, narrow := newCase(t), newCase(t)
	load(t, whole, archive())
	loadWith(t, narrow, LoadOptions{Admit: func(name, _ []byte) bool { return string(name) == "x" }}, archive())
	for _, s := range []*Store{whole, narrow} {
		n := 0
		for e, err := range s.Timeline(t.Context(), trail.Filter{From: trail.Moment{Back: time.Hour}}) {
			if err != nil {
				t.Fatal(err)
			}
			if e.ID == "cut" {
				n++
			}
		}
		if n != 0 {
			t.Error("an event of two hours before the newest is within one hour of it")
		}
	}
}

// TestMissing: a case knows what it lacks, each once however often it was loaded.
func TestMissing(t *testing.T) {
	s := newCase(t)
	check := func(when string, want Missing) {
		t.Helper()
		if got, err := s.Missing(t.Context()); err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", when, got, err, want)
		}
	}
	check("new", Missing{Empty: true})
	bad := func(path string, status trail.Status, records ...string) *logFile {
		return &logFile{path: path, body: &body{records: records, outcome: trail.Outcome{Status: status, Reason: path}}}
	}
	files := []*logFile{
		file("whole.json", `{"eventID":"a"}`), file("holed.json", `{"eventID":"b"}`, `{}`, `[]`), bad("cut.json", trail.Damaged, `{"eventID":"c"}`),
		bad("text.json", trail.Rejected), bad("unreadable", trail.Rejected), bad("digest.json", trail.Other),
	}
	load(t, s, files...)
	load(t, s, files...)
	check("loaded twice", Missing{Damaged: 1, Rejected: 2, Records: 2})
	files[0].body = &body{records: []string{`{"eventID":"d"}`}}
	files[0].reading = func(context.Context) error { return errStop }
	if _, err := s.Load(t.Context(), listing(files), LoadOptions{Now: now}); err == nil {
		t.Fatal("the load was not stopped")
	}
	check("interrupted", Missing{Interrupted: true, Damaged: 1, Rejected: 2, Records: 2})
	load(t, s)
	check("ended since", Missing{Damaged: 1, Rejected: 2, Records: 2})
}

// TestResourcesAsWritten: names of several words, and ids whose slashes are escaped as some writers of JSON do, are found
// whole and by their last part, and nothing is found across two ids.
func TestResourcesAsWritten(t *testing.T) {
	s := newCase(t)
	load(t, s, file("a.json",
		`{"eventID":"words","requestParameters":{"groupName":"All HTTP traffic","vpcId":"vpc-01234567"}}`,
		`{"eventID":"escaped","requestParameters":{"policyArn":"arn:aws:iam::aws:policy\/job-function\/Billing"}}`,
		`{"eventID":"two","requestParameters":{"groupName":"All HTTP","roleName":"traffic"}}`,
	))
	for wanted, want := range map[string]string{
		"All HTTP traffic": "words", "HTTP traffic": "", "traffic": "two", "All HTTP": "two", "vpc-01234567": "words",
		"arn:aws:iam::aws:policy/job-function/Billing": "escaped", "Billing": "escaped", "job-function/Billing": "escaped",
		"All HTTP\ntraffic": "", "All HTTP traffic vpc-01234567": "",
	} {
		var got []string
		for e, err := range s.Timeline(t.Context(), trail.Filter{Resources: []string{wanted}}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("--resource %q finds %q, want %q", wanted, got, want)
		}
	}
}

// Phrases: what is read, what is a mistake and where, and that whatever is read can be written and read again.

package trail_test

import (
	"errors"
	"net/netip"
	"reflect"
	"testing"
	"time"
	"unicode/utf8"

	"traillab/analyze/trail"
)

func TestParsePhrase(t *testing.T) {
	block := netip.MustParsePrefix
	for phrase, want := range map[string]trail.Filter{
		"":                             {},
		"  \t":                         {},
		"name:DetachVpc event:X":       {Names: []string{"DetachVpc", "X"}},
		"-name:DescribeVpcs":           {Terms: []trail.Term{{Field: "name", Not: true, Value: "DescribeVpcs"}}},
		"name~^Detach|^Delete":         {Terms: []trail.Term{{Field: "name", Like: true, Value: "^Detach|^Delete"}}},
		"-agent~Botocore":              {Terms: []trail.Term{{Field: "agent", Not: true, Like: true, Value: "Botocore"}}},
		"ip:10.0.0.0/8 ip:2001:db8::1": {Addresses: []netip.Prefix{block("10.0.0.0/8"), block("2001:db8::1/128")}},
		"-ip:10.1.2.3/8":               {Terms: []trail.Term{{Field: "ip", Not: true, Value: "10.0.0.0/8"}}},
		"ip:ec2.amazonaws.com":         {Terms: []trail.Term{{Field: "ip", Value: "ec2.amazonaws.com"}}},
		"since:2h until:2024-05-01":    {From: trail.Moment{Back: 2 * time.Hour}, Until: trail.Moment{At: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)}},
		"is:error is:write":            {Errors: true, Writes: true},
		"-is:write":                    {Terms: []trail.Term{{Field: "is", Not: true, Value: "write"}}},
		"user:alice access-key:AKIA1 Region:eu-west-1": {Principals: []string{"alice"}, AccessKeys: []string{"AKIA1"}, Regions: []string{"eu-west-1"}},
		`igw-0a1 "two words" "say ""x"""`:              {Words: []string{"igw-0a1", "two words", `say "x"`}},
		`-dry ~^a.b$ -~x`:                              {Terms: []trail.Term{{Not: true, Value: "dry"}, {Like: true, Value: "^a.b$"}, {Not: true, Like: true, Value: "x"}}},
		"arn:aws:iam::111122223333:user/alice":         {Words: []string{"arn:aws:iam::111122223333:user/alice"}},
		"12:30:45 - 2001:db8::1":                       {Words: []string{"12:30:45", "-", "2001:db8::1"}},
		`"nmae:x" agent:"aws-cli/2 md/Botocore"`:       {Words: []string{"nmae:x"}, Terms: []trail.Term{{Field: "agent", Value: "aws-cli/2 md/Botocore"}}},
		`"~x" "-x" "is:x" "a""b" "arn:x"`:              {Words: []string{"~x", "-x", "is:x", `a"b`, "arn:x"}},
		`error:Client.X source:ec2.amazonaws.com`:      {Terms: []trail.Term{{Field: "error", Value: "Client.X"}, {Field: "source", Value: "ec2.amazonaws.com"}}},
	} {
		got, err := trail.ParsePhrase(phrase)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s\n reads %+v, %v\n want  %+v", phrase, got, err, want)
		}
		if again, err := trail.ParsePhrase(got.Phrase()); err != nil || !reflect.DeepEqual(again, want) {
			t.Errorf("%s is written %s, which reads %+v, %v", phrase, got.Phrase(), again, err)
		}
	}
}

func TestPhraseMistakes(t *testing.T) {
	for phrase, at := range map[string]int{
		"nmae:DetachVpc":            0,
		"naïve -nmae:DetachVpc":     7,
		"name:":                     5,
		"-name: x":                  6,
		`x name:"`:                  7,
		`"open`:                     0,
		`name:"a"b`:                 8,
		`ä "b"c`:                    5,
		"name~(":                    5,
		"-~[":                       2,
		"ip:10.0.0":                 3,
		"ip:10.0.0.0/33":            3,
		"since:yesterday":           6,
		"-since:2h":                 1,
		"since~2h":                  0,
		"since:2h from:3h":          9,
		"is:read":                   3,
		"~":                         1,
		`""`:                        0,
		"foo~bar":                   0,
		"https://example.com since": 0,
	} {
		_, err := trail.ParsePhrase(phrase)
		var wrong *trail.Mistake
		if !errors.As(err, &wrong) || wrong.At != at {
			t.Errorf("%s: %v, want a mistake at character %d", phrase, err, at)
		}
	}
}

func TestPivot(t *testing.T) {
	for _, c := range []struct {
		phrase, field, value string
		only, without        string
	}{
		{"", "name", "DetachVpc", "name:DetachVpc", "-name:DetachVpc"},
		{"name:A name:B x", "name", "A", "name:A x", "name:A name:B -name:A x"},
		{"-name:A", "name", "A", "name:A", "-name:A"},
		{"ip:10.0.0.0/8", "ip", "10.1.1.1", "ip:10.1.1.1/32", "ip:10.0.0.0/8 -ip:10.1.1.1/32"},
		{"ip:10.0.0.0/8 -ip:10.1.1.1", "ip", "10.1.1.1", "ip:10.1.1.1/32", "ip:10.0.0.0/8 -ip:10.1.1.1/32"},
		{"ip:10.0.0.0/8", "ip", "ec2.amazonaws.com", "ip:ec2.amazonaws.com", "ip:10.0.0.0/8 -ip:ec2.amazonaws.com"},
		{"ip:10.0.0.0/8", "error", "Client.X", "ip:10.0.0.0/8 error:Client.X", "ip:10.0.0.0/8 -error:Client.X"},
		{"error:A error:B", "error", "A", "error:A", "error:A error:B -error:A"},
		{"", "agent", `a "b`, `agent:"a ""b"`, `-agent:"a ""b"`},
	} {
		f, err := trail.ParsePhrase(c.phrase)
		if err != nil {
			t.Fatal(err)
		}
		only, ok := f.Only(c.field, c.value)
		without, also := f.Without(c.field, c.value)
		if !ok || !also || only.Phrase() != c.only || without.Phrase() != c.without {
			t.Errorf("%q, %s %s: only %q, without %q", c.phrase, c.field, c.value, only.Phrase(), without.Phrase())
		}
		if f.Phrase() != mustPhrase(t, c.phrase) {
			t.Errorf("the filter %q was changed to %q", c.phrase, f.Phrase())
		}
	}
	for _, field := range []string{"", "is", "since", "verdict", "event"} {
		if _, ok := (trail.Filter{}).Only(field, "error"); ok {
			t.Errorf("one can filter by %q", field)
		}
	}
}

func mustPhrase(t *testing.T, text string) string {
	t.Helper()
	f, err := trail.ParsePhrase(text)
	if err != nil {
		t.Fatal(err)
	}
	return f.Phrase()
}

// FuzzPhrase: no text makes the reader panic, a mistake lies within the text, and a filter written and read again is the same.
func FuzzPhrase(f *testing.F) {
	for _, seed := range []string{
		`name:X -name~"^a b" ip:10.0.0.0/8 since:2h "a ""b" ~x -y is:error`, "-", "--", "-~", `"`, "arn:aws:x", "is:write -is:error until:90m",
		"ip:::ffff:10.0.0.1/100", "\x00 \u202e:x", "\xff:\xfe", "name:\"\n\"", "-arn:x", `-"-a"`, "from:2024-05-01T10:00:00.123456789+02:00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := trail.ParsePhrase(text)
		var wrong *trail.Mistake
		switch {
		case errors.As(err, &wrong):
			if wrong.At < 0 || wrong.At > utf8.RuneCountInString(text) || wrong.Text == "" {
				t.Fatalf("%q: a mistake at %d", text, wrong.At)
			}
		case err != nil:
			t.Fatalf("%q: %v is no mistake", text, err)
		default:
			again, err := trail.ParsePhrase(got.Phrase())
			if err != nil || !reflect.DeepEqual(got, again) {
				t.Fatalf("%q is %+v, written %q, and read again %+v, %v", text, got, got.Phrase(), again, err)
			}
		}
	})
}

// Frames: which values are cut out of a record's text and which stay.

package store

import (
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// TestFrame shows holes as _ and closed ones as !, in the order of the values: principal, access key, issuer, source, name,
// region, address, agent, request, response, id.
func TestFrame(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{
			"as CloudTrail writes it",
			`{"userIdentity":{"arn":"arn:a","accessKeyId":"K","sessionContext":{"sessionIssuer":{"arn":"arn:i"}}},"eventSource":"s","eventName":"n","awsRegion":"r","sourceIPAddress":"1","userAgent":"u","requestParameters":{"a":1},"responseElements":[2],"eventID":"e"}`,
			`{"userIdentity":{"arn":"_","accessKeyId":"_","sessionContext":{"sessionIssuer":{"arn":"_"}}},"eventSource":"_","eventName":"_","awsRegion":"_","sourceIPAddress":"_","userAgent":"_","requestParameters":_,"responseElements":_,"eventID":"_"}`,
		},
		{"absent and null", `{"eventName":"n","eventID":"e","requestParameters":null}`, `!!!!{"eventName":"_!!!!!","eventID":"_","requestParameters":null}`},
		{"escaped", `{"eventSource":"s\/","eventName":"n","eventID":"e"}`, `!!!!{"eventSource":"s\/","eventName":"_!!!!!","eventID":"_"}`},
		{"out of order", `{"eventID":"e","eventName":"n","eventSource":"s"}`, `!!!{"eventID":"e","eventName":"n","eventSource":"_!!!!!!!"}`},
		{"response first", `{"eventID":"e","responseElements":{"a":1},"requestParameters":{"b":2}}`, `!!!!!!!!{"eventID":"e","responseElements":{"a":1},"requestParameters":_!!}`},
		{"response alone", `{"responseElements":{"a":1},"userAgent":"u","eventID":"e"}`, `!!!!!!!!!{"responseElements":_,"userAgent":"u","eventID":"_"}`},
		{"sorted names", `{"awsRegion":"r","eventID":"e","requestParameters":{"a":1},"responseElements":{"b":2},"userIdentity":{"arn":"arn:a"}}`, `!!!!!{"awsRegion":"_!!","eventID":"e","requestParameters":_,"responseElements":_!,"userIdentity":{"arn":"arn:a"}}`},
		{"one value for two columns", `{"userIdentity":{"invokedBy":"ec2.amazonaws.com"},"eventID":"e"}`, `{"userIdentity":{"invokedBy":"_!!!!!!!!!"},"eventID":"_"}`},
		{"nothing to cut", `{"eventName":"\u006e","eventSource":"\u0073"}`, `!!!!!!!!!!!{"eventName":"\u006e","eventSource":"\u0073"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rec := &trail.Record{}
			if _, err := trail.NewScanner().Scan([]byte(tt.text), rec); err != nil {
				t.Fatal(err)
			}
			b := newBlock(recordFields())
			defer b.pins.Unpin()
			got := strings.NewReplacer("\x01\x02", "!", "\x01", "_").Replace(string(frame(b, rec)))
			if got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestHolesAreEscapedInRecords: a record with the characters of holes in it has them as escapes, so none is taken for one.
func TestHolesAreEscapedInRecords(t *testing.T) {
	s := newCase(t)
	load(t, s, file("a.json", "{\"eventID\":\"e\",\"eventName\":\"\x01\x02\",\"a\":\"\x01\",\"\x02\":[\"\x01\x02\"]}"))
	want := `{"eventID":"e","eventName":"\u0001\u0002","a":"\u0001","\u0002":["\u0001\u0002"]}`
	if got := rows(t, s, "SELECT record, event_name FROM events"); len(got) != 1 || got[0] != want+" | \x01\x02" {
		t.Errorf("got %q, want %s", got, want)
	}
}

// FuzzFrame holds that a frame and its values give the text back, whatever the scanner takes for a record.
func FuzzFrame(f *testing.F) {
	m := newMaker(21)
	for range 50 {
		f.Add(m.odd())
	}
	f.Fuzz(func(t *testing.T, text string) {
		rec := &trail.Record{}
		if _, err := trail.NewScanner().Scan([]byte(text), rec); err != nil {
			return
		}
		b := newBlock(recordFields())
		defer b.pins.Unpin()
		pieces := strings.Split(string(frame(b, rec)), "\x01")
		if len(pieces) != cutValues+1 {
			t.Fatalf("%d pieces of %q", len(pieces), rec.JSON)
		}
		got := pieces[0]
		for i, v := range cuts(rec) {
			if rest, closed := strings.CutPrefix(pieces[i+1], "\x02"); closed {
				got += rest
			} else {
				got += string(v) + rest
			}
		}
		if got != string(rec.JSON) {
			t.Errorf("\n got %q\nwant %q", got, rec.JSON)
		}
	})
}

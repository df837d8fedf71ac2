// Forged records: whoever makes a call chooses what its parameters hold, and may write a record of his own into them. No
// damage to the file may make an event of it.

package archive_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"traillab/analyze/archive"
)

const forged = `{"eventVersion":"1.08","eventID":"forged-1","eventName":"DetachInternetGateway","eventSource":"ec2.amazonaws.com","eventTime":"2024-05-01T10:00:00Z"}`

// tagging is a true record whose parameters hold forged ones in each way that JSON has.
func tagging(n int) string {
	return strings.Replace(record(n), `"requestParameters":{`,
		`"requestParameters":{"tags":`+forged+`,"list":[{"k":"}},{"},`+forged+`,`+forged+`],"Records":[`+forged+`],"message":`+quote(forged)+`,"texts":[`+quote(forged)+`],`, 1)
}

func unforged(t *testing.T, name string, v *told) {
	t.Helper()
	for _, id := range v.ids {
		if strings.HasPrefix(id, "forged") {
			t.Fatalf("%v %q %s: a forged record was kept", v.places, v.reasons(), name)
		}
	}
}

// TestForged reads files that end or break around a forged record.
func TestForged(t *testing.T) {
	a, b, c := record(1), tagging(2), record(3)
	behind := strings.Index(b, forged) + len(forged)
	large := strings.Replace(b, "alice", strings.Repeat("a", 3<<20), 1)
	bad := func(text string) string {
		return strings.Replace(text, `{"eventVersion"`, `{"x":"\q","eventVersion"`, 1)
	}
	for _, test := range []struct{ name, text, want, status string }{
		{"cut behind it", `{"Records":[` + a + `,` + b[:behind], "1", "damaged"},
		{"cut behind it in an array", `[` + a + `,` + b[:behind], "1", "damaged"},
		{"cut behind it in a line", a + "\n" + b[:behind], "1", "damaged"},
		{"cut behind it in the only document", b[:behind], "", "rejected"},
		{"a bad escape", list(a, bad(b), c), "1 3", "loaded"},
		{"a bad escape in an array", `[` + a + `,` + bad(b) + `,` + c + `]`, "1 3", "loaded"},
		{"a bad escape in a line", a + "\n" + bad(b) + "\n" + c, "1 3", "loaded"},
		{"no identity", list(a, `{"eventVersion":"1","requestParameters":{"tags":`+forged+`}}`, c), "1 3", "loaded"},
		{"no identity, in an array", `[` + a + `,{"responseElements":` + quote(`{"m":`+forged+`}`) + `},` + c + `]`, "1 3", "loaded"},
		{"too large", list(a, large, c), "1 3", "loaded"},
		{"too large and cut", list(a, large[:len(large)-30]), "1", "damaged"},
		{"the beginning is missing", b[len(`{"eventVersion":"1.0`):] + "\n" + c, "3", "loaded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := readText(t, gzipped(t, test.text), archive.Options{MaxRecord: 1 << 20})
			unforged(t, test.name, v)
			if v.numbers() != test.want || len(v.done) != 1 || v.done[0].Status.String() != test.status {
				t.Errorf("records %q, want %q; %q, want %s; rejects %q", v.numbers(), test.want, v.statuses(), test.status, v.reasons())
			}
			if n := len(v.rejects); n != 1 && test.name != "too large and cut" {
				t.Errorf("rejects %q, want one", v.reasons())
			}
		})
	}
}

// marked reports whether every forged record that v was told of is known to be a guess.
func marked(v *told) (forgeries int, all bool) {
	for i, id := range v.ids {
		if strings.HasPrefix(id, "forged") {
			if forgeries++; v.done[0].Recovered == 0 || v.places[i].Offset < v.done[0].Recovered {
				return forgeries, false
			}
		}
	}
	return forgeries, true
}

// TestForgedTwice breaks files in two bytes. What is forged may be kept then, but never as something that is sure.
func TestForgedTwice(t *testing.T) {
	a, b, c := record(1), tagging(2), record(3)
	var store shelf
	logs := onShelf(t, &store)
	forgeries := 0
	chance := rand.New(rand.NewPCG(1, 2))
	for _, text := range []string{list(a, b, c), `[` + a + `,` + b + `,` + c + `]`, a + "\n" + b + "\n" + c + "\n", list(a, b) + "\n" + list(b, c)} {
		for range 6000 {
			broken := []byte(text)
			for range 2 {
				at := len(a)/2 + chance.IntN(len(broken)-len(a)/2)
				broken[at] = `"\{}[],:x`[chance.IntN(9)]
			}
			if chance.IntN(3) == 0 {
				broken = broken[:len(a)+chance.IntN(len(broken)-len(a))]
			}
			v := &told{t: t}
			store = shelf{{"log", string(broken)}}
			readAll(t, v, logs)
			n, all := marked(v)
			if !all {
				t.Fatalf("%s\n%v %q %q: a forged record was kept as sure", broken, v.places, v.reasons(), v.statuses())
			}
			forgeries += n
		}
	}
	t.Logf("%d forged records were kept and marked", forgeries)
}

// TestForgedEverywhere breaks files in one byte after the other.
func TestForgedEverywhere(t *testing.T) {
	a, b, c := record(1), tagging(2), record(3)
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(list(a, b, c)), "", "  "); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"list": list(a, b, c), "array": `[` + a + `,` + b + `,` + c + `]`, "lines": a + "\n" + b + "\n" + c + "\n",
		"laid out": pretty.String(), "a line for each element": strings.ReplaceAll(list(a, b, c), `},{`, "},\n{"),
		"array of wrappers": `[{"a":{"b":` + a + `}},{"a":{"b":` + b + `}},{"a":{"b":` + c + `}}]`,
	}
	var store shelf
	logs := onShelf(t, &store)
	try := func(t *testing.T, what string, at int, text string) {
		v := &told{t: t}
		store = shelf{{"log", text}}
		readAll(t, v, logs)
		unforged(t, fmt.Sprintf("%s at %d: %.60s…", what, at, text[min(at, len(text)):]), v)
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			from, until := strings.Index(text, b[:1])+len(a)/2, strings.LastIndex(text, eventID(3))
			for at := from; at < until; at += 3 {
				try(t, "cut", at, text[:at])
				if rest := strings.TrimSpace(text[at:]); rest[0] != '{' && rest[0] != '[' { // as a document would
					try(t, "beginning lost", at, rest)
				}
				try(t, "a byte lost", at, text[:at]+text[at+1:])
				for _, c := range []string{`"`, `\`, `{`, `}`, `[`, `]`, `,`, "\n", "\x00"} {
					try(t, "a byte turned to "+quote(c), at, text[:at]+c+text[at+1:])
				}
			}
		})
	}
}

// Recovery: one bad record never costs its file. Records in one line are broken in every way that a record can be, and
// those around them are still read; where that is a guess, the file says from which byte on.

package archive_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// recovered counts the records that were read from an uncertain place on.
func (v *told) recovered() (n int) {
	for _, at := range v.places {
		if from := v.done[0].Recovered; from != 0 && at.Offset >= from {
			n++
		}
	}
	return n
}

// rejected counts the records that were rejected.
func (v *told) rejected() (n int) {
	for _, r := range v.rejects {
		if r.Record != nil {
			n++
		}
	}
	return n
}

// TestBreakages breaks the second of three records. kept says which are read; guessed, whether the third is recovered.
func TestBreakages(t *testing.T) {
	a, b, c := record(1), record(2), record(3)
	swap := func(old, text string) string {
		if strings.Count(b, old) == 0 {
			t.Fatalf("no %q in the record", old)
		}
		return strings.Replace(b, old, text, 1)
	}
	for _, test := range []struct {
		name, b, kept string
		guessed       bool
	}{
		{"no quote before a name", swap(`"awsRegion"`, `awsRegion"`), "1 3", true},
		{"no quote behind a name", swap(`"awsRegion"`, `"awsRegion`), "1 3", true},
		{"no quote before a value", swap(`"us-east-1"`, `us-east-1"`), "1 3", true},
		{"no quote behind a value", swap(`"us-east-1"`, `"us-east-1`), "1 3", true},
		{"no quote behind the last value", b[:len(b)-2] + "}", "1 3", true},
		{"no quote before the first name", swap(`{"`, `{`), "1 3", true},
		{"no brace at the beginning", b[1:], "1 3", true},
		{"no brace at the end", b[:len(b)-1], "1 3", true},
		{"no brace before a value", swap(`:{"type"`, `:"type"`), "1 3", true},
		{"no brace behind a value", swap(`"},"eventTime"`, `","eventTime"`), "1 3", true},
		{"a brace too many at the beginning", "{" + b, "1 3", true},
		{"a brace too many at the end", b + "}", "1 2 3", true},
		{"a brace too many before a value", swap(`:{"type"`, `:{{"type"`), "1 3", true},
		{"a brace too many behind a value", swap(`"},"eventTime"`, `"}},"eventTime"`), "1 3", true},
		{"no bracket before a list", swap(`"responseElements":{`, `"resources":{"a":1},{"b":2}],"responseElements":{`), "1 3", true},
		{"no bracket behind a list", swap(`"responseElements":{`, `"resources":[{"a":1},{"b":2},"responseElements":{`), "1 3", true},
		{"no bracket behind a list at the end", b[:len(b)-1] + `,"resources":[{"a":1},{"b":2}}`, "1 3", true},
		{"a bracket too many before the record", "[" + b, "1 2 3", true},
		{"a bracket too many behind the record", b + "]", "1 2 3", true},
		{"a bracket too many before a value", swap(`:{"type"`, `:[{"type"`), "1 3", true},
		{"a bracket too many behind a value", swap(`"},"eventTime"`, `"}],"eventTime"`), "1 3", true},
		{"no comma between members", swap(`,"awsRegion"`, `"awsRegion"`), "1 3", false},
		{"a comma too many", swap(`,"awsRegion"`, `,,"awsRegion"`), "1 3", false},
		{"no comma in front of the next record", b + c, "1 2 3 3", false},
		{"other text in front of the next record", b + "x" + c, "1 2 3 3", true},
		{"no colon", swap(`"awsRegion":`, `"awsRegion"`), "1 3", false},
		{"a raw newline in a string", swap("alice", "al\nice"), "1 2 3", false},
		{"a raw newline outside of strings", swap(`"awsRegion"`, "\n\"awsRegion\""), "1 2 3", false},
		{"NUL bytes in a string", swap("alice", "al\x00\x00ice"), "1 2 3", false},
		{"NUL bytes outside of strings", swap(`"awsRegion"`, "\x00\x00\"awsRegion\""), "1 3", true},
		{"NUL bytes over a part", b[:100] + strings.Repeat("\x00", 100) + b[200:], "1 3", true},
		{"NUL bytes over the record", strings.Repeat("\x00", len(b)), "1 3", true},
		{"NUL bytes over the end and the comma", b[:len(b)-50] + strings.Repeat("\x00", 51) + c, "1 3", true},
		{"a part is missing", b[:100] + b[150:], "1 3", true},
		{"a bad escape", swap("alice", `\q`), "1 3", false},
		{"an escaped quote at the end of a string", swap(`alice"`, `alice\"`), "1 3", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, text := range []string{list(a, test.b, c), "[" + a + "," + test.b + "," + c + "]", list(a, test.b, c) + "\n" + list(record(4))} {
				want := test.kept
				if strings.HasSuffix(text, list(record(4))) {
					want += " 4"
				}
				v := readText(t, text, archive.Options{})
				guessed := test.guessed
				if v.numbers() != want || len(v.done) != 1 || (v.done[0].Recovered != 0) != guessed || (v.done[0].Status == trail.Damaged) != guessed {
					t.Errorf("records %q, want %q; %q, recovered from byte %d; rejects %q", v.numbers(), want, v.statuses(), v.done[0].Recovered, v.reasons())
				}
			}
		})
	}
}

// TestFlippedBits turns each bit of the second of three records. The first and the third are read, whatever it is.
func TestFlippedBits(t *testing.T) {
	a, b, c := record(1), strings.Replace(record(2), `"requestParameters":{`, `"resources":[{"ARN":"arn:a"},{"ARN":"arn:b"}],"requestParameters":{"list":[{"eventName":"x","k":1},{"eventName":"y"},2,[3]],`, 1), record(3)
	var store shelf
	logs := onShelf(t, &store)
	for name, text := range map[string]string{
		"list": list(a, b, c), "array": `[` + a + `,` + b + `,` + c + `]`, "a line for each element": strings.ReplaceAll(list(a, b, c), `},{"eventV`, "},\n{\"eventV"),
		"members behind": `{"Records":[` + a + `,` + b + `,` + c + `],"next":{"token":null}}`,
	} {
		t.Run(name, func(t *testing.T) {
			guessed := 0
			from := strings.Index(text, b)
			for at := from; at < from+len(b); at++ {
				for bit := range 8 {
					broken := []byte(text)
					broken[at] ^= 1 << bit
					store = shelf{{"log", string(broken)}}
					v := &told{t: t}
					readAll(t, v, logs)
					if !slices.Contains(v.ids, eventID(1)) || !slices.Contains(v.ids, eventID(3)) {
						t.Fatalf("bit %d of byte %d, %.20q…: records %s, rejects %q", bit, at-from, broken[at:], v.numbers(), v.reasons())
					}
					if n := len(v.ids) + v.rejected(); n < 3 || n > 4 {
						t.Errorf("bit %d of byte %d, %.20q…: %d records and rejects: %s, %q", bit, at-from, broken[at:], n, v.numbers(), v.reasons())
					}
					guessed += v.recovered()
				}
			}
			t.Logf("%d bits, %d records recovered", 8*len(b), guessed)
		})
	}
}

// TestListInsideRecord breaks a list inside a record twice, so that it cannot be told from the list around. Behind its end
// reading goes on with the records all the same.
func TestListInsideRecord(t *testing.T) {
	a, c := record(1), record(3)
	b := strings.Replace(record(2), `"requestParameters":{`, `"requestParameters":{"list":[{"k" 1},`+forged+`,{"k" 2}],`, 1)
	v := readText(t, list(a, b, c), archive.Options{})
	if forgeries, all := marked(v); forgeries != 1 || !all || !slices.Contains(v.ids, eventID(1)) || !slices.Contains(v.ids, eventID(3)) {
		t.Errorf("records %q; %q, rejects %q", v.ids, v.statuses(), v.reasons())
	}
}

// TestManyBreaks breaks every second of many records.
func TestManyBreaks(t *testing.T) {
	var b bytes.Buffer
	const n = 8000
	for i := range n {
		text := record(i)
		if i%2 == 1 {
			text = strings.Replace(text, `alice"`, `alice`, 1)
		}
		fmt.Fprintf(&b, "%s,", text)
	}
	v := readText(t, `{"Records":[`+b.String()+record(n)+"]}", archive.Options{})
	if len(v.ids) != n/2+1 || v.rejected() != n/2 || len(v.done) != 1 || v.done[0].Status != trail.Damaged {
		t.Errorf("%d records, %d rejected, %q", len(v.ids), v.rejected(), v.statuses())
	}
}

// TestSearchIsBounded reads what is made to be searched again and again: breaks on one long line, records in records in
// records that never end, and lists that look like the records behind a break.
func TestSearchIsBounded(t *testing.T) {
	a := record(1)
	broken := strings.Replace(record(2), `alice"`, `alice`, 1)
	deep := strings.Repeat(`{"eventVersion":"1","x":[1,`, 400) + strings.Repeat("1,", 100_000)
	for name, text := range map[string]string{
		"breaks":         list(a, strings.Repeat(broken+",", 30_000)+a),
		"breaks, longer": list(a, strings.Repeat(broken+","+a+",", 5_000)+strings.Repeat(a+",", 50_000)+a),
		"in each other":  list(a, broken, strings.Repeat(deep+"}!", 40), a),
		"lists":          list(a, strings.Repeat(`{"eventVersion" "1","x":[0,`+strings.Repeat(forged+",", 50)+`0]},`, 5_000)+a),
	} {
		t.Run(name, func(t *testing.T) {
			v := readText(t, text, archive.Options{})
			t.Logf("%d MB, %d records, %d rejected", len(text)>>20, len(v.ids), v.rejected())
			if !slices.Contains(v.ids, eventID(1)) {
				t.Errorf("%q", v.statuses())
			}
			switch name {
			case "lists":
				unforged(t, name, v)
			case "in each other": // too much was looked at in vain to find the last
				if v.numbers() != "1" || !matches(v.statuses()[0], "damaged *where the next record begins cannot be told") {
					t.Errorf("records %q, %q", v.numbers(), v.statuses())
				}
			}
		})
	}
}

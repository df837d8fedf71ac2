// One target for each form that log files come in, so that time is spent on each and its finds are kept apart. All are held to
// what FuzzRead is held to: an end, no panic, and an account that adds up.

package archive_test

import (
	"compress/gzip"
	"strings"
	"testing"
)

// fuzzForm begins with texts of one form.
func fuzzForm(f *testing.F, texts ...string) {
	f.Helper()
	for _, text := range texts {
		f.Add([]byte(text))
	}
	var store shelf
	a := onShelf(f, &store)
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 1<<16 {
			t.Skip("longer than what is worth the time")
		}
		store = shelf{{"log", string(content)}}
		account(t, a)
	})
}

func FuzzZip(f *testing.F) {
	one := zipped(f, member{"a.json", list(record(1))}, member{"../b.json", list(record(2))})
	fuzzForm(f, one, zipped(f, member{"inner.zip", one}), zipped(f, member{"inner.tar", tarred(f, member{"a", record(1)})}), zipped(f), one[:len(one)-10], gzipped(f, one))
}

func FuzzTar(f *testing.F) {
	one := tarred(f, member{"a.json", list(record(1))}, member{"d/", ""}, member{"/b", record(2)})
	fuzzForm(f, one, tarred(f, member{"inner.tar", one}), tarred(f, member{strings.Repeat("n", 200), record(1)}), one[:700], gzipped(f, one))
}

func FuzzLayers(f *testing.F) {
	one := list(record(1))
	fuzzForm(f, gzipped(f, one), gzipped(f, one)+gzipped(f, one), gzipped(f, one)+"\x00\x00", zstded(f, one), zstded(f, gzipped(f, one)),
		gzipped(f, gzipped(f, zstded(f, one))), "\x50\x2a\x4d\x18\x04\x00\x00\x00skip"+zstded(f, one), "\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\x00\xff\xff")
}

func FuzzTable(f *testing.F) {
	fuzzForm(f, header16+"\n"+row16(1, "123456789012", "false")+"\n"+row16(2, "9,46272E+11", "TRUE")+"\n", header10+"\n", "sep=;\n"+strings.ReplaceAll(header16, ",", ";")+"\n;;;\n",
		`"`+strings.ReplaceAll(header16, ",", `","`)+`"`+"\r\n", header16+",Note\n"+row16(1, "", "x")+",\"=1+1\"\"\n")
}

func FuzzWide(f *testing.F) {
	one := list(record(1), record(2))
	fuzzForm(f, wide(one, false, true), wide(one, true, true), wide(one, false, false), wide(one, true, false), wide("\U0001F600"+one, false, true), wide(one, false, true)+"x", "\xff\xfe\x00\xd8\x00\xd8")
}

func FuzzWrapper(f *testing.F) {
	one := record(1)
	fuzzForm(f, `{"Events":[{"EventId":"x","CloudTrailEvent":`+quote(one)+`}]}`, `{"detail-type":"AWS API Call via CloudTrail","detail":`+one+`}`,
		`{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":`+quote(one)+`}]}`, "["+quote(one)+","+quote(quote(one))+"]",
		`{"Type":"Notification","Message":`+quote(`{"detail":`+one+`}`)+`}`, `{"a":{"b":[`+one+`]}}`)
}

// FuzzSums reads the same bytes in two members of gzip as in one: nothing but the place of the seam differs.
func FuzzSums(f *testing.F) {
	for _, text := range []string{list(record(1), record(2)), record(1) + "\n" + record(2), "x", list()} {
		f.Add([]byte(text), uint16(7))
	}
	var store shelf
	a := onShelf(f, &store)
	f.Fuzz(func(t *testing.T, content []byte, at uint16) {
		if len(content) == 0 || len(content) > 1<<15 {
			t.Skip("nothing to cut, or longer than what is worth the time")
		}
		seam := int(at) % len(content)
		read := func(parts ...[]byte) *told {
			var b strings.Builder
			for _, part := range parts {
				z := gzip.NewWriter(&b)
				if _, err := z.Write(part); err != nil || z.Close() != nil {
					t.Fatal(err)
				}
			}
			store = shelf{{"log", b.String()}}
			return account(t, a)
		}
		whole, cut := read(content), read(content[:seam], content[seam:])
		if strings.Join(whole.ids, " ") != strings.Join(cut.ids, " ") || strings.Join(whole.reasons(), "\n") != strings.Join(cut.reasons(), "\n") {
			t.Errorf("in one member %q %q, in two %q %q", whole.ids, whole.reasons(), cut.ids, cut.reasons())
		}
	})
}

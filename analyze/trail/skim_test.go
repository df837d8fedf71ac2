// What is skimmed would have been read, and what is wanted or odd is not skimmed.

package trail

import (
	"strings"
	"testing"
	"time"
)

// notCut refuses every record but those of one name.
func notCut(name, source []byte) bool {
	return string(name) == "Cut" && string(source) == "s.amazonaws.com"
}

func TestSkim(t *testing.T) {
	const usual = `"eventTime":"2024-05-01T10:00:00Z","eventSource":"s.amazonaws.com","eventName":"Look"`
	for _, c := range []struct {
		why, text string
		skimmed   bool
	}{
		{"a record of no use", `{` + usual + `,"a":{"b":[1,{},[],"\n",true,null],"c":-0.5e3}}`, true},
		{"laid out over lines", "{\r\n\t" + strings.ReplaceAll(usual, ":\"", "\": \n\"")[1:] + " , \"a\" : [ 1 , 2 ] }", false},
		{"with room around its marks", `{ ` + strings.ReplaceAll(usual, `",`, "\" ,\n") + ` , "a": [ 1 , 2 ] }`, true},
		{"with escapes and other alphabets in values", `{` + usual + `,"a":"\u00e9 \"\\ é"}`, true},
		{"another object has a name of the same", `{` + usual + `,"a":{"eventName":"Cut","eventSource":1}}`, true},
		{"a name twice inside", `{` + usual + `,"a":{"b":1,"b":2}}`, true},
		{"64 levels", `{` + usual + `,"a":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + `}`, true},
		{"65 levels", `{` + usual + `,"a":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + `}`, false},
		{"wanted", strings.Replace(`{`+usual+`}`, "Look", "Cut", 1), false},
		{"two names, neither wanted", `{` + usual + `,"eventName":"Listen"}`, true},
		{"wanted by the first of two names", `{"eventName":"Cut",` + usual + `}`, false},
		{"wanted by the last of two names", `{` + usual + `,"eventName":"Cut"}`, false},
		{"wanted by a name with an escape", `{` + usual + `,"event\u004eame":"Cut"}`, false},
		{"a source with an escape", `{"eventTime":"2024-05-01T10:00:00Z","eventSource":"s\u002eamazonaws.com","eventName":"Cut"}`, false},
		{"no name", `{"eventTime":"2024-05-01T10:00:00Z","eventSource":"s.amazonaws.com"}`, false},
		{"an empty name", `{"eventTime":"2024-05-01T10:00:00Z","eventSource":"s.amazonaws.com","eventName":""}`, false},
		{"a number for a name", `{"eventTime":"2024-05-01T10:00:00Z","eventSource":"s.amazonaws.com","eventName":1}`, false},
		{"no time", `{"eventSource":"s.amazonaws.com","eventName":"Look"}`, false},
		{"a time of another form", `{"eventTime":"2024-05-01 10:00:00","eventSource":"s.amazonaws.com","eventName":"Look"}`, false},
		{"a notification of S3", `{"eventTime":"2024-05-01T10:00:00Z","eventSource":"aws:s3","eventName":"Look"}`, false},
		{"bytes that are not UTF-8", `{` + usual + ",\"a\":\"\xff\"}", false},
		{"a control character", `{` + usual + ",\"a\":\"\x01\"}", false},
		{"half of a pair", `{` + usual + `,"a":"\ud83d"}`, false},
		{"cut off", `{` + usual + `,"a":"b"`, false},
		{"closed by the wrong mark", `{` + usual + `,"a":{"b":1]}`, false},
		{"a comma too many", `{` + usual + `,}`, false},
		{"a comma missing", `{` + usual + `"a":1}`, false},
		{"a bare word", `{` + usual + `,"a":yes}`, false},
		{"a malformed number", `{` + usual + `,"a":01}`, false},
		{"no object", `[` + usual + `]`, false},
		{"nothing", ``, false},
	} {
		if g := skimAsScan(t, c.text+`,{"eventName":"next"}`); (g != nil) != c.skimmed {
			t.Errorf("%s: skimmed is %t: %s", c.why, !c.skimmed, c.text)
		}
	}
}

// skimAsScan skims text, holds what comes of it against what Scan reads, and returns nil when it was not to be skimmed.
func skimAsScan(t *testing.T, text string) *Gist {
	t.Helper()
	g, ok := NewScanner().Skim([]byte(text), notCut)
	if !ok {
		return nil
	}
	var rec Record
	n, err := NewScanner().Scan([]byte(text), &rec)
	if err != nil || n != g.Length || string(rec.Name) != string(g.Name) || string(rec.Source) != string(g.Source) || !rec.Time.Equal(g.Time) {
		t.Fatalf("skimmed %d bytes, %s of %s at %s; scanned %d bytes, %s of %s at %s, %v\n%q", g.Length, g.Name, g.Source,
			g.Time.Format(time.RFC3339), n, rec.Name, rec.Source, rec.Time.Format(time.RFC3339), err, text)
	}
	if notCut(rec.Name, rec.Source) {
		t.Fatalf("skimmed a record that is wanted: %q", text)
	}
	return &g
}

// FuzzSkim: whatever is skimmed, Scan takes, and understands in the same way.
func FuzzSkim(f *testing.F) {
	for _, text := range []string{
		`{"eventTime":"2024-05-01T10:00:00Z","eventSource":"s.amazonaws.com","eventName":"Look","a":[{"b":1},[],{},"c\n"],"d":{"e":null}}`,
		`{"eventName":"Cut","eventSource":"s.amazonaws.com","eventTime":"2024-05-01T10:00:00Z","eventName":"Look"}`,
		`{ "eventTime" : "2024-05-01T10:00:00Z" , "eventSource": "s.amazonaws.com", "eventName": "Look", "a": [ 1 , 2 ] }`,
		`{"eventTime":"2024-05-01T10:00:00Z","eventSource":"aws:s3","eventName":"ObjectCreated:Put","a":-0.5E+3}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { skimAsScan(t, text) })
}

// The scanner against encoding/json: whatever the text, both take the same objects, and what the scanner mends is JSON
// that everybody takes.

package trail

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzScan(f *testing.F) {
	for _, text := range []string{
		``, `{`, `{}`, `{}x`, `[]`, `null`, ` {}`, `{"a":1}`, `{"a":01}`, `{"a":-}`, `{"a":1.}`, `{"a":1e}`, `{"a":-0.5E+3}`,
		`{"a":"\u00e9\ud83d\ude00\n"}`, `{"a":"\ud83d"}`, `{"a":"\ud83d\ud83d\ude00"}`, `{"a":"\ude00"}`, `{"a":"\u12"}`, `{"a":"\x"}`,
		"{\"a\":\"\xff\xc3\"}", "{\"a\":\"\x01\n\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"\xe2\x82\"}", "{\xff\"a\":1}", "{\"a\":\x00}",
		`{"a":tru}`, `{"a":true}`, `{"a":nul`, `{"a":falsehood}`, `{"a":{"b":[{},[],"",0,null,{"c":1}]}}`, `{"a":1,}`, `{"a" 1}`, `{a:1}`,
		`{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, "{\"\xff\":1,\"\xfe\":2}", `{"eventID":"e","eventName":"N","eventSource":"s.amazonaws.com"}`,
		`{"eventSource":"aws:s3","eventName":"ObjectCreated:Put"}`, `{"@timestamp":"2024-05-01T10:00:00Z","eventTime":12}`,
		`{"requestParameters":{"vpcId":"vpc-0123456789abcdef0","roleName":"r"},"responseElements":"x","resources":[{"ARN":"arn:aws:s3:::b"}]}`,
		`{"userIdentity":{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"arn":"x"}}}}`, `{"userIdentity":[],"readOnly":"true"}`,
		"{\r\n\t \"a\"\r\n:\t1 , \"b\" : [ 1 , 2 ] }", strings.Repeat(`{"a":`, 600) + "1" + strings.Repeat("}", 600),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, rec := NewScanner(), &Record{}
		n, err := s.Scan(text, rec)
		if err != nil && !errors.Is(err, ErrNotCloudTrail) && !errors.Is(err, ErrNoIdentity) {
			if value := firstValue(text); value != nil && value[0] == '{' && nesting(value) <= MaxDepth-4 {
				t.Fatalf("refused an object that encoding/json takes: %v", err)
			}
			return
		}
		if n < 2 || text[0] != '{' || text[n-1] != '}' {
			t.Fatalf("the object is said to be %d bytes long: %q", n, text)
		}
		original := text[:n:n]
		if !json.Valid(blankControls(original)) {
			t.Fatalf("took what is no JSON: %q", original)
		}
		if !json.Valid(rec.JSON) || !utf8.Valid(rec.JSON) {
			t.Fatalf("mended to what is no UTF-8 JSON: %q", rec.JSON)
		}
		if json.Valid(original) && utf8.Valid(original) && !halfPair(original) && !bytes.Equal(rec.JSON, original) {
			t.Fatalf("changed a clean record\nfrom %q\nto   %q", original, rec.JSON)
		}
		if !bytes.Equal(rec.JSON, original) && !rec.Repaired {
			t.Fatal("changed a record without saying so")
		}
		checkFields(t, rec)
		for _, cut := range []int{0, 1, n / 2, n - 1} {
			if _, err := NewScanner().Scan(text[:cut:cut], &Record{}); !Short(err) {
				t.Fatalf("a cut at %d of %q: %v, want an error that says there is more", cut, original, err)
			}
		}
	})
}

// firstValue is the value at the start of text as encoding/json sees it; nil when it sees none.
func firstValue(text []byte) []byte {
	if len(text) == 0 || text[0] != '{' {
		return nil
	}
	var value json.RawMessage
	if json.NewDecoder(bytes.NewReader(text)).Decode(&value) != nil {
		return nil
	}
	return value
}

// blankControls replaces the control characters inside strings, of which encoding/json takes none.
func blankControls(text []byte) []byte {
	out := bytes.Clone(text)
	inside := false
	for i := 0; i < len(out); i++ {
		switch {
		case out[i] == '"':
			inside = !inside
		case inside && out[i] == '\\':
			i++
		case inside && out[i] < 0x20:
			out[i] = ' '
		}
	}
	return out
}

// halfPair reports whether half of a surrogate pair may be written in text; it errs towards yes.
func halfPair(text []byte) bool {
	lower := bytes.ToLower(text)
	return bytes.Contains(lower, []byte(`\ud`))
}

// nesting is how deep the brackets of a text go.
func nesting(text []byte) (deepest int) {
	inside, depth := false, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inside = !inside
		case inside && c == '\\':
			i++
		case !inside && (c == '{' || c == '['):
			depth++
			deepest = max(deepest, depth)
		case !inside && (c == '}' || c == ']'):
			depth--
		}
	}
	return deepest
}

// What JSON strings mean, and texts that mean the same.

package trail

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestAppendText(t *testing.T) {
	tests := map[string]string{
		``:                     "",
		`plain é`:              "plain é",
		`a\"b\\c\/d`:           `a"b\c/d`,
		`\b\f\n\r\t`:           "\b\f\n\r\t",
		`\u0000\u00e9\uD83D`:   "\x00é\uFFFD",
		`\ud83d\ude00`:         "😀",
		`\ud800`:               "\uFFFD",
		`\ud800x`:              "\uFFFDx",
		`\ud800\n`:             "\uFFFD\n",
		`\ud800\ud83d\ude00`:   "\uFFFD😀",
		`\udc00\udc00`:         "\uFFFD\uFFFD",
		`a\`:                   `a\`,
		`a\x`:                  `a\x`,
		`a\u12`:                `a\u12`,
		`a\u12\n`:              `a\u12\n`,
		`\ud800\u12`:           "\uFFFD" + `\u12`,
		`a\"\x4142 is written`: `a"\x4142 is written`,
	}
	for inside, want := range tests {
		if got := string(AppendText([]byte("> "), []byte(inside))); got != "> "+want {
			t.Errorf("AppendText(%q) = %q, want %q", inside, got, "> "+want)
		}
	}
}

// TestAppendTextRandom holds it against encoding/json.
func TestAppendTextRandom(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(5, 6))}
	for range 5000 {
		var b strings.Builder
		for range m.IntN(12) {
			b.WriteString(pick(m, "a", "é", "😀", `\"`, `\\`, `\/`, `\b`, `\n`, `\t`, `\u0000`, `\u00Ef`, `\ud83d`, `\uDE00`, `\ud83d\ude00`, `\ufffd`, " "))
		}
		var want string
		if err := json.Unmarshal([]byte(`"`+b.String()+`"`), &want); err != nil {
			t.Fatal(err)
		}
		if got := string(AppendText(nil, []byte(b.String()))); got != want {
			t.Fatalf("AppendText(%q) = %q, encoding/json says %q", b.String(), got, want)
		}
	}
}

func TestMeaning(t *testing.T) {
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"the same text":         {`{"a":1}`, `{"a":1}`, true},
		"white space":           {`{"a":[1,2]}`, "{ \"a\" :\n[1,\t2] }", true},
		"order of members":      {`{"a":1,"b":{"c":2,"d":3}}`, `{"b":{"d":3,"c":2},"a":1}`, true},
		"escapes":               {`{"a":"\u00e9\/"}`, `{"\u0061":"é/"}`, true},
		"order of elements":     {`[1,2]`, `[2,1]`, false},
		"a member more":         {`{"a":1}`, `{"a":1,"b":null}`, false},
		"numbers as written":    {`{"a":500}`, `{"a":500.0}`, false},
		"long numbers":          {`12345678901234567890`, `12345678901234567891`, false},
		"text and number":       {`"1"`, `1`, false},
		"null and empty":        {`null`, `""`, false},
		"the last of two names": {`{"a":1,"a":2}`, `{"a":2}`, true},
		"what is no JSON":       {`{`, `{"a":1}`, false},
		"what is no JSON twice": {`{`, `{`, true},
	}
	for name, tt := range tests {
		if got := Meaning(tt.a) == Meaning(tt.b); got != tt.want {
			t.Errorf("%s: %s and %s mean the same: %t, want %t", name, tt.a, tt.b, got, tt.want)
		}
	}
}

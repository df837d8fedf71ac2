// Properties: whatever a log says, JSON and CSV give it back, tables stay aligned and nothing reaches the terminal raw.

package listing

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"io"
	"math/rand/v2"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// scraps are the pieces that random text is made of.
var scraps = []string{
	"a", "Z", " ", "arn:aws:iam::1:user/x", "=", "+", "-", "@", "\t", "\r", "\n", "\"", "'", ",", ";", "\\", "|", "`", "<", "&", "*", "_", "[x](javascript:y)", "http://", "$",
	"\x00", "\x1b[31m", "\x7f", "\u0085", "\u009b", "\u00a0", "\u00ad", "\u034f", "\u0301", "\u061c", "\u115f", "\u180e", "\u200b",
	"\u200c", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\u2800", "\u3164", "\ufe0f",
	"\ufeff", "\ufff9", "\ufffd", "\U000e0001", "\U000e007f", "\U000e0100", "\U0001d173", "\U0010ffff", "\xff", "\xc3", "\xed\xa0\x80", "é", "日", "👩", "🇩",
	"שלום", "＝", "－", "ﷺ", "\u1100\u1161\u11a8",
}

func random(r *rand.Rand) string {
	var s strings.Builder
	for range r.IntN(12) {
		s.WriteString(scraps[r.IntN(len(scraps))])
	}
	return s.String()
}

// dangerous is written apart from the code under test, from the lists in the Unicode reports and the contract.
var dangerous = regexp.MustCompile(`[\x00-\x1f\x7f-\x9f\x{00ad}\x{034f}\x{061c}\x{115f}\x{1160}\x{180b}-\x{180f}` +
	`\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{2800}\x{3164}\x{fe00}-\x{fe0f}\x{feff}\x{ffa0}\x{fff0}-\x{fffb}\x{e0000}-\x{e0fff}]`)

// maxMarks is how many combining marks may follow each other.
const maxMarks = 4

func FuzzSafe(f *testing.F) {
	for _, s := range scraps {
		f.Add(s)
	}
	f.Add("z" + strings.Repeat("\u0301", 40))
	f.Fuzz(func(t *testing.T, s string) {
		got := Safe(s)
		if !utf8.ValidString(got) {
			t.Errorf("Safe(%+q) is not UTF-8: %+q", s, got)
		}
		if at := dangerous.FindStringIndex(got); at != nil {
			t.Errorf("Safe(%+q) lets %+q through", s, got[at[0]:at[1]])
		}
		marks := 0
		for _, r := range got {
			if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
				marks = 0
			}
			if marks > maxMarks || !unicode.IsPrint(r) {
				t.Fatalf("Safe(%+q) = %+q", s, got)
			}
		}
		if again := Safe(got); again != got {
			t.Errorf("Safe(Safe(%+q)) = %+q, not %+q", s, again, got)
		}
		if s != "" && got == "" {
			t.Errorf("Safe(%+q) says nothing", s)
		}
	})
}

func TestSafe(t *testing.T) {
	for s, want := range map[string]string{
		"plain \\ text":         "plain \\ text",
		"\x1b[0m\a\x00\n\t":     `\x1b[0m\x07\x00\n\t`,
		"a\u202eb\u061c":        `a\u202eb\u061c`,
		"\u0085\x85":            `\u0085\x85`,
		"\U000e0041":            `\U000e0041`,
		"👩\u200d💻":              `👩\u200d💻`,
		"שלום 日本":               "שלום 日本",
		"\ufffd is no bad byte": "\ufffd is no bad byte",
	} {
		if got := Safe(s); got != want {
			t.Errorf("Safe(%+q) = %+q, want %+q", s, got, want)
		}
	}
}

// read is text as every reader of UTF-8 has it: each byte that is none is U+FFFD.
func read(s string) string { return string([]rune(s)) }

// raw reports whether a listing of so many lines has anything dangerous in it.
func raw(text string, lines int) bool {
	return strings.Count(text, "\n") != lines || dangerous.MatchString(strings.ReplaceAll(text, "\n", ""))
}

func TestJSONGivesValuesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	cols := []Column{{Name: "s"}, {Name: "list"}, {Name: "object"}, {Name: "=\u202e\"k"}}
	for range 3000 {
		s, item, name := random(r), random(r), random(r)
		object, err := json.Marshal(map[string]string{name: s})
		if err != nil {
			t.Fatal(err)
		}
		text := list(t, Options{Format: JSON}, cols, [][]any{{s, []string{item}, json.RawMessage(object), 5}})
		if raw(text, 3) {
			t.Fatalf("raw characters in %+q", text)
		}
		var got []map[string]any
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("%v in %+q", err, text)
		}
		want := []map[string]any{{
			"s": read(s), "list": []any{read(item)}, "object": map[string]any{read(name): read(s)}, "=\u202e\"k": 5.0,
		}}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+q, want %+q", got, want)
		}
	}
}

func TestCSVGivesCellsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	formula := regexp.MustCompile(`^[=+\-@\t\r\n＝＋－＠]`)
	for range 3000 {
		// Without backslashes of its own, the escapes in a cell can be undone as JSON's.
		s := strings.ReplaceAll(random(r), `\`, "")
		row := []any{s, -7}[:1+r.IntN(2)]
		text := list(t, Options{Format: CSV}, []Column{{Name: "a"}, {Name: "b"}}[:len(row)], [][]any{row})
		if raw(text, 2) {
			t.Fatalf("raw characters in %+q", text)
		}
		got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || len(got) != 2 {
			t.Fatalf("%d rows and %v from %+q", len(got), err, text)
		}
		if len(row) == 2 && got[1][1] != "-7" {
			t.Fatalf("the number -7 came back as %q", got[1][1])
		}
		cell, want := "", read(s)
		if err := json.Unmarshal([]byte(`"`+strings.ReplaceAll(got[1][0], `"`, `\"`)+`"`), &cell); err != nil {
			t.Fatal(err)
		}
		if formula.MatchString(s) {
			want = "'" + want
		}
		if cell != want || formula.MatchString(got[1][0]) {
			t.Fatalf("%+q came back as %+q, want %+q", s, cell, want)
		}
	}
}

func TestMarkdownIsOnlyText(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	escape := regexp.MustCompile(`\\([[:punct:]])`)
	for range 3000 {
		s := random(r)
		text := list(t, Options{Format: Markdown}, []Column{{Name: "a"}}, [][]any{{s}})
		if raw(text, 3) || strings.Count(text, "|") != 6 {
			t.Fatalf("%+q breaks out of its cell: %s", s, text)
		}
		cell := strings.TrimSuffix(strings.TrimPrefix(strings.Split(text, "\n")[2], "| "), " |")
		if strings.ContainsAny(escape.ReplaceAllString(cell, ""), "<>`*_[]~$\\") {
			t.Fatalf("%+q is markup: %s", s, cell)
		}
		if got := html.UnescapeString(escape.ReplaceAllString(cell, "$1")); got != Safe(s) {
			t.Fatalf("%+q reads %+q, want %+q", s, got, Safe(s))
		}
	}
}

func TestTableAligns(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		rows := make([][]any, 1+r.IntN(20))
		for i := range rows {
			rows[i] = []any{"^" + random(r), "^" + random(r), r.IntN(1000)}
		}
		cols := []Column{{Name: "first", Wide: true}, {Name: "second"}, {Name: "n", Right: true}}
		text := list(t, Options{Format: Table, Terminal: true, Width: 20 + r.IntN(60)}, cols, rows)
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if len(lines) != len(rows)+1 {
			t.Fatalf("%d lines for %d rows", len(lines), len(rows))
		}
		for _, line := range lines {
			if got, want := ansi.StringWidth(line), ansi.StringWidth(lines[0]); got != want {
				t.Fatalf("a line is %d wide and the header %d:\n%s", got, want, text)
			}
		}
	}
}

func TestTableWidths(t *testing.T) {
	cols := []Column{{Name: "id"}, {Name: "text", Wide: true}, {Name: "n", Right: true}}
	rows := [][]any{{"igw-0123456789abcdef0", strings.Repeat("日本", 20), 5}, {"igw-1", "short", 12345}}
	for _, c := range []struct {
		name  string
		o     Options
		width int
	}{
		{"piped", Options{Width: 60}, 21 + 2 + 80 + 2 + 5},
		{"unknown width", Options{Terminal: true}, 21 + 2 + 80 + 2 + 5},
		{"cut", Options{Terminal: true, Width: 60}, 60},
		{"too narrow for the ids", Options{Terminal: true, Width: 10}, 21 + 2 + leastWide + 2 + 5},
	} {
		text := list(t, c.o, cols, rows)
		for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			if got := ansi.StringWidth(line); got != c.width {
				t.Errorf("%s: a line is %d wide, want %d:\n%s", c.name, got, c.width, text)
			}
		}
		if cut := strings.Contains(text, "…"); cut != strings.HasPrefix(c.name, "cut") && c.name != "too narrow for the ids" {
			t.Errorf("%s: cut off is %t", c.name, cut)
		}
	}
}

func TestRowsStream(t *testing.T) {
	for _, f := range []Format{Table, JSON, JSONL, CSV, Markdown} {
		w := New([]Column{{Name: "a", Wide: true}, {Name: "t"}}, Options{Out: io.Discard, Format: f, Terminal: true, Width: 80})
		cell, at := strings.Repeat("x", 1000), time.Now()
		row := func(n int) {
			for range n {
				if err := w.Row(cell, at); err != nil {
					t.Fatal(err)
				}
			}
		}
		row(lookAhead + 1)
		before := heap()
		row(20_000)
		if grown := heap() - before; grown > 1<<20 {
			t.Errorf("%s: 20,000 rows hold %d bytes", f, grown)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestSafeJSON(t *testing.T) {
	raw := []byte("{\n \"a\" : \"\u202e<\\u0041\xff\", \"n\": 1.50}")
	got := SafeJSON(raw)
	if want := `{"a":"\u202e<\u0041` + "\ufffd" + `","n":1.50}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, got, "", "  "); err != nil {
		t.Error(err)
	}
}

func BenchmarkRows(b *testing.B) {
	for _, f := range []Format{Table, JSON, CSV, Markdown} {
		b.Run(string(f), func(b *testing.B) {
			w := New(columns, Options{Out: io.Discard, Format: f})
			row := hostile()[0]
			for b.Loop() {
				if err := w.Row(row...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

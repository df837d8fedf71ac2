// Golden listings: one set of hostile rows in every format. A golden file's name is its case: hostile.csv is the rows
// below as CSV. `go test -update` writes them again; read the difference like code.

package listing

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files again")

var columns = []Column{
	{Name: "event_id"},
	{Name: "time"},
	{Name: "user_agent", Header: "agent", Wide: true},
	{Name: "calls", Right: true},
	{Name: "read_only"},
	{Name: "resources", Wide: true},
	{Name: "request", Wide: true},
}

// hostile is what an attacker, a careless exporter or the world's scripts may put into a log.
func hostile() [][]any {
	at := time.Date(2024, 1, 31, 23, 59, 58, 0, time.UTC)
	return [][]any{
		{"e-1", at, "aws-cli/2.15 (plain; text)", 12, true, []string{"igw-1", "vpc-1"}, json.RawMessage(`{"vpcId": "vpc-1"}`)},
		{"e-2", at.Add(1500 * time.Millisecond), "\x1b[2J\x1b]8;;http://evil.test\x07click\x1b]8;;\x07", int64(-3), false, nil, nil},
		{"e-3", time.Time{}, `=HYPERLINK("http://evil.test","x")`, 0, nil, []string{"-2+3", "@sum"}, json.RawMessage(`"=1"`)},
		{"e-4", at, "\tx\r\nsecond line", 0.25, true, []string{}, json.RawMessage("{\"a\":\"\u202eevil\u0085\"}")},
		{"e-5", at, "\u202eadmin\u2066\u200b\u200d\ufeff\U000e0041\u2028", 1e21, true, []string{"a|b\\|c"}, json.RawMessage(`not JSON`)},
		{"e-6", at, "日本語 e\u0301 👩‍💻 ＝1 \xff\xfe z\u0300\u0301\u0302\u0303\u0304\u0305", 7, true, []string{"<b>&amp;"}, json.RawMessage("{\"b\":\"\xff\"}")},
		{"e-7", at, "[x](javascript:alert`1`) <script>**b**</script> www.evil.test https://evil.test $x$", 8, true, nil, json.RawMessage("[]")},
	}
}

func list(t *testing.T, o Options, cols []Column, rows [][]any) string {
	t.Helper()
	var out bytes.Buffer
	o.Out = &out
	w := New(cols, o)
	for _, r := range rows {
		if err := w.Row(r...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestGolden(t *testing.T) {
	berlin := time.FixedZone("CET", 3600)
	for name, o := range map[string]Options{
		"hostile.table":    {Format: Table},
		"hostile.json":     {Format: JSON, Zone: berlin},
		"hostile.jsonl":    {Format: JSONL, Zone: berlin},
		"hostile.csv":      {Format: CSV, Zone: berlin},
		"hostile.md":       {Format: Markdown, Zone: berlin},
		"hostile.terminal": {Format: Table, Zone: berlin, Terminal: true, Width: 100, Color: true},
	} {
		t.Run(name, func(t *testing.T) {
			got := list(t, o, columns, hostile())
			golden := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func TestEmpty(t *testing.T) {
	cols := []Column{{Name: "a"}, {Name: "b_c", Right: true}}
	for format, want := range map[Format]string{
		Table: "", JSON: "[]\n", JSONL: "", CSV: "a,b_c\n", Markdown: "| a | b c |\n| --- | ---: |\n", "": "",
	} {
		if got := list(t, Options{Format: format}, cols, nil); got != want {
			t.Errorf("%q: got %q, want %q", format, got, want)
		}
	}
}

func TestValues(t *testing.T) {
	type state string
	word, none, huge := "word", (*int64)(nil), new(big.Int).Lsh(big.NewInt(1), 90)
	rows := [][]any{
		{"nil pointer", none},
		{"pointer", &word},
		{"zero time", time.Time{}},
		{"other zone", time.Date(2024, 7, 1, 12, 0, 0, 0, time.FixedZone("", 7200))},
		{"named", state("s")},
		{"uint64", uint64(1 << 63)},
		{"huge", huge},
		{"not a number", float32(0) / func() float32 { return 0 }()},
		{"small", 1.5e-9},
		{"duration", 90 * time.Second},
		{"list", []any{"a", "b"}},
		{"mixed list", []any{"<", 1}},
		{"map", map[string]any{"b": 1, "a": nil}},
		{"bytes", []byte("b")},
		{"no JSON", json.RawMessage(nil)},
		{"nil", nil},
	}
	const want = `{"k":"nil pointer","v":null}
{"k":"pointer","v":"word"}
{"k":"zero time","v":null}
{"k":"other zone","v":"2024-07-01T10:00:00Z"}
{"k":"named","v":"s"}
{"k":"uint64","v":9223372036854775808}
{"k":"huge","v":1237940039285380274899124224}
{"k":"not a number","v":null}
{"k":"small","v":1.5e-09}
{"k":"duration","v":"1m30s"}
{"k":"list","v":["a","b"]}
{"k":"mixed list","v":["<",1]}
{"k":"map","v":{"a":null,"b":1}}
{"k":"bytes","v":"b"}
{"k":"no JSON","v":null}
{"k":"nil","v":null}
`
	if got := list(t, Options{Format: JSONL}, []Column{{Name: "k"}, {Name: "v"}}, rows); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestColumnsOfOneName(t *testing.T) {
	cols := []Column{{Name: "n"}, {Name: "n_2"}, {Name: "n"}, {Name: "n"}}
	got := list(t, Options{Format: JSONL}, cols, [][]any{{1, 2, 3, 4}})
	if want := `{"n":1,"n_2":2,"n_3":3,"n_4":4}` + "\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestRare leaves out of objects what says nothing, and nothing out of tables.
func TestRare(t *testing.T) {
	cols := []Column{{Name: "a", Rare: true}, {Name: "b", Rare: true}, {Name: "c"}}
	rows := [][]any{{false, true, nil}, {nil, false, 1}, {true, nil, []string{}}}
	want := `{"a":false,"b":true,"c":null}` + "\n" + `{"a":null,"c":1}` + "\n" + `{"a":true,"c":[]}` + "\n"
	if got := list(t, Options{Format: JSONL}, cols, rows); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := list(t, Options{Format: CSV}, cols, rows[:1]), "a,b,c\nfalse,true,\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestParseFormat(t *testing.T) {
	for _, s := range strings.Split(Forms, ", ") {
		if f, err := ParseFormat(s); err != nil || string(f) != s {
			t.Errorf("%s: got %q, %v", s, f, err)
		}
	}
	_, err := ParseFormat("yaml")
	if err == nil || !strings.Contains(err.Error(), Forms) {
		t.Errorf("the error %v does not name the forms", err)
	}
}

func TestRowErrors(t *testing.T) {
	for _, f := range []Format{Table, JSON, JSONL, CSV, Markdown} {
		w := New([]Column{{Name: "a"}}, Options{Out: broken{}, Format: f})
		if w.Row("x", "y") == nil {
			t.Errorf("%s: two cells in one column are no error", f)
		}
		if err := errors.Join(w.Row(strings.Repeat("x", 1<<21)), w.Close()); !errors.Is(err, errBroken) {
			t.Errorf("%s: got %v when the output is gone", f, err)
		}
	}
}

var errBroken = errors.New("broken pipe")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

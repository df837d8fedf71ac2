// The questions are texts for two engines: each says what it asks, and none uses what DuckDB and Trino understand
// differently or only one of them understands.

package question

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// all is the questions as they lie there.
func all(t *testing.T) map[string]string {
	t.Helper()
	names, err := Names()
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	out := map[string]string{}
	for _, name := range names {
		b, err := texts.ReadFile(name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(b)
	}
	return out
}

func TestText(t *testing.T) {
	for name, text := range all(t) {
		n := Filters(name)
		filtered, err := Text(name, "region = ?")
		if err != nil || strings.Count(filtered, "region = ?") != n || strings.Contains(filtered, "/* filter */") {
			t.Errorf("%s takes its filters other than %d times, %v", name, n, err)
		}
		if strings.Contains(text, "/*") && n != strings.Count(text, "/*") {
			t.Errorf("%s has another comment than the place of its filters", name)
		}
	}
	if _, err := Text("nothing", "TRUE"); err == nil || Filters("nothing") != 0 {
		t.Error("a question that does not exist has a text")
	}
}

// TestNamedByAQuestion: the first thing in each file is what it asks.
func TestNamedByAQuestion(t *testing.T) {
	question := regexp.MustCompile(`^-- [A-Z][^.?]*\?(\s|$)`)
	for name, text := range all(t) {
		if !question.MatchString(text) {
			t.Errorf("%s.sql does not begin with its question: %q", name, firstLine(text))
		}
		if strings.Contains(text, ";") || strings.Contains(text, "\t") {
			t.Errorf("%s.sql has a semicolon or a tab: Trino's client takes no semicolon, and we indent with blanks", name)
		}
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// rules are what may not stand in a question, and why.
var rules = []struct{ pattern, why string }{
	{`\bconcat\s*\(|\bconcat_ws\b`, "with NULL, DuckDB leaves it out and Trino answers NULL: use ||"},
	{`\b(greatest|least)\s*\(`, "with NULL, DuckDB leaves it out and Trino answers NULL"},
	{`\bsplit_part\s*\(`, "past the end, DuckDB answers '' and Trino NULL"},
	{`->`, "DuckDB's own arrows, which also bind looser than AND: use json_extract_scalar"},
	{`\$\.?\[`, "a JSON path with brackets and quotes is read differently"},
	{`\bjson_extract\s*\([^)]*\)\s*(=|<|>|AS\s+VARCHAR)`, "the text of a JSON value differs (1.50): use json_extract_scalar"},
	{`\bCAST\s*\([^)]*AS\s+(VARCHAR|TEXT|STRING)\b`, "the text of a DOUBLE differs; cast in Go"},
	{`::`, "DuckDB's own cast: use CAST"},
	{`\bQUALIFY\b`, "DuckDB's own: use a subquery"},
	{`\bASOF\b`, "DuckDB's own: use LEAD or a range join"},
	{`\b(GROUP|ORDER)\s+BY\s+ALL\b`, "DuckDB's own: name the columns"},
	{`\b(EXCLUDE|REPLACE|RENAME)\s*\(|\bCOLUMNS\s*\(`, "DuckDB's own: name the columns"},
	{`SELECT\s+\*`, "columns differ between engines and versions: name them"},
	{`^\s*FROM\b[^;]*\bSELECT\b`, "DuckDB's own order of clauses"},
	{`^\s*VALUES\b|\(\s*VALUES\s+[^(]`, "bare VALUES 1, 2 is rows in Trino and columns in DuckDB"},
	{`\bIGNORE\s+NULLS\b|\bRESPECT\s+NULLS\b`, "stands inside the brackets in DuckDB and after them in Trino"},
	{`\b(LISTAGG|STRING_AGG|GROUP_CONCAT)\b`, "differ in syntax: use array_agg and join in Go"},
	{`\bapprox_`, "answers differ between engines and runs"},
	{`\b(format_datetime|date_format|strftime|strptime|date_parse|at_timezone|AT\s+TIME\s+ZONE|epoch|to_unixtime)\b`, "one engine's own: format and shift times in Go"},
	{`\b(element_at|list_\w+|struct_\w+|map_\w+|array_to_string|array_join|regexp_matches|regexp_like|regexp_full_match)\s*\(`, "one engine's own or different in its edge cases"},
	{`\b(now|current_timestamp|current_date|today|random|uuid|gen_random_uuid)\b`, "answers must not depend on when they are asked"},
	{`\bILIKE\b|\bSIMILAR\s+TO\b|\bGLOB\b|~`, "not in Trino"},
	{`\b(PIVOT|UNPIVOT|SUMMARIZE|DESCRIBE|USING\s+SAMPLE|POSITIONAL\s+JOIN|SEMI\s+JOIN|ANTI\s+JOIN)\b`, "DuckDB's own"},
	{`(?m)\bUNNEST\s*\(`, "only as CROSS JOIN UNNEST(CAST(json_extract(…) AS JSON ARRAY)): say so here when the first question needs it"},
	{`"`, "quoted names; Trino folds case differently"},
	{`(^|[^(\s]|[^t(\s]\()\s*\bsum\s*\(`, "DuckDB's SUM is a HUGEINT: CAST(SUM(…) AS BIGINT)"},
	{`\bLIMIT\b`, "an answer is whole; who wants fewer rows stops reading"},
	{`//|%`, "integer division and remainder differ for negative numbers and in their signs"},
	{`[\[\]{}]`, "lists and structs are written differently"},
	{`\binterval\s+\d`, "write INTERVAL '1' HOUR"},
}

// TestDialect refuses what facts have shown to differ. It errs towards refusing: where a rule is in the way of something
// that both engines do alike, make the rule more precise and say how that was found out.
func TestDialect(t *testing.T) {
	for name, text := range all(t) {
		for _, complaint := range complaints(text) {
			t.Errorf("%s.sql: %s", name, complaint)
		}
	}
}

func complaints(text string) (out []string) {
	text = regexp.MustCompile(`--[^\n]*|/\*.*?\*/`).ReplaceAllString(text, "")
	for _, r := range rules {
		if found := regexp.MustCompile(`(?is)` + r.pattern).FindString(text); found != "" {
			out = append(out, strings.TrimSpace(found)+": "+r.why)
		}
	}
	return append(out, aliases(text)...)
}

// aliases complains of a GROUP BY, WHERE or HAVING that uses a name which the SELECT has only just given: Trino does not
// know it there.
func aliases(text string) (out []string) {
	text = regexp.MustCompile(`'[^']*'`).ReplaceAllString(text, "''")
	_, after, _ := strings.Cut(text, "FROM ")
	begins := regexp.MustCompile(`(?i)\b(WHERE|GROUP BY|HAVING|ORDER BY)\b`).FindAllStringIndex(after, -1)
	for _, alias := range regexp.MustCompile(`(?i)\bAS\s+(\w+)`).FindAllStringSubmatch(text, -1) {
		if slices.Contains(strings.Fields("bigint date timestamp json"), strings.ToLower(alias[1])) {
			continue // of a CAST
		}
		for i, at := range begins {
			end := len(after)
			if i+1 < len(begins) {
				end = begins[i+1][0]
			}
			clause := strings.ToUpper(after[at[0]:at[1]])
			if clause != "ORDER BY" && regexp.MustCompile(`(?i)\b`+alias[1]+`\b`).MatchString(after[at[1]:end]) {
				out = append(out, clause+" uses "+alias[1]+", a name that Trino does not know there: write the expression again")
			}
		}
	}
	return out
}

// TestDialectSees: each rule refuses what it is for, and plain questions pass.
func TestDialectSees(t *testing.T) {
	for _, text := range []string{
		"SELECT concat(a, b) FROM events", "SELECT greatest(a, b) FROM events", "SELECT split_part(a, '/', 2) FROM events",
		"SELECT a ->> '$.b' FROM events", "SELECT json_extract_scalar(a, '$[\"a-b\"]') FROM events", "SELECT CAST(x AS varchar) FROM events",
		"SELECT a FROM events WHERE json_extract(a, '$.b') = '1.50'", "SELECT a::int FROM events", "SELECT a FROM events QUALIFY row_number() OVER () = 1",
		"SELECT a FROM x ASOF JOIN y USING (t)", "SELECT a, count(*) FROM events GROUP BY ALL", "SELECT * EXCLUDE (a) FROM events", "SELECT * FROM events",
		"FROM events SELECT a", "VALUES 1, 2", "SELECT a FROM (VALUES 1, 2) t", "SELECT lag(a IGNORE NULLS) OVER () FROM events", "SELECT LISTAGG(a, ',') FROM events",
		"SELECT approx_distinct(a) FROM events", "SELECT format_datetime(a, 'y') FROM events", "SELECT a FROM events WHERE b < now()", "SELECT a FROM events WHERE b ILIKE 'x'",
		"SELECT element_at(a, 1) FROM events", "SELECT \"a\" FROM events", "SELECT sum(a) FROM events", "SELECT a FROM events LIMIT 3", "SELECT a % 2 FROM events",
		"SELECT [1, 2]", "SELECT a FROM events, UNNEST(b)", "SELECT a FROM events WHERE b > t - INTERVAL 1 HOUR",
		"SELECT upper(a) AS b, count(*) FROM events GROUP BY b", "SELECT upper(a) AS b FROM events WHERE b = 'X'", "SELECT count(*) AS n FROM events GROUP BY a HAVING n > 1",
	} {
		if len(complaints(text)) == 0 {
			t.Errorf("nothing is said against %s", text)
		}
	}
	for _, text := range []string{
		"SELECT a, count(*) AS n FROM events WHERE b = ? GROUP BY a ORDER BY n DESC, a",
		"SELECT CAST(SUM(a) AS BIGINT) FROM events",
		"SELECT CAST(count(*) AS BIGINT) FROM events WHERE strpos(a, ?) > 0 AND a || 'x' = ?",
		"SELECT date_trunc('hour', t) AS hours FROM events GROUP BY date_trunc('hour', t) ORDER BY hours",
	} {
		if c := complaints(text); len(c) > 0 {
			t.Errorf("%s: %q", text, c)
		}
	}
}

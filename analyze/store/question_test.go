// Statements and questions: each is used, and each plans against an empty case.

package store

import (
	"io/fs"
	"net/netip"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"traillab/analyze/question"
	"traillab/analyze/trail"
)

// everything is a filter with all its flags.
func everything() trail.Filter {
	at := trail.Moment{At: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)}
	return trail.Filter{
		From: at, Until: trail.Moment{Back: time.Hour}, Accounts: []string{"a", "b"}, Regions: []string{"r"}, Principals: []string{"p", "q"},
		AccessKeys: []string{"k"}, Addresses: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, Resources: []string{"x", "y"}, VPCs: []string{"v"},
		Names: []string{"n"}, Errors: true, Writes: true, After: 7,
	}
}

func TestQuestionsPlan(t *testing.T) {
	names, err := question.Names()
	if err != nil {
		t.Fatal(err)
	}
	s := newCase(t)
	for _, name := range names {
		for _, filter := range []trail.Filter{{}, everything()} {
			p, err := s.where(t.Context(), filter)
			if err != nil {
				t.Fatal(err)
			}
			if name == "behaviour" { // takes a watch in place of a filter
				p = watching(trail.Watch{Accounts: filter.Accounts, Regions: filter.Regions, Instances: filter.Resources, From: filter.From.At, Until: filter.From.At})
			}
			if name == "flows" {
				p = witnessing(trail.FlowWatch{Accounts: filter.Accounts, Interfaces: filter.Resources, Instances: filter.Names, VPCs: filter.VPCs, From: filter.From.At, Until: filter.From.At})
			}
			text, err := question.Text(name, p.text())
			if err != nil {
				t.Fatal(err)
			}
			values := p.repeated(question.Filters(name))
			for len(values) < strings.Count(text, "?")-strings.Count(text[:strings.Index(text, "SELECT")], "?") {
				values = append(values, "its own parameter")
			}
			if len(rows(t, s, "EXPLAIN "+text, values...)) == 0 {
				t.Errorf("%s has no plan", name)
			}
		}
	}
}

// TestEveryTextIsUsed: each question and each statement is named in the Go code of this package, and each name that is
// used has a text.
func TestEveryTextIsUsed(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(b)
		}
	}
	for _, used := range regexp.MustCompile(`statement\("([^"]+)"\)`).FindAllStringSubmatch(code.String(), -1) {
		if text := statement(used[1]); !strings.HasPrefix(text, "-- ") {
			t.Errorf("sql/%s.sql does not begin with a comment", used[1])
		}
	}
	names, err := question.Names()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.Contains(code.String(), `"`+name+`"`) {
			t.Errorf("nobody asks question/%s.sql", name)
		}
	}
	err = fs.WalkDir(statements, "sql", func(path string, d fs.DirEntry, err error) error {
		name := strings.TrimSuffix(strings.TrimPrefix(path, "sql/"), ".sql")
		if err == nil && !d.IsDir() && !strings.HasPrefix(name, "schema/") && !strings.Contains(code.String(), `"`+name+`"`) {
			t.Errorf("nobody uses %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestColumns: the view has the columns of the contract, in its order, before those of our own.
func TestColumns(t *testing.T) {
	const contract = "event_id, event_time, event_name, event_source, event_type, event_category, region, account, principal, identity_type, access_key_id, " +
		"session_name, issuer_arn, invoked_by, source_ip, user_agent, error_code, error_message, read_only, request_parameters, response_elements, " +
		"additional_event_data, resources, record, file, file_sha256, record_offset"
	got := strings.Join(rows(t, newCase(t), "SELECT column_name FROM (DESCRIBE events)"), ", ")
	if !strings.HasPrefix(got, contract) {
		t.Errorf("the view has\n%s\nand the contract is\n%s", got, contract)
	}
}

// TestFieldsAreTheTable: the columns that blocks fill are those of the tables, in their order.
func TestFieldsAreTheTable(t *testing.T) {
	s := newCase(t)
	for table, fields := range map[string][]field{"records": recordFields(), "touches": touchFields(), "sightings": sightingFields()} {
		kinds := map[kind]string{text: "VARCHAR", integer: "BIGINT", moment: "TIMESTAMP", identifier: "UUID", truth: "BOOLEAN"}
		var want []string
		for _, f := range fields {
			want = append(want, f.name+" | "+kinds[f.kind])
		}
		if got := rows(t, s, "SELECT column_name, column_type FROM (DESCRIBE "+table+")"); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s has\n%s\nand blocks have\n%s", table, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestTotalOrder: answers come in one order, whatever the course of the load, even of records that contradict each other.
func TestTotalOrder(t *testing.T) {
	var files []*logFile
	for _, agent := range []string{"a", "b", "c", "d", "e", "f"} {
		files = append(files, file(agent+".json", `{"eventID":"e","eventTime":"2024-05-01T10:00:00Z","eventName":"DetachInternetGateway","eventSource":"ec2.amazonaws.com","userAgent":"`+agent+`"}`,
			`{"eventID":"k","eventTime":"2024-05-01T10:00:00Z","eventName":"CreateAccessKey","eventSource":"iam.amazonaws.com","userIdentity":{"accessKeyId":"AKIA"},"responseElements":{"accessKey":{"accessKeyId":"AKIA`+agent+`"}}}`))
	}
	answers := func(order []int) (out string) {
		s := newCase(t)
		defer closeCase(t, s)
		for _, i := range order {
			load(t, s, files[i])
		}
		for e, err := range s.Timeline(t.Context(), trail.Filter{}) {
			must(t, err)
			out += e.ID + e.UserAgent + " "
		}
		for e, err := range s.Relations(t.Context(), trail.Filter{}) {
			must(t, err)
			out += e.UserAgent
		}
		shown, err := s.Show(t.Context(), "e")
		must(t, err)
		for _, e := range shown {
			out += " " + e.File
		}
		keys, err := s.Trace(t.Context(), "AKIA", trail.Filter{})
		must(t, err)
		for _, k := range keys {
			out += " " + k.AccessKey
		}
		return out
	}
	if a, b := answers([]int{0, 1, 2, 3, 4, 5}), answers([]int{3, 5, 0, 4, 2, 1}); a != b {
		t.Errorf("in one order of loading\n%s\nin another\n%s", a, b)
	}
}

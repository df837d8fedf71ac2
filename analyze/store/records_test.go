// Records come back: the database alone gives each as it was read, and plain functions work on every row.

package store

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// readBack is what the view says of a record.
type readBack struct {
	record, request, response, eventID *string
	columns                            string
}

// readAll returns what the case has of a file, in the order of its records.
func readAll(t *testing.T, s *Store, path string) []readBack {
	t.Helper()
	answer, err := s.conn.QueryContext(t.Context(), `SELECT record, request_parameters, response_elements, event_id,
		event_name, event_source, event_type, event_category, region, account, principal, identity_type, access_key_id, session_name,
		issuer_arn, invoked_by, source_ip, user_agent, error_code, error_message, resource_ids
		FROM events WHERE file = ? ORDER BY record_offset`, path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	var out []readBack
	for answer.Next() {
		var r readBack
		var fields [17]*string
		places := []any{&r.record, &r.request, &r.response, &r.eventID}
		for i := range fields {
			places = append(places, &fields[i])
		}
		if err := answer.Scan(places...); err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			r.columns += fmt.Sprintf("%q ", value(f))
		}
		out = append(out, r)
	}
	if err := answer.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// columnsOf is what the columns should say of a record.
func columnsOf(rec *trail.Record) string {
	var b strings.Builder
	for _, f := range [][]byte{
		rec.Name, rec.Source, rec.Type, rec.Category, rec.Region, rec.Account, rec.Principal, rec.IdentityType, rec.AccessKeyID,
		rec.SessionName, rec.IssuerARN, rec.InvokedBy, rec.SourceIP, rec.UserAgent, rec.ErrorCode, rec.ErrorMessage,
	} {
		fmt.Fprintf(&b, "%q ", f)
	}
	var ids []string
	for _, id := range rec.IDs {
		ids = append(ids, string(id))
	}
	fmt.Fprintf(&b, "%q ", strings.Join(ids, "\n"))
	return b.String()
}

// TestRecordsComeBack loads records of every shape and compares what the database gives back with what was read.
func TestRecordsComeBack(t *testing.T) {
	m := newMaker(11)
	records := []string{
		`{"eventID":"only an id"}`,
		`{"eventName":"N","eventSource":"s"}`,
		`{"eventID":"request null","requestParameters":null,"responseElements":null}`,
		`{"eventID":"request text","requestParameters":"","responseElements":"x"}`,
		`{"eventID":"request list","requestParameters":[],"responseElements":[{}]}`,
		`{"eventID":"request number","requestParameters":0,"responseElements":false}`,
		`{"eventID":"response first","responseElements":{"a":1},"requestParameters":{"b":2}}`,
		`{"eventID":"response alone","responseElements":{"a":1}}`,
		`{"eventID":"request alone","requestParameters":{"b":2}}`,
		`{"requestParameters":{"b":2},"responseElements":{"a":1},"eventID":"request at the head"}`,
		`{"eventID":"twice","requestParameters":{"a":1},"requestParameters":{"a":2},"responseElements":1,"responseElements":2}`,
		`{"eventID":"twice, the last before","responseElements":1,"requestParameters":{"a":1},"responseElements":2,"requestParameters":{"a":2}}`,
		`{"eventID":"NUL \u0000","eventName":"\u0000\u0000","eventSource":"a longer text with a \u0000 in its middle"}`,
		`{ "eventID" : "white space" , "requestParameters" : { } , "responseElements" : [ ] }`,
		"{\"eventID\":\"mended\",\"requestParameters\":{\"a\":\"\xff\"},\"responseElements\":{\"b\":\"\x00\"}}",
		`{"eventID":"` + strings.Repeat("long ", 100_000) + `","eventName":"` + strings.Repeat("n", 300_000) + `"}`,
		`{"eventID":"wide","requestParameters":{"vpcIds":["` + strings.Repeat(`vpc-00000001","vpc-00000002","`, 20_000) + `"]}}`,
		`{"eventID":"deep","requestParameters":` + strings.Repeat(`{"a":[`, 250) + strings.Repeat(`]}`, 250) + `}`,
	}
	for range 3000 {
		records = append(records, m.odd())
	}
	s := newCase(t)
	sum := load(t, s, file("a.json", records...))
	if sum.Records.Stored != int64(len(records)) {
		t.Fatalf("%d of %d records stored: %v", sum.Records.Stored, len(records), rejects(t, sum))
	}
	stored := readAll(t, s, "a.json")
	scanner, rec := trail.NewScanner(), &trail.Record{}
	for i, text := range records {
		if _, err := scanner.Scan([]byte(text), rec); err != nil {
			t.Fatal(err)
		}
		got := stored[i]
		for what, pair := range map[string][2]string{
			"record":   {value(got.record), string(rec.JSON)},
			"request":  {value(got.request), string(rec.Request)},
			"response": {value(got.response), string(rec.Response)},
			"event id": {value(got.eventID), string(rec.EventID)},
			"columns":  {got.columns, columnsOf(rec)},
		} {
			if pair[0] != pair[1] {
				t.Fatalf("%s of record %d is\n%.400q, want\n%.400q\nin %.400q", what, i, pair[0], pair[1], text)
			}
		}
		if (got.request == nil) != (rec.Request == nil) || (got.response == nil) != (rec.Response == nil) {
			t.Fatalf("record %d: what is absent and what is empty got mixed up", i)
		}
	}
	checkPlainFunctions(t, s)
}

// checkPlainFunctions asks every row what a user's query may ask. One row that makes a function fail makes every query
// over the column fail.
func checkPlainFunctions(t *testing.T, s *Store) {
	t.Helper()
	for _, query := range []string{
		"SELECT count(*) FROM events WHERE NOT json_valid(record)",
		"SELECT count(*) FROM events WHERE request_parameters IS NOT NULL AND NOT json_valid(request_parameters)",
		"SELECT count(*) FROM events WHERE response_elements IS NOT NULL AND NOT json_valid(response_elements)",
		"SELECT count(*) FROM touching_events WHERE request_parameters IS NOT NULL AND NOT json_valid(request_parameters)",
	} {
		if n := one(t, s, query); n != 0 {
			t.Errorf("%d rows: %s", n, query)
		}
	}
	for _, column := range []string{"record", "request_parameters", "response_elements", "additional_event_data", "resources"} {
		for _, call := range []string{
			"json_extract(%s, '$.userIdentity.sessionContext')", "json_extract_string(%s, '$.vpcId')", "json_extract(%s, '$.set.items[*].id')",
			"json_extract_string(%s, ['$.eventName', '$.userIdentity.arn'])", "json_extract_scalar(%s, '$.eventName')", "json_keys(%s)",
			"json_structure(%s)", "json_type(%s)", "json_array_length(%s)", "CAST(%s AS JSON)", "%s ->> '$.eventID'", "%s -> 'eventID'",
			"json_transform(%s, '{\"eventID\": \"VARCHAR\"}')", "length(%s)", "strlen(%s)", "upper(%s)", "md5(%s)", "%s LIKE '%%x%%'",
			"regexp_extract(%s, 'vpc-[0-9a-f]+')", "encode(%s)",
		} {
			if _, err := s.conn.ExecContext(t.Context(), "SELECT count(DISTINCT hash("+fmt.Sprintf(call, column)+")) FROM events"); err != nil {
				t.Errorf("%s of %s: %v", call, column, err)
			}
		}
	}
	if _, err := s.conn.ExecContext(t.Context(), "SELECT count(DISTINCT hash(e)) FROM events e"); err != nil {
		t.Error(err)
	}
}

// TestHugeRecord: size is no reason to lose a record.
func TestHugeRecord(t *testing.T) {
	huge := `{"eventID":"20 MB","requestParameters":{"a":"` + strings.Repeat("0123456789", 1_000_000) + `"},"responseElements":{"b":"` + strings.Repeat("é", 5_000_000) + `"}}`
	s := newCase(t)
	load(t, s, file("a.json", `{"eventID":"small"}`, huge, `{"eventID":"small too"}`), file("copy.json", huge))
	shown, err := s.Show(t.Context(), "20 MB")
	if err != nil || len(shown) != 2 || shown[0].Record != huge || shown[1].Record != huge || shown[1].Standing != "duplicate" {
		t.Errorf("%d records come back, %v", len(shown), err)
	}
	if n := one(t, s, "SELECT count(*) FROM events WHERE json_valid(record)"); n != 3 {
		t.Errorf("%d events, want 3", n)
	}
}

// TestMembersAgreeWithDuckDB compares our columns with what DuckDB reads in the record itself, where no name comes twice.
func TestMembersAgreeWithDuckDB(t *testing.T) {
	m := newMaker(12)
	var records []string
	for range 2000 {
		records = append(records, m.plain(m.eventID()))
	}
	s := newCase(t)
	load(t, s, file("a.json", records...))
	for column, path := range map[string]string{
		"event_id": "$.eventID", "event_name": "$.eventName", "event_source": "$.eventSource", "event_type": "$.eventType", "region": "$.awsRegion",
		"account": "$.recipientAccountId", "identity_type": "$.userIdentity.type", "access_key_id": "$.userIdentity.accessKeyId",
		"issuer_arn": "$.userIdentity.sessionContext.sessionIssuer.arn", "invoked_by": "$.userIdentity.invokedBy", "source_ip": "$.sourceIPAddress",
		"user_agent": "$.userAgent", "error_code": "$.errorCode", "CAST(read_only AS VARCHAR)": "$.readOnly",
		"strftime(event_time, '%Y-%m-%dT%H:%M:%SZ')":         "$.eventTime",
		"json_extract_string(request_parameters, '$.vpcId')": "$.requestParameters.vpcId",
	} {
		query := fmt.Sprintf("SELECT count(*) FROM events WHERE %s IS DISTINCT FROM json_extract_string(record, '%s')", column, path)
		if n := one(t, s, query); n != 0 {
			t.Errorf("%s differs from %s in %d records", column, path, n)
		}
	}
	if n := one(t, s, "SELECT count(*) FROM events WHERE principal IS DISTINCT FROM coalesce(json_extract_string(record, '$.userIdentity.arn'), invoked_by)"); n != 0 {
		t.Errorf("principal differs in %d records", n)
	}
}

// TestPlaceLeadsToTheBytes: offset, length and digest lead from an event to the bytes in its file.
func TestPlaceLeadsToTheBytes(t *testing.T) {
	m := newMaker(13)
	dir := t.TempDir()
	var files []*logFile
	for i := range 5 {
		f := file(fmt.Sprintf("%s/%d.json", dir, i))
		for range 50 {
			f.body.records = append(f.body.records, m.odd())
		}
		if err := os.WriteFile(f.path, f.body.text(), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	s := newCase(t)
	load(t, s, files...)
	for _, id := range rows(t, s, "SELECT event_id FROM events WHERE event_id IS NOT NULL AND NOT repaired USING SAMPLE 40 ROWS (reservoir, 1)") {
		shown, err := s.Show(t.Context(), id)
		if err != nil || len(shown) != 1 {
			t.Fatalf("show %s: %d records, %v", id, len(shown), err)
		}
		text, err := os.ReadFile(shown[0].File)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(text[shown[0].Offset : shown[0].Offset+shown[0].Length]); got != shown[0].Record || fmt.Sprintf("%x", sha(text)) != shown[0].SHA256 {
			t.Errorf("%s lies elsewhere than in %s at %d: %.100s", id, shown[0].File, shown[0].Offset, got)
		}
	}
}

// What a case says, in one number: equal for cases that answer alike, whatever the course of the load that made them.

package store

import (
	"crypto/sha256"
	"fmt"
	"testing"
)

// said lists what the views of a case say: every column but the keys, which depend on the course of the load, in an
// order that depends on nothing.
var said = []string{
	`SELECT event_id, event_time, event_name, event_source, event_type, event_category, region, account, principal, identity_type,
		access_key_id, session_name, issuer_arn, invoked_by, source_ip, user_agent, error_code, error_message, read_only,
		CAST(request_parameters AS VARCHAR), CAST(response_elements AS VARCHAR), CAST(additional_event_data AS VARCHAR),
		CAST(resources AS VARCHAR), record, file, file_sha256, record_offset, record_length, resource_ids, repaired,
		key IN (SELECT key FROM conflicts)
	FROM events ORDER BY ALL`,
	`SELECT * EXCLUDE (key) FROM touching_events ORDER BY ALL`,
	`SELECT * EXCLUDE (key) FROM sighted_events ORDER BY ALL`,
	`SELECT principal, short, session FROM principals ORDER BY ALL`,
	`SELECT h.why, f.path, r.record_offset, r.record
	FROM hidden h JOIN whole_records r ON r.key = h.key JOIN files f ON f.file_id = r.key >> 32 ORDER BY ALL`,
}

// lines is all that a case says.
func lines(t testing.TB, s *Store) []string {
	t.Helper()
	var out []string
	for i, query := range said {
		for _, row := range rows(t, s, query) {
			out = append(out, fmt.Sprintf("%d: %s", i, row))
		}
	}
	return out
}

// digestOf condenses what a case says.
func digestOf(t testing.TB, s *Store) string {
	t.Helper()
	sum := sha256.New()
	n := 0
	for _, line := range lines(t, s) {
		fmt.Fprintf(sum, "%d %s\n", len(line), line)
		n++
	}
	return fmt.Sprintf("%d lines, %x", n, sum.Sum(nil)[:8])
}

// sameSaid fails the test with the first lines in which two cases differ.
func sameSaid(t testing.TB, got, want []string) {
	t.Helper()
	shown := 0
	for i := range max(len(got), len(want)) {
		g, w := "(nothing)", "(nothing)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("line %d of %d and %d:\n got %.600s\nwant %.600s", i, len(got), len(want), g, w)
			if shown++; shown == 3 {
				t.FailNow()
			}
		}
	}
	if shown > 0 {
		t.FailNow()
	}
}

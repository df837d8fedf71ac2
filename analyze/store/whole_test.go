// Tests of the case digest: whatever row somebody edits, it differs; the order of rows and later loads are no part of it.

package store

import "testing"

func TestCaseDigestSeesEveryEdit(t *testing.T) {
	m := newMaker(1)
	s := newCase(t)
	first, second := m.plain("00000000-0000-4000-8000-000000000001"), m.plain("00000000-0000-4000-8000-000000000002")
	load(t, s, file("logs/a.json", first, second))
	digest := func() string {
		t.Helper()
		sum, err := s.CaseDigest(t.Context(), 1, 1)
		must(t, err)
		return sum
	}
	content := func() string {
		t.Helper()
		sum, err := s.ContentDigest(t.Context(), 0)
		must(t, err)
		return sum
	}
	whole, text := digest(), content()
	if s.lot = 1; digest() != whole || content() != text {
		t.Error("it matters in how many lots the rows are looked at")
	}
	for _, edit := range []string{
		"UPDATE records SET event_time = event_time + INTERVAL 1 DAY",
		"UPDATE records SET read_only = NOT coalesce(read_only, false)",
		"UPDATE records SET error_code = 'AccessDenied' WHERE key = (SELECT min(key) FROM records)",
		"INSERT INTO hidden SELECT key, 'duplicate', key FROM records",
		"INSERT INTO conflicts SELECT key FROM records",
		"INSERT INTO recovered SELECT key FROM records",
		"INSERT INTO touches (key, told, event_uuid) SELECT key, true, event_uuid FROM records",
		"INSERT INTO sightings (key, event_uuid, beat) SELECT key, event_uuid, true FROM records",
		"INSERT INTO flows (key, line) SELECT key, 1 FROM records",
		"INSERT INTO rejects VALUES (1, 1, 0, 'why')",
		"INSERT INTO attested VALUES (1, 1, 'valid', NULL, NULL)",
		"UPDATE files SET path = 'logs/b.json'",
		"UPDATE loads SET sources = 'elsewhere'",
		"INSERT INTO principals VALUES ('arn:aws:iam::111122223333:user/eve', 'eve', NULL)",
		"INSERT INTO baselines VALUES ('p', 's', 'a', 'r', NULL, 'b', '{}')",
	} {
		t.Run(edit, func(t *testing.T) {
			must(t, s.exec(t.Context(), "BEGIN"))
			must(t, s.exec(t.Context(), edit))
			if digest() == whole {
				t.Error("nobody would see it")
			}
			if content() != text {
				t.Error("it is of the text: the table is to hold edits that leave the text alone")
			}
			must(t, s.exec(t.Context(), "ROLLBACK"))
			if digest() != whole {
				t.Fatal("the edit has stayed")
			}
		})
	}
	must(t, s.exec(t.Context(), "CREATE TEMP TABLE turned AS SELECT * FROM records ORDER BY key DESC"))
	must(t, s.exec(t.Context(), "DELETE FROM records"))
	must(t, s.exec(t.Context(), "INSERT INTO records SELECT * FROM turned ORDER BY key DESC"))
	if digest() != whole {
		t.Error("the order of the rows is part of it")
	}
	load(t, s, file("logs/b.json", first, second))
	if digest() != whole {
		t.Error("a later load that brought nothing is part of it")
	}
}

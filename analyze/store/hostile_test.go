// Cases that somebody else has made: what they may not do to whoever asks them.

package store

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestHostileCase: a case that somebody else has made reads no file, whatever its views say and however they hide.
func TestHostileCase(t *testing.T) {
	for name, edits := range map[string][]string{
		"a view of ours":              {"CREATE OR REPLACE VIEW doubtful AS SELECT length(content) AS key FROM read_text('/etc/hostname')"},
		"a macro that vouches for it": {"CREATE OR REPLACE VIEW doubtful AS SELECT length(content) AS key FROM read_text('/etc/hostname')", "CREATE MACRO md5(x) AS CASE WHEN x LIKE 'attested%' THEN '" + columnsDigest + "' ELSE '" + viewsDigest + "' END"},
		"a view that was a table":     {"ALTER TABLE files RENAME TO mine", "CREATE VIEW files AS SELECT * REPLACE ((SELECT content FROM read_text('/etc/hostname')) AS path) FROM mine"},
	} {
		path := filepath.Join(t.TempDir(), "case.duckdb")
		closeCase(t, create(t, path))
		evil, err := connect(t.Context(), "", Options{Threads: 1})
		must(t, err)
		must(t, evil.exec(t.Context(), "ATTACH "+literal(path)+" AS evidence"))
		must(t, evil.exec(t.Context(), "USE evidence"))
		for _, edit := range edits {
			must(t, evil.exec(t.Context(), edit))
		}
		closeCase(t, evil)
		if s, err := Open(t.Context(), path, Options{}); err == nil || !strings.Contains(err.Error(), "views that are not those of this program") {
			t.Errorf("%s: opened for questions (%v): %v", name, s != nil, err)
		}
		if s, err := Create(t.Context(), path, Options{}); err == nil || !strings.Contains(err.Error(), "views that are not those of this program") {
			t.Errorf("%s: opened for a load (%v): %v", name, s != nil, err)
		}
	}
	_, path := kept(t)
	s := open(t, path)
	if err := s.exec(t.Context(), "FROM read_text('/etc/hostname')"); err == nil || !strings.Contains(err.Error(), "disabled by configuration") {
		t.Errorf("the product's own questions may read files: %v", err)
	}
}

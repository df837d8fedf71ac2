// A copy that somebody has changed, or the disk, is not taken for what the bucket says, even where it is as long as it was.

package mirror

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChangedCopy(t *testing.T) {
	dir, s := t.TempDir(), hold("b/log")
	if _, refused, _, err := pass(t, dir, s); err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	at := filepath.Join(dir, "b", "b", "log")
	open := func() (string, error) {
		t.Helper()
		m, err := New(dir, "b", s, 1)
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		var key string
		for o, err := range m.Objects(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			key = o.Key
		}
		r, err := m.Open(t.Context(), key)
		if err != nil {
			return "", err
		}
		defer r.Close()
		text, err := io.ReadAll(r)
		return string(text), err
	}
	if text, err := open(); text != "body of b/log" || err != nil {
		t.Fatalf("%q, %v", text, err)
	}
	if err := os.WriteFile(at, []byte("body of b/LOG"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := open(); err == nil || !strings.Contains(err.Error(), "was changed after it was kept") {
		t.Errorf("a copy that was changed says %q, %v", text, err)
	}
	// A note of an older program has no sum, and its copy is taken as it is.
	n, _, err := (&Mirror{root: must(os.OpenRoot(dir))}).note("b/b/log")
	if err != nil || n.SHA256 == "" || n.ETag != `"`+s.things["b/log"].etag+`"` {
		t.Fatalf("%+v, %v", n, err)
	}
	text := must(os.ReadFile(at + aside))
	if err := os.WriteFile(at+aside, []byte(strings.Replace(string(text), n.SHA256, "", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := open(); text != "body of b/LOG" || err != nil {
		t.Errorf("of an older program: %q, %v", text, err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

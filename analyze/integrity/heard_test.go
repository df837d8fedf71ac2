// Tests of files that were read before, by a load: they are not read again, and what was told of them counts.

package integrity_test

import (
	"context"
	"crypto/sha256"
	"io"
	"iter"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/integrity"
	"traillab/analyze/trail"
)

// readVault shows files of which a reading has told, and fails the test where one of them is read again.
type readVault struct {
	t *testing.T
	vault
	told map[string]archive.Sound
}

type readFile struct {
	integrity.File
	in readVault
}

func (v readVault) Files(ctx context.Context) iter.Seq2[integrity.File, error] {
	return func(yield func(integrity.File, error) bool) {
		for f, err := range v.vault.Files(ctx) {
			if err != nil || !yield(readFile{f, v}, nil) {
				return
			}
		}
	}
}

func (f readFile) Heard() (text [sha256.Size]byte, holds, known bool) {
	s, known := f.in.told[f.Path()]
	return s.Text, s.Holds, known
}

func (f readFile) Inflate(ctx context.Context, w io.Writer) (map[string]string, error) {
	if name, _ := trail.ParseKey(f.Path()); !name.Digest && !strings.HasSuffix(f.Path(), trail.MetadataSuffix) {
		f.in.t.Errorf("%s is read again", f.Path())
	}
	return f.File.Inflate(ctx, w)
}

func (f readFile) Holds(context.Context) (bool, error) {
	f.in.t.Errorf("%s is looked into again", f.Path())
	return false, nil
}

// TestHeard verifies a mirror of which everything is known, with one file that holds something else and one that was put there.
func TestHeard(t *testing.T) {
	m := hours(t, 3)
	m.write(m.logs[1][0], squeeze([]byte(`{"Records":[]}`)))
	m.write("AWSLogs/"+account+"/notes.json.gz", squeeze([]byte(`{"Records":[{"eventVersion":"1.08","eventTime":"2024-05-21T05:10:00Z","eventName":"X","eventSource":"y"}]}`)))
	want := m.verify(integrity.Options{})
	told := map[string]archive.Sound{}
	arc, err := archive.Open(t.Context(), []string{m.dir}, archive.Options{Sums: true, Sound: func(s archive.Sound) { told[s.Path] = s }})
	m.must(err)
	defer arc.Close()
	for f, err := range arc.Files(t.Context()) {
		m.must(err)
		m.must(f.Read(t.Context(), everything{}))
	}
	keys := &integrity.Keys{}
	m.must(keys.Add(m.keys()))
	got, err := integrity.Verify(t.Context(), readVault{t, vault{arc}, told}, integrity.Options{Keys: keys})
	m.must(err)
	if got.Logs != want.Logs || got.Verdict != want.Verdict || len(got.Findings) != len(want.Findings) || got.Logs.Altered != 1 || got.Logs.Unlisted != 1 {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// everything is a visitor that takes all and keeps nothing.
type everything struct{}

func (everything) File(trail.File) bool                    { return true }
func (everything) Record(*trail.Record, trail.Place) error { return nil }
func (everything) Reject(trail.Reject)                     {}
func (everything) Done(trail.Outcome)                      {}

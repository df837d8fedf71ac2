// A mirror has every object whole, with what the store says of it, or says why not; it changes nothing and leaves its folder
// never.

package mirror

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"traillab/analyze/archive"
)

// thing is an object of a shelf.
type thing struct {
	body, etag string
	err        error // instead of the body
	cut        error // behind half of the body
}

// shelf is a bucket in memory.
type shelf struct {
	things map[string]thing

	mu     sync.Mutex
	opened []string
}

func (s *shelf) Survey(ctx context.Context) iter.Seq2[archive.Object, error] { return s.Objects(ctx) }

func (s *shelf) Objects(context.Context) iter.Seq2[archive.Object, error] {
	return func(yield func(archive.Object, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(s.things)) {
			o := archive.Object{Path: "s3://b/" + key, Key: key, Size: int64(len(s.things[key].body)), Stamp: s.things[key].etag}
			if !yield(o, nil) {
				return
			}
		}
	}
}

// opening is an object that is being read.
type opening struct {
	io.Reader
	head archive.Head
}

func (o opening) Close() error        { return nil }
func (o opening) Head() *archive.Head { return &o.head }

// broken is the end of a body.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

func (s *shelf) Open(_ context.Context, key string) (io.ReadCloser, error) {
	s.mu.Lock()
	s.opened = append(s.opened, key)
	s.mu.Unlock()
	at := s.things[key]
	if at.err != nil {
		return nil, at.err
	}
	var r io.Reader = strings.NewReader(at.body)
	if at.cut != nil {
		r = io.MultiReader(strings.NewReader(at.body[:len(at.body)/2]), broken{at.cut})
	}
	modified := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return opening{r, archive.Head{
		ETag: `"` + at.etag + `"`, ContentLength: int64(len(at.body)), LastModified: &modified, VersionId: "v-" + at.etag,
		ServerSideEncryption: "aws:kms", Metadata: map[string]string{"signature": "00ff", "signature-algorithm": "SHA256withRSA"},
	}}, nil
}

// hold puts objects on the shelf, each with its key in it.
func hold(keys ...string) *shelf {
	s := &shelf{things: map[string]thing{}}
	for _, key := range keys {
		s.things[key] = thing{body: "body of " + key, etag: fmt.Sprintf("%x", len(key))}
	}
	return s
}

// pass lists a bucket through a mirror and reads everything that it yields.
func pass(t *testing.T, dir string, s *shelf) (read map[string]string, refused map[string]error, tally Tally, ended error) {
	t.Helper()
	m, err := New(dir, "b", s, 4)
	if err != nil {
		t.Fatal(err)
	}
	read, refused = map[string]string{}, map[string]error{}
	last := ""
	for o, err := range m.Objects(t.Context()) {
		if err != nil {
			ended = err
			break
		}
		if o.Path <= last {
			t.Errorf("%q comes after %q", o.Path, last)
		}
		last = o.Path
		key := strings.TrimPrefix(o.Path, "s3://b/")
		r, err := m.Open(t.Context(), o.Key)
		if err != nil {
			refused[key] = err
			if o.Stamp != "" {
				t.Errorf("%q is not kept, and would pass for known by its stamp", key)
			}
			continue
		}
		text, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		if v, ok := r.(interface{ Version() string }); !ok || v.Version() != "v-"+o.Stamp {
			t.Errorf("%q has lost its version", key)
		}
		read[key] = string(text)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return read, refused, m.Tally(), ended
}

// files are the files below a folder, with their text.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var awkward = []string{
	"AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/31/d.json.gz", "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31/a.json.gz",
	"../../../escape", "..", ".", "/absolute", "a", "a/b", "a/b/c", "a//b", "a/", "x\x00y", `..\x`, "c:/x", "x.metadata.json", "x", "X",
	"100%", "100%25", strings.Repeat("long/", 100) + "x", strings.Repeat("l", 1000), strings.Repeat("é", 500), "\xff\xfe", "nothing",
	".partial%0000000000000000", "a%", "a%/b",
}

// Everything arrives, under names of which each leads back, and stays below the folder; the second time nothing is fetched.
func TestMirrorKeeps(t *testing.T) {
	above := t.TempDir()
	dir := filepath.Join(above, "mirror")
	s := hold(awkward...)
	s.things["nothing"] = thing{etag: "0"}
	for round, want := range []Tally{{Kept: int64(len(awkward))}, {Known: int64(len(awkward))}} {
		s.opened = nil
		read, refused, tally, err := pass(t, dir, s)
		if err != nil || len(refused) > 0 || tally != want || len(s.opened) != int(want.Kept) {
			t.Errorf("round %d: %+v, fetched %d, refused %v, ended with %v", round, tally, len(s.opened), refused, err)
		}
		for key, at := range s.things {
			if read[key] != at.body {
				t.Errorf("round %d: %.40q reads %.40q", round, key, read[key])
			}
		}
	}
	if entries, err := os.ReadDir(above); err != nil || len(entries) != 1 {
		t.Errorf("beside the mirror there is something else: %v, %v", entries, err)
	}
	found := files(t, dir)
	if len(found) != 2*len(awkward) {
		t.Errorf("%d files for %d objects", len(found), len(awkward))
	}
	for name, text := range found {
		if strings.HasSuffix(name, aside) {
			continue
		}
		var n note
		if err := json.Unmarshal([]byte(found[name+aside]), &n); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, key, err := Key(name)
		if err != nil || n.Bucket != "b" || n.Key != string([]rune(key)) || s.things[key].body != text {
			t.Errorf("%s leads to %q, %v; its note names %q", name, key, err, n.Key)
		}
		if n.Metadata["signature"] != "00ff" || n.ServerSideEncryption != "aws:kms" || n.ContentLength != int64(len(text)) || n.ETag != `"`+s.things[key].etag+`"` {
			t.Errorf("%s: the note is %+v", name, n)
		}
	}
	const plain = "b/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/31/d.json.gz"
	if found[plain] == "" || found[plain+".metadata.json"] == "" {
		t.Errorf("an ordinary key is not kept under its name: %q", slices.Sorted(maps.Keys(found)))
	}
}

// An object that has changed is kept beside what was kept before; neither is touched again.
func TestMirrorNeverWritesOver(t *testing.T) {
	dir, s := t.TempDir(), hold("k.json.gz")
	if _, _, _, err := pass(t, dir, s); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	s.things["k.json.gz"] = thing{body: "something else", etag: "e2"}
	for round, want := range []Tally{{Kept: 1, Changed: 1}, {Known: 1}} {
		read, _, tally, err := pass(t, dir, s)
		if err != nil || tally != want || read["k.json.gz"] != "something else" {
			t.Errorf("round %d: %+v, %q, %v", round, tally, read, err)
		}
	}
	after := files(t, dir)
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s was %q and is %q", name, text, after[name])
		}
	}
	if after["b/k.json.gz%@e2"] != "something else" || len(after) != 4 {
		t.Errorf("the other content is not there: %q", after)
	}
	if _, key, err := Key("b/k.json.gz%@e2"); key != "k.json.gz" || err != nil {
		t.Errorf("it leads to %q, %v", key, err)
	}
}

// What was copied by other means gets its note, if it is the same; what is not stays, and the object lies beside it.
func TestMirrorCompletesACopy(t *testing.T) {
	dir, s := t.TempDir(), hold("same", "other", "short")
	if err := os.Mkdir(filepath.Join(dir, "b"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"same": "body of same", "other": "forged", "short": "body"} {
		if err := os.WriteFile(filepath.Join(dir, "b", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read, refused, tally, err := pass(t, dir, s)
	if err != nil || len(refused) > 0 || tally != (Tally{Kept: 3, Changed: 2}) || read["other"] != "body of other" || read["short"] != "body of short" {
		t.Errorf("%+v, %q, %v, %v", tally, read, refused, err)
	}
	found := files(t, dir)
	if found["b/other"] != "forged" || found["b/other.metadata.json"] != "" || found["b/same.metadata.json"] == "" || found["b/short"] != "body" {
		t.Errorf("found %q", found)
	}
	if _, _, tally, _ = pass(t, dir, s); tally != (Tally{Known: 3}) {
		t.Errorf("the second time: %+v", tally)
	}
	if err := os.Truncate(filepath.Join(dir, "b", "same"), 3); err != nil {
		t.Fatal(err)
	}
	if read, _, tally, err := pass(t, dir, s); err != nil || tally != (Tally{Kept: 1, Changed: 1, Known: 2}) || read["same"] != "body of same" {
		t.Errorf("after a copy was cut: %+v, %q, %v", tally, read["same"], err)
	}
}

// What one object lacks costs that object, and leaves nothing of it behind.
func TestMirrorNamesWhatItLacks(t *testing.T) {
	dir, s := t.TempDir(), hold("a", "b", "c", "d")
	denied, lost := errors.New("access denied"), errors.New("the object arrives cut")
	s.things["b"] = thing{body: "x", etag: "1", err: denied}
	s.things["c"] = thing{body: "body", etag: "2", cut: lost}
	read, refused, tally, err := pass(t, dir, s)
	if err != nil || len(read) != 2 || tally != (Tally{Kept: 2, Refused: 2}) || !errors.Is(refused["b"], denied) || !errors.Is(refused["c"], lost) {
		t.Errorf("%+v, %q, %v, %v", tally, read, refused, err)
	}
	if found := files(t, dir); len(found) != 4 {
		t.Errorf("left behind: %q", slices.Sorted(maps.Keys(found)))
	}
	delete(s.things, "b")
	s.things["c"] = thing{body: "body", etag: "2"}
	if _, _, tally, _ = pass(t, dir, s); tally != (Tally{Kept: 1, Known: 2}) {
		t.Errorf("the next time: %+v", tally)
	}
}

// Two names that a file system holds for one are told, as is a note that nobody can read.
func TestMirrorTellsNamesApart(t *testing.T) {
	dir, s := t.TempDir(), hold("Same", "bad")
	if err := os.Mkdir(filepath.Join(dir, "b"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"Same": "body of same", "Same.metadata.json": `{"Bucket":"b","Key":"same","ETag":"\"4\""}`, "bad.metadata.json": "{"} {
		if err := os.WriteFile(filepath.Join(dir, "b", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := files(t, dir)
	_, refused, _, err := pass(t, dir, s)
	if err != nil || !errors.Is(refused["Same"], errTaken) || refused["bad"] == nil || !maps.Equal(before, files(t, dir)) {
		t.Errorf("%v, %v, %q", refused, err, files(t, dir))
	}
}

// A link that leads out of the folder is not followed.
func TestMirrorStaysInside(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	if err := os.Symlink(elsewhere, filepath.Join(dir, "b")); err != nil {
		t.Skip("no links here: " + err.Error())
	}
	_, _, tally, err := pass(t, dir, hold("k"))
	if err == nil || tally.Kept != 0 || !strings.Contains(err.Error(), "mend that, then run the same command again") {
		t.Errorf("%+v, %v", tally, err)
	}
	if left := files(t, elsewhere); len(left) > 0 {
		t.Errorf("written elsewhere: %q", left)
	}
}

// What a run that was killed left on its way goes when it is old; what another run is writing does not.
func TestMirrorSweeps(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{partial + "old": 2 * stale, partial + "new": 0, "theirs": 2 * stale} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, _, err := pass(t, dir, hold()); err != nil {
		t.Fatal(err)
	}
	if left := slices.Sorted(maps.Keys(files(t, dir))); !slices.Equal(left, []string{partial + "new", "theirs"}) {
		t.Errorf("left: %q", left)
	}
}

// A listing that is broken off ends the mirror at once, with everything that it has begun.
func TestMirrorEndsWithItsContext(t *testing.T) {
	s := hold()
	for n := range 200 {
		s.things[fmt.Sprintf("k%03d", n)] = thing{body: "x", etag: "1"}
	}
	m, err := New(t.TempDir(), "b", s, 4)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n, last := 0, error(nil)
	for _, err := range m.Objects(ctx) {
		if n++; n == 5 {
			cancel()
		}
		last = err
	}
	cancel()
	if !errors.Is(last, context.Canceled) || n > 20 {
		t.Errorf("%d objects, then %v", n, last)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
}

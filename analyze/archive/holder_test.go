// Tests of zips and tars: named, found in folders, inside each other, damaged and hostile.

package archive_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zip"

	"traillab/analyze/archive"
)

// member is a file to be put into a zip or tar.
type member struct{ name, content string }

func zipped(t testing.TB, members ...member) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.Create(m.name)
		if err == nil {
			_, err = io.WriteString(w, m.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func tarred(t testing.TB, members ...member) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		head := &tar.Header{Name: m.name, Mode: 0o600, Size: int64(len(m.content)), Typeflag: tar.TypeReg}
		if strings.HasSuffix(m.name, "/") {
			head.Typeflag = tar.TypeDir
		}
		err := w.WriteHeader(head)
		if err == nil {
			_, err = io.WriteString(w, m.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHolders reads each holder as a name of its own and as a file in a folder: what is told must be the same.
func TestHolders(t *testing.T) {
	a, b, c := list(record(1)), list(record(2)), list(record(3))
	members := []member{{"2024/b.json.gz", gzipped(t, b)}, {"2024/", ""}, {"2024/a.json", a}, {"c.txt", "hello"}}
	inner := func(n int) string {
		text := zipped(t, member{"a.json", a})
		for i := range n {
			text = zipped(t, member{fmt.Sprintf("%d.zip", i), text})
		}
		return text
	}
	large := list(strings.Replace(record(4), "alice", strings.Repeat("a", 9<<20), 1), record(5))
	for _, test := range []struct {
		name, content, want, paths string
		reasons                    []string
	}{
		{"zip", zipped(t, members...), "1 2", "!/2024/a.json !/2024/b.json.gz !/c.txt", []string{"file: text*"}},
		{"tar", tarred(t, members...), "2 1", "!/2024/b.json.gz !/2024/a.json !/c.txt", []string{"file: text*"}},
		{"tar.gz", gzipped(t, tarred(t, members...)), "2 1", "!/2024/b.json.gz !/2024/a.json !/c.txt", []string{"file: text*"}},
		{"tar.zst", zstded(t, tarred(t, members...)), "2 1", "!/2024/b.json.gz !/2024/a.json !/c.txt", []string{"file: text*"}},
		{"zip.gz", gzipped(t, zipped(t, members...)), "1 2", "!/2024/a.json !/2024/b.json.gz !/c.txt", []string{"file: text*"}},
		{"zip in tar", tarred(t, member{"x.zip", zipped(t, member{"a", a})}, member{"c", c}), "1 3", "!/x.zip!/a !/c", nil},
		{"three deep", inner(2), "1", "!/1.zip!/0.zip!/a.json", nil},
		{"four deep", inner(3), "", "", []string{"file: a zip or tar inside 3 others*"}},
		{"names that climb", zipped(t, member{"../../etc/a", a}, member{"/b", b}), "1 2", "!/../../etc/a !//b", nil},
		{"climbing tar", tarred(t, member{"../../etc/a", a}), "1", "!/../../etc/a", nil},
		{"empty zip", zipped(t), "", "", []string{"file: a zip without files in it"}},
		{"half a zip", zipped(t, members...)[:200], "", "", []string{"file: a zip that cannot be opened, perhaps cut short*"}},
		{"half a tar", tarred(t, member{"a", a}, member{"b", b + strings.Repeat(" ", 4000)})[:2100], "1 2", "!/a !/b", []string{"file: reading stops at byte *", "file: a tar that breaks off: it ends inside a member"}},
		{"half a tar.gz", gzipped(t, tarred(t, members...))[:200], "", "*", []string{"*"}},
		{"Office", zipped(t, member{"[Content_Types].xml", "<x/>"}, member{"xl/a.xml", "<x/>"}), "", "", []string{"file: an Office document; export its table as CSV"}},
		{"large members", zipped(t, member{"a", large}, member{"b", b}), "4 5 2", "!/a !/b", nil},
		{"large members of a tar", gzipped(t, tarred(t, member{"a", large}, member{"b", b})), "4 5 2", "!/a !/b", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := file(t, "in/logs", []byte(test.content))
			for _, name := range []string{path, strings.TrimSuffix(path, "/logs")} {
				temp := t.TempDir()
				v := &told{}
				read(t, v, archive.Options{TempDir: temp}, name)
				var paths []string
				for _, f := range v.files {
					paths = append(paths, strings.TrimPrefix(f.Path, path))
				}
				if got := v.numbers(); got != test.want || !matches(strings.Join(paths, " "), test.paths) {
					t.Errorf("%s: records %q in %q, want %q in %q", name, got, paths, test.want, test.paths)
				}
				if !(len(test.reasons) == 1 && test.reasons[0] == "*") && !slices.EqualFunc(v.reasons(), test.reasons, matches) {
					t.Errorf("%s: rejects %q, want %q", name, v.reasons(), test.reasons)
				}
				if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
					t.Errorf("%d temporary files are left (%v)", len(left), err)
				}
			}
		})
	}
}

// TestMisnamedTar reads a tar that calls itself a log file, which is asked about before it shows what it is.
func TestMisnamedTar(t *testing.T) {
	v := &told{}
	path := file(t, "in/1_CloudTrail_x.json.gz", []byte(gzipped(t, tarred(t, member{"a", list(record(1))}))))
	read(t, v, archive.Options{}, strings.TrimSuffix(path, "/1_CloudTrail_x.json.gz"))
	if got := v.statuses(); v.numbers() != "1" || len(got) != 2 || !strings.HasPrefix(got[0], "other ") || got[1] != "loaded" {
		t.Errorf("records %s, %q", v.numbers(), got)
	}
}

// TestDamagedMember turns a bit in a stored member of a zip.
func TestDamagedMember(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "a", Method: zip.Store})
	if err == nil {
		_, err = io.WriteString(w, list(record(1)))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	content := strings.Replace(b.String(), "alice", "blice", 1)
	v := &told{}
	read(t, v, archive.Options{}, file(t, "logs.zip", []byte(content)))
	if got := v.statuses(); v.numbers() != "1" || len(got) != 1 || !matches(got[0], "damaged zip member's stream does not match its checksum at inflated byte *") {
		t.Errorf("records %s, %q", v.numbers(), got)
	}
}

// TestEncryptedMember refuses a member and reads the others.
func TestEncryptedMember(t *testing.T) {
	content := []byte(zipped(t, member{"a", list(record(1))}, member{"b", list(record(2))}))
	directory := bytes.Index(content, []byte("PK\x01\x02"))
	content[directory+8] |= 1
	v := &told{}
	read(t, v, archive.Options{}, file(t, "logs.zip", content))
	if v.numbers() != "2" || !slices.EqualFunc(v.reasons(), []string{"file: encrypted*"}, matches) {
		t.Errorf("records %s, %q", v.numbers(), v.reasons())
	}
}

// TestLargeFile reads a file that is hashed first and read a second time.
func TestLargeFile(t *testing.T) {
	text := list(strings.Replace(record(1), "alice", strings.Repeat("a", 9<<20), 1), record(2))
	for _, content := range []string{text, wide(text, false, true)} {
		if v := readText(t, content, archive.Options{}); v.numbers() != "1 2" || len(v.rejects) > 0 {
			t.Errorf("records %s, rejects %q", v.numbers(), v.reasons())
		}
	}
}

// TestStandardInput reads "-", which may be a zip, and leaves nothing behind.
func TestStandardInput(t *testing.T) {
	for content, want := range map[string]string{
		list(record(1), record(2)):                                "-",
		gzipped(t, list(record(1), record(2))):                    "-",
		zipped(t, member{"a", record(1) + record(2)}):             "-!/a",
		gzipped(t, tarred(t, member{"a", record(1) + record(2)})): "-!/a",
	} {
		temp := t.TempDir()
		v := &told{}
		read(t, v, archive.Options{Stdin: strings.NewReader(content), TempDir: temp}, "-")
		if v.numbers() != "1 2" || v.files[0].Path != want {
			t.Errorf("records %s in %v, want them in %s", v.numbers(), v.files, want)
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
			t.Errorf("%d temporary files are left (%v)", len(left), err)
		}
	}
}

// shelf is an object store in memory; it fails to open what has no content.
type shelf []member

func (s shelf) Objects(context.Context) iter.Seq2[archive.Object, error] {
	return func(yield func(archive.Object, error) bool) {
		for _, m := range s {
			if !yield(archive.Object{Path: "s3://b/" + m.name, Key: m.name, Size: int64(len(m.content)), Stamp: "e-" + m.name}, nil) {
				return
			}
		}
	}
}

func (s shelf) Open(_ context.Context, key string) (io.ReadCloser, error) {
	for _, m := range s {
		if m.name == key && m.content != "" {
			return io.NopCloser(strings.NewReader(m.content)), nil
		}
	}
	return nil, errors.New("AccessDenied: ask for s3:GetObject")
}

// onShelf is an archive of what lies on a shelf at the time.
func onShelf(t testing.TB, s *shelf) *archive.Archive {
	t.Helper()
	o := archive.Options{MaxRecord: 1 << 12, MaxInflated: 1 << 20, TempDir: t.TempDir()}
	o.OpenS3 = func(context.Context, string) (archive.Lister, error) { return s, nil }
	a, err := archive.Open(t.Context(), []string{"s3://b/"}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestObjects(t *testing.T) {
	large := list(strings.Replace(record(3), "alice", strings.Repeat("a", 9<<20), 1))
	store := shelf{{"a.json.gz", gzipped(t, list(record(1)))}, {"b.zip", zipped(t, member{"x", list(record(2))})}, {"c", large}, {"d", ""}}
	temp := t.TempDir()
	v := &told{}
	o := archive.Options{TempDir: temp, OpenS3: func(context.Context, string) (archive.Lister, error) { return store, nil }}
	read(t, v, o, "s3://b/")
	var paths []string
	for _, f := range v.files {
		paths = append(paths, f.Path)
	}
	if got := strings.Join(paths, " "); v.numbers() != "1 2 3" || got != "s3://b/a.json.gz s3://b/b.zip!/x s3://b/c" {
		t.Errorf("records %s in %s", v.numbers(), got)
	}
	if !slices.Equal(v.reasons(), []string{"file: cannot be read: AccessDenied: ask for s3:GetObject"}) {
		t.Errorf("rejects %q", v.reasons())
	}
	a, err := archive.Open(t.Context(), []string{"s3://b/"}, o)
	if err != nil {
		t.Fatal(err)
	}
	for f, err := range a.Files(t.Context()) {
		if err != nil || f.Stamp() == "" {
			t.Errorf("%s: stamp %q, %v", f.Path(), f.Stamp(), err)
		}
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("%d temporary files are left (%v)", len(left), err)
	}
}

// Tests of folders: order, links, and entries that are no log files.

package archive_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"traillab/analyze/archive"
)

// tree makes a folder with the named files, each with one record of its own; names that end in / are folders.
func tree(t testing.TB, names ...string) string {
	t.Helper()
	root := t.TempDir()
	for i, name := range names {
		path := filepath.Join(root, name)
		folder, content := filepath.Dir(path), []byte(list(record(i+1)))
		if strings.HasSuffix(name, "/") {
			folder, content = path, nil
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if content != nil {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root
}

func link(t testing.TB, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
}

// paths are the files that were told of, below root.
func (v *told) paths(root string) string {
	var list []string
	for _, f := range v.files {
		list = append(list, strings.TrimPrefix(f.Path, root+"/"))
	}
	return strings.Join(list, " ")
}

func TestFolderOrder(t *testing.T) {
	root := tree(t, "b.json", "a/2024/x.json", "a/2024/a.json", "a-b.json", "a.json", "AWSLogs/o-1/1/CloudTrail/x.json", ".hidden", "empty/")
	v := &told{}
	read(t, v, archive.Options{}, root)
	want := ".hidden AWSLogs/o-1/1/CloudTrail/x.json a-b.json a.json a/2024/a.json a/2024/x.json b.json"
	if got := v.paths(root); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if !slices.IsSorted(strings.Fields(want)) {
		t.Error("the test wants what is not sorted")
	}
}

func TestFolderLinks(t *testing.T) {
	root := tree(t, "real/a.json", "real/deep/b.json", "c.json")
	beyond := tree(t, "x/d.json", "x/y/e.json")
	link(t, "..", filepath.Join(root, "real", "up"))                             // a loop
	link(t, "real", filepath.Join(root, "again"))                                // walked anyway
	link(t, filepath.Join(root, "c.json"), filepath.Join(root, "linked.json"))   // a file
	link(t, filepath.Join(beyond, "x", "y"), filepath.Join(root, "beyond1"))     // out of the folder
	link(t, filepath.Join(beyond, "x"), filepath.Join(root, "beyond2"))          // the same and more
	link(t, filepath.Join(beyond, "x"), filepath.Join(beyond, "x", "y", "loop")) // a loop out there
	link(t, "nowhere", filepath.Join(root, "dangling"))                          // leads nowhere
	link(t, "itself", filepath.Join(root, "itself"))                             // leads to itself
	v := &told{}
	read(t, v, archive.Options{}, root)
	want := "beyond1/e.json beyond1/loop/d.json c.json linked.json real/a.json real/deep/b.json"
	if got := v.paths(root); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if len(v.rejects) != 2 || !strings.HasPrefix(v.rejects[0].Reason, "a link that leads nowhere") {
		t.Errorf("rejects %q, want two links that lead nowhere", v.reasons())
	}
}

// TestFolderTwice names a folder and a part of it: every file once for each name.
func TestFolderTwice(t *testing.T) {
	root := tree(t, "a/x.json", "b/y.json")
	v := &told{}
	read(t, v, archive.Options{}, filepath.Join(root, "b"), root)
	if got := v.paths(root); got != "b/y.json a/x.json b/y.json" {
		t.Error(got)
	}
}

// TestFolderOddities meets entries that are no files; none of them may be opened, for that can wait for ever.
func TestFolderOddities(t *testing.T) {
	root := tree(t, "a.json")
	if err := syscall.Mkfifo(filepath.Join(root, "pipe"), 0o600); err != nil {
		t.Skip("no named pipes here: ", err)
	}
	var listen net.ListenConfig
	socket, err := listen.Listen(t.Context(), "unix", filepath.Join(root, "socket"))
	if err != nil {
		t.Skip("no sockets here: ", err)
	}
	defer socket.Close()
	link(t, "/dev/null", filepath.Join(root, "device"))
	v := &told{}
	read(t, v, archive.Options{}, root, filepath.Join(root, "pipe"))
	want := []string{"file: a device, not a file", "file: a named pipe, not a file", "file: a socket, not a file", "file: a named pipe, not a file; to read a pipe, name -"}
	if got := v.reasons(); !slices.Equal(got, want) || len(v.ids) != 1 {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFolderUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything; run the tests as somebody else to see unreadable folders")
	}
	root := tree(t, "a.json", "closed/b.json", "closed.json", "z.json")
	for _, name := range []string{"closed", "closed.json"} {
		if err := os.Chmod(filepath.Join(root, name), 0); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(filepath.Join(root, "closed"), 0o700) //nolint:errcheck // else the folder of the test stays
	v := &told{}
	read(t, v, archive.Options{}, root)
	want := []string{"file: cannot be read: permission denied", "file: the folder cannot be read: permission denied"}
	if got := v.reasons(); !slices.Equal(got, want) || len(v.ids) != 2 {
		t.Errorf("%q and %d records, want %q and 2", got, len(v.ids), want)
	}
}

// TestOddNames opens files by their true names and shows names that are valid UTF-8 and different.
func TestOddNames(t *testing.T) {
	root := tree(t, "white space\nand more", "ü.json", "\xff.json", "\xfe.json", "$(rm -rf).json", "-")
	v := &told{}
	read(t, v, archive.Options{}, root)
	want := `$(rm -rf).json|-|white space` + "\n" + `and more|ü.json|\xfe.json|\xff.json`
	var got []string
	for _, f := range v.files {
		got = append(got, strings.TrimPrefix(f.Path, root+"/"))
	}
	if strings.Join(got, "|") != want || len(v.ids) != 6 {
		t.Errorf("%q, want %q; rejects %q", strings.Join(got, "|"), want, v.reasons())
	}
}

// TestVanished reads a file that has gone since it was listed.
func TestVanished(t *testing.T) {
	root := tree(t, "a.json", "b.json")
	a, err := archive.Open(t.Context(), []string{root}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	v := &told{t: t}
	for f, err := range a.Files(t.Context()) {
		if err = errors.Join(err, os.RemoveAll(root)); err != nil {
			t.Fatal(err)
		}
		if err := f.Read(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprint(v.reasons()); got != "[file: cannot be read: no such file or directory file: cannot be read: no such file or directory]" {
		t.Error(got)
	}
}

func TestOpenMisuse(t *testing.T) {
	for name, want := range map[string]string{
		"nowhere":     "nowhere does not exist; name a folder *",
		"-":           "there is no standard input to read; name *",
		"s3://bucket": "s3://bucket: object stores cannot be read here; *",
	} {
		if _, err := archive.Open(t.Context(), []string{name}, archive.Options{}); err == nil || !matches(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if _, err := archive.Open(t.Context(), nil, archive.Options{}); err == nil {
		t.Error("no names at all were taken")
	}
}

func TestSize(t *testing.T) {
	root := tree(t, "a.json", "b/c.json")
	a, err := archive.Open(t.Context(), []string{root}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var files, bytes int64
	for f, err := range a.Files(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		files, bytes = files+1, bytes+f.Size()
	}
	if n, b := a.Size(t.Context()); n != files || b != bytes || b != 2*int64(len(list(record(1)))) {
		t.Errorf("%d files of %d bytes, want %d of %d", n, b, files, bytes)
	}
}

// Folders are walked in the order of their names, one folder's entries at a time. A link to a folder is followed
// unless the walk comes by there anyway, so loops end and nothing is read twice for being linked.

package archive

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// folder is a named folder and everything below it.
type folder struct {
	arc  *Archive
	root string
}

// walk is one pass through a folder.
type walk struct {
	folder *folder
	ctx    context.Context
	yield  func(*File, error) bool
	home   []string        // true paths of all folders that were named: links into them lead nowhere new
	seen   map[string]bool // true paths of the folders beyond, once they were walked
}

func (f *folder) files(ctx context.Context, yield func(*File, error) bool) bool {
	w := &walk{folder: f, ctx: ctx, yield: yield, seen: map[string]bool{}}
	for _, s := range f.arc.sources {
		if other, ok := s.(*folder); ok {
			if real, err := realPath(other.root); err == nil {
				w.home = append(w.home, real)
			}
		}
	}
	return w.enter(f.root, "")
}

func (f *folder) survey(ctx context.Context, yield func(Sight, error) bool) bool {
	return f.files(ctx, func(file *File, err error) bool {
		switch {
		case err != nil:
			return yield(Sight{}, err)
		case file.refused != "":
			return true
		}
		return yield(Sight{Path: file.path, Files: 1, Bytes: file.Size()}, nil)
	})
}

// entry is one name in a folder, with what a link leads to.
type entry struct {
	name string
	mode fs.FileMode // type bits only
	size int64       // -1 as long as nobody asked
	real string      // for a linked folder: its true path
	err  error
	// refused is why what a link leads to is not read.
	refused string
}

// enter walks one folder. real is its true path where the walk has left the named folders, else empty.
func (w *walk) enter(path, real string) bool {
	if err := w.ctx.Err(); err != nil {
		w.yield(nil, err)
		return false
	}
	found, err := os.ReadDir(path)
	if err != nil && !w.yield(w.refuse(path, "the folder cannot be read: "+plainError(err)), nil) {
		return false
	}
	entries := make([]entry, 0, len(found))
	for _, d := range found {
		entries = append(entries, w.look(path, d))
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.sortName(), b.sortName()) })
	for _, e := range entries {
		if !w.visit(below(path, e.name), real, e) {
			return false
		}
	}
	return true
}

// look finds out what an entry is, through a link if it is one.
func (w *walk) look(folder string, d fs.DirEntry) entry {
	e := entry{name: d.Name(), mode: d.Type(), size: -1}
	if e.mode&fs.ModeSymlink == 0 {
		return e
	}
	info, err := os.Stat(below(folder, e.name))
	if err != nil {
		e.err = err
		return e
	}
	e.mode, e.size = info.Mode().Type(), info.Size()
	real, err := realPath(below(folder, e.name))
	switch {
	case err != nil || kernels(real):
		e.err = err
		e.refused = "a link to what the kernel shows of itself, not a file"
	case info.IsDir():
		e.real = real
	}
	return e
}

// kernels reports whether a path lies where the kernel shows its own state as files: some have no end, and others answer
// only when something happens.
func kernels(real string) bool {
	return slices.ContainsFunc([]string{"/proc", "/sys"}, func(dir string) bool { return real == dir || strings.HasPrefix(real, dir+"/") })
}

// sortName makes a folder sort where the paths below it do.
func (e entry) sortName() string {
	if e.mode.IsDir() {
		return e.name + "/"
	}
	return e.name
}

func (w *walk) visit(path, real string, e entry) bool {
	switch {
	case e.err != nil:
		return w.yield(w.refuse(path, "a link that leads nowhere: "+plainError(e.err)), nil)
	case e.refused != "":
		return w.yield(w.refuse(path, e.refused), nil)
	case e.mode.IsDir() && e.real != "":
		return w.follow(path, e.real)
	case e.mode.IsDir() && real != "":
		return w.follow(path, filepath.Join(real, e.name))
	case e.mode.IsDir():
		return w.enter(path, "")
	case !e.mode.IsRegular():
		return w.yield(w.refuse(path, oddity(e.mode)+", not a file"), nil)
	}
	return w.yield(&File{arc: w.folder.arc, path: visible(path), size: e.size, from: onDisk(path)}, nil)
}

// follow enters a folder beyond the named ones, once.
func (w *walk) follow(path, real string) bool {
	if w.seen[real] {
		return true
	}
	for _, home := range w.home {
		if real == home || strings.HasPrefix(real, strings.TrimSuffix(home, string(filepath.Separator))+string(filepath.Separator)) {
			return true
		}
	}
	w.seen[real] = true
	return w.enter(path, real)
}

func (w *walk) refuse(path, reason string) *File {
	return &File{arc: w.folder.arc, path: visible(path), refused: reason}
}

// below joins a folder and a name and keeps the folder as it was written.
func below(folder, name string) string {
	if strings.HasSuffix(folder, string(filepath.Separator)) {
		return folder + name
	}
	return folder + string(filepath.Separator) + name
}

func realPath(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(real)
}

func oddity(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something irregular"
}

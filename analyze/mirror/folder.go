// Folders of the mirror, and the files that are on their way into them.

package mirror

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"time"
)

// partial begins the names of files on their way; no key's name begins so.
const partial = ".partial%"

// stale is after how long a file on its way has been left behind by a run that was killed.
const stale = time.Hour

// remembered is how many folders are known to be there without asking.
const remembered = 1 << 12

// folder makes a folder and those above it, and tells what they are called.
func (m *Mirror) folder(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	m.mu.Lock()
	made, known := m.folders[name]
	m.mu.Unlock()
	if known {
		return made, nil
	}
	above, err := m.folder(strings.TrimSuffix(path.Dir(name), "."))
	if err != nil {
		return "", err
	}
	plain := path.Join(above, path.Base(name))
	made = plain
	m.placing.Lock()
	defer m.placing.Unlock()
	for {
		err = m.root.Mkdir(made, 0o777)
		if err == nil {
			m.touch(made)
			break
		}
		info, other := m.root.Stat(made)
		if !errors.Is(err, fs.ErrExist) || other != nil {
			return "", errors.Join(err, other)
		}
		if info.IsDir() {
			break
		}
		if made != plain {
			return "", err
		}
		made += apart
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.folders) >= remembered {
		clear(m.folders)
	}
	m.folders[name] = made
	return made, nil
}

// filled is a file on its way, whole and synced.
type filled struct {
	name string
	sum  [sha256.Size]byte
}

// fill copies r into a file on its way. An error of r is a *lack, unless it ends everything.
func (m *Mirror) fill(r io.Reader) (filled, error) {
	f := filled{name: fmt.Sprintf("%s%016x", partial, rand.Uint64())}
	file, err := m.root.Create(f.name)
	if err != nil {
		return f, err
	}
	h := sha256.New()
	source := &faulty{r: r}
	_, err = io.Copy(io.MultiWriter(file, h), source)
	if source.err != nil {
		err = fetched(source.err)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return f, errors.Join(err, m.root.Remove(f.name))
	}
	h.Sum(f.sum[:0])
	return f, nil
}

// faulty remembers an error of its source, to tell it from one of the disk.
type faulty struct {
	r   io.Reader
	err error
}

func (f *faulty) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

// sweep removes what runs that were killed have left on its way. The disk's own clock says how old it is.
func (m *Mirror) sweep() error {
	now, err := m.fill(strings.NewReader(""))
	if err != nil {
		return err
	}
	defer func() { _ = m.root.Remove(now.name) }() // the next run would
	info, err := m.root.Lstat(now.name)
	if err != nil {
		return err
	}
	entries, err := fs.ReadDir(m.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), partial) || !e.Type().IsRegular() {
			continue
		}
		if old, err := e.Info(); err == nil && info.ModTime().Sub(old.ModTime()) > stale {
			if err := m.root.Remove(e.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

// touch notes that a folder has a new entry.
func (m *Mirror) touch(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.touched[path.Dir(name)] = true
}

// settle syncs the folders that got entries. A crash before that costs copies, which are then made again, and no truth.
func (m *Mirror) settle() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var wrong []error
	for name := range m.touched {
		dir, err := m.root.Open(name)
		if err == nil {
			err = errors.Join(dir.Sync(), dir.Close())
		}
		wrong = append(wrong, err)
	}
	clear(m.touched)
	return errors.Join(wrong...)
}

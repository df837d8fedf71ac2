// Keeping: an object is in the mirror whole or not at all, and what is there is never written over.

package mirror

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"syscall"

	"traillab/analyze/archive"
)

// errTaken is for two keys that a file system does not tell apart.
var errTaken = errors.New("its name differs from that of another object in nothing that the mirror's file system tells apart; use a folder on another one")

// keep makes sure that an object has a copy, and tells its name. A *lack costs this object only.
func (m *Mirror) keep(ctx context.Context, o archive.Object) (string, error) {
	name, err := m.place(Name(m.bucket, o.Key))
	if err != nil {
		return "", m.worded(err, o)
	}
	for _, at := range []string{m.free(name), beside(m.free(name), o)} {
		switch here, err := m.has(at, o); {
		case err != nil:
			return "", m.worded(err, o)
		case here:
			m.tally.known.Add(1)
			return at, nil
		}
	}
	r, err := m.source.Open(ctx, o.Key)
	if err != nil {
		return "", fetched(err)
	}
	defer r.Close()
	name, err = m.take(ctx, o, r, name)
	return name, m.worded(err, o)
}

// place makes the folders of a name.
func (m *Mirror) place(name string) (string, error) {
	dir, base := path.Split(name)
	made, err := m.folder(strings.TrimSuffix(dir, "/"))
	return path.Join(made, base), err
}

// free is the name itself, or one apart from a folder that has it.
func (m *Mirror) free(name string) string {
	if info, err := m.root.Lstat(name); err == nil && info.IsDir() {
		return name + apart
	}
	return name
}

// beside is the name for another content of the same key.
func beside(name string, o archive.Object) string { return name + another + escape(o.Stamp)[0] }

// has reports whether the file of that name is a whole copy of just this object.
func (m *Mirror) has(name string, o archive.Object) (bool, error) {
	n, noted, err := m.note(name)
	if err != nil {
		return false, err
	}
	if noted && !n.of(m.bucket, o.Key) {
		return false, &lack{errTaken}
	}
	info, err := m.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return noted && err == nil && info.Mode().IsRegular() && info.Size() == o.Size && stamp(n.ETag) == o.Stamp, err
}

// take copies an object and puts it in its place; beside it, if something else is there.
func (m *Mirror) take(ctx context.Context, o archive.Object, r io.Reader, name string) (string, error) {
	told := note{Head: archive.Head{ETag: `"` + o.Stamp + `"`, ContentLength: o.Size, Metadata: map[string]string{}}, Bucket: m.bucket, Key: o.Key}
	if h, ok := r.(interface{ Head() *archive.Head }); ok {
		told.Head = *h.Head()
	}
	got, err := m.fill(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = m.root.Remove(got.name) }() // it has another name now, or none
	told.SHA256 = hex.EncodeToString(got.sum[:])
	draft, err := m.draft(told)
	if err != nil {
		return "", err
	}
	defer func() { _ = m.root.Remove(draft.name) }()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	m.placing.Lock()
	defer m.placing.Unlock()
	name = m.free(name)
	for i, at := range []string{name, beside(name, o)} {
		taken, err := m.put(at, got, draft, told)
		if err != nil {
			return "", err
		}
		if taken {
			m.tally.kept.Add(1)
			m.tally.changed.Add(int64(i))
			m.touch(at)
			return at, nil
		}
	}
	return "", &lack{fmt.Errorf("%s in the mirror is of another content under the same ETag", beside(name, o))}
}

// put gives a copy that name, unless something else has it: then it reports false. The note comes first, so that there is no
// copy without one.
func (m *Mirror) put(name string, got, draft filled, told note) (taken bool, err error) {
	n, noted, err := m.note(name)
	if err != nil {
		return false, err
	}
	if noted && !n.of(told.Bucket, told.Key) { // kept meanwhile, by another goroutine
		return false, &lack{errTaken}
	}
	there, err := m.sum(name)
	absent := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !absent:
		return false, err
	case !absent && (there != got.sum || noted && stamp(n.ETag) != stamp(told.ETag)):
		return false, nil
	case !absent && noted: // somebody else has put it there meanwhile
		return true, nil
	}
	if err := m.root.Rename(draft.name, name+aside); err != nil || !absent { // a copy that was made by other means has its note now
		return err == nil, err
	}
	switch err = m.root.Link(got.name, name); {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrExist):
		return false, err
	}
	if _, err := m.root.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return true, m.root.Rename(got.name, name) // this file system has no links
}

// sum is the SHA-256 of a file.
func (m *Mirror) sum(name string) (sum [sha256.Size]byte, err error) {
	file, err := m.root.Open(name)
	if err != nil {
		return sum, err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

// fetched sorts an error of the source: a broken object costs itself.
func fetched(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || archive.Stops(err) {
		return err
	}
	return &lack{err}
}

// worded sorts an error of the mirror: a name that cannot be costs its object, a full disk everything.
func (m *Mirror) worded(err error, o archive.Object) error {
	var lacks *lack
	switch {
	case err == nil, errors.As(err, &lacks), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), archive.Stops(err):
		return err
	case errors.Is(err, syscall.ENAMETOOLONG):
		return &lack{fmt.Errorf("the mirror's file system takes no name as long as its: %w", err)}
	}
	return fmt.Errorf("mirror %s: %s cannot be kept: %w; mend that, then run the same command again: it goes on where it stopped", m.dir, o.Path, err)
}

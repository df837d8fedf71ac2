// The sources that are no folder: a file that was named, standard input, and the objects of a store.

package archive

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
)

// single is a file that was named. A zip or tar is opened up: its members are the files.
type single struct {
	arc  *Archive
	name string
	info fs.FileInfo
}

func (s *single) files(ctx context.Context, yield func(*File, error) bool) bool {
	f := &File{arc: s.arc, path: visible(s.name), size: s.info.Size(), from: onDisk(s.name)}
	if !s.info.Mode().IsRegular() {
		f.refused = oddity(s.info.Mode()) + ", not a file; to read a pipe, name -"
	}
	return f.expand(ctx, yield)
}

func (s *single) survey(_ context.Context, yield func(Sight, error) bool) bool {
	seen := Sight{Path: visible(s.name), Files: 1, Bytes: s.info.Size()}
	if s.info.Mode().IsRegular() {
		if file, err := os.Open(s.name); err == nil {
			defer file.Close()
			if files, bytes, ok := sumZip(file, s.info.Size()); ok {
				seen.Files, seen.Bytes = files, bytes
			}
		}
	}
	return yield(seen, nil)
}

// stdin is standard input, kept in a temporary file.
type stdin struct {
	arc  *Archive
	file *File
}

func (s *stdin) files(ctx context.Context, yield func(*File, error) bool) bool {
	if s.file == nil {
		s.file = &File{arc: s.arc, path: "-", size: -1}
		sp, err := s.arc.spool(ctx, s.arc.o.Stdin)
		switch {
		case ctx.Err() != nil:
			yield(nil, ctx.Err())
			return false
		case err != nil:
			s.file.refused = "standard input cannot be kept while it is read: " + plainError(err)
			if sp != nil {
				sp.remove()
			}
		default:
			s.file.from, s.file.size = onDisk(sp.name), sp.size
			s.arc.hold(sp.remove)
		}
	}
	return s.file.expand(ctx, yield)
}

func (s *stdin) survey(_ context.Context, yield func(Sight, error) bool) bool {
	return yield(Sight{Path: "-", Files: 1}, nil)
}

// bucket is the objects that a store lists.
type bucket struct {
	arc    *Archive
	lister Lister
}

func (b *bucket) files(ctx context.Context, yield func(*File, error) bool) bool {
	for o, err := range b.lister.Objects(ctx) {
		f := &File{arc: b.arc, path: visible(o.Path), size: o.Size, stamp: o.Stamp, from: object{b.lister, o.Key}}
		if err != nil {
			told := (*storeError)(nil)
			if ctx.Err() != nil || Stops(err) || !errors.As(err, &told) {
				yield(nil, err)
				return false
			}
			f = &File{arc: b.arc, path: visible(told.place), refused: "cannot be listed: " + told.reason()}
		}
		if !yield(f, nil) {
			return false
		}
	}
	return true
}

func (b *bucket) survey(ctx context.Context, yield func(Sight, error) bool) bool {
	objects := b.lister.Objects
	if s, ok := b.lister.(Surveyor); ok {
		objects = s.Survey
	}
	for o, err := range objects(ctx) {
		if !yield(Sight{Path: visible(o.Path), Files: 1, Bytes: o.Size, Stamp: o.Stamp}, err) {
			return false
		}
	}
	return true
}

// object is where the bytes of an object are.
type object struct {
	lister Lister
	key    string
}

func (o object) open(ctx context.Context) (io.ReadCloser, error) { return o.lister.Open(ctx, o.key) }

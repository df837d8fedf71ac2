// A File is one log file: a name, a size, and bytes that can be had once they are asked for.

package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"traillab/analyze/trail"
)

// File is a log file, or a place where one should be and cannot be read.
type File struct {
	arc     *Archive
	path    string
	size    int64 // -1 as long as nobody asked
	stamp   string
	version string
	from    origin
	depth   int    // how many zips and tars it lies in
	refused string // why it cannot be read, when that showed before reading
}

// origin is where the bytes of a file are.
type origin interface {
	open(ctx context.Context) (io.ReadCloser, error)
}

// onDisk is a file by its true name.
type onDisk string

func (name onDisk) open(context.Context) (io.ReadCloser, error) { return os.Open(string(name)) }

// inSpool is a file in a temporary one, as far as it could be read. It can be had once.
type inSpool struct {
	file   *spooled
	damage error
}

func (s inSpool) open(context.Context) (io.ReadCloser, error) { return os.Open(s.file.name) }

// inMemory is a file whose bytes are at hand, as far as they could be read.
type inMemory struct {
	b      []byte
	damage error
}

func (inMemory) open(context.Context) (io.ReadCloser, error) { return nil, fs.ErrInvalid }

// Path is where people find the file; see trail.File. Bytes of a name that are not UTF-8 show as \xff.
func (f *File) Path() string { return f.path }

// Size is the number of bytes of the file as it lies there, 0 when that is not known.
func (f *File) Size() int64 {
	if name, ok := f.from.(onDisk); ok && f.size < 0 {
		f.size = 0
		if info, err := os.Stat(string(name)); err == nil {
			f.size = info.Size()
		}
	}
	return max(f.size, 0)
}

// Stamp changes with the content of an object in a store and is empty for every other file.
func (f *File) Stamp() string { return f.stamp }

// Version tells the version of an object of a bucket that keeps versions, once its bytes have been fetched; so it is told
// when Read calls File. It is empty for every other file.
func (f *File) Version() string { return f.version }

// Read tells v what the file holds. What is wrong with the file goes to v; the error is the context's or one that
// v.Record returned, or one of a store that all other objects will have, too: see Stops. A zip or tar that was found in a folder is told member by member, each as a file of its own. A large
// member of a tar can be read once.
func (f *File) Read(ctx context.Context, v trail.Visitor) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if f.refused != "" {
		refuse(v, f.path, f.refused)
		return nil
	}
	r := f.arc.reader()
	defer f.arc.putBack(r)
	return r.read(ctx, f, v)
}

// refuse tells that nothing of a file could be read.
func refuse(v trail.Visitor, path, reason string) {
	v.Reject(trail.Reject{File: path, Reason: reason})
	v.Done(trail.Outcome{Status: trail.Rejected, Reason: reason})
}

// visible writes a file name so that it is valid UTF-8 and different names stay different.
func visible(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); {
		c, n := utf8.DecodeRuneInString(name[i:])
		if c == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, name[i])
		} else {
			b.WriteString(name[i : i+n])
		}
		i += n
	}
	return b.String()
}

// plainError leaves out of an error what its reader knows already: the call and the path.
func plainError(err error) string {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return p.Err.Error()
	}
	if s := (*storeError)(nil); errors.As(err, &s) {
		return s.reason()
	}
	return err.Error()
}

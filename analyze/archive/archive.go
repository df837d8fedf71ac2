// Package archive finds log files and reads them: in folders, zips, tars, on standard input and in object stores,
// through every compression and container that CloudTrail records come in. It tells a trail.Visitor what it finds and
// never writes to a source.
//
// Nothing in here goes by the name of a file: what a file is, its content says. What cannot be read is never passed over
// in silence and never stops the rest: it is a trail.Reject with a reason, or a file whose outcome is "other".
package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"
	"sync"
)

// Options bounds what reading may cost and says where the sources beyond the file system come from. The zero value has
// the defaults.
type Options struct {
	// MaxInflated is how many bytes of text one file may inflate to; 0 means 4 GiB. Besides, a file that has inflated to
	// more than 64 MiB at a ratio above 250:1 is stopped. Text that lies there plain is read whatever its size.
	MaxInflated int64
	// MaxRecord is how many bytes one record may have; 0 means 16 MiB.
	MaxRecord int
	// Stdin is what the name "-" reads. It is kept in a temporary file, for it may be a zip.
	Stdin io.Reader
	// TempDir holds what has to be kept on disk while it is read; empty means os.TempDir().
	TempDir string
	// Sums asks for the SHA-256 of the inflated bytes of each file (trail.Outcome), without a second pass. On a processor with
	// instructions for it that is 4 % of a load's processor time: 3.02 s to 2.90 s, five pairs of 200,000 records.
	Sums bool
	// Sound, with Sums, is told of each file that is as CloudTrail could have delivered it, by any goroutine. nil is told nothing.
	Sound func(Sound)
	// OpenS3 opens the objects below a name that begins with s3://; nil refuses such names.
	OpenS3 func(ctx context.Context, uri string) (Lister, error)
	// Parquet reads a Parquet file: first it tells the names of the columns, and if those are wanted, each row as texts,
	// nil for NULL. What it is handed back ends it. Its own errors say what is wrong with the file. nil refuses such files.
	Parquet func(ctx context.Context, name string, columns func([]string) bool, row func([][]byte) error) error
}

// Lister is what an object store gives: its objects in a stable order, and the bytes of each.
type Lister interface {
	Objects(ctx context.Context) iter.Seq2[Object, error]
	Open(ctx context.Context, key string) (io.ReadCloser, error)
}

// Object is one object of a store.
type Object struct {
	Path  string // s3://bucket/key
	Key   string
	Size  int64  // bytes as they lie there
	Stamp string // changes with the content, like an ETag
}

// Archive is a number of sources of log files. Its files may be read by several goroutines, each file by one.
type Archive struct {
	o       Options
	sources []source
	readers sync.Pool // of *reader

	mu   sync.Mutex
	held []func() // what Close lets go
}

// source is one named place that log files come from.
type source interface {
	// files yields until yield answers false; then, and only then, it answers false itself.
	files(ctx context.Context, yield func(*File, error) bool) bool
	// survey does the same for what can be told without reading.
	survey(ctx context.Context, yield func(Sight, error) bool) bool
}

// Forms names what Open takes, for messages.
const Forms = "a folder (AWSLogs/<account>/CloudTrail/…, or any other layout), a file, a zip or tar, - for standard input, or s3://bucket/prefix"

// Open looks at each name and says what is wrong with it; the files behind the names are found by Files.
func Open(ctx context.Context, names []string, o Options) (*Archive, error) {
	if len(names) == 0 {
		return nil, errors.New("no source of log files was named; name " + Forms)
	}
	if o.MaxInflated <= 0 {
		o.MaxInflated = 4 << 30
	}
	if o.MaxRecord <= 0 {
		o.MaxRecord = 16 << 20
	}
	a := &Archive{o: o}
	a.readers.New = func() any { return newReader(a) }
	for _, name := range names {
		s, err := a.open(ctx, name)
		if err != nil {
			return nil, err
		}
		a.sources = append(a.sources, s)
	}
	return a, nil
}

func (a *Archive) open(ctx context.Context, name string) (source, error) {
	switch {
	case name == "-":
		if a.o.Stdin == nil {
			return nil, errors.New("there is no standard input to read; name " + Forms)
		}
		return &stdin{arc: a}, nil
	case strings.HasPrefix(name, "s3://"):
		if a.o.OpenS3 == nil {
			return nil, fmt.Errorf("%s: object stores cannot be read here; copy the objects to a folder (aws s3 sync) and name that", name)
		}
		lister, err := a.o.OpenS3(ctx, name)
		if err != nil {
			return nil, err
		}
		return &bucket{arc: a, lister: lister}, nil
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s does not exist; name %s", visible(name), Forms)
	case err != nil:
		return nil, fmt.Errorf("open %s: %s; name %s", visible(name), plainError(err), Forms)
	case info.IsDir():
		return &folder{arc: a, root: name}, nil
	}
	return &single{arc: a, name: name, info: info}, nil
}

// Files yields the log files of all sources: the sources as they were named, the files of each in the order of their
// names. It streams; a folder's own entries are all it ever holds. The members of a zip or tar that was named are files
// of their own. A file of a tar may carry its bytes, so read files as they come instead of collecting them.
//
// An error is the last thing it yields: the context's, or one of an object store that ends all listing. Everything else
// that is wrong with a place shows when its File is read.
func (a *Archive) Files(ctx context.Context) iter.Seq2[*File, error] {
	return func(yield func(*File, error) bool) {
		for _, s := range a.sources {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !s.files(ctx, yield) {
				return
			}
		}
	}
}

// Close lets go of what the archive holds: open zips and temporary files. No file can be read after it.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, release := range a.held {
		release()
	}
	a.held = nil
	return nil
}

func (a *Archive) hold(release func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.held = append(a.held, release)
}

// reader takes a reader out of the pool.
func (a *Archive) reader() *reader { return a.readers.Get().(*reader) }

func (a *Archive) putBack(r *reader) {
	r.tidy()
	a.readers.Put(r)
}

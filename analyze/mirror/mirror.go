// Package mirror keeps the objects of a bucket in a local folder, DIR/BUCKET/KEY, and beside each what the store says of it,
// KEY.metadata.json: the signature of a digest is nowhere else. What is kept can be read, verified and loaded without the
// store, by traillab and by everything else that reads folders.
//
// A mirror only adds. What it has kept it never changes, whatever the store says later, for it is evidence; and it writes
// nowhere but below its folder. It is the one room under analyze that writes anything but the case.
package mirror

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"traillab/analyze/archive"
)

// Source is a bucket. What Open gives also tells the object's head, as the archive's buckets do.
type Source interface {
	Objects(ctx context.Context) iter.Seq2[archive.Object, error]
	Survey(ctx context.Context) iter.Seq2[archive.Object, error]
	Open(ctx context.Context, key string) (io.ReadCloser, error)
}

// Mirror is a bucket whose objects are kept as they are listed. It meets archive.Lister.
type Mirror struct {
	source Source
	bucket string
	dir    string // as people named it
	root   *os.Root
	jobs   int

	placing sync.Mutex // while a name is chosen and taken: a file and a folder may want the same one
	mu      sync.Mutex
	lacking map[string]error // by the key of Object: why there is no copy to open
	folders map[string]string
	touched map[string]bool // folders that got an entry and are not synced

	tally struct{ kept, known, changed, refused atomic.Int64 }
}

// Tally is what became of the objects.
type Tally struct {
	Kept    int64 `json:"kept"`    // by this run
	Known   int64 `json:"known"`   // kept before
	Changed int64 `json:"changed"` // kept beside another content of the same key: a part of Kept
	Refused int64 `json:"refused"` // not kept; each is named when it is read
}

// New makes the folder dir, if there is none, and a mirror of a bucket in it that keeps as many objects at once as jobs says.
func New(dir, bucket string, source Source, jobs int) (*Mirror, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	m := &Mirror{
		source: source, bucket: bucket, dir: dir, root: root, jobs: max(jobs, 1),
		lacking: map[string]error{}, folders: map[string]string{}, touched: map[string]bool{},
	}
	if err := m.sweep(); err != nil {
		return nil, errors.Join(fmt.Errorf("mirror %s: %w", dir, err), root.Close())
	}
	return m, nil
}

// Close makes sure that what is kept stays, and lets go of the folder.
func (m *Mirror) Close() error {
	err := errors.Join(m.settle(), m.root.Close())
	if err != nil {
		return fmt.Errorf("mirror %s: %w", m.dir, err)
	}
	return nil
}

// Tally tells what became of the objects so far.
func (m *Mirror) Tally() Tally {
	return Tally{Kept: m.tally.kept.Load(), Known: m.tally.known.Load(), Changed: m.tally.changed.Load(), Refused: m.tally.refused.Load()}
}

// Survey lists the objects and keeps none.
func (m *Mirror) Survey(ctx context.Context) iter.Seq2[archive.Object, error] {
	return m.source.Survey(ctx)
}

// copied is an object on its way through the mirror.
type copied struct {
	object archive.Object
	err    error
	done   chan struct{}
}

// Objects yields each object once it is kept, in the order of the listing; its Key is then the name of the copy. An object
// that could not be kept, for a reason of its own, has no stamp, so that it is asked for, and Open says why. A disk that
// takes no more and whatever archive.Stops says of end the listing.
func (m *Mirror) Objects(ctx context.Context) iter.Seq2[archive.Object, error] {
	return func(yield func(archive.Object, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		var running sync.WaitGroup
		defer running.Wait()
		defer stop()
		line := make(chan *copied, m.jobs)
		running.Go(func() {
			defer close(line)
			for o, err := range m.source.Objects(ctx) {
				c := &copied{object: o, err: err, done: make(chan struct{})}
				select {
				case line <- c:
				case <-ctx.Done():
					return
				}
				running.Go(func() { m.copy(ctx, c) })
			}
		})
		for c := range line {
			<-c.done
			if !yield(c.object, c.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(archive.Object{}, err)
		}
	}
}

// copy keeps one object, or notes why not.
func (m *Mirror) copy(ctx context.Context, c *copied) {
	defer close(c.done)
	if c.err != nil {
		return
	}
	name, err := m.keep(ctx, c.object)
	var lacks *lack
	switch {
	case err == nil:
		c.object.Key = name
	case errors.As(err, &lacks):
		m.tally.refused.Add(1)
		c.object.Stamp = ""
		m.mu.Lock()
		defer m.mu.Unlock()
		m.lacking[c.object.Key] = lacks.why
	default:
		c.err = err
	}
}

// lack is an error that costs one object.
type lack struct{ why error }

func (l *lack) Error() string { return l.why.Error() }

// Open opens a copy by the key that Objects yielded. One that is not what was kept is refused: what it says would be taken for what the
// bucket says.
func (m *Mirror) Open(_ context.Context, key string) (io.ReadCloser, error) {
	m.mu.Lock()
	err, lacking := m.lacking[key]
	delete(m.lacking, key)
	m.mu.Unlock()
	if lacking {
		return nil, err
	}
	h, _, err := m.note(key)
	if err != nil {
		return nil, err
	}
	if h.SHA256 != "" {
		sum, err := m.sum(key)
		if err != nil {
			return nil, fmt.Errorf("mirror: %w", err)
		}
		if got := hex.EncodeToString(sum[:]); got != h.SHA256 {
			return nil, fmt.Errorf("the copy in the mirror was changed after it was kept: its SHA-256 is %s and was %s; move it and its metadata away, then run the same command again", got, h.SHA256)
		}
	}
	file, err := m.root.Open(key)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	return archive.Copy{File: file, VersionID: h.VersionId}, nil
}

// Bucket is the bucket that a URI names.
func Bucket(uri string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(uri, "s3://"), "/")
	return name
}

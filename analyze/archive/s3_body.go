// A body is one object on its way: whole, in order, and of the size that was listed, or an error.

package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// body reads an object and, when the connection breaks in the middle, goes on where it broke. If the object has been
// replaced meanwhile, that is an error: two halves of different files are no evidence.
type body struct {
	ctx    context.Context // of Open: it bounds all requests for this object
	bucket *Bucket
	key    string
	from   io.ReadCloser
	etag   *string
	size   int64 // of the whole object; -1 when neither the listing nor the answer told
	got    int64
	tries  int
	failed error
	head   *Head // of the first answer
}

// Open gets an object. Its reader ends with io.EOF only when as many bytes arrived as were promised, by the answer and by
// the listing if it was listed lately, and when they agree with the checksum that the object was stored with, if any.
func (b *Bucket) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	o := &body{ctx: ctx, bucket: b, key: key, size: b.listed.size(key)}
	for {
		err := o.get()
		if err == nil {
			return o, nil
		}
		if err = o.again(err); err != nil {
			return nil, b.explain(err, toGet, key)
		}
	}
}

// errCut marks an answer that is not the whole object; another one may be.
var errCut = errors.New("the object arrives cut")

// again waits before the next try. It returns err, or what ended the waiting, when there is none.
func (o *body) again(err error) error {
	o.tries++
	if !errors.Is(err, errCut) || o.tries >= attempts {
		return err
	}
	return o.bucket.wait(o.ctx, o.tries)
}

// get asks for the object from the place where the last answer ended.
func (o *body) get() error {
	in := &s3.GetObjectInput{Bucket: &o.bucket.name, Key: &o.key, RequestPayer: o.bucket.payer}
	var how []func(*s3.Options)
	if o.got > 0 {
		in.Range, in.IfMatch = aws.String(fmt.Sprintf("bytes=%d-", o.got)), o.etag
		how = append(how, func(s *s3.Options) { // a checksum of the whole says nothing about a part
			s.ResponseChecksumValidation = aws.ResponseChecksumValidationWhenRequired
		})
	}
	out, err := o.bucket.api.GetObject(o.ctx, in, how...)
	if err != nil {
		return err
	}
	if err = o.accept(out); err != nil {
		return errors.Join(err, out.Body.Close())
	}
	o.from = out.Body
	return nil
}

// accept checks the head of an answer against what is known of the object.
func (o *body) accept(out *s3.GetObjectOutput) error {
	first, total := int64(0), int64(-1)
	if out.ContentLength != nil {
		total = *out.ContentLength
	}
	if r := aws.ToString(out.ContentRange); r != "" {
		if _, err := fmt.Sscanf(r, "bytes %d-", &first); err != nil || first > o.got {
			return fmt.Errorf("%w: asked for bytes from %d, got %q", errCut, o.got, r)
		}
		if total >= 0 {
			total += first
		}
	}
	if o.size >= 0 && total >= 0 && total != o.size {
		return fmt.Errorf("%w: %d bytes were promised, the answer has %d", errCut, o.size, total)
	}
	if o.size < 0 {
		o.size = total
	}
	if o.head == nil {
		o.etag, o.head = out.ETag, headOf(out)
		o.bucket.given.Store(true)
	}
	if _, err := io.CopyN(io.Discard, out.Body, o.got-first); err != nil { // a store that does not know ranges starts over
		return fmt.Errorf("%w: %w", errCut, err)
	}
	return nil
}

func (o *body) Read(p []byte) (int, error) {
	if o.failed != nil || len(p) == 0 {
		return 0, o.failed
	}
	n, err := o.from.Read(p)
	if n > 0 {
		o.got += int64(n)
		o.tries = 0
	}
	if err != nil || o.size >= 0 && o.got > o.size {
		o.failed = o.ended(err)
	}
	return n, o.failed
}

// ended says what the end of an answer means: io.EOF, an error, or nil when the object goes on in another answer.
func (o *body) ended(err error) error {
	switch {
	case o.size >= 0 && o.got > o.size:
		err = fmt.Errorf("more bytes than the %d that were promised", o.size)
		return o.bucket.explain(err, toGet, o.key)
	case errors.Is(err, io.EOF) && (o.size < 0 || o.got == o.size):
		return io.EOF
	case o.got == o.size: // complete, and not what was stored: the checksum differs
		return o.bucket.explain(err, toGet, o.key)
	}
	err = errors.Join(fmt.Errorf("%w after %d of %d bytes: %w", errCut, o.got, o.size, err), o.from.Close())
	for err != nil {
		if err = o.again(err); err != nil {
			return o.bucket.explain(err, toGet, o.key)
		}
		err = o.get()
	}
	return nil
}

func (o *body) Close() error { return o.from.Close() }

// recent remembers the sizes of the objects that were listed last, for Open knows only the key. It forgets the oldest,
// so that the listing of a bucket of any size fits into memory.
type recent struct {
	mu    sync.Mutex
	sizes map[string]listedSize
	ring  []string
	next  int
}

type listedSize struct {
	size int64
	slot int // of the ring: where the key was noted last
}

func newRecent(n int) *recent {
	return &recent{sizes: map[string]listedSize{}, ring: make([]string, n)}
}

func (r *recent) add(key string, size int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if old := r.ring[r.next]; r.sizes[old].slot == r.next {
		delete(r.sizes, old)
	}
	r.ring[r.next] = key
	r.sizes[key] = listedSize{size, r.next}
	r.next = (r.next + 1) % len(r.ring)
}

// size answers -1 for a key that was not listed, or too long ago.
func (r *recent) size(key string) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l, ok := r.sizes[key]; ok {
		return l.size
	}
	return -1
}

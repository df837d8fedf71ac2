// Holders: files that hold files. A member is never unpacked to its name; it is read where it lies, or from memory.

package archive

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
)

// maxDepth is how many zips and tars a file may lie in.
const maxDepth = 3

// holder is a file that holds files.
type holder struct {
	file  *File
	yield func(*File, error) bool
}

// member begins the file of a member.
func (h *holder) member(name string, size int64, from origin) *File {
	return &File{arc: h.file.arc, path: h.file.path + "!/" + visible(name), size: size, from: from, depth: h.file.depth + 1}
}

func (h *holder) refuse(f *File, reason string) bool {
	f.refused = reason
	return h.yield(f, nil)
}

// fail yields the holder itself, as a file that cannot be read or not to its end.
func (h *holder) fail(reason string) bool {
	return h.refuse(&File{arc: h.file.arc, path: h.file.path, size: h.file.size, stamp: h.file.stamp}, reason)
}

// tooDeep refuses a holder that lies in too many others.
func (h *holder) tooDeep() bool { return h.file.depth >= maxDepth }

func (h *holder) failTooDeep() bool {
	return h.fail(fmt.Sprintf("a zip or tar inside %d others; unpack the outer ones first", maxDepth))
}

// holding says what holder of files a text is.
type holding uint8

const (
	noFiles holding = iota
	zipFiles
	tarFiles
)

func holdingOf(b []byte) holding {
	switch {
	case isZip(b):
		return zipFiles
	case isTar(b):
		return tarFiles
	}
	return noFiles
}

// unpack yields the members of the holder in the window, whose bytes are c. later says that members are going to be read
// after unpack has returned.
func (r *reader) unpack(ctx context.Context, c *content, h *holder, later bool) bool {
	src, err := r.again(c)
	switch {
	case err != nil:
		return h.fail(plainError(err))
	case holdingOf(r.w.b) == tarFiles:
		for i := range r.layers.coats {
			r.layers.meters[i].limit = 0 // it bounds each member, not all of them together
		}
		return h.tar(ctx, src)
	case len(r.layers.coats) > 0:
		return r.unpackSpooled(ctx, src, h, later)
	case c.large == nil:
		return h.zip(bytes.NewReader(c.small), c.size)
	}
	if later {
		r.arc.hold(func() { c.large.Close() })
	}
	return h.zip(c.large, c.size)
}

// unpackSpooled yields the members of a zip that was compressed: its directory lies at the end, so all of it is kept.
func (r *reader) unpackSpooled(ctx context.Context, src io.Reader, h *holder, later bool) bool {
	sp, err := r.arc.spool(ctx, src)
	if sp == nil {
		return h.fail("cannot be kept while it is read: " + plainError(err))
	}
	file, err := os.Open(sp.name)
	if err != nil {
		sp.remove()
		return h.fail(plainError(err))
	}
	done := func() {
		file.Close()
		sp.remove()
	}
	if later {
		r.arc.hold(done)
	} else {
		defer done()
	}
	return h.zip(file, sp.size)
}

// expand yields the file or, of a zip or tar, the members.
func (f *File) expand(ctx context.Context, yield func(*File, error) bool) bool {
	name, local := f.from.(onDisk)
	if !local || f.refused != "" {
		return yield(f, nil)
	}
	file, err := os.Open(string(name))
	if err != nil {
		return yield(f, nil) // reading it will tell
	}
	r := f.arc.reader()
	defer f.arc.putBack(r)
	c := &content{large: file, size: f.Size()}
	kind := noFiles
	if err := r.unwrap(ctx, c); err == nil {
		kind = holdingOf(r.w.b)
	}
	if kind != zipFiles || len(r.layers.coats) > 0 {
		defer file.Close()
	}
	if kind == noFiles {
		return yield(f, nil)
	}
	return r.unpack(ctx, c, &holder{file: f, yield: yield}, true)
}

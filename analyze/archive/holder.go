// Holders: files that hold files. A member is never unpacked to its name; it is read where it lies, or from memory.

package archive

import (
	"bytes"
	"context"
	"fmt"
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

// unpack yields the members of the holder in the window, whose bytes are c. keep says that members are going to be read
// after unpack has returned.
func (r *reader) unpack(ctx context.Context, c *content, h *holder, keep bool) bool {
	src, err := r.again(c)
	if err != nil {
		return h.fail(plainError(err))
	}
	if holdingOf(r.w.b) == tarFiles {
		for i := range r.layers.coats {
			r.layers.meters[i].limit = 0 // it bounds each member, not all of them together
		}
		return h.tar(ctx, src)
	}
	if len(r.layers.coats) == 0 && c.large == nil {
		return h.zip(bytes.NewReader(c.small), c.size)
	}
	file, size := c.large, c.size
	if len(r.layers.coats) > 0 {
		sp, err := r.arc.spool(ctx, src)
		if sp == nil {
			return h.fail("cannot be kept while it is read: " + plainError(err))
		}
		r.arc.hold(sp.remove)
		if file, err = os.Open(sp.name); err != nil {
			return h.fail(plainError(err))
		}
		size = sp.size
		defer func() {
			if !keep {
				file.Close()
				sp.remove()
			}
		}()
	}
	if keep {
		r.arc.hold(func() { file.Close() })
	}
	return h.zip(file, size)
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
	r := f.arc.readers.Get().(*reader)
	defer f.arc.readers.Put(r)
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

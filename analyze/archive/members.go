// Zips and tars: files that hold files. A member is never unpacked to its name; it is read where it lies, or from memory.

package archive

import (
	"archive/tar"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zip"
)

// maxDepth is how many zips and tars a file may lie in.
const maxDepth = 3

// isZip reports whether a file that begins with b is a zip, be it an empty one.
func isZip(b []byte) bool {
	return bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("PK\x05\x06"))
}

// tarBlock is the size of a tar's header.
const tarBlock = 512

// isTar reports whether a file that begins with b is a tar: by its mark, or by the checksum of the header for tars of the
// time before there was a mark.
func isTar(b []byte) bool {
	if len(b) < tarBlock {
		return false
	}
	if string(b[257:262]) == "ustar" {
		return true
	}
	if b[0] == 0 || b[0] == '{' || b[0] == '[' {
		return false
	}
	sum := 0
	for i, c := range b[:tarBlock] {
		if i >= 148 && i < 156 {
			c = ' '
		}
		sum += int(c)
	}
	var written int
	_, err := fmt.Sscanf(strings.Trim(string(b[148:156]), " \x00"), "%o", &written)
	return err == nil && written == sum
}

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

// zip yields the members in the order of their names.
func (h *holder) zip(at io.ReaderAt, size int64) bool {
	if h.tooDeep() {
		return h.failTooDeep()
	}
	z, err := zip.NewReader(at, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // a path is nothing but a name here
		return h.fail("a zip that cannot be opened, perhaps cut short: " + plainError(err))
	}
	members := slices.DeleteFunc(slices.Clone(z.File), func(m *zip.File) bool { return strings.HasSuffix(m.Name, "/") })
	slices.SortStableFunc(members, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	if len(members) == 0 {
		return h.fail("a zip without files in it")
	}
	if slices.ContainsFunc(members, func(m *zip.File) bool { return m.Name == "[Content_Types].xml" }) {
		return h.fail("an Office document; export its table as CSV")
	}
	for _, m := range members {
		f := h.member(m.Name, int64(min(m.UncompressedSize64, 1<<62)), zipped{m, h.file.arc.o.MaxInflated})
		switch {
		case m.Flags&1 != 0:
			f.refused = "encrypted; unpack the zip with its password first"
		case !m.Mode().IsRegular():
			f.refused = "a link or device inside a zip, not a file"
		}
		if !h.yield(f, nil) {
			return false
		}
	}
	return true
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

// zipped is a member of a zip.
type zipped struct {
	member *zip.File
	limit  int64
}

func (z zipped) open(context.Context) (io.ReadCloser, error) {
	r, err := z.member.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, errors.New("compressed by a method that is not supported; unpack the zip first")
	}
	if err != nil {
		return nil, err
	}
	return &metered{meter{src: r, coat: "zip member's", raw: int64(z.member.CompressedSize64), limit: z.limit}, r}, nil //nolint:gosec // sizes beyond 2^63 do not exist
}

// metered is a meter over something that is to be closed.
type metered struct {
	meter
	io.Closer
}

// tar yields the members in the order they lie in, each with its bytes: they come by only once.
func (h *holder) tar(ctx context.Context, src io.Reader) bool {
	if h.tooDeep() {
		return h.failTooDeep()
	}
	t := tar.NewReader(src)
	for {
		head, err := t.Next()
		switch {
		case ctx.Err() != nil:
			h.yield(nil, ctx.Err())
			return false
		case errors.Is(err, io.EOF):
			return true
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return h.fail("a tar that breaks off: " + tarError(err))
		}
		if ok := h.tarMember(ctx, t, head); !ok {
			return false
		}
	}
}

func (h *holder) tarMember(ctx context.Context, t *tar.Reader, head *tar.Header) bool {
	f := h.member(path.Clean(head.Name), head.Size, nil)
	switch info := head.FileInfo(); {
	case info.IsDir() || head.Typeflag == tar.TypeXGlobalHeader:
		return true
	case !info.Mode().IsRegular() || head.Typeflag == tar.TypeLink:
		return h.refuse(f, "a link or device inside a tar, not a file")
	case head.Size > h.file.arc.o.MaxInflated:
		return h.refuse(f, fmt.Sprintf("larger than %d bytes; --max-inflated raises the limit", h.file.arc.o.MaxInflated))
	case head.Size <= smallFile:
		b := make([]byte, head.Size)
		n, err := io.ReadFull(t, b)
		f.from = inMemory{b[:n], stopped(int64(n), err)}
		return h.yield(f, nil)
	}
	sp, err := h.file.arc.spool(ctx, t)
	if ctx.Err() != nil {
		h.yield(nil, ctx.Err())
		return false
	}
	if sp == nil {
		return h.refuse(f, "cannot be kept while it is read: "+plainError(err))
	}
	h.file.arc.hold(sp.remove) // should nobody read it
	f.from = inSpool{sp, stopped(sp.size, err)}
	return h.yield(f, nil)
}

// tarError says in words why a tar ended.
func tarError(err error) string {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends inside a member"
	case errors.Is(err, tar.ErrHeader):
		return "what follows is no tar header"
	}
	return plainError(err)
}

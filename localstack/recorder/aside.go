// Set aside: what can never be delivered, a journal that cannot be read or lines that are no records. It is kept as it is in the
// state folder, is told, and stands in nobody's way.

package recorder

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// asideStem begins the names of what was set aside; no journal is called so.
const asideStem = "set-aside-"

// setAside moves a journal out of the way.
func (r *Recorder) setAside(journal string, why error) error {
	for n := 1; ; n++ {
		path := filepath.Join(r.options.State, asideStem+filepath.Base(journal)+"-"+strconv.Itoa(n))
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		if err := os.Rename(journal, path); err != nil {
			return fmt.Errorf("journal: set aside: %w", err)
		}
		r.options.Report(fmt.Errorf("the recorder cannot deliver a journal and has set it aside as %s: %w", path, why))
		return nil
	}
}

// keepOdd keeps the lines of a journal that are no records. The name is made of them, so a second time is the same file.
func (r *Recorder) keepOdd(journal string, odd [][]byte) error {
	lines := bytes.Join(odd, nil)
	path := filepath.Join(r.options.State, asideStem+mark(lines))
	if err := r.options.write(path, lines); err != nil {
		return err
	}
	r.options.Report(fmt.Errorf("%d lines of %s are no records; they were set aside as %s", len(odd), filepath.Base(journal), path))
	return nil
}

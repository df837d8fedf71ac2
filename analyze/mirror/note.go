// Notes: what a store says of an object, kept beside it in the form of `aws s3api head-object`.

package mirror

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"traillab/analyze/archive"
)

// note is the metadata file of an object: its head, and where it was found, for a file may be copied elsewhere.
type note struct {
	archive.Head
	Bucket, Key string
	SHA256      string `json:",omitempty"` // of the bytes that were kept, hexadecimal; empty in notes of older programs and of others
}

// note reads what is kept beside the copy of that name, if anything is.
func (m *Mirror) note(name string) (n note, there bool, err error) {
	text, err := m.root.ReadFile(name + aside)
	if errors.Is(err, fs.ErrNotExist) {
		return n, false, nil
	}
	if err != nil {
		return n, false, err
	}
	if err := json.Unmarshal(text, &n); err != nil {
		return n, true, &lack{fmt.Errorf("%s%s in the mirror is not what the mirror wrote: %w", name, aside, err)}
	}
	return n, true, nil
}

// of reports whether the note may be that of this object. JSON holds no bytes that are no UTF-8, and neither do runes.
func (n note) of(bucket, key string) bool {
	return (n.Bucket == "" || n.Bucket == bucket) && (n.Key == "" || n.Key == string([]rune(key)))
}

// draft writes a note to a file on its way.
func (m *Mirror) draft(n note) (filled, error) {
	text, err := json.MarshalIndent(n, "", "    ") // as the AWS CLI does
	if err != nil {
		return filled{}, err
	}
	return m.fill(strings.NewReader(string(text) + "\n"))
}

// stamp is an ETag without its quotes.
func stamp(etag string) string { return strings.Trim(etag, `"`) }

// Tests of sums: whatever a file is wrapped in, the sum of its inflated bytes is that of the bytes as they were before.

package archive_test

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// taker keeps the bytes of each file.
type taker struct {
	told
	text bytes.Buffer
}

func (t *taker) Take(inflated []byte) error {
	t.text.Write(inflated)
	return nil
}

func TestInflatedSums(t *testing.T) {
	list := `{"Records":[` + strings.Repeat(record(1)+",\n", 2000) + record(2) + `]}`
	broken := `{"Records":[` + record(1) + `,{"eventID":"e`
	letter := strings.Repeat("a letter to nobody\n", 100_000)
	for name, c := range map[string]struct {
		file string
		text string // of which the sum is; empty: not all of it can be read
	}{
		"plain":                         {list, list},
		"gzip":                          {gzipped(t, list), list},
		"gzip in gzip":                  {gzipped(t, gzipped(t, list)), list},
		"two members":                   {gzipped(t, list[:1000]) + gzipped(t, list[1000:]), list},
		"UTF-16":                        {wide(list, false, true), wide(list, false, true)},
		"UTF-16 in gzip":                {gzipped(t, wide(list, true, false)), wide(list, true, false)},
		"broken text in a whole stream": {gzipped(t, broken), broken},
		"cut stream":                    {gzipped(t, list)[:len(gzipped(t, list))-9], ""},
		"no log":                        {gzipped(t, letter), letter},
		"large and plain":               {list + strings.Repeat(" ", 9<<20), list + strings.Repeat(" ", 9<<20)},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "a.json", []byte(c.file))
			want := sha256.Sum256([]byte(c.text))
			if c.text == "" {
				want = [32]byte{}
			}
			v := &told{t: t}
			read(t, v, archive.Options{Sums: true}, path)
			unread := want
			if name == "no log" {
				unread = [32]byte{} // what is no log is not read to its end
			}
			if len(v.done) != 1 || v.done[0].InflatedSHA256 != unread {
				t.Errorf("the sum of %v is not that of the text", v.done)
			}
			took := &taker{told: told{t: t}}
			a, err := archive.Open(t.Context(), []string{path}, archive.Options{Sums: true})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			readAll(t, took, a)
			if c.text != "" && took.text.String() != c.text {
				t.Errorf("took %d bytes of %d", took.text.Len(), len(c.text))
			}
			if took.done[0].InflatedSHA256 != want {
				t.Errorf("taken, the sum is another")
			}
			unasked := &told{t: t}
			read(t, unasked, archive.Options{}, path)
			if unasked.done[0].InflatedSHA256 != [32]byte{} {
				t.Error("a sum that nobody asked for")
			}
		})
	}
}

var _ trail.Taker = (*taker)(nil)

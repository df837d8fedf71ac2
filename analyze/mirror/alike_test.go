// Names that a file system does not tell apart, as many take log and LOG for one: the first object stays as it is, whatever came
// between, and the second is named as one that could not be kept. Links stand for such a file system here.

package mirror

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"traillab/analyze/archive"
)

func TestNamesAlike(t *testing.T) {
	for name, body := range map[string]string{"another content": "body of b/LOG", "the same content": "body of b/log"} {
		t.Run(name, func(t *testing.T) {
			dir, s := t.TempDir(), hold("b/log")
			if _, refused, _, err := pass(t, dir, s); err != nil || len(refused) > 0 {
				t.Fatal(refused, err)
			}
			for _, end := range []string{"", aside} {
				at := filepath.Join(dir, "b", "b", "log"+end)
				if err := os.Link(at, strings.TrimSuffix(at, "log"+end)+"LOG"+end); err != nil {
					t.Skip("this file system has no links: ", err)
				}
			}
			before := files(t, dir)
			s.things["b/LOG"] = thing{body: body, etag: s.things["b/log"].etag}
			m, err := New(dir, "b", s, 1)
			if err != nil {
				t.Fatal(err)
			}
			o := archive.Object{Path: "s3://b/b/LOG", Key: "b/LOG", Size: int64(len(body)), Stamp: s.things["b/LOG"].etag}
			_, asked := m.keep(t.Context(), o) // which finds the other there
			r, err := s.Open(t.Context(), o.Key)
			if err != nil {
				t.Fatal(err)
			}
			_, meanwhile := m.take(t.Context(), o, r, "b/b/LOG") // which has found nothing, and comes too late
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
			var lacks *lack
			for _, err := range []error{asked, meanwhile} {
				if !errors.As(err, &lacks) || !errors.Is(lacks.why, errTaken) {
					t.Errorf("%v, want %v", err, errTaken)
				}
			}
			if after := files(t, dir); !maps.Equal(before, after) {
				t.Errorf("before %v\nafter %v", before, after)
			}
		})
	}
}

// Pages are not believed when they cannot be true.

package archive

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// An answer without content, a listing that goes round and one that breaks off are not ends of listings.
func TestListingMistrustsTheStore(t *testing.T) {
	tests := map[string]struct {
		mend  func(call int, out *s3.ListObjectsV2Output) *s3.ListObjectsV2Output
		fails bool
	}{
		"an empty answer now and then": {mend: func(call int, out *s3.ListObjectsV2Output) *s3.ListObjectsV2Output {
			if call%3 == 0 {
				return &s3.ListObjectsV2Output{}
			}
			return out
		}},
		"empty answers only": {fails: true, mend: func(int, *s3.ListObjectsV2Output) *s3.ListObjectsV2Output {
			return &s3.ListObjectsV2Output{}
		}},
		"no token": {fails: true, mend: func(_ int, out *s3.ListObjectsV2Output) *s3.ListObjectsV2Output {
			out.NextContinuationToken = nil
			return out
		}},
		"the same token for ever": {fails: true, mend: func(_ int, out *s3.ListObjectsV2Output) *s3.ListObjectsV2Output {
			if *out.IsTruncated {
				*out.NextContinuationToken = "a"
			}
			return out
		}},
		"a key that cannot be decoded": {fails: true, mend: func(_ int, out *s3.ListObjectsV2Output) *s3.ListObjectsV2Output {
			for i := range out.Contents {
				*out.Contents[i].Key += "%zz"
			}
			return out
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			store := newShelf(2, "b1", "b2", "b3", "b4", "b5")
			b := store.bucket("", S3Options{Concurrency: 1})
			inner, call := b.api, 0
			b.api = fakeReads{list: func(in *s3.ListObjectsV2Input) (*s3.ListObjectsV2Output, error) {
				call++
				out, err := inner.ListObjectsV2(t.Context(), in)
				return tt.mend(call-1, out), err
			}}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			n, failed := 0, false
			for _, err := range b.Objects(ctx) {
				if err != nil {
					failed = true
				} else {
					n++
				}
			}
			if ctx.Err() != nil || failed != tt.fails || !failed && n != 5 {
				t.Errorf("%d objects, failed: %t, context: %v", n, failed, ctx.Err())
			}
		})
	}
}

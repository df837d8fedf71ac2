// A shelf is a bucket in memory, for tests of what is asked of a store and of what it may answer.

package archive

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// fakeReads answers by its fields.
type fakeReads struct {
	list func(*s3.ListObjectsV2Input) (*s3.ListObjectsV2Output, error)
	get  func(*s3.GetObjectInput) (*s3.GetObjectOutput, error)
}

func (f fakeReads) ListObjectsV2(ctx context.Context, in *s3.ListObjectsV2Input, _ ...func(*s3.Options)) (*s3.ListObjectsV2Output, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return f.list(in)
}

func (f fakeReads) GetObject(ctx context.Context, in *s3.GetObjectInput, _ ...func(*s3.Options)) (*s3.GetObjectOutput, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return f.get(in)
}

// shelf answers listings as S3 does, pageSize entries at a time, and notes the prefixes that it was asked for.
type shelf struct {
	objects  map[string]string
	pageSize int

	mu     sync.Mutex
	asked  []string
	sorted []string // the keys, once they have been asked for
}

func newShelf(pageSize int, keys ...string) *shelf {
	s := &shelf{objects: map[string]string{}, pageSize: pageSize}
	for _, k := range keys {
		s.objects[k] = "body of " + k
	}
	return s
}

func (s *shelf) keys() []string { return slices.Sorted(maps.Keys(s.objects)) }

func (s *shelf) list(in *s3.ListObjectsV2Input) (*s3.ListObjectsV2Output, error) {
	prefix, delimiter, token := aws.ToString(in.Prefix), aws.ToString(in.Delimiter), aws.ToString(in.ContinuationToken)
	s.mu.Lock()
	s.asked = append(s.asked, prefix)
	if s.sorted == nil {
		s.sorted = s.keys()
	}
	s.mu.Unlock()
	out := &s3.ListObjectsV2Output{Name: in.Bucket, IsTruncated: aws.Bool(false), EncodingType: in.EncodingType}
	last, n := "", 0
	for _, key := range s.sorted {
		rest, below := strings.CutPrefix(key, prefix)
		name, folder := key, false
		if i := strings.Index(rest, delimiter); delimiter != "" && i >= 0 {
			name, folder = prefix+rest[:i+1], true
		}
		if !below || name == last || name <= token {
			continue
		}
		if n == s.pageSize {
			out.IsTruncated, out.NextContinuationToken = aws.Bool(true), &last
			break
		}
		last, n = name, n+1
		shown := aws.String(strings.ReplaceAll(url.QueryEscape(name), "%2F", "/"))
		if folder {
			out.CommonPrefixes = append(out.CommonPrefixes, types.CommonPrefix{Prefix: shown})
			continue
		}
		out.Contents = append(out.Contents, types.Object{
			Key: shown, Size: aws.Int64(int64(len(s.objects[key]))), ETag: aws.String(`"tag of ` + key + `"`),
		})
	}
	return out, nil
}

func (s *shelf) get(in *s3.GetObjectInput) (*s3.GetObjectOutput, error) {
	text, ok := s.objects[*in.Key]
	if !ok {
		return nil, &types.NoSuchKey{}
	}
	out := &s3.GetObjectOutput{ETag: aws.String(`"tag of ` + *in.Key + `"`)}
	if in.Range != nil {
		from := 0
		if _, err := fmt.Sscanf(*in.Range, "bytes=%d-", &from); err != nil {
			return nil, err
		}
		out.ContentRange = aws.String(fmt.Sprintf("bytes %d-%d/%d", from, len(text)-1, len(text)))
		text = text[from:]
	}
	out.ContentLength = aws.Int64(int64(len(text)))
	out.Body = io.NopCloser(bytes.NewReader([]byte(text)))
	return out, nil
}

// bucket opens the shelf and waits for nothing.
func (s *shelf) bucket(prefix string, o S3Options) *Bucket {
	b := newBucket(fakeReads{s.list, s.get}, "b", prefix, o)
	b.wait = func(ctx context.Context, _ int) error { return ctx.Err() }
	return b
}

// listAll collects the keys in the order in which they come and fails the test on an error.
func listAll(t *testing.T, b *Bucket) []string {
	t.Helper()
	var keys []string
	for o, err := range b.Objects(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if o.Path != "s3://"+b.name+"/"+o.Key {
			t.Errorf("the object %q has the path %q", o.Key, o.Path)
		}
		keys = append(keys, o.Key)
	}
	return keys
}

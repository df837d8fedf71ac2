// Bodies arrive whole whatever happens on the way, or end with an error: never short and silent.

package archive

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// cut ends a body after n bytes with err.
func cut(out *s3.GetObjectOutput, n int64, err error) {
	out.Body = io.NopCloser(io.MultiReader(io.LimitReader(out.Body, n), iotest.ErrReader(err)))
}

func TestBody(t *testing.T) {
	text := strings.Repeat("0123456789", 100)
	reset := errors.New("read: connection reset by peer")
	tests := map[string]struct {
		unlisted bool
		fault    func(call int, in *s3.GetObjectInput, out *s3.GetObjectOutput) error
		want     string // part of the error; empty when the object arrives
		calls    int
	}{
		"nothing happens": {calls: 1, fault: func(int, *s3.GetObjectInput, *s3.GetObjectOutput) error { return nil }},
		"resets in the middle": {calls: 4, fault: func(call int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if call < 3 {
				cut(out, 123, reset)
			}
			return nil
		}},
		"ends in the middle": {calls: 2, fault: func(call int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if call == 0 {
				cut(out, 999, io.EOF)
			}
			return nil
		}},
		"ends before it begins": {calls: 2, unlisted: true, fault: func(call int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if call == 0 {
				cut(out, 0, io.ErrUnexpectedEOF)
			}
			return nil
		}},
		"a byte at a time": {calls: 1000, fault: func(call int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if call < 999 {
				cut(out, 1, reset)
			}
			return nil
		}},
		"no ranges": {calls: 3, fault: func(call int, in *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if in.Range != nil {
				out.ContentRange, out.ContentLength = nil, aws.Int64(int64(len(text)))
				out.Body = io.NopCloser(strings.NewReader(text))
			}
			if call < 2 {
				cut(out, int64(500+call*100), reset)
			}
			return nil
		}},
		"no length": {calls: 1, unlisted: true, fault: func(_ int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			out.ContentLength = nil
			return nil
		}},
		"no length, cut": {calls: 2, fault: func(call int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			out.ContentLength = nil
			if call == 0 {
				cut(out, 900, io.EOF)
			}
			return nil
		}},
		"a length too small, once": {calls: 2, fault: func(call int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if call == 0 {
				out.ContentLength = aws.Int64(10)
				cut(out, 10, io.EOF)
			}
			return nil
		}},
		"a length too large, once": {calls: 2, fault: func(call int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if call == 0 {
				out.ContentLength = aws.Int64(2000)
			}
			return nil
		}},
		"a length too small, for ever": {
			calls: attempts, want: "1000 bytes were promised, the answer has 10",
			fault: func(_ int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
				out.ContentLength = aws.Int64(10)
				return nil
			},
		},
		"more than was promised": {calls: 1, want: "more bytes than the 1000", fault: func(_ int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			out.Body = io.NopCloser(strings.NewReader(text + "!"))
			return nil
		}},
		"no progress": {calls: attempts, want: "the object arrives cut after 0 of 1000 bytes", fault: func(_ int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			cut(out, 0, io.EOF)
			return nil
		}},
		"another range than asked for": {calls: attempts, want: `asked for bytes from 400, got "bytes 500-999/1000"`, fault: func(_ int, in *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if in.Range != nil {
				*out.ContentRange = "bytes 500-999/1000"
			}
			cut(out, 400, reset)
			return nil
		}},
		"replaced in the middle": {calls: 2, want: "replaced while it was read", fault: func(_ int, in *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			if in.IfMatch != nil && *in.IfMatch == `"tag of k"` {
				return &smithy.GenericAPIError{Code: "PreconditionFailed"}
			}
			cut(out, 10, reset)
			return nil
		}},
		"a checksum that differs": {calls: 1, want: "checksum did not match", fault: func(_ int, _ *s3.GetObjectInput, out *s3.GetObjectOutput) error {
			cut(out, 1000, errors.New("checksum did not match"))
			return nil
		}},
		"refused": {calls: 1, want: "s3://b/k: access denied; the credentials need s3:GetObject on arn:aws:s3:::b/*", fault: func(int, *s3.GetObjectInput, *s3.GetObjectOutput) error {
			return &smithy.GenericAPIError{Code: "AccessDenied", Message: "Access Denied"}
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			store := newShelf(10)
			store.objects["k"] = text
			b := store.bucket("", S3Options{})
			if !tt.unlisted {
				listAll(t, b)
			}
			calls := 0
			b.api = fakeReads{get: func(in *s3.GetObjectInput) (*s3.GetObjectOutput, error) {
				out, err := store.get(in)
				if err == nil {
					err = tt.fault(calls, in, out)
				}
				calls++
				return out, err
			}}
			got, err := readObject(b, t, "k")
			if calls != tt.calls {
				t.Errorf("%d requests, want %d", calls, tt.calls)
			}
			if tt.want == "" && (err != nil || got != text) {
				t.Errorf("%d bytes and %v, want %d", len(got), err, len(text))
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if !strings.HasPrefix(text, got) && tt.want != "more bytes than the 1000" {
				t.Errorf("got bytes that are not the object's: %q", got)
			}
		})
	}
}

func readObject(b *Bucket, t *testing.T, key string) (string, error) {
	r, err := b.Open(t.Context(), key)
	if err != nil {
		return "", err
	}
	got, err := io.ReadAll(r)
	if n, again := r.Read(make([]byte, 8)); err == nil && (n != 0 || !errors.Is(again, io.EOF)) {
		t.Errorf("reading on after the end: %d, %v", n, again)
	}
	return string(got), errors.Join(err, r.Close())
}

func TestBodyOfNothing(t *testing.T) {
	store := newShelf(10)
	store.objects["k"] = ""
	if got, err := readObject(store.bucket("", S3Options{}), t, "k"); got != "" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// Sizes are remembered for the objects listed last, also when some are listed twice.
func TestRecent(t *testing.T) {
	r := newRecent(3)
	for i, key := range []string{"a", "b", "a", "c"} {
		r.add(key, int64(i))
	}
	for key, want := range map[string]int64{"a": 2, "b": 1, "c": 3, "d": -1} {
		if got := r.size(key); got != want {
			t.Errorf("size of %s: %d, want %d", key, got, want)
		}
	}
	r.add("d", 4)
	for key, want := range map[string]int64{"a": 2, "b": -1, "c": 3, "d": 4} {
		if got := r.size(key); got != want {
			t.Errorf("then size of %s: %d, want %d", key, got, want)
		}
	}
	if len(r.sizes) > 3 {
		t.Errorf("%d sizes in a ring of 3", len(r.sizes))
	}
}

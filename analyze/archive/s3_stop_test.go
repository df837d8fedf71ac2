// What one object lacks costs that object; what all will lack ends the reading at once, and nothing that was read.

package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"traillab/analyze/trail"
)

// heard is what an archive told: outcomes and reasons by path.
type heard struct {
	path     string
	outcomes map[string]string
	records  int
}

func (h *heard) File(f trail.File) bool { h.path = f.Path; return true }

func (h *heard) Record(*trail.Record, trail.Place) error { h.records++; return nil }

func (h *heard) Reject(r trail.Reject) { h.path = r.File }

func (h *heard) Done(o trail.Outcome) { h.outcomes[h.path] = o.Status.String() + " " + o.Reason }

// readAll reads a bucket file by file, until one ends it.
func readAll(t *testing.T, b *Bucket) (*heard, error) {
	t.Helper()
	a, err := Open(t.Context(), []string{"s3://b"}, Options{OpenS3: func(context.Context, string) (Lister, error) { return b, nil }})
	if err != nil {
		t.Fatal(err)
	}
	h := &heard{outcomes: map[string]string{}}
	for f, err := range a.Files(t.Context()) {
		if err != nil {
			return h, err
		}
		if err := f.Read(t.Context(), h); err != nil {
			return h, err
		}
	}
	return h, nil
}

func TestWhatEndsAReading(t *testing.T) {
	code := func(code string) error { return &smithy.GenericAPIError{Code: code, Message: "m"} }
	first := func(n int, err error) func(int) error { // the first n objects fail
		return func(i int) error {
			if i < n {
				return err
			}
			return nil
		}
	}
	after := func(n int, err error) func(int) error {
		return func(i int) error {
			if i >= n {
				return err
			}
			return nil
		}
	}
	tests := map[string]struct {
		fault   func(object int) error
		rejects int
		ends    string // part of the error; empty when the reading goes on
		records int
	}{
		"nothing":                      {fault: first(0, nil), records: 100},
		"one is denied":                {fault: first(1, code("AccessDenied")), rejects: 1, records: 99},
		"fifty are denied":             {fault: first(vain, code("AccessDenied")), rejects: vain, records: 100 - vain},
		"all are denied":               {fault: first(100, code("AccessDenied")), rejects: vain, ends: "access denied, as to the 50 objects before it"},
		"all but the first are denied": {fault: after(1, code("AccessDenied")), rejects: 99, records: 1},
		"the key is disabled":          {fault: first(100, code("KMS.DisabledException")), rejects: vain, ends: "aws kms enable-key"},
		"cold storage":                 {fault: first(100, code("InvalidObjectState")), rejects: 100},
		"gone":                         {fault: after(98, code("NoSuchKey")), rejects: 2, records: 98},
		"expired in the middle":        {fault: after(40, code("ExpiredToken")), ends: "expired: sign in again (aws sso login, or fresh keys), then run the same command again: it goes on where it stopped", records: 40},
		"throttled for too long":       {fault: after(40, code("SlowDown")), ends: "with fewer --jobs", records: 40},
		"the bucket is gone":           {fault: after(40, code("NoSuchBucket")), ends: "no bucket", records: 40},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			store := newShelf(1000)
			for n := range 100 {
				store.objects[fmt.Sprintf("%03d.json", n)] = `{"Records":[{"eventID":"x","eventName":"n","eventSource":"s"}]}`
			}
			b, object := store.bucket("", S3Options{}), 0
			b.api = fakeReads{list: store.list, get: func(in *s3.GetObjectInput) (*s3.GetObjectOutput, error) {
				object++
				if err := tt.fault(object - 1); err != nil {
					return nil, err
				}
				return store.get(in)
			}}
			h, err := readAll(t, b)
			if (tt.ends == "") != (err == nil) || err != nil && (!Stops(err) || !strings.Contains(err.Error(), tt.ends)) {
				t.Errorf("it ends with %v, want %q", err, tt.ends)
			}
			rejects := 0
			for path, o := range h.outcomes {
				if strings.HasPrefix(o, "rejected ") {
					rejects++
					if strings.Contains(o, "s3://") || !strings.HasPrefix(path, "s3://b/") {
						t.Errorf("%s: %q", path, o)
					}
				}
			}
			if rejects != tt.rejects || h.records != tt.records {
				t.Errorf("%d rejects and %d records, want %d and %d", rejects, h.records, tt.rejects, tt.records)
			}
		})
	}
}

// Credentials that end in the middle of an object end the reading, too: half an object is nothing to keep for that.
func TestWhatEndsInTheMiddle(t *testing.T) {
	for _, size := range []int{1000, smallFile + 1000} {
		store, calls := newShelf(10), 0
		store.objects["a.json"] = `{"Records":[{"eventID":"x","eventName":"n","eventSource":"s"}` + strings.Repeat(" ", size) + "]}"
		b := store.bucket("", S3Options{})
		b.api = fakeReads{list: store.list, get: func(in *s3.GetObjectInput) (*s3.GetObjectOutput, error) {
			if calls++; calls > 1 {
				return nil, &smithy.GenericAPIError{Code: "ExpiredToken"}
			}
			out, err := store.get(in)
			if err == nil {
				cut(out, int64(size), errors.New("connection reset by peer"))
			}
			return out, err
		}}
		if h, err := readAll(t, b); !Stops(err) || len(h.outcomes) > 0 {
			t.Errorf("%d bytes: it ends with %v and %q", size, err, h.outcomes)
		}
	}
}

// A folder that may not be listed is named, and the others are read.
func TestWhatCannotBeListedIsNamed(t *testing.T) {
	store := newShelf(1000)
	for n := range 10 {
		store.objects[fmt.Sprintf("AWSLogs/%012d/x.json", n)] = `{"Records":[{"eventID":"x","eventName":"n","eventSource":"s"}]}`
	}
	b := store.bucket("", S3Options{})
	b.api = fakeReads{get: store.get, list: func(in *s3.ListObjectsV2Input) (*s3.ListObjectsV2Output, error) {
		if *in.Prefix == "AWSLogs/000000000003/" {
			return nil, &smithy.GenericAPIError{Code: "AccessDenied"}
		}
		return store.list(in)
	}}
	h, err := readAll(t, b)
	const place = "s3://b/AWSLogs/000000000003/"
	if err != nil || h.records != 9 || !strings.HasPrefix(h.outcomes[place], "rejected cannot be listed: access denied; the credentials need s3:ListBucket on arn:aws:s3:::b;") {
		t.Errorf("%d records, %v, and of the folder %q", h.records, err, h.outcomes[place])
	}
}

// Every way of a store to ask for patience is met with patience, up to a limit.
func TestPatience(t *testing.T) {
	for _, answer := range []struct {
		status int
		code   string
	}{
		{503, "SlowDown"},
		{503, "ServiceUnavailable"},
		{429, "TooManyRequests"},
		{429, ""},
		{400, "RequestTimeout"},
		{400, "RequestLimitExceeded"},
		{400, "KMS.ThrottlingException"},
		{500, "InternalError"},
		{502, ""},
		{408, ""},
	} {
		calls := 0
		o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if calls++; calls < 3 {
				answerWith(w, answer.status, `<Error><Code>`+answer.code+`</Code></Error>`)
				return
			}
			answerWith(w, http.StatusOK, noObjects)
		})
		if _, err := OpenS3(t.Context(), "s3://b", o); err != nil || calls != 3 {
			t.Errorf("%d %s: %d calls, %v", answer.status, answer.code, calls, err)
		}
	}
}

// A version and what lies beside the bytes are told with the bytes, from the first answer, whatever happens on the way.
func TestHead(t *testing.T) {
	store, calls := newShelf(10), 0
	store.objects["k"] = strings.Repeat("0123456789", 10)
	b := store.bucket("", S3Options{})
	b.api = fakeReads{list: store.list, get: func(in *s3.GetObjectInput) (*s3.GetObjectOutput, error) {
		out, err := store.get(in)
		if calls++; calls == 1 {
			out.VersionId, out.ServerSideEncryption = aws.String("v1"), "aws:kms"
			out.Metadata = map[string]string{"signature": "00ff"}
			cut(out, 10, io.ErrUnexpectedEOF)
		}
		return out, err
	}}
	r, err := b.Open(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(r); err != nil || string(text) != store.objects["k"] {
		t.Fatalf("%q, %v", text, err)
	}
	o, ok := r.(*body)
	if !ok {
		t.Fatalf("an object is read by a %T", r)
	}
	h := o.Head()
	got := []any{o.Version(), h.ETag, h.ContentLength, h.ServerSideEncryption, h.Metadata["signature"], calls}
	if want := []any{"v1", `"tag of k"`, int64(100), "aws:kms", "00ff", 2}; !slices.Equal(got, want) {
		t.Errorf("told %v, want %v", got, want)
	}
	h.VersionId = "null"
	if o.Version() != "" {
		t.Errorf("the version of an object without one is %q", o.Version())
	}
}

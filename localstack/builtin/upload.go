// Uploads: bodies as they come, and objects that come in parts.

package builtin

import (
	"bufio"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// upload is an object that comes in parts.
type upload struct {
	id, key string
	since   time.Time
	model   *object
	parts   map[int64]*object
}

var (
	noUpload    = fault{"NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", 404}
	badPart     = fault{"InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.", 400}
	badOrder    = fault{"InvalidPartOrder", "The list of parts was not in ascending order.", 400}
	partSmall   = fault{"EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400}
	partNumber  = fault{"InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive", 400}
	entityLarge = fault{"EntityTooLarge", "Your proposed upload exceeds the maximum allowed size of %d MB in one piece.", 400}
	brokenBody  = fault{"IncompleteBody", "The request body terminated unexpectedly", 400}
)

// leastPart is how many bytes every part has but the last.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const leastPart = 5 << 20

func uploadCalls() operations {
	return operations{
		"CreateMultipartUpload": beginUpload, "UploadPart": uploadPart, "CompleteMultipartUpload": completeUpload,
		"AbortMultipartUpload": abortUpload, "ListParts": listParts, "ListMultipartUploads": listUploads,
	}
}

// uploaded reads what a call uploads. A body that says so is in chunks, each with its signature.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
func uploaded(x *exchange.Call) ([]byte, *wire.Error, error) {
	if x.Service != "s3" || x.Name != "PutObject" && x.Name != "UploadPart" {
		return nil, nil, nil
	}
	switch body := x.In["Body"].(type) {
	case []byte:
		return body, nil, nil
	case string:
		return []byte(body), nil, nil
	}
	if x.HTTP == nil || x.HTTP.Body == nil {
		return x.Body, nil, nil
	}
	var from io.Reader = x.HTTP.Body
	if x.Body != nil {
		from = strings.NewReader(string(x.Body))
	}
	if strings.HasPrefix(x.HTTP.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") || strings.Contains(x.HTTP.Header.Get("Content-Encoding"), "aws-chunked") {
		from = &chunks{from: bufio.NewReader(from)}
	}
	body, err := io.ReadAll(io.LimitReader(from, mostObject+1))
	switch {
	case errors.Is(err, errChunk), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, brokenBody.of(), nil
	case err != nil:
		return nil, nil, err
	case len(body) > mostObject:
		return nil, entityLarge.of(mostObject >> 20), nil
	}
	return body, nil, nil
}

// chunks reads the bytes out of chunks.
type chunks struct {
	from *bufio.Reader
	left int64
	done bool
}

var errChunk = errors.New("not a chunk")

func (c *chunks) Read(p []byte) (int, error) {
	for c.left == 0 && !c.done {
		line, err := c.from.ReadSlice('\n')
		if err != nil {
			return 0, fmt.Errorf("%w: %w", errChunk, err)
		}
		text := strings.TrimSpace(string(line))
		if text == "" { // after a chunk
			continue
		}
		size, _, _ := strings.Cut(text, ";")
		if c.left, err = strconv.ParseInt(size, 16, 64); err != nil || c.left < 0 {
			return 0, errChunk
		}
		c.done = c.left == 0
	}
	if c.done {
		_, err := io.Copy(io.Discard, c.from) // trailers
		if err == nil {
			err = io.EOF
		}
		return 0, err
	}
	n, err := c.from.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	if errors.Is(err, io.EOF) && c.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func beginUpload(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	u := &upload{id: q.digits(17) + q.digits(17), key: q.text("Key"), since: q.now, model: q.newObject(nil), parts: map[int64]*object{}}
	b.uploads.set(u.id, u)
	return result{"Bucket": b.name, "Key": u.key, "UploadId": u.id, "ServerSideEncryption": "AES256"}, nil
}

func (q *call) upload() (*bucket, *upload, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, nil, refused
	}
	u, ok := b.uploads.get(q.text("UploadId"))
	if !ok || u.key != q.text("Key") {
		return nil, nil, noUpload.of()
	}
	return b, u, nil
}

func uploadPart(q *call) (result, *wire.Error) {
	_, u, refused := q.upload()
	if refused != nil {
		return nil, refused
	}
	n := q.number("PartNumber")
	if n < 1 || n > 10000 {
		return nil, partNumber.of()
	}
	if refused := q.room(len(q.body)); refused != nil {
		return nil, refused
	}
	u.parts[n] = q.newObject(q.body)
	return result{"ETag": u.parts[n].etag, "ServerSideEncryption": "AES256"}, nil
}

// completeUpload makes one object of the parts that the call lists.
func completeUpload(q *call) (result, *wire.Error) {
	b, u, refused := q.upload()
	if refused != nil {
		return nil, refused
	}
	var body, sums []byte
	count, last, short := 0, int64(0), false
	for p := range q.part("MultipartUpload").each("Parts") {
		n := p.number("PartNumber")
		part := u.parts[n]
		if part == nil || strings.Trim(p.text("ETag"), `"`) != strings.Trim(part.etag, `"`) {
			return nil, badPart.of()
		}
		switch {
		case n <= last:
			return nil, badOrder.of()
		case short:
			return nil, partSmall.of()
		}
		short = len(part.body) < leastPart
		sum := md5.Sum(part.body)
		body, sums, last = append(body, part.body...), append(sums, sum[:]...), n
		count++
	}
	if count == 0 {
		return nil, badPart.of()
	}
	if len(body) > mostBytes {
		return nil, full.of(mostBytes >> 20)
	}
	sum := md5.Sum(sums)
	o := *u.model
	o.body, o.since, o.etag = body, q.now, `"`+hex.EncodeToString(sum[:])+"-"+decimal(count)+`"`
	b.uploads.drop(u.id)
	b.put(u.key, &o)
	return result{"Bucket": b.name, "Key": u.key, "ETag": o.etag, "Location": "/" + b.name + "/" + u.key}, nil
}

func abortUpload(q *call) (result, *wire.Error) {
	b, u, refused := q.upload()
	if refused == nil {
		b.uploads.drop(u.id)
	}
	return nil, refused
}

func listParts(q *call) (result, *wire.Error) {
	b, u, refused := q.upload()
	if refused != nil {
		return nil, refused
	}
	return result{"Bucket": b.name, "Key": u.key, "UploadId": u.id, "IsTruncated": false, "Parts": told(slices.Sorted(maps.Keys(u.parts)), func(n int64) map[string]any {
		p := u.parts[n]
		return result{"PartNumber": n, "ETag": p.etag, "Size": len(p.body), "LastModified": p.since}
	})}, nil
}

func listUploads(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	return result{"Bucket": b.name, "IsTruncated": false, "Uploads": told(b.uploads.all(), func(u *upload) map[string]any {
		return result{"Key": u.key, "UploadId": u.id, "Initiated": u.since}
	})}, nil
}

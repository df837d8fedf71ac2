// Objects of S3, held in memory.

package builtin

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// object is what is stored under a key.
type object struct {
	body  []byte
	etag  string
	since time.Time
	about result // headers that come back as they were given
}

var (
	noKeyThere = fault{"NoSuchKey", "The specified key does not exist.", 404}
	badDigest  = fault{"BadDigest", "The Content-MD5 you specified did not match what we received.", 400}
	full       = fault{"ServiceUnavailable", "The lab holds its objects in memory, and not more than %d MB of them. Delete some.", 503}
	badReach   = fault{"InvalidRange", "The requested range is not satisfiable", 416}
	badSource  = fault{"InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey", 400}
	notThere   = fault{"PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412}
)

// most is how many bytes of objects there may be in all, and of one.
const (
	mostBytes  = 512 << 20
	mostObject = 64 << 20
)

func objectCalls() operations {
	return operations{
		"PutObject": putObject, "GetObject": getObject, "HeadObject": headObject, "DeleteObject": deleteObject, "DeleteObjects": deleteObjects,
		"CopyObject": copyObject, "ListObjects": listObjects, "ListObjectsV2": listObjects2,
	}
}

// kept are the members of an object that come back as they were given.
var kept = []string{"ContentType", "CacheControl", "ContentDisposition", "ContentLanguage", "Metadata", "ServerSideEncryption", "SSEKMSKeyId", "StorageClass"}

// newObject makes an object of what was uploaded.
func (q *call) newObject(body []byte) *object {
	sum := md5.Sum(body)
	o := &object{body: body, etag: `"` + hex.EncodeToString(sum[:]) + `"`, since: q.now, about: result{"ContentType": "binary/octet-stream"}}
	for _, member := range kept {
		if q.said(member) {
			o.about[member] = copied(q.members[member])
		}
	}
	var encodings []string
	for _, word := range strings.Split(q.text("ContentEncoding"), ",") {
		if word = strings.TrimSpace(word); word != "" && word != "aws-chunked" {
			encodings = append(encodings, word)
		}
	}
	put(o.about, "ContentEncoding", strings.Join(encodings, ", "))
	return o
}

// room refuses bytes that there is no room for.
func (q *call) room(n int) *wire.Error {
	for _, b := range q.buckets.all() {
		for _, o := range b.objects {
			n += len(o.body)
		}
		for _, u := range b.uploads.all() {
			for _, p := range u.parts {
				n += len(p.body)
			}
		}
	}
	if n > mostBytes {
		return full.of(mostBytes >> 20)
	}
	return nil
}

func (b *bucket) put(key string, o *object) {
	if i, there := slices.BinarySearch(b.keys, key); !there {
		b.keys = slices.Insert(b.keys, i, key)
	}
	b.objects[key] = o
}

func (b *bucket) drop(key string) {
	if i, there := slices.BinarySearch(b.keys, key); there {
		b.keys = slices.Delete(b.keys, i, i+1)
	}
	delete(b.objects, key)
}

func putObject(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	if refused := q.room(len(q.body)); refused != nil {
		return nil, refused
	}
	o := q.newObject(q.body)
	if want := q.text("ContentMD5"); want != "" {
		sum := md5.Sum(q.body)
		if want != base64.StdEncoding.EncodeToString(sum[:]) {
			return nil, badDigest.of()
		}
	}
	if b.objects[q.text("Key")] != nil && q.onlyFresh() {
		return nil, notThere.of()
	}
	b.put(q.text("Key"), o)
	return result{"ETag": o.etag, "ServerSideEncryption": q.or("ServerSideEncryption", "AES256")}, nil
}

// onlyFresh reports whether nothing may be there yet. The model of the service is older than that of an upload.
func (q *call) onlyFresh() bool { return q.HTTP != nil && q.HTTP.Header.Get("If-None-Match") == "*" }

// object is the one that the call names.
func (q *call) object() (*object, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	o := b.objects[q.text("Key")]
	if o == nil {
		return nil, noKeyThere.of()
	}
	return o, nil
}

func (o *object) show() result {
	out, _ := copied(o.about).(map[string]any)
	out["ETag"], out["LastModified"], out["ContentLength"], out["AcceptRanges"] = o.etag, o.since, len(o.body), "bytes"
	if out["ServerSideEncryption"] == nil {
		out["ServerSideEncryption"] = "AES256"
	}
	return out
}

func headObject(q *call) (result, *wire.Error) {
	o, refused := q.object()
	if refused != nil {
		return nil, notFoundHead.of()
	}
	return o.show(), nil
}

// getObject answers an object or a range of it.
func getObject(q *call) (result, *wire.Error) {
	o, refused := q.object()
	if refused != nil {
		return nil, refused
	}
	out := o.show()
	for _, member := range []string{"ContentType", "ContentDisposition", "ContentLanguage", "ContentEncoding", "CacheControl"} {
		put(out, member, q.text("Response"+member))
	}
	from, to, part, refused := reach(q.text("Range"), len(o.body))
	if refused != nil {
		return nil, refused
	}
	out["Body"], out["ContentLength"] = o.body[from:to], to-from
	if part {
		out["ContentRange"] = fmt.Sprintf("bytes %d-%d/%d", from, to-1, len(o.body))
	}
	return out, nil
}

// reach reads a range of bytes, and whether there is one: what is none, and several of them, S3 passes over and answers all.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
func reach(text string, length int) (from, to int, part bool, refused *wire.Error) {
	rest, ranged := strings.CutPrefix(text, "bytes=")
	first, last, two := strings.Cut(rest, "-")
	from, bad := strconv.Atoi(first)
	to, worse := strconv.Atoi(last)
	switch {
	case !ranged, !two, bad != nil && first != "", worse != nil && last != "", first == "" && last == "":
		return 0, length, false, nil
	case first == "" && to > 0 && length > 0:
		return max(0, length-to), length, true, nil
	case first == "", from >= length:
		return 0, 0, false, badReach.of()
	case last == "":
		return from, length, true, nil
	case to < from:
		return 0, length, false, nil
	}
	return from, min(to, length-1) + 1, true, nil
}

func deleteObject(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused == nil {
		b.drop(q.text("Key"))
	}
	return nil, refused
}

func deleteObjects(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	gone := []any{}
	for o := range q.part("Delete").each("Objects") {
		b.drop(o.text("Key"))
		gone = append(gone, result{"Key": o.text("Key")})
	}
	if q.part("Delete").flag("Quiet") {
		return nil, nil
	}
	return result{"Deleted": gone}, nil
}

func copyObject(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	o, refused := q.source()
	if refused != nil {
		return nil, refused
	}
	if refused := q.room(len(o.body)); refused != nil {
		return nil, refused
	}
	fresh := *o
	fresh.since = q.now
	if q.text("MetadataDirective") == "REPLACE" {
		fresh.about = q.newObject(o.body).about
	}
	b.put(q.text("Key"), &fresh)
	return result{"CopyObjectResult": result{"ETag": fresh.etag, "LastModified": fresh.since}}, nil
}

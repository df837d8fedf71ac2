// Lists of objects, in the order of their keys, with what is alike up to a delimiter as one.

package builtin

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"traillab/localstack/wire"
)

// shelfPage is a page of a bucket.
type shelfPage struct {
	objects, prefixes []any
	last              string // the key or the prefix that the page ends with
	more              bool
}

// page lists the keys after a place. Keys are percent-encoded where the client asks for that.
func (b *bucket) page(q *call, after string) *shelfPage {
	p := &shelfPage{objects: []any{}, prefixes: []any{}}
	prefix, delimiter, most := q.text("Prefix"), q.text("Delimiter"), 1000
	if q.said("MaxKeys") {
		most = int(min(max(0, q.number("MaxKeys")), 1000))
	}
	start, _ := slices.BinarySearch(b.keys, max(prefix, after))
	for _, key := range b.keys[start:] {
		if !strings.HasPrefix(key, prefix) {
			break
		}
		common := ""
		if i := strings.Index(key[len(prefix):], delimiter); delimiter != "" && i >= 0 {
			common = key[:len(prefix)+i+len(delimiter)]
		}
		if key <= after && after != "" || common != "" && (common == p.last || common <= after) {
			continue
		}
		if len(p.objects)+len(p.prefixes) >= most {
			p.more = most > 0
			break
		}
		if common != "" {
			p.prefixes, p.last = append(p.prefixes, result{"Prefix": q.coded(common)}), common
			continue
		}
		o := b.objects[key]
		class, _ := o.about["StorageClass"].(string)
		if class == "" {
			class = "STANDARD"
		}
		p.objects = append(p.objects, result{"Key": q.coded(key), "Size": len(o.body), "ETag": o.etag, "LastModified": o.since, "StorageClass": class})
		p.last = key
	}
	return p
}

func (q *call) coded(key string) string {
	if q.text("EncodingType") != "url" {
		return key
	}
	return strings.NewReplacer("%2F", "/", "+", "%20").Replace(url.QueryEscape(key))
}

// listing is what both calls answer.
func (p *shelfPage) listing(q *call, b *bucket) result {
	out := result{
		"Name": b.name, "Prefix": q.coded(q.text("Prefix")), "MaxKeys": 1000, "IsTruncated": p.more, "Contents": p.objects, "CommonPrefixes": p.prefixes,
	}
	if q.said("MaxKeys") {
		out["MaxKeys"] = q.number("MaxKeys")
	}
	put(out, "Delimiter", q.coded(q.text("Delimiter")))
	put(out, "EncodingType", q.text("EncodingType"))
	return out
}

func listObjects(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	p := b.page(q, q.text("Marker"))
	out := p.listing(q, b)
	out["Marker"] = q.coded(q.text("Marker"))
	if p.more {
		out["NextMarker"] = q.coded(p.last)
	}
	return out, nil
}

func listObjects2(q *call) (result, *wire.Error) {
	b, refused := q.bucket()
	if refused != nil {
		return nil, refused
	}
	after := q.text("StartAfter")
	if token := q.text("ContinuationToken"); token != "" {
		text, err := base64.StdEncoding.DecodeString(token)
		if err != nil {
			return nil, badContinuation.of()
		}
		after = string(text)
	}
	p := b.page(q, after)
	out := p.listing(q, b)
	out["KeyCount"] = len(p.objects) + len(p.prefixes)
	put(out, "StartAfter", q.coded(q.text("StartAfter")))
	put(out, "ContinuationToken", q.text("ContinuationToken"))
	if p.more {
		out["NextContinuationToken"] = base64.StdEncoding.EncodeToString([]byte(p.last))
	}
	return out, nil
}

var badContinuation = fault{"InvalidArgument", "The continuation token provided is incorrect", 400}

// source is the object that a copy is made of.
func (q *call) source() (*object, *wire.Error) {
	path, _, _ := strings.Cut(strings.TrimPrefix(q.text("CopySource"), "/"), "?versionId=")
	path, err := url.PathUnescape(path)
	name, key, two := strings.Cut(path, "/")
	if err != nil || !two {
		return nil, badSource.of()
	}
	b, ok := q.buckets.get(name)
	if !ok {
		return nil, noBucket.of()
	}
	o := b.objects[key]
	if o == nil {
		return nil, noKeyThere.of()
	}
	return o, nil
}

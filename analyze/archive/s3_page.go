// A page is one answer to a listing: up to a thousand objects and folders.

package archive

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// question asks for one page.
type question struct {
	prefix string
	way    way
	token  string // where to go on; empty for the first page
	sent   bool
}

// way is how a prefix is listed.
type way uint8

const (
	wayNone   way = iota // not at all: nothing below can pass the filter
	wayWhole             // everything below
	waySteps             // the folders of CloudTrail's layout one by one, to decide on each
	waySearch            // folders above AWSLogs one by one, in the hope of AWSLogs below
)

// page holds objects and folders in the order of their keys.
type page struct {
	items []item
	next  string // the token of the next page; empty at the end
}

// item is an object, or a folder (a prefix that ends in "/").
type item struct {
	object Object
	folder string
}

func (e item) name() string { return e.object.Key + e.folder }

// errHollow marks an answer without content. The SDK takes an empty body for an empty listing; as evidence goes, that
// is a hole and not an end.
var errHollow = errors.New("the store answers a listing with nothing at all")

// page sends the question until it is answered.
func (b *Bucket) page(ctx context.Context, q question) (page, error) {
	in := &s3.ListObjectsV2Input{Bucket: &b.name, Prefix: &q.prefix, EncodingType: types.EncodingTypeUrl, RequestPayer: b.payer}
	if q.way != wayWhole {
		in.Delimiter = aws.String("/")
	}
	if q.token != "" {
		in.ContinuationToken = &q.token
	}
	for attempt := 1; ; attempt++ {
		out, err := b.api.ListObjectsV2(ctx, in)
		var p page
		if err == nil {
			p, err = b.items(out)
		}
		if err == nil && p.next != "" && p.next == q.token {
			err = errors.New("the listing goes round in a circle")
		}
		if errors.Is(err, errHollow) && attempt < attempts && b.wait(ctx, attempt) == nil {
			continue
		}
		if err != nil {
			return page{}, b.explain(err, toList, q.prefix)
		}
		return p, nil
	}
}

// items reads an answer. Placeholders that consoles make for folders, empty objects named like one, are left out: they
// are no files.
func (b *Bucket) items(out *s3.ListObjectsV2Output) (page, error) {
	if out.Name == nil && out.IsTruncated == nil {
		return page{}, errHollow
	}
	decode := func(s *string) (string, error) {
		if out.EncodingType != types.EncodingTypeUrl {
			return aws.ToString(s), nil
		}
		return url.QueryUnescape(aws.ToString(s))
	}
	p := page{items: make([]item, 0, len(out.Contents)+len(out.CommonPrefixes))}
	for _, o := range out.Contents {
		key, err := decode(o.Key)
		if err != nil {
			return page{}, fmt.Errorf("key %q: %w", aws.ToString(o.Key), err)
		}
		size := aws.ToInt64(o.Size)
		if size == 0 && strings.HasSuffix(key, "/") {
			continue
		}
		p.items = append(p.items, item{object: Object{
			Path: b.path(key), Key: key, Size: size, Stamp: strings.Trim(aws.ToString(o.ETag), `"`),
		}})
	}
	for _, c := range out.CommonPrefixes {
		folder, err := decode(c.Prefix)
		if err != nil {
			return page{}, fmt.Errorf("prefix %q: %w", aws.ToString(c.Prefix), err)
		}
		p.items = append(p.items, item{folder: folder})
	}
	slices.SortFunc(p.items, func(a, b item) int { return strings.Compare(a.name(), b.name()) })
	if aws.ToBool(out.IsTruncated) {
		if p.next = aws.ToString(out.NextContinuationToken); p.next == "" {
			return page{}, errors.New("the listing has more to say but not where to go on")
		}
	}
	return p, nil
}

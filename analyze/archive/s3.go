// A bucket is an archive in an object store: log files read where CloudTrail delivers them, through the S3 API.

package archive

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"traillab/analyze/trail"
)

// S3Options say how a bucket is reached and what of it is wanted. The zero value takes everything, by the credentials
// that the AWS CLI would take.
type S3Options struct {
	// Endpoint is the URL of an S3 API that is not AWS' own; the bucket is then named in the path.
	Endpoint string
	Profile  string // of the shared AWS configuration
	// RoleARN is a role to take on before anything is read.
	RoleARN, RoleSessionName, ExternalID string
	RequesterPays                        bool
	// Filter leaves out folders of accounts, regions and days that cannot hold an event that passes; its other fields
	// count for nothing here. Bounds that are spans back from the newest event must have been resolved.
	Filter trail.Filter
	// Concurrency is how many listings run at once; 8 when it is 0.
	Concurrency int
}

// reads is all that is ever asked of the store. The client that can also write is never kept as anything else.
type reads interface {
	ListObjectsV2(context.Context, *s3.ListObjectsV2Input, ...func(*s3.Options)) (*s3.ListObjectsV2Output, error)
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
}

// Bucket is what lies in one bucket under one prefix. It may be used by several goroutines.
type Bucket struct {
	api          reads
	name, prefix string
	filter       trail.Filter
	payer        types.RequestPayer
	listings     int
	listed       *recent
	wait         waiter

	given    atomic.Bool  // an object was had
	refusals atomic.Int64 // objects that were refused
}

// OpenS3 opens s3://BUCKET/PREFIX. The prefix is S3's own, the beginning of keys: a folder, a part of its name, or one
// object's whole key. The store is asked once, so that a wrong name, missing rights or an unreachable endpoint show here
// and not in the middle of a load.
func OpenS3(ctx context.Context, uri string, o S3Options) (*Bucket, error) {
	name, prefix, err := splitURI(uri)
	if err != nil {
		return nil, err
	}
	if u, err := url.Parse(o.Endpoint); o.Endpoint != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("%q is no endpoint; write http://HOST:PORT or https://HOST", o.Endpoint)
	}
	cfg, err := o.config(ctx)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", uri, err)
	}
	b := newBucket(o.client(cfg), name, prefix, o)
	err = b.probe(ctx)
	if region := bucketRegion(err); region != "" && region != cfg.Region {
		cfg.Region = region
		b.api = o.client(cfg)
		err = b.probe(ctx)
	}
	if err != nil {
		return nil, b.explain(err, toList, prefix)
	}
	return b, nil
}

func newBucket(api reads, name, prefix string, o S3Options) *Bucket {
	b := &Bucket{
		api: api, name: name, prefix: prefix, filter: o.Filter, listings: o.Concurrency,
		listed: newRecent(1 << 15), wait: backOff,
	}
	if b.listings <= 0 {
		b.listings = 8
	}
	if o.RequesterPays {
		b.payer = types.RequestPayerRequester
	}
	return b
}

// probe asks for the first key and forgets it. It tries less often than the rest: who mistypes an endpoint shall not
// wait for it.
func (b *Bucket) probe(ctx context.Context) error {
	_, err := b.api.ListObjectsV2(ctx, &s3.ListObjectsV2Input{
		Bucket: &b.name, Prefix: &b.prefix, MaxKeys: aws.Int32(1), RequestPayer: b.payer,
	}, func(o *s3.Options) { o.RetryMaxAttempts = 5 })
	return err
}

// path is where people find an object.
func (b *Bucket) path(key string) string { return "s3://" + b.name + "/" + key }

// splitURI takes s3://BUCKET and s3://BUCKET/PREFIX apart. A prefix is taken literally: keys may hold "?", "#" and "%".
func splitURI(uri string) (bucket, prefix string, err error) {
	rest, ok := strings.CutPrefix(uri, "s3://")
	bucket, prefix, _ = strings.Cut(rest, "/")
	if !ok || bucket == "" {
		return "", "", fmt.Errorf("%q names no bucket; write s3://BUCKET or s3://BUCKET/PREFIX", uri)
	}
	return bucket, prefix, nil
}

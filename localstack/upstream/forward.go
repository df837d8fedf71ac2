// Forwarding: requests that go on as they came, but for the doors that clouds have of their own. What goes through those is
// recorded by nobody, and some end the cloud.

package upstream

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/loopback"
	"traillab/localstack/wire"
)

// forwarded is the client's request, turned towards a cloud.
func forwarded(c *exchange.Call, base *url.URL) (*http.Request, error) {
	target := *c.HTTP.URL
	target.Scheme, target.Host, target.User, target.Fragment, target.Opaque = base.Scheme, base.Host, nil, "", ""
	target.RawQuery = unsigned(target.RawQuery)
	if bucket := hostBucket(c); bucket != "" {
		target.RawPath = "/" + url.PathEscape(bucket) + target.EscapedPath()
		target.Path = "/" + bucket + target.Path
	}
	var body io.Reader = http.NoBody
	length := int64(len(c.Body))
	switch {
	case length > 0:
		body = bytes.NewReader(c.Body)
	case c.Body == nil && c.HTTP.Body != nil && c.HTTP.ContentLength != 0:
		body, length = c.HTTP.Body, c.HTTP.ContentLength
	}
	request, err := http.NewRequestWithContext(context.Background(), c.HTTP.Method, target.String(), body) // request sets its own
	if err != nil {
		return nil, err
	}
	request.ContentLength = length
	request.Header = passed(c.HTTP.Header)
	if spoken := c.HTTP.Header.Get("Smithy-Protocol"); spoken != "" && c.Operation == nil && strings.HasSuffix(target.Path, "/operation/"+c.Name) {
		request.Header.Set("Smithy-Protocol", spoken)
	}
	return request, nil
}

// door refuses a path that a cloud would take for one of its own, however it is spelled: below /_localstack and /_aws, moto's
// /moto-api, what instances ask for their metadata, and the control of S3, which signs as S3 does and has other operations.
// No bucket has such a name but the last few, which are not to be had in a lab.
func door(asked string) *wire.Error {
	first, rest, _ := strings.Cut(strings.TrimPrefix(asked, "/"), "/")
	next, _, _ := strings.Cut(rest, "/")
	plain, _, _ := strings.Cut(strings.TrimPrefix(path.Clean(asked), "/"), "/")
	switch {
	case first != plain: // it begins with // or /., or leaves its bucket again
	case strings.HasPrefix(first, "_"), strings.HasPrefix(first, "moto-api"), strings.HasPrefix(first, "v20180820"), first == "favicon.ico":
	case first == "latest" && (next == "meta-data" || next == "api"):
	case strings.ContainsAny(first, "\\;%"): // spelled so that it may be read again
	default:
		return nil
	}
	return &wire.Error{
		Code: "InvalidURI", Status: http.StatusBadRequest,
		Message: fmt.Sprintf("Couldn't parse the specified URI: a lab asks its cloud for no path like %.40q.", asked),
	}
}

// carried are the beginnings of the headers that go on: those of S3's operations and of HTTP's documents. All others end here,
// for clouds have headers of their own, which lead to another account, another service or another operation.
var carried = []string{"X-Amz-", "Content-", "If-", "Range", "Accept", "Cache-Control", "Expires"}

// dropped are the headers that end here all the same: those of one connection (RFC 9110, 7.6.1), those of a signature, and what
// would name a service or a region a second time.
var dropped = []string{
	"Accept-Encoding", "X-Amz-Target", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-S3session-Token", "X-Amz-Region-Set", "X-Amz-Credential",
	"X-Amz-Signature", "X-Amz-Algorithm", "X-Amz-Signedheaders",
}

// passed are the headers that go on. What Connection names ends here as well.
func passed(header http.Header) http.Header {
	kept := http.Header{}
	for name, values := range header {
		if slices.ContainsFunc(carried, func(beginning string) bool { return strings.HasPrefix(name, beginning) }) {
			kept[name] = values
		}
	}
	for _, line := range header.Values("Connection") {
		for name := range strings.SplitSeq(line, ",") {
			kept.Del(strings.TrimSpace(name))
		}
	}
	for _, name := range dropped {
		kept.Del(name)
	}
	return kept
}

// unsigned takes the signature out of a query, and leaves the rest as it is written: order and spelling are the client's.
func unsigned(query string) string {
	if query == "" {
		return ""
	}
	pairs := slices.DeleteFunc(strings.Split(query, "&"), func(pair string) bool { return wire.Signs(parameter(pair)) })
	return strings.Join(pairs, "&")
}

// parameter is the name of a pair in a query.
func parameter(pair string) string {
	name, _, _ := strings.Cut(pair, "=")
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	return name
}

// shapeless hides from moto what calls itself a form: it would take the body for one and keep nothing of it. What is kept has the type that
// S3 gives to an object without one.
func shapeless(header http.Header) {
	if kind := strings.ToLower(header.Get("Content-Type")); strings.HasPrefix(kind, formType) || strings.HasPrefix(kind, "multipart/form-data") {
		header.Set("Content-Type", "binary/octet-stream")
	}
}

// hostBucket is the bucket of a call that names it in the host and not in the path, as bucket.s3.localhost. Towards a cloud
// the host is its address, so the bucket moves into the path.
func hostBucket(c *exchange.Call) string {
	bucket, ok := c.In["Bucket"].(string)
	if !ok || c.Service != "s3" || bucket == "" || loopback.Host(c.HTTP.Host) || !strings.HasPrefix(c.HTTP.Host, bucket+".") {
		return ""
	}
	return bucket
}

// Requests as a cloud gets them: what the client sent, without anything that it signed with.

package upstream

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"traillab/localstack/exchange"
)

// dropped are the headers that end here: those of one connection (RFC 9110, 7.6.1), and those of a signature.
var dropped = []string{
	"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Te", "Trailer",
	"Transfer-Encoding", "Upgrade", "Expect", "Accept-Encoding", "Cookie",
	"Authorization", "X-Amz-Security-Token", "X-Amz-S3session-Token", "X-Amz-Date",
}

// signed are the parameters of a URL that was signed in advance, as of version 4 and of version 2.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
var (
	signed  = []string{"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders", "x-amz-signature", "x-amz-security-token"}
	signed2 = []string{"awsaccesskeyid", "signature", "expires"}
)

// request makes what a cloud is sent: what came, or In anew where a guard has mended it. The call's own request is not
// changed, but its body is read if the operation streams.
func (p *Proxy) request(ctx context.Context, c *exchange.Call, endpoint string) (*http.Request, error) {
	if _, err := Loopback(endpoint); err != nil {
		return nil, err
	}
	base, err := url.Parse(endpoint)
	if err != nil {
		return nil, err
	}
	var request *http.Request
	if c.Mended && c.Operation != nil {
		request, err = c.Operation.WriteRequest(base, c.In)
	} else {
		request, err = forwarded(c, base)
	}
	if err != nil {
		return nil, err
	}
	day := c.At.UTC()
	request.Header.Set("X-Amz-Date", day.Format("20060102T150405Z"))
	request.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s/%s/%s/aws4_request, SignedHeaders=host;x-amz-date, Signature=%s",
		p.account, day.Format("20060102"), c.Region, c.Service, strings.Repeat("0", 64)))
	return request.WithContext(ctx), nil
}

// forwarded is the client's request, turned towards a cloud.
func forwarded(c *exchange.Call, base *url.URL) (*http.Request, error) {
	target := *c.HTTP.URL
	target.Scheme, target.Host, target.User, target.Fragment = base.Scheme, base.Host, nil, ""
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
	return request, nil
}

// passed are the headers that go on. What Connection names ends here as well.
func passed(header http.Header) http.Header {
	kept := header.Clone()
	if kept == nil {
		kept = http.Header{}
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
	gone := signed
	pairs := strings.Split(query, "&")
	if slices.ContainsFunc(pairs, func(pair string) bool { return parameter(pair) == "awsaccesskeyid" }) {
		gone = slices.Concat(signed, signed2)
	}
	return strings.Join(slices.DeleteFunc(pairs, func(pair string) bool { return slices.Contains(gone, parameter(pair)) }), "&")
}

// parameter is the name of a pair in a query, in small letters.
func parameter(pair string) string {
	name, _, _ := strings.Cut(pair, "=")
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	return strings.ToLower(name)
}

// hostBucket is the bucket of a call that names it in the host and not in the path, as bucket.s3.localhost. Towards a cloud
// the host is its address, so the bucket moves into the path.
func hostBucket(c *exchange.Call) string {
	bucket, ok := c.In["Bucket"].(string)
	if !ok || c.Service != "s3" || bucket == "" || !strings.HasPrefix(c.HTTP.Host, bucket+".") {
		return ""
	}
	return bucket
}

// Requests as a cloud gets them. What the lab understood is written anew, so that the cloud does what is recorded and nothing
// that only its own reader would have found; what the client signed with ends here.

package upstream

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/loopback"
	"traillab/localstack/wire"
)

// request makes what a cloud is sent. The call's own request is not changed, but its body is read if the operation streams.
func (p *Proxy) request(ctx context.Context, c *exchange.Call, endpoint string) (*http.Request, error) {
	if _, err := loopback.Endpoint(endpoint); err != nil {
		return nil, err
	}
	base, err := url.Parse(endpoint)
	if err != nil {
		return nil, err
	}
	request, err := written(c, base)
	if err != nil {
		return nil, err
	}
	if refused := door(request.URL.Path); refused != nil {
		return nil, refused
	}
	day := c.At.UTC()
	request.Header.Set("User-Agent", agent)
	request.Header.Set("X-Amz-Date", day.Format("20060102T150405Z"))
	request.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s/%s/%s/aws4_request, SignedHeaders=host;x-amz-date, Signature=%s",
		p.account, day.Format("20060102"), c.Region, c.Service, strings.Repeat("0", 64)))
	return request.WithContext(ctx), nil
}

// agent is what clouds are told in the place of the client's: moto takes a region from it.
const agent = "traillab"

// written is a call without its signature. Only S3's requests, and those of paths that the model does not know, go on as they
// came: their bodies stream, and their keys can be spelled in ways that are not to be lost.
func written(c *exchange.Call, base *url.URL) (*http.Request, error) {
	if c.Operation != nil {
		if c.Mended || c.Operation.Service.Protocol != wire.RESTXML {
			return rewritten(c, base)
		}
		return forwarded(c, base)
	}
	kind := c.HTTP.Header.Get("Content-Type")
	if target := c.HTTP.Header.Get("X-Amz-Target"); target != "" {
		if !strings.HasPrefix(kind, "application/x-amz-json-") {
			kind = "application/x-amz-json-1.1"
		}
		return posted(base, c.Body, http.Header{"Content-Type": {kind}, "X-Amz-Target": {target}})
	}
	if form, ok := formOf(c, kind); ok {
		return posted(base, form, http.Header{"Content-Type": {formType}})
	}
	return forwarded(c, base)
}

// formType is what forms are sent as.
const formType = "application/x-www-form-urlencoded"

// rewritten is a call of the model, written from In. A document keeps the client's own bytes unless they were mended: it may
// have members that are newer than the model.
func rewritten(c *exchange.Call, base *url.URL) (*http.Request, error) {
	request, err := c.Operation.WriteRequest(base, c.In)
	if err != nil {
		return nil, err
	}
	protocol := c.Operation.Service.Protocol
	switch {
	case c.Mended, protocol == wire.EC2, protocol == wire.Query:
		return request, nil
	case c.Body == nil && c.Operation.StreamsIn():
		request.Body, request.ContentLength, request.GetBody = c.HTTP.Body, c.HTTP.ContentLength, nil
	case len(c.Body) > 0:
		request.Body, request.ContentLength, request.GetBody = io.NopCloser(bytes.NewReader(c.Body)), int64(len(c.Body)), nil
	}
	return request, nil
}

// posted is a call that the model does not know, to the one path that its protocol has.
func posted(base *url.URL, body []byte, header http.Header) (*http.Request, error) {
	at := url.URL{Scheme: base.Scheme, Host: base.Host, Path: "/"}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, at.String(), bytes.NewReader(body)) // request sets its own
	if err != nil {
		return nil, err
	}
	request.Header = header
	return request, nil
}

// formOf is the one form of a call, from its query string and its body, if it is one. wire has seen that both name the same
// action.
func formOf(c *exchange.Call, kind string) ([]byte, bool) {
	if kind != "" && !strings.HasPrefix(strings.ToLower(kind), formType) && len(c.Body) > 0 {
		return nil, false
	}
	var parts []string
	for _, text := range []string{unsigned(c.HTTP.URL.RawQuery), string(c.Body)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	whole := strings.Join(parts, "&")
	for pair := range strings.SplitSeq(whole, "&") {
		if parameter(pair) == "Action" {
			return []byte(whole), true
		}
	}
	return nil, false
}

// Package client makes any call of the model: written by wire, signed by the AWS SDK, answered by the lab or by a cloud
// behind it. It takes keys from nowhere but its caller, and speaks to loopback only.
package client

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"traillab/localstack/loopback"
	"traillab/localstack/wire"
)

// Key is an access key. Token is "" for the key of a user.
type Key struct{ ID, Secret, Token string }

// Client makes calls to one endpoint by one key.
type Client struct {
	models   *wire.Catalog
	endpoint *url.URL
	key      Key
	header   http.Header
	http     *http.Client
	signer   *v4.Signer
	chance   io.Reader // of tokens; nil for none
}

// New returns a client of an endpoint, as http://127.0.0.1:4566. Headers go with every call: a user agent, the address that
// an actor plays. An endpoint that is not loopback is refused.
func New(models *wire.Catalog, endpoint string, key Key, header http.Header) (*Client, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return nil, fmt.Errorf("endpoint %q: %w", endpoint, err)
	}
	if !loopback.Host(u.Hostname()) {
		return nil, fmt.Errorf("endpoint %q is not on this machine: the lab speaks to loopback only, as http://127.0.0.1:4566", endpoint)
	}
	transport := loopback.Transport()
	transport.MaxIdleConnsPerHost, transport.IdleConnTimeout = 16, time.Minute
	return &Client{models: models, endpoint: u, key: key, header: header, signer: v4.NewSigner(), http: &http.Client{
		Timeout: 2 * time.Minute, Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Do makes a call and returns its answer by the model's names. An error of the service is a *wire.Error.
func (c *Client) Do(ctx context.Context, region, service, operation string, in map[string]any) (map[string]any, error) {
	s, known := c.models.Service(service)
	if !known {
		return nil, fmt.Errorf("%s: no such service in the model", service)
	}
	o, known := s.Operation(operation)
	if !known {
		return nil, fmt.Errorf("%s.%s: no such operation in the model", service, operation)
	}
	out, err := c.call(ctx, o, region, in)
	if err != nil {
		return nil, fmt.Errorf("%s.%s: %w", service, operation, err)
	}
	return out, nil
}

func (c *Client) call(ctx context.Context, o *wire.Operation, region string, in map[string]any) (map[string]any, error) {
	in, err := c.tokens(o, in)
	if err != nil {
		return nil, err
	}
	r, err := o.WriteRequest(c.endpoint, in)
	if err != nil {
		return nil, err
	}
	r = r.WithContext(ctx)
	for name, values := range c.header {
		r.Header[name] = values
	}
	if err := c.sign(ctx, r, o.Service.Name, region); err != nil {
		return nil, err
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := wire.Whole(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	out, refused, err := o.ReadAnswer(answer.StatusCode, answer.Header, body)
	switch {
	case err != nil:
		return nil, err
	case refused != nil:
		return nil, refused
	case out == nil:
		return map[string]any{}, nil
	}
	return out, nil
}

// sign signs a request whose body can be read again.
func (c *Client) sign(ctx context.Context, r *http.Request, service, region string) error {
	sum := sha256.Sum256(nil)
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return err
		}
		h := sha256.New()
		if _, err := io.Copy(h, body); err != nil {
			return err
		}
		h.Sum(sum[:0])
	}
	digest := hex.EncodeToString(sum[:])
	if service == "s3" {
		r.Header.Set("X-Amz-Content-Sha256", digest)
	}
	return c.signer.SignHTTP(ctx, aws.Credentials{AccessKeyID: c.key.ID, SecretAccessKey: c.key.Secret, SessionToken: c.key.Token},
		r, digest, service, region, time.Now())
}

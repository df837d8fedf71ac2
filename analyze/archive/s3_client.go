// The client of a bucket: whose credentials it takes, how long it waits, and how often it tries again.

package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"
)

const (
	// attempts is how often one request is sent before its error counts: half a minute of a store that is overloaded.
	attempts = 10
	// silence is how long a connection may say nothing before it counts as lost.
	silence = 60 * time.Second
)

// config finds the credentials and proves them, so that "no credentials" is not told as "no access".
func (o S3Options) config(ctx context.Context) (aws.Config, error) {
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigProfile(o.Profile),
		config.WithDefaultRegion("us-east-1"), // any region can tell where the bucket is
		config.WithHTTPClient(newHTTPClient(silence)),
		config.WithRetryer(newRetryer),
		config.WithLogger(logging.Nop{}), // what matters comes as an error
	)
	if err != nil {
		return cfg, explainSignIn(err, o)
	}
	if o.RoleARN != "" {
		cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(o.sts(cfg), o.RoleARN,
			func(a *stscreds.AssumeRoleOptions) {
				a.RoleSessionName = o.RoleSessionName
				if o.RoleSessionName == "" {
					a.RoleSessionName = "traillab"
				}
				if o.ExternalID != "" {
					a.ExternalID = &o.ExternalID
				}
			}))
	}
	cfg.Credentials = explained{cfg.Credentials, o}
	_, err = cfg.Credentials.Retrieve(ctx)
	return cfg, err
}

// explained words what goes wrong with credentials, in the middle of a load, too: a role is taken on again and again.
type explained struct {
	aws.CredentialsProvider
	o S3Options
}

func (e explained) Retrieve(ctx context.Context) (aws.Credentials, error) {
	c, err := e.CredentialsProvider.Retrieve(ctx)
	if err != nil {
		err = explainSignIn(err, e.o)
	}
	return c, err
}

// sts is where the role is asked for. An endpoint that is no address of AWS stands for all of it, as a lab does; a VPC
// endpoint of S3 does not.
func (o S3Options) sts(cfg aws.Config) *sts.Client {
	return sts.NewFromConfig(cfg, func(s *sts.Options) {
		if u, err := url.Parse(o.Endpoint); err == nil && u.Host != "" && !strings.Contains(u.Host, ".amazonaws.com") {
			s.BaseEndpoint = &o.Endpoint
		}
	})
}

func (o S3Options) client(cfg aws.Config) reads {
	client := s3.NewFromConfig(cfg, func(s *s3.Options) {
		s.HTTPClient = getting{cfg.HTTPClient}
		s.DisableLogOutputChecksumValidationSkipped = true // most log files have no checksum; that is no news
		if o.Endpoint != "" {
			s.BaseEndpoint = &o.Endpoint
		}
		s.UsePathStyle = s.BaseEndpoint != nil // also by AWS_ENDPOINT_URL: few stores have a host name for each bucket
	})
	return twoCalls{client.ListObjectsV2, client.GetObject}
}

// twoCalls is what is kept of the SDK's client: no other of its operations can be reached through it.
type twoCalls struct {
	list func(context.Context, *s3.ListObjectsV2Input, ...func(*s3.Options)) (*s3.ListObjectsV2Output, error)
	get  func(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
}

func (c twoCalls) ListObjectsV2(ctx context.Context, in *s3.ListObjectsV2Input, how ...func(*s3.Options)) (*s3.ListObjectsV2Output, error) {
	return c.list(ctx, in, how...)
}

func (c twoCalls) GetObject(ctx context.Context, in *s3.GetObjectInput, how ...func(*s3.Options)) (*s3.GetObjectOutput, error) {
	return c.get(ctx, in, how...)
}

// getting sends nothing to a store but GET.
type getting struct{ inner s3.HTTPClient }

func (g getting) Do(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet {
		return nil, fmt.Errorf("%s is not sent: stores are only read", r.Method)
	}
	return g.inner.Do(r)
}

// newRetryer tries again after everything that may be gone the next time: lost connections, 5xx, 429, SlowDown and its kin, and
// answers that end in the middle. It has no budget over all requests: a load that takes long is better than one with holes.
func newRetryer() aws.Retryer {
	return retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts = attempts
		s.RateLimiter = ratelimit.None
		s.Backoff = retry.BackoffDelayerFunc(func(attempt int, _ error) (time.Duration, error) { return delay(attempt), nil })
		s.Retryables = append(s.Retryables, retry.RetryableHTTPStatusCode{Codes: map[int]struct{}{
			http.StatusRequestTimeout: {}, http.StatusTooManyRequests: {},
		}}, retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			var broken *smithy.DeserializationError
			var api smithy.APIError
			if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &broken) || errors.As(err, &api) && overloaded(api.ErrorCode()) {
				return aws.TrueTernary
			}
			return aws.UnknownTernary
		}))
	})
}

// waiter waits before attempt n+1, n counted from 1, or returns the context's error.
type waiter func(ctx context.Context, n int) error

func backOff(ctx context.Context, n int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(delay(n)):
		return nil
	}
}

// delay doubles from a tenth of a second to ten seconds; half of it is chance, so that many readers do not come back
// as one.
func delay(attempt int) time.Duration {
	d := min(100*time.Millisecond<<min(max(attempt-1, 0), 10), 10*time.Second)
	return d/2 + rand.N(d/2)
}

// newHTTPClient gives up a connection that has been silent for too long, whatever it was waiting for. A limit on whole
// requests would cut large objects off.
func newHTTPClient(silence time.Duration) *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConnsPerHost = 64
		t.DisableCompression = true // the bytes as they lie there, also of objects that are labelled gzip
		dial := t.DialContext
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return patientConn{c, silence}, nil
		}
	})
}

type patientConn struct {
	net.Conn
	silence time.Duration
}

func (c patientConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.silence)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

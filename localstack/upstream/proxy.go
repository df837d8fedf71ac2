// The proxy: it sends a call to the cloud that answers its service and reads what comes back. It is what a gateway asks for
// as its upstream. Streams stay streams; a cloud that breaks off is an error that names it.

package upstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Router tells which cloud answers a service, named as in the scope of signatures, and at which endpoint.
type Router interface {
	Route(service string) (name, endpoint string, ok bool)
}

// Proxy sends calls to clouds over HTTP. It may be used by many goroutines at a time.
type Proxy struct {
	router    Router
	account   string
	transport *http.Transport
	open      context.Context // until the proxy is closed
	shut      context.CancelFunc
}

// NewProxy returns a proxy that makes every call with the lab's account id, twelve digits, in the place of the key.
func NewProxy(router Router, account string) *Proxy {
	open, shut := context.WithCancel(context.Background())
	return &Proxy{router: router, account: account, transport: direct(), open: open, shut: shut}
}

// Close breaks off what is being asked, and lets go of the connections.
func (p *Proxy) Close() {
	p.shut()
	p.transport.CloseIdleConnections()
}

// until returns a context that ends with the proxy as well. done lets go of it.
func (p *Proxy) until(ctx context.Context) (limited context.Context, done func()) {
	limited, cancel := context.WithCancel(ctx)
	forget := context.AfterFunc(p.open, cancel)
	return limited, func() { forget(); cancel() }
}

// stream is the body of an answer that is read after Serve.
type stream struct {
	io.ReadCloser
	done func()
}

func (s stream) Close() error {
	defer s.done()
	return s.ReadCloser.Close()
}

// BrokenError is a cloud that could not be asked, or that broke off: whether the call had its effect is not known.
type BrokenError struct {
	Cloud    string // localstack or moto
	Endpoint string
	Call     string // ec2.DescribeVpcs
	Err      error
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("%s at %s broke off %s: %v", e.Cloud, e.Endpoint, e.Call, e.Err)
}

func (e *BrokenError) Unwrap() error { return e.Err }

// Serve lets the cloud of a call's service answer it. The answer has Raw and Body as the cloud wrote them, or Raw alone,
// with its body open, where the operation streams; Out or Error is read from it. A page in HTML and a refusal for want of
// a licence become errors of the lab's own, without Raw.
func (p *Proxy) Serve(ctx context.Context, c *exchange.Call) (*exchange.Answer, error) {
	name, endpoint, ok := p.router.Route(c.Service)
	if !ok {
		return nil, fmt.Errorf("no cloud of the lab answers %s", c.Service)
	}
	broken := func(err error) error {
		return &BrokenError{Cloud: name, Endpoint: endpoint, Call: c.Service + "." + c.Name, Err: err}
	}
	ctx, done := p.until(ctx)
	flows := false // the answer is still read when this returns
	defer func() {
		if !flows {
			done()
		}
	}()
	request, err := p.request(ctx, c, endpoint)
	var refused *wire.Error
	switch {
	case errors.As(err, &refused):
		return &exchange.Answer{Error: refused}, nil
	case err != nil:
		return nil, broken(err)
	}
	if name == string(Moto) && c.Service == "s3" {
		shapeless(request.Header)
	}
	raw, err := p.transport.RoundTrip(request)
	if err != nil {
		return nil, broken(err)
	}
	if c.Operation != nil && c.Operation.StreamsOut() && raw.StatusCode < 300 {
		out, refused, err := c.Operation.ReadAnswer(raw.StatusCode, raw.Header, nil)
		if err != nil {
			_ = raw.Body.Close()
			return nil, broken(err)
		}
		flows, raw.Body = true, stream{raw.Body, done}
		return &exchange.Answer{Out: out, Error: refused, Raw: raw}, nil
	}
	a, err := answered(name, c, raw)
	if err != nil {
		return nil, broken(err)
	}
	return a, nil
}

// answered reads an answer that does not stream.
func answered(name string, c *exchange.Call, raw *http.Response) (*exchange.Answer, error) {
	body, err := wire.Whole(raw.Body)
	_ = raw.Body.Close()
	if err != nil {
		return nil, err
	}
	raw.Body = http.NoBody
	if a := lacking(name, c, raw, body); a != nil {
		return a, nil
	}
	a := &exchange.Answer{Raw: raw, Body: body}
	if c.Operation == nil {
		if raw.StatusCode >= http.StatusMultipleChoices {
			a.Error = glean(raw, body)
		}
		return a, nil
	}
	a.Out, a.Error, err = c.Operation.ReadAnswer(raw.StatusCode, raw.Header, body)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// single is the route to one cloud, whatever is asked.
type single Part

func routeTo(part Part) Router { return single(part) }

func (s single) Route(string) (name, endpoint string, ok bool) {
	return string(s.Kind), s.Endpoint, true
}

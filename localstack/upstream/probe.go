// Probes: whether a cloud is there, and whether it answers. Health can be green while a service is broken, so three of them
// are asked a question before a cloud is handed over.

package upstream

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/loopback"
	"traillab/localstack/wire"
)

// probes tell whether a cloud is what it should be at an endpoint.
var probes = map[Kind]func(ctx context.Context, endpoint string) error{LocalStack: probeLocalStack, Moto: probeMoto}

// direct talks to loopback: no proxy of the user's is asked, no redirect followed, no connection kept that a server of
// Python's would close under us.
func direct() *http.Transport {
	transport := loopback.Transport()
	transport.MaxIdleConnsPerHost, transport.IdleConnTimeout = 64, 2*time.Second
	return transport
}

// fetch reads a page of a cloud's own, not of AWS.
func fetch(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	transport := direct()
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s answers %s", address, answer.Status)
	}
	return body, err
}

func probeLocalStack(ctx context.Context, endpoint string) error {
	body, err := fetch(ctx, endpoint+"/_localstack/health")
	if err != nil {
		return err
	}
	var health struct {
		Services map[string]string
		Version  string
	}
	if json.Unmarshal(body, &health) != nil || health.Version == "" || len(health.Services) == 0 {
		return fmt.Errorf("GET %s/_localstack/health does not answer as LocalStack does", endpoint)
	}
	return nil
}

func probeMoto(ctx context.Context, endpoint string) error {
	body, err := fetch(ctx, endpoint+"/moto-api/")
	if err == nil && !strings.Contains(strings.ToLower(string(body)), "moto") {
		err = fmt.Errorf("GET %s/moto-api/ does not answer as moto does", endpoint)
	}
	return err
}

// smoke asks a cloud what three services hold, each of another protocol.
func smoke(ctx context.Context, part Part, account string) error {
	proxy := NewProxy(routeTo(part), account)
	defer proxy.Close()
	models := wire.Open()
	base, err := url.Parse(part.Endpoint)
	if err != nil {
		return err
	}
	for _, ask := range [][2]string{{"s3", "ListBuckets"}, {"sts", "GetCallerIdentity"}, {"kms", "ListKeys"}} {
		service, ok := models.Service(ask[0])
		if !ok {
			return fmt.Errorf("no model of %s", ask[0])
		}
		operation, ok := service.Operation(ask[1])
		if !ok {
			return fmt.Errorf("no model of %s.%s", ask[0], ask[1])
		}
		if err := askOne(ctx, proxy, operation, base, account); err != nil {
			return fmt.Errorf("%s is up, but its %s is broken: %s: %w", part.Kind, ask[0], ask[1], err)
		}
	}
	return nil
}

// askOne makes a call of the lab's own.
func askOne(ctx context.Context, proxy *Proxy, operation *wire.Operation, base *url.URL, account string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second) // the first call of a service loads it
	defer cancel()
	request, err := operation.WriteRequest(base, map[string]any{})
	if err != nil {
		return err
	}
	call := &exchange.Call{
		Operation: operation, Service: operation.Service.Name, Name: operation.Name, Account: account, Region: "us-east-1",
		At: time.Now().UTC(), HTTP: request,
	}
	if request.Body != nil {
		if call.Body, err = io.ReadAll(request.Body); err != nil {
			return err
		}
	}
	answer, err := proxy.Serve(ctx, call)
	if err == nil && answer.Error != nil {
		err = answer.Error
	}
	return err
}

// exposed says what of a cloud listens where others can reach it, where the system tells. A container is docker's to
// confine: it was told to publish on loopback.
func exposed(part Part, pids []int) error {
	own, known, err := listening(pids)
	if err != nil || !known || part.Container != "" {
		return err
	}
	return confined(part, own)
}

// confined holds a cloud to loopback. Its own port must be among what it listens on: else it is somebody else who answers.
func confined(part Part, own []netip.AddrPort) error {
	var found bool
	for _, address := range own {
		if !loopback.Is(address.Addr()) {
			return fmt.Errorf("%s listens on %s, which others can reach; a lab is loopback only", part.Kind, address)
		}
		found = found || int(address.Port()) == part.Port
	}
	if !found {
		return fmt.Errorf("something answers on port %d, but it is not the %s that was started: %w", part.Port, part.Kind, errTaken)
	}
	return nil
}

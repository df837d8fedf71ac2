// Asking: calls of the lab itself, straight to the cloud behind it: not judged, not guarded, not recorded.

package localstack

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/gateway"
	"traillab/localstack/wire"
)

// asker is an exchange.Cloud.
type asker struct {
	newID   func() string
	models  *wire.Catalog
	cloud   gateway.Upstream
	account string
	now     func() time.Time
}

// Do makes a call as the root user of the lab's account.
func (a *asker) Do(ctx context.Context, region, service, operation string, in map[string]any) (map[string]any, error) {
	c, err := a.call(region, service, operation, in)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := a.cloud.Serve(ctx, c)
	switch {
	case err != nil:
		return nil, err
	case answer.Error != nil:
		return nil, answer.Error
	}
	if answer.Raw != nil && answer.Body == nil && answer.Raw.Body != nil {
		defer answer.Raw.Body.Close() // nobody reads it
	}
	return answer.Out, nil
}

func (a *asker) call(region, service, operation string, in map[string]any) (*exchange.Call, error) {
	s, known := a.models.Service(service)
	if !known {
		return nil, fmt.Errorf("%s: no such service in the model", service)
	}
	o, known := s.Operation(operation)
	if !known {
		return nil, fmt.Errorf("%s.%s: no such operation in the model", service, operation)
	}
	request, err := o.WriteRequest(&url.URL{Scheme: "http", Host: "127.0.0.1"}, in)
	if err != nil {
		return nil, fmt.Errorf("%s.%s: %w", service, operation, err)
	}
	var body []byte
	if request.Body != nil {
		if body, err = io.ReadAll(request.Body); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", service, operation, err)
		}
	}
	return &exchange.Call{
		Operation: o, Service: service, Name: operation, Account: a.account, Region: region, In: in, Key: a.account, From: "127.0.0.1",
		Who: exchange.Principal{Type: "Root", ID: a.account, ARN: "arn:aws:iam::" + a.account + ":root", Account: a.account},
		At:  a.now().UTC().Truncate(time.Second), ID: a.newID(), RequestID: a.newID(), HTTP: request, Body: body,
	}, nil
}

// Examining: what the cloud behind a lab can, what it gets wrong, and what of that is right through the lab. Both are tried by
// the same story, once straight and once through a lab of its own before the same cloud, which records nothing.

package localstack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"time"

	"traillab/localstack/client"
	"traillab/localstack/doctor"
	"traillab/localstack/exchange"
	"traillab/localstack/gateway"
	"traillab/localstack/guard"
	"traillab/localstack/identity"
	"traillab/localstack/loopback"
	"traillab/localstack/overlay"
	"traillab/localstack/policy"
	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
)

// Diagnosis is what was found of a cloud.
type Diagnosis struct {
	Upstream upstream.Kind `json:"upstream"`
	Why      string        `json:"why"`
	Probes   []Probe       `json:"probes"`
	Mends    []Mend        `json:"mends"`      // what the lab puts right on any cloud
	Answers  []string      `json:"answers"`    // what the lab answers itself
	Has      []string      `json:"operations"` // what the embedded cloud has; empty for the others
	Unread   []string      `json:"unread"`     // policies in force that the lab cannot read, a sentence each
}

// Probe is one call, straight and through the lab.
type Probe struct {
	Call     string `json:"call"`
	About    string `json:"about"`
	Upstream Result `json:"upstream"`
	Lab      Result `json:"lab"`
}

// Result is what became of it.
type Result struct {
	Verdict doctor.Verdict `json:"verdict"`
	Why     string         `json:"why,omitempty"`
}

// Mend is something that the lab puts right.
type Mend struct {
	Operation string `json:"operation"`
	Mends     string `json:"mends"`
}

// Examine tries the cloud behind the lab. It plays in a region that is seldom anybody's own and tidies up.
func (l *Lab) Examine(ctx context.Context) (*Diagnosis, error) {
	straight := doctor.Examine(ctx, l.stack.ask)
	through, end, err := l.unrecorded(ctx)
	if err != nil {
		return nil, err
	}
	lab := doctor.Examine(ctx, through)
	if err := errors.Join(ctx.Err(), end()); err != nil {
		return nil, fmt.Errorf("examine the lab %q: %w", l.note.Name, err)
	}
	d := &Diagnosis{Upstream: l.note.Upstream, Why: l.note.Why, Has: []string{}, Unread: append([]string{}, l.stack.book.Unread()...)}
	for i, f := range straight {
		d.Probes = append(d.Probes, Probe{f.Call, f.About, Result{f.Verdict, f.Why}, Result{lab[i].Verdict, lab[i].Why}})
	}
	if l.stack.embedded != nil {
		d.Has = l.stack.embedded.Operations()
	}
	d.Answers = overlay.Operations()
	for _, r := range guard.Rules() {
		d.Mends = append(d.Mends, Mend{r.Operation, r.Mends})
	}
	return d, nil
}

// unrecorded is a lab before the same cloud that knows nothing yet and records nothing; end ends it.
func (l *Lab) unrecorded(ctx context.Context) (through exchange.Cloud, end func() error, err error) {
	o := &l.options
	watch, book := guard.New(l.stack.ask, guard.Options{Account: o.Account, Now: o.Clock.Now, Tell: recorder.Tell}), policy.New(o.Account)
	g := gateway.New(gateway.Options{
		Models: l.stack.models, Identity: identity.New(o.Account), Policy: book, Overlay: l.stack.beside(watch, book, o.Account), Upstream: l.stack.cloud, Recorder: forgetful{}, Account: o.Account, Drill: o.Drill,
		Guard: watch, Now: o.Clock.Now, NewID: uuids(rand.Reader), Report: func(error) {},
	})
	listener, err := loopback.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		return nil, nil, fmt.Errorf("examine: %w", err)
	}
	server := &http.Server{Handler: g, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // until end
	through, err = client.New(l.stack.models, "http://"+listener.Addr().String(), client.Key{ID: "test", Secret: "test"}, nil)
	return through, server.Close, err
}

// forgetful records nothing.
type forgetful struct{}

func (forgetful) Record(*exchange.Call, *exchange.Answer) error { return nil }

// Doctor lets the lab of a place examine its cloud.
func Doctor(ctx context.Context, p Place) (*Diagnosis, error) {
	h, err := p.up(ctx)
	if err != nil {
		return nil, err
	}
	d := new(Diagnosis)
	if err := p.request(ctx, h.Endpoint, http.MethodPost, "doctor", 10*time.Minute, d); err != nil {
		return nil, fmt.Errorf("examine the lab %q: %w", p.Name, err)
	}
	return d, nil
}

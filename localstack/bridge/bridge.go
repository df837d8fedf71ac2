// Package bridge makes one cloud of two. Where LocalStack and moto run side by side, LocalStack answers what it can, and moto
// the services that LocalStack lacks; but moto looks into its own ec2, s3, sns and acm for what a call names, and finds nothing
// there. So whatever a call to moto names gets a twin there first: made from what LocalStack says of it, the moment it is
// needed. A twin has an id of moto's; on the way there ids are exchanged for those of twins, on the way back for the ids that
// users know. The other way round, instances that moto's auto scaling starts are started in LocalStack, where users look.
//
// Nothing is made in moto that LocalStack does not have, so a call that LocalStack refuses leaves nothing behind, and a name
// that is nobody's is refused by moto in its own words. What ends in LocalStack ends in moto, as far as moto lets it.
package bridge

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"traillab/localstack/exchange"
)

// Upstream answers calls, each by the cloud of its service.
type Upstream interface {
	Serve(ctx context.Context, c *exchange.Call) (*exchange.Answer, error)
}

// Options are what a bridge stands on.
type Options struct {
	Upstream Upstream
	Home     exchange.Cloud            // where users' networks, buckets, topics and certificates are
	Away     exchange.Cloud            // the other one, whatever service it is asked for
	Abroad   func(service string) bool // whether the other one answers a service
	Report   func(error)               // a twin that could not follow what became of the original
}

// Bridge is an Upstream in which both clouds know of the same things.
type Bridge struct {
	Options
	building sync.Mutex // held while twins are made or follow
	register register
	greeted  map[string]bool // regions whose default networks are known, guarded by building
}

// New returns a bridge that knows of nothing yet.
func New(o Options) *Bridge {
	return &Bridge{Options: o, register: register{twins: map[string]*twin{}}, greeted: map[string]bool{}}
}

// Serve lets the cloud of a call's service answer it. The call is not changed: it is what is recorded.
func (b *Bridge) Serve(ctx context.Context, c *exchange.Call) (*exchange.Answer, error) {
	switch {
	case c.Operation == nil:
		return b.Upstream.Serve(ctx, c)
	case b.Abroad(c.Service):
		return b.abroad(ctx, c)
	}
	a, err := b.Upstream.Serve(ctx, c)
	if err == nil && a.Error == nil {
		b.follow(ctx, c)
	}
	return a, err
}

// abroad lets moto answer a call, in ids of its own.
func (b *Bridge) abroad(ctx context.Context, c *exchange.Call) (*exchange.Answer, error) {
	changes := !c.Operation.Reads()
	if changes {
		if err := b.prepare(ctx, c); err != nil {
			return nil, fmt.Errorf("make what %s.%s names known to moto: %w", c.Service, c.Name, err)
		}
	}
	a, err := b.Upstream.Serve(ctx, b.register.outward(c))
	if err != nil {
		return nil, err
	}
	if changes && c.Service == scaling {
		b.adopt(ctx, c.Region)
	}
	return b.register.homeward(a), nil
}

// prepare makes the twins of what a call names.
func (b *Bridge) prepare(ctx context.Context, c *exchange.Call) error {
	if !slices.Contains(lookers, c.Service) {
		return nil
	}
	b.building.Lock()
	defer b.building.Unlock()
	w := b.work(ctx, c.Region)
	if c.Service != "cloudtrail" {
		if err := w.greet(); err != nil {
			return err
		}
	}
	return w.know(named(c))
}

// lookers are the services of moto that look for what a call names.
var lookers = []string{"elasticloadbalancing", scaling, "cloudtrail", "rds"}

const (
	ec2     = "ec2"
	scaling = "autoscaling"
)

// work is the making of twins in a region, for one call.
type work struct {
	*Bridge
	ctx    context.Context
	region string
}

func (b *Bridge) work(ctx context.Context, region string) work { return work{b, ctx, region} }

// know makes the twins of things that have none and are there.
func (w work) know(things []thing) error {
	for _, t := range things {
		t, err := w.meant(t)
		if err == nil && w.register.has(t.id) {
			continue
		}
		id := ""
		if err == nil {
			id, err = w.twin(t)
		}
		if refusal(err) {
			continue // LocalStack does not have it, so moto does not get it
		}
		if err != nil {
			return fmt.Errorf("%s %s: %w", t.kind, t.id, err)
		}
		w.pair(t, id)
	}
	return nil
}

// pair notes the twin of a thing.
func (w work) pair(t thing, away string) { w.register.pair(w.region, t, away) }

// one makes the twin of one thing, and returns the id of it. A thing that LocalStack does not have keeps its own.
func (w work) one(k kind, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	if err := w.know([]thing{{k, id}}); err != nil {
		return "", err
	}
	return w.register.there(id), nil
}

// Package overlay answers the calls that no emulator has: what Systems Manager knows of instances and does to them, backups
// and their restoring, compliance with Config's rules, root volumes that are replaced, the event history of the lab's own
// trail, which ways are open in the network, what policies would say. It keeps what it is told, moves it on by the lab's clock, and asks the cloud behind the lab
// for the rest of the world; what a restore or a replacement makes is made there.
//
// An instance that cannot reach Systems Manager is a lost connection, and commands wait for it. Where nobody knows, it is
// taken to be reached.
package overlay

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"sync"

	"traillab/localstack/exchange"
	"traillab/localstack/policy"
	"traillab/localstack/recorder"
	"traillab/localstack/wire"
)

// Reach knows of the network as it stands.
type Reach interface {
	// SSM reports whether an instance reaches Systems Manager. known is false where the lab cannot tell.
	SSM(ctx context.Context, region, instance string) (yes, known bool)
	// Way tells whether packets of a protocol, tcp or udp, get to a port, 0 for any, from one thing to another by their ids:
	// instances, network interfaces, internet gateways.
	Way(ctx context.Context, region, from, to, protocol string, port int) Way
}

// Way is what is known of a way. Code and Why tell why it is not found, and Why alone why it is not known.
type Way struct {
	Found, Known bool
	Code, Why    string // Code is one of VPC Reachability Analyzer's
}

// Policies decide who may do what.
type Policies interface {
	Decide(r policy.Request) policy.Decision
	// Source returns the principal that an ARN of a user or role means.
	Source(arn string) exchange.Principal
}

// Trail remembers what was recorded, the newest first.
type Trail interface {
	Recent(f recorder.Filter) ([]recorder.Event, error)
}

// Keys are those that the lab's digests are signed with.
type Keys interface {
	PublicKeys() ([]recorder.PublicKey, error)
}

// Options are what an overlay stands on. Only Reach may be nil.
type Options struct {
	Account  string
	Cloud    exchange.Cloud // behind the lab; what is asked of it is not recorded
	Reach    Reach
	Policies Policies
	Trail    Trail
	Keys     Keys
	NewID    func() string                        // a fresh UUID
	Upstream func(service, operation string) bool // what the cloud behind the lab has of its own; nil for nothing
}

// Overlay is what the lab knows beside the cloud behind it. One call is answered at a time.
type Overlay struct {
	options  Options
	handlers map[string]handler

	mu      sync.Mutex
	regions map[string]*region
}

// handler answers one operation. An error that is a *wire.Error is the service's.
type handler func(q *call) (map[string]any, error)

// region is what is known in one region.
type region struct {
	agents       agents
	commands     []*command
	inventory    map[string]map[string]*item // by instance and type
	associations []*association
	automations  []*automation
	selections   []*selection
	backups      []*backup
	points       []*point
	restores     []*restore
	tasks        []*task
	refreshes    []*refresh
	access       *access
	paths        []*path
	analyses     []*analysis
}

// New returns an overlay that knows nothing yet.
func New(o Options) *Overlay {
	return &Overlay{options: o, handlers: operations(), regions: map[string]*region{}}
}

// Operations returns what the overlay answers, sorted: ssm.PutInventory.
func Operations() []string { return slices.Sorted(maps.Keys(operations())) }

// Has reports whether the overlay answers a call. Of some it answers only those that the cloud behind the lab would get
// wrong: a plan is not deleted while it has selections.
func (o *Overlay) Has(c *exchange.Call) bool {
	name := c.Service + "." + c.Name
	if c.Operation == nil || o.handlers[name] == nil {
		return false
	}
	if yields[name] {
		return o.options.Upstream == nil || !o.options.Upstream(c.Service, c.Name)
	}
	concerns := sometimes[name]
	if concerns == nil {
		return true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return concerns(o.region(c.Region), c)
}

// Serve answers a call. The error is that of a cloud that could not be asked.
func (o *Overlay) Serve(ctx context.Context, c *exchange.Call) (*exchange.Answer, error) {
	handle := o.handlers[c.Service+"."+c.Name]
	if handle == nil || c.Operation == nil {
		return &exchange.Answer{Error: &wire.Error{Code: "InvalidAction", Message: "The action " + c.Name + " is not valid for this web service.", Status: http.StatusBadRequest}}, nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	q := &call{Overlay: o, Call: c, ctx: ctx, here: o.region(c.Region)}
	if refused := q.incomplete(); refused != nil {
		return &exchange.Answer{Error: refused}, nil
	}
	out, err := handle(q)
	var refused *wire.Error
	switch {
	case errors.As(err, &refused):
		return &exchange.Answer{Error: refused}, nil
	case err != nil:
		return nil, err
	case out == nil:
		out = map[string]any{}
	}
	return &exchange.Answer{Out: out}, nil
}

// region returns what is known in a region.
func (o *Overlay) region(name string) *region {
	if o.regions[name] == nil {
		o.regions[name] = &region{agents: agents{}, inventory: map[string]map[string]*item{}, access: &access{mode: "off"}}
	}
	return o.regions[name]
}

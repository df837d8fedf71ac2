// Package gateway is the lab's one endpoint: every call to it is identified, authorised, guarded, answered by a cloud
// behind it, and written down before its client hears of it. Clients that were made for AWS (the AWS CLI, boto3,
// Terraform, the SDKs) talk to it unchanged.
//
// It listens on loopback only and sends nothing on that its clients signed. A call that changes anything passes alone, so
// that what a guard has checked is still so when the call takes effect, and so that records have the order of their
// effects.
package gateway

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Upstream answers calls: a cloud that runs beside the lab, the embedded one, or the lab itself. An error is not the
// service's, which is in the answer, but that of a cloud that could not be asked.
type Upstream interface {
	Serve(ctx context.Context, c *exchange.Call) (*exchange.Answer, error)
}

// Overlay answers the calls that no upstream has.
type Overlay interface {
	Upstream
	Has(c *exchange.Call) bool
}

// Identity knows who is behind an access key.
type Identity interface {
	Who(service, key string, at time.Time) (exchange.Principal, *wire.Error)
	// Mint puts the lab's own keys into an answer that would give out one that somebody has already.
	Mint(c *exchange.Call, a *exchange.Answer)
	Listener
}

// Policy says who may do what.
type Policy interface {
	// Allow returns the refusal of a call that its caller may not make, in the words of its service.
	Allow(c *exchange.Call) *wire.Error
	Listener
}

// Guard refuses what AWS would refuse and mends what a cloud answers. After is called for every call that Before has
// seen, whatever came of it.
type Guard interface {
	Before(ctx context.Context, c *exchange.Call) *wire.Error
	After(ctx context.Context, c *exchange.Call, a *exchange.Answer)
}

// Listener hears of every call that was answered.
type Listener interface {
	Learn(c *exchange.Call, a *exchange.Answer)
}

// Recorder writes calls down. An error means that the call may not be in the lab's CloudTrail.
type Recorder interface {
	Record(c *exchange.Call, a *exchange.Answer) error
}

// Options are what a gateway stands on. Overlay, Policy and Guard may be nil.
type Options struct {
	Models   *wire.Catalog
	Identity Identity
	Policy   Policy
	Guard    Guard
	Overlay  Overlay
	Upstream Upstream
	Recorder Recorder
	Account  string                                   // whose calls these are
	Drill    string                                   // the run that is written into every record
	Now      func() time.Time                         // asked once a call
	Next     func() time.Time                         // asked once a call that may change something: when it came [Now]
	Wall     func() time.Time                         // the clock that Next runs ahead of; nil when they are one
	Signed   func() time.Time                         // the clock that clients sign by; nil for Now
	Due      func(ctx context.Context, now time.Time) // is told the time before a call is let through: what happened by itself up to then; may be nil
	NewID    func() string                            // a fresh UUID
	Report   func(error)                              // what went wrong and its client cannot mend: an upstream or a recorder that broke
	Control  http.Handler                             // answers paths below /_traillab/; nil for none
}

// Gateway is an http.Handler.
type Gateway struct {
	Options
	alone sync.RWMutex // held whole by a call that changes something
	seen  Counts
}

// Counts is what passed so far.
type Counts struct {
	Calls, Refused, Broken, Unrecorded atomic.Int64
}

// patience is how long the cloud behind the lab may take over a call: while one that changes something is on its way, nothing
// else passes.
const patience = time.Minute

// New returns a gateway.
func New(o Options) *Gateway { return &Gateway{Options: o} }

// Seen returns what passed so far.
func (g *Gateway) Seen() *Counts { return &g.seen }

// ServeHTTP lets one call through. A client that goes away meanwhile does not end its call: it may have had its effect
// already, and what had an effect is recorded.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if door(r) {
		g.control(w, r)
		return
	}
	c, refused := g.identify(r)
	if refused != nil {
		g.seen.Refused.Add(1)
		g.refuse(w, c, refused)
		return
	}
	a, err := g.pass(context.WithoutCancel(r.Context()), c)
	if err != nil {
		g.Report(err)
		g.refuse(w, c, &wire.Error{Code: "InternalFailure", Message: err.Error(), Status: http.StatusInternalServerError})
		return
	}
	g.reply(w, c, a)
}

// pass takes a call through the lab.
func (g *Gateway) pass(ctx context.Context, c *exchange.Call) (*exchange.Answer, error) {
	defer g.turn(c)()
	c.At = g.Now().UTC().Truncate(time.Second)
	if g.Wall != nil {
		c.Wall = g.Wall()
	}
	who, refused := g.Identity.Who(c.Service, c.Key, c.At)
	if refused != nil { // AWS records no call of a key that it does not know either
		g.seen.Refused.Add(1)
		return &exchange.Answer{Error: refused}, nil
	}
	c.Who = who
	if g.Due != nil && !streams(c) { // beside an upload others may change something
		g.Due(ctx, c.At)
	}
	if g.Next != nil && changes(c) { // nobody else's calls take time
		c.At = g.Next().UTC().Truncate(time.Second)
	}
	a := g.answer(ctx, c)
	g.Identity.Mint(c, a)
	g.Identity.Learn(c, a)
	if g.Policy != nil {
		g.Policy.Learn(c, a)
	}
	err := g.Recorder.Record(c, a)
	g.seen.Calls.Add(1) // who reads so many finds as many records
	if err != nil {
		g.seen.Unrecorded.Add(1)
		if a.Raw != nil && a.Body == nil {
			_ = a.Raw.Body.Close() // of what is not to be read
		}
		return nil, &UnrecordedError{Call: c.Service + "." + c.Name, Err: err}
	}
	return a, nil
}

// turn waits until a call may pass, and returns what ends its turn. An object on its way up is nobody's network: it may take as
// long as its client likes, and nothing waits for it.
func (g *Gateway) turn(c *exchange.Call) (done func()) {
	switch {
	case streams(c):
		return func() {}
	case !changes(c):
		g.alone.RLock()
		return g.alone.RUnlock
	}
	g.alone.Lock()
	return g.alone.Unlock
}

// Still does something while no call changes anything.
func (g *Gateway) Still(do func()) {
	g.alone.RLock()
	defer g.alone.RUnlock()
	do()
}

// streams reports whether a call is an upload.
func streams(c *exchange.Call) bool { return c.Operation != nil && c.Operation.StreamsIn() }

// changes reports whether a call may change something. One that the model does not know may.
func changes(c *exchange.Call) bool { return c.Operation == nil || !c.Operation.Reads() }

// answer finds the answer to a call.
func (g *Gateway) answer(ctx context.Context, c *exchange.Call) *exchange.Answer {
	if g.Policy != nil {
		if denied := g.Policy.Allow(c); denied != nil {
			return &exchange.Answer{Error: denied}
		}
	}
	if g.Guard == nil {
		return g.ask(ctx, c)
	}
	a := &exchange.Answer{Error: g.Guard.Before(ctx, c)}
	defer func() { g.Guard.After(ctx, c, a) }()
	if a.Error == nil {
		a = g.ask(ctx, c)
	}
	return a
}

// ask lets the overlay answer what it has, and the cloud behind the lab everything else.
func (g *Gateway) ask(ctx context.Context, c *exchange.Call) *exchange.Answer {
	cloud := g.Upstream
	if g.Overlay != nil && g.Overlay.Has(c) {
		cloud = g.Overlay
	}
	if c.Operation == nil || !c.Operation.StreamsIn() && !c.Operation.StreamsOut() {
		limited, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		ctx = limited
	}
	a, err := cloud.Serve(ctx, c)
	if err != nil {
		g.seen.Broken.Add(1)
		g.Report(err)
		return &exchange.Answer{Error: &wire.Error{
			Code: "ServiceUnavailable", Status: http.StatusServiceUnavailable,
			Message: "The cloud behind the lab did not answer: " + err.Error() + ". Ask `traillab lab status`.",
		}}
	}
	return a
}

// UnrecordedError is a call that took effect, or may have, and could not be written down.
type UnrecordedError struct {
	Call string
	Err  error
}

func (e *UnrecordedError) Error() string {
	return "record " + e.Call + ": " + e.Err.Error() + "; the call may have taken effect without a record, so end this lab (`traillab lab down`) and begin again"
}

func (e *UnrecordedError) Unwrap() error { return e.Err }

// Package guard makes the cloud behind the lab behave as AWS does. It refuses what AWS refuses and emulators allow (a
// gateway is not detached under a mapped address), shows what AWS shows (a route whose target is gone is a blackhole),
// encrypts by default, and lets a dry run change nothing. What it knows of networks it knows by the fold of
// analyze/topology over the calls that passed, so the lab and the analysis cannot drift apart; what stood before the first
// call it is told by the cloud's own describe calls.
package guard

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Options are what a guard stands on.
type Options struct {
	Account string // the lab's, twelve digits
	Now     func() time.Time
	Tell    func(*exchange.Call, *exchange.Answer) []byte // the record of a call, as CloudTrail would write it
}

// Guard stands between the lab's clients and its cloud. Reads may pass side by side; whoever lets calls pass holds a call that
// changes anything alone from Before to After, for what was asked before it must still be so when it takes effect.
type Guard struct {
	cloud   exchange.Cloud
	options Options
	live    *topology.Live
	forms   map[string][]refusal // by operation, ec2.DetachInternetGateway: what is asked of the call alone
	refuses map[string][]refusal // and of what it meets
	mends   map[string][]mend

	describing sync.Mutex      // held while a region is described
	mu         sync.Mutex      // guards what follows
	regions    map[string]bool // that have been described
	encryption map[string]encryption
	faces      map[string]bool   // by interface: whether it was told to have a public address of its own
	fallen     map[string]string // why, by NAT gateway that failed
	launches   map[string]launch // by region and token
	passing    map[*exchange.Call]*passage
}

// passage is what is to be done when a call has been answered.
type passage struct {
	in    map[string]any // as the client asked
	after []func(*exchange.Answer)
	again bool // nothing comes of it
}

// New returns a guard before a cloud, of which nothing has been seen yet.
func New(cloud exchange.Cloud, options Options) *Guard {
	g := &Guard{
		cloud: cloud, options: options, live: topology.Open(nil), forms: map[string][]refusal{}, refuses: map[string][]refusal{}, mends: map[string][]mend{},
		regions: map[string]bool{}, encryption: map[string]encryption{}, faces: map[string]bool{}, fallen: map[string]string{}, launches: map[string]launch{}, passing: map[*exchange.Call]*passage{},
	}
	for _, r := range slices.Concat(formRefusals(), documentRefusals()) {
		g.forms[whole(r.operation)] = append(g.forms[whole(r.operation)], r)
	}
	for _, r := range stateRefusals() {
		g.refuses[whole(r.operation)] = append(g.refuses[whole(r.operation)], r)
	}
	for _, m := range mendings() {
		g.mends[whole(m.operation)] = append(g.mends[whole(m.operation)], m)
	}
	return g
}

// Before refuses a call that AWS would refuse, or changes what is asked so that the cloud does what AWS would do; the call
// is Mended then.
func (g *Guard) Before(ctx context.Context, c *exchange.Call) *wire.Error {
	if concerns(c) {
		if err := g.Seed(ctx, c.Region); err != nil {
			return &wire.Error{Code: "InternalError", Message: "The lab cannot see what its cloud holds: " + err.Error(), Status: 500}
		}
	}
	p := &passage{in: c.In}
	q := &asked{Guard: g, Call: c, ctx: ctx}
	if refused := g.judge(q); refused != nil {
		return refused
	}
	for _, m := range g.mends[c.Service+"."+c.Name] {
		after, refused := m.mend(q)
		if refused != nil {
			c.In, c.Mended = p.in, false
			return refused
		}
		if after != nil {
			p.after = append(p.after, after)
		}
	}
	if p.again = q.again; c.Mended || len(p.after) > 0 {
		g.mu.Lock()
		g.passing[c] = p
		g.mu.Unlock()
	}
	return nil
}

// ec2 is the service that the tables are about where they name none.
const ec2 = "ec2"

// whole is an operation of the tables with its service.
func whole(operation string) string {
	if strings.Contains(operation, ".") {
		return operation
	}
	return ec2 + "." + operation
}

// concerns reports whether a call has to do with what the guard follows.
func concerns(c *exchange.Call) bool {
	return c.Service == ec2 || dialect.Touches(c.Name, c.Service+".amazonaws.com")
}

// After mends an answer, puts back what the client asked, and learns what the call has changed. It may be called of a call
// that was refused.
func (g *Guard) After(ctx context.Context, c *exchange.Call, a *exchange.Answer) {
	g.mu.Lock()
	p := g.passing[c]
	delete(g.passing, c)
	g.mu.Unlock()
	if p != nil {
		c.In, c.Mended = p.in, false
		for _, mend := range p.after {
			mend(a)
		}
	}
	if a.Error != nil || wire.Reads(c.Service, c.Name) || p != nil && p.again {
		return
	}
	if concerns(c) {
		g.live.Add(event(g.options.Tell(c, a)))
	}
	g.refresh(ctx, c)
}

// Look returns what stands now, of every region that was seen. The region is described first where that has not been done.
func (g *Guard) Look(ctx context.Context, region string) (*topology.History, error) {
	if err := g.Seed(ctx, region); err != nil {
		return nil, err
	}
	return g.live.History(), nil
}

// Rule is something that the guard puts right.
type Rule struct {
	Operation string // ec2.DetachInternetGateway
	Mends     string // what is right by it, a sentence
}

// Rules returns what the guard puts right, by operation.
func Rules() []Rule {
	told := map[Rule]bool{{"ec2.*", "DryRun changes nothing and answers DryRunOperation to whom it is permitted, whatever the call would meet"}: true}
	for _, r := range refusals() {
		told[Rule{whole(r.operation), "refuses with " + r.code + " " + r.when}] = true
	}
	for _, m := range mendings() {
		told[Rule{whole(m.operation), m.mends}] = true
	}
	return slices.SortedFunc(maps.Keys(told), func(a, b Rule) int {
		if order := strings.Compare(a.Operation, b.Operation); order != 0 {
			return order
		}
		return strings.Compare(a.Mends, b.Mends)
	})
}

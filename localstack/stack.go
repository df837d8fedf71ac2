// The stack: what a call goes through, from the gateway down to the cloud behind the lab.

package localstack

import (
	"context"
	"errors"
	"io"
	"time"

	"traillab/localstack/builtin"
	"traillab/localstack/exchange"
	"traillab/localstack/gateway"
	"traillab/localstack/guard"
	"traillab/localstack/identity"
	"traillab/localstack/overlay"
	"traillab/localstack/policy"
	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
)

// stack is what a lab is made of.
type stack struct {
	newID    func() string // of events and requests
	tokens   io.Reader     // of what clients make up
	models   *wire.Catalog
	keys     *identity.Registry
	book     *policy.Book
	guard    *guard.Guard
	recorder *recorder.Recorder
	gateway  *gateway.Gateway
	cloud    gateway.Upstream  // what answers in the end
	ask      exchange.Cloud    // the same, asked by the lab itself
	embedded *builtin.Cloud    // nil unless the cloud is in this process
	running  *upstream.Running // nil if it is
	proxy    *upstream.Proxy   // likewise
}

// upstreamOptions say where clouds are found and how they are run.
func (l *Lab) upstreamOptions() upstream.Options {
	o := &l.options
	return upstream.Options{
		Endpoint: o.Endpoint, Cache: o.Cache, Folder: l.place.Folder, Account: o.Account, Env: o.Env, LocalStack: o.LocalStack, Moto: o.Moto,
		Grace: lastClouds,
	}
}

// compose starts the cloud of a plan and puts the lab before it. What was started is ended again if that fails.
func (l *Lab) compose(ctx context.Context, plan *upstream.Plan) (s *stack, err error) {
	o := &l.options
	s = &stack{newID: uuids(ids(o, "calls")), tokens: ids(o, "tokens"), models: wire.Open(), keys: identity.Seeded(o.Account, chance(o)), book: policy.Reporting(o.Account, l.report)}
	defer func() {
		if err != nil {
			err, s = errors.Join(err, s.close(context.WithoutCancel(ctx))), nil
		}
	}()
	if err := l.base(ctx, s, plan); err != nil {
		return s, err
	}
	s.ask = &asker{newID: s.newID, models: s.models, cloud: s.cloud, account: o.Account, now: o.Clock.Now}
	s.book.Asking(func(arn string) string { return policyText(context.WithoutCancel(ctx), s.ask, arn) })
	s.guard = guard.New(s.ask, guard.Options{Account: o.Account, Now: o.Clock.Now, Tell: recorder.Tell})
	s.recorder, err = recorder.Open(recorder.Options{Folder: l.note.Logs, State: l.place.state(o.Drill), Bucket: bucket, Clock: o.Clock, Random: ids(o, "records"), After: delivery(o), DataEvents: o.DataEvents, Report: l.report})
	if err != nil {
		return s, err
	}
	s.gateway = gateway.New(gateway.Options{
		Models: s.models, Identity: s.keys, Policy: s.book, Guard: s.guard, Overlay: s.beside(s.guard, s.book, o.Account), Upstream: s.cloud, Recorder: s.recorder, Account: o.Account, Drill: o.Drill,
		Now: o.Clock.Now, Next: next(o.Clock), Wall: wall(o.Clock), Signed: time.Now, Due: l.due, NewID: s.newID, Report: l.report, Control: l.control(),
	})
	return s, nil
}

// policyText is what a cloud says of a managed policy, "" where it does not know it.
func policyText(ctx context.Context, cloud exchange.Cloud, arn string) string {
	out, err := cloud.Do(ctx, "us-east-1", "iam", "GetPolicy", map[string]any{"PolicyArn": arn})
	if err != nil {
		return ""
	}
	version := wire.Text(out, "Policy", "DefaultVersionId")
	if out, err = cloud.Do(ctx, "us-east-1", "iam", "GetPolicyVersion", map[string]any{"PolicyArn": arn, "VersionId": version}); err != nil {
		return ""
	}
	return wire.Text(out, "PolicyVersion", "Document")
}

// delivery is how long a record waits for its log file: as long as the recorder sees fit, but where time stands until it is told
// to go on, files are written when somebody asks for them.
func delivery(o *Options) time.Duration {
	if _, virtual := o.Clock.(*Virtual); virtual {
		return -1
	}
	return 0
}

// base starts the cloud that answers in the end.
func (l *Lab) base(ctx context.Context, s *stack, plan *upstream.Plan) (err error) {
	if plan.Kind == upstream.Builtin {
		s.embedded = builtin.New(builtin.Options{Account: l.options.Account, Now: l.options.Clock.Now, Seed: seed(&l.options)})
		s.cloud = s.embedded
		return nil
	}
	s.running, err = upstream.Start(ctx, plan, l.progress)
	if err != nil {
		return err
	}
	s.proxy = upstream.NewProxy(s.running, l.options.Account)
	s.cloud = l.bridged(s)
	return nil
}

// beside is what answers the calls that the cloud does not have. It knows nothing yet.
func (s *stack) beside(g *guard.Guard, book *policy.Book, account string) *overlay.Overlay {
	has := map[string]bool{}
	if s.embedded != nil {
		for _, operation := range s.embedded.Operations() {
			has[operation] = true
		}
	}
	return overlay.New(overlay.Options{
		Account: account, Cloud: s.ask, Reach: reach{g}, Policies: book, Trail: s.recorder, Keys: s.recorder, NewID: s.newID,
		Upstream: func(service, operation string) bool { return has[service+"."+operation] },
	})
}

// close ends the stack: the log first, for a cloud may take its time.
func (s *stack) close(ctx context.Context) error {
	return errors.Join(s.closeLog(), s.closeCloud(ctx))
}

// closeLog writes the log out whole. Calls that come after are not recorded, and fail.
func (s *stack) closeLog() error {
	if s.recorder == nil {
		return nil
	}
	return s.recorder.Close()
}

// closeCloud ends the cloud, and breaks off what it is still asked.
func (s *stack) closeCloud(ctx context.Context) error {
	if s.proxy != nil {
		s.proxy.Close()
	}
	if s.running == nil {
		return nil
	}
	return s.running.Stop(ctx)
}

// watch tells of a cloud that ends by itself. Its calls fail from then on, and each is recorded so.
func (l *Lab) watch() {
	if l.stack.running == nil {
		return
	}
	for {
		select {
		case exit, more := <-l.stack.running.Wait():
			if !more {
				return
			}
			l.say("upstream ended: %v", &exit)
			l.mu.Lock()
			l.trouble = "upstream ended: " + exit.Error()
			l.mu.Unlock()
		case <-l.quit:
			return
		}
	}
}

// progress keeps what is being done at the moment, for whoever waits for the lab.
func (l *Lab) progress(step upstream.Step) {
	l.mu.Lock()
	l.doing = &step
	l.mu.Unlock()
	l.say("%s %s: %s", step.Doing, step.Kind, step.Line)
	l.options.Progress(step)
}

// patience of one question of the lab's own to its cloud.
const patience = 2 * time.Minute

// Package localstack is the lab: one loopback endpoint that speaks as AWS does, on LocalStack, on moto or on a cloud of its own, that
// tells the truth about networks and keeps its own CloudTrail. Up begins one and Close ends it; Launch, Ask and Down do the
// same with a lab in a process of its own.
//
// Nothing here reads an AWS profile, a key or an endpoint from the environment, and nothing listens or calls beyond
// loopback.
package localstack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"traillab/localstack/upstream"
)

// Options say what lab is wanted. What is empty has the value that is given in brackets.
type Options struct {
	Name     string        // [Default]
	Dir      string        // of all labs, see Home
	Cache    string        // the user's cache directory, where clouds are installed
	Upstream upstream.Kind // [auto]
	Endpoint string        // of a LocalStack or moto that runs already
	Listen   string        // [127.0.0.1:4566]
	Account  string        // twelve digits [000000000000]
	Drill    string        // what every record of this run is marked with [made of the time]
	Seed     uint64        // of the embedded cloud's ids [made of Drill]
	Env      []string      // the user's environment; of it clouds get what LocalStack and moto need to run, and nothing of AWS

	LocalStack, Moto string // virtual environments to use instead of those in Cache

	Clock    Clock               // [the machine's, spaced]; see Virtual for one that is set
	Log      io.Writer           // what happens [nowhere]
	Progress func(upstream.Step) // is told what is installed and started; may be nil

	DataEvents bool // record what a trail leaves out unless it is asked: GetObject, PutItem …
}

// Lab is one that is up.
type Lab struct {
	options Options
	place   Place
	release func() // of the lock
	began   time.Time
	before  Note   // of the run before this one
	secret  string // of this run, see locked

	server *http.Server
	calls  atomic.Int64 // that are under way
	gate   atomic.Pointer[http.Handler]
	stack  *stack

	mu      sync.Mutex // guards what follows
	note    Note
	doing   *upstream.Step // while it begins
	trouble string         // of a cloud that ended

	beating sync.Mutex // held while signs of life are recorded
	beats   beats
	quit    chan struct{}
	work    sync.WaitGroup
	closing sync.Once
	closed  error
}

// Up begins a lab and returns when it answers. The error says what to do next. A lab that was killed is tidied up first:
// what it left running is ended, and what it had not delivered is.
func Up(ctx context.Context, o Options) (*Lab, error) {
	o.complete()
	place, err := At(o.Dir, o.Name)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(place.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("lab %q: %w", o.Name, err)
	}
	release, err := hold(ctx, place.lock())
	if errors.Is(err, errHeld) {
		return nil, place.busy()
	}
	if err != nil {
		return nil, fmt.Errorf("lab %q: %w", o.Name, err)
	}
	l := &Lab{options: o, place: place, release: release, quit: make(chan struct{})}
	if err := l.begin(ctx); err != nil {
		return nil, errors.Join(err, l.fail(ctx, err))
	}
	return l, nil
}

// complete fills in what is empty.
func (o *Options) complete() {
	if o.Name == "" {
		o.Name = Default
	}
	if o.Upstream == "" {
		o.Upstream = upstream.Auto
	}
	if o.Account == "" {
		o.Account = "000000000000"
	}
	if o.Clock == nil {
		o.Clock = Space(Machine{})
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	o.Log = &whole{to: o.Log}
	if o.Progress == nil {
		o.Progress = func(upstream.Step) {}
	}
	if o.Drill == "" {
		o.Drill = run()
	}
}

// busy is the error for a lab that is up already.
func (p Place) busy() error {
	where := ""
	if n, err := p.read(); err == nil && n.Endpoint != "" {
		where = " at " + n.Endpoint
	}
	return fmt.Errorf("the lab %q is up already%s: end it with traillab lab down %s, or name another one: traillab lab up NAME", p.Name, where, p.Name)
}

// begin goes from nothing to ready.
func (l *Lab) begin(ctx context.Context) error {
	before, err := l.place.settle(ctx, l.options.Env)
	var left *UndeliveredError
	if errors.As(err, &left) { // the log of another run is not in the way of this one
		l.report(left)
	} else if err != nil {
		return err
	}
	l.began, l.before = time.Now().UTC(), before
	l.note = Note{
		Name: l.options.Name, State: Starting, PID: os.Getpid(), Born: born(os.Getpid()), Account: l.options.Account, Drill: l.options.Drill,
		Logs: l.place.run(l.options.Drill), Since: l.began.Truncate(time.Second),
	}
	plan, err := upstream.Choose(ctx, l.options.Upstream, l.upstreamOptions())
	if err != nil {
		return err
	}
	listener, err := l.options.listen(ctx, plan)
	if err != nil {
		return err
	}
	l.note.Endpoint, l.note.Upstream, l.note.Why = "http://"+listener.Addr().String(), plan.Kind, because(plan)
	if l.secret, err = l.place.newSecret(); err == nil {
		err = l.place.write(l.note)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	l.serve(listener)
	if l.stack, err = l.compose(ctx, plan); err != nil {
		return err
	}
	l.beats.next = l.options.Clock.Now().Add(beatEvery)
	l.open(l.stack.gateway)
	l.work.Go(l.watch)
	l.work.Go(l.keepBeating)
	l.say("ready at %s, on %s: %s", l.note.Endpoint, l.note.Upstream, l.note.Why)
	return l.become(Ready, nil)
}

// because is the line of a plan without the name of its kind.
func because(plan *upstream.Plan) string {
	return strings.TrimPrefix(plan.Line, string(plan.Kind)+": ")
}

// serve answers on the listener: what is asked of the lab itself at once, calls as soon as it is ready.
func (l *Lab) serve(listener net.Listener) {
	l.open(l.waitingRoom())
	l.server = &http.Server{
		Handler:           http.HandlerFunc(l.serveOne),
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 256 << 10,
		ErrorLog: log.New(l.options.Log, "", log.LstdFlags|log.LUTC),
	}
	l.work.Go(func() {
		if err := l.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			l.say("the endpoint broke: %v", err)
		}
	})
}

// serveOne answers a request, and counts it while it is under way.
func (l *Lab) serveOne(w http.ResponseWriter, r *http.Request) {
	l.calls.Add(1)
	defer l.calls.Add(-1)
	(*l.gate.Load()).ServeHTTP(w, r)
}

func (l *Lab) open(h http.Handler) { l.gate.Store(&h) }

// become notes a state.
func (l *Lab) become(state string, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.note.State = state
	if err != nil {
		l.note.Error = err.Error()
	}
	return l.place.write(l.note)
}

// whole writes what comes from several goroutines one after the other.
type whole struct {
	mu sync.Mutex
	to io.Writer
}

func (w *whole) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}

// say writes a line of the lab's log.
func (l *Lab) say(format string, args ...any) {
	fmt.Fprintf(l.options.Log, "%s %s\n", time.Now().UTC().Format(time.RFC3339), fmt.Sprintf(format, args...))
}

// report writes down what went wrong.
func (l *Lab) report(err error) { l.say("%v", err) }

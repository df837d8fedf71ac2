// Running: clouds that are ready, until they are stopped.

package upstream

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// Step is progress, told while clouds are installed and started.
type Step struct {
	Kind  Kind
	Doing string // install, pull or start
	Line  string // what is happening, for people
	Done  int    // of Of; Of is 0 when nobody knows
	Of    int
}

// Running is the clouds of a plan.
type Running struct {
	plan      *Plan
	processes []*process // by part; nil for one that ran already
	ledger    ledger
	exits     chan Exit
	stop      sync.Once
	stopped   error
}

// Start installs what is missing, starts the clouds of a plan, and returns when each of them is ready, listens on loopback
// only, and answers. If one does not, all are stopped again and the error says what its log said last. progress may be nil.
// Where somebody else took a port in the meantime, other ports are tried; Plan tells what came of it. The clouds outlive
// ctx; Stop ends them.
func Start(ctx context.Context, plan *Plan, progress func(Step)) (*Running, error) {
	if progress == nil {
		progress = func(Step) {}
	}
	r, err := start(ctx, plan, progress)
	for tries := 1; errors.Is(err, errTaken) && tries < 3; tries++ {
		other, cause := plan.elsewhere()
		if cause != nil {
			return nil, errors.Join(err, cause)
		}
		progress(Step{Kind: plan.Kind, Doing: "start", Line: "again, on other ports: " + err.Error()})
		r, err = start(ctx, other, progress)
	}
	return r, err
}

// start is one try on the ports of a plan.
func start(ctx context.Context, plan *Plan, progress func(Step)) (*Running, error) {
	r := &Running{plan: plan, processes: make([]*process, len(plan.Parts)), exits: make(chan Exit, len(plan.Parts))}
	r.ledger.path = filepath.Join(plan.folder, ledgerName)
	for _, part := range plan.Parts {
		if err := part.ready(ctx, plan.env, progress); err != nil {
			return nil, err
		}
	}
	err := r.launch(ctx, progress)
	for i := 0; err == nil && i < len(plan.Parts); i++ {
		err = r.await(ctx, i)
	}
	if err != nil {
		return nil, errors.Join(err, r.Stop(context.WithoutCancel(ctx)))
	}
	go r.watch()
	return r, nil
}

// ready makes sure that what a part runs on is there.
func (p *Part) ready(ctx context.Context, env []string, progress func(Step)) error {
	if p.Install != nil && !p.Install.Installed() {
		return p.Install.install(ctx, env, progress)
	}
	if p.Pull == nil {
		return nil
	}
	inspect := Command{Args: []string{p.Pull.Args[0], "image", "inspect", "--format", "{{.Id}}", image}, Env: p.Pull.Env}
	if _, err := output(ctx, inspect); err == nil {
		return nil
	}
	err := follow(ctx, *p.Pull, func(line string) { progress(Step{Kind: p.Kind, Doing: "pull", Line: line}) })
	if err != nil {
		return fmt.Errorf("%s: %w\nthe registry must be reachable; --upstream builtin needs none", p.Pull, err)
	}
	return nil
}

// launch starts every part that does not run already.
func (r *Running) launch(ctx context.Context, progress func(Step)) error {
	for i, part := range r.plan.Parts {
		if len(part.Command.Args) == 0 {
			continue
		}
		if err := vacant(ctx, part.Port); err != nil {
			return fmt.Errorf("start %s: %w", part.Kind, err)
		}
		progress(Step{Kind: part.Kind, Doing: "start", Line: part.Command.String()})
		p, err := launch(ctx, part, filepath.Join(r.plan.folder, string(part.Kind)+".log"))
		if err != nil {
			return err
		}
		r.processes[i] = p
		entry := Entry{Kind: part.Kind, PID: p.pid, Port: part.Port, Mark: p.mark, Since: time.Now().UTC(), Container: part.Container}
		if part.Container != "" {
			entry.Docker = part.Command.Args[0]
		}
		if err = r.ledger.add(entry); err != nil {
			return err
		}
	}
	return nil
}

// await returns when a part is ready.
func (r *Running) await(ctx context.Context, i int) error {
	part, p := r.plan.Parts[i], r.processes[i]
	limit, cancel := context.WithTimeout(ctx, r.plan.patience)
	defer cancel()
	for {
		err := probes[part.Kind](limit, part.Endpoint)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.ECONNREFUSED) { // somebody is there: it may be another one, that will never be ready
			if stranger := r.inside(i); errors.Is(stranger, errTaken) {
				return stranger
			}
		}
		var ended <-chan struct{}
		if p != nil {
			ended = p.ended
		}
		select {
		case <-ended:
			if err := vacant(ctx, part.Port); err != nil { // which may be why it ended
				return fmt.Errorf("start %s: %w", part.Kind, err)
			}
			return p.exit
		case <-limit.Done():
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fmt.Errorf("%s is not ready after %s: %w%s", part.Kind, r.plan.patience, err, p.lastWords())
		case <-time.After(50 * time.Millisecond):
		}
	}
	if err := r.inside(i); err != nil {
		return err
	}
	if err := smoke(ctx, part, r.plan.account); err != nil {
		return fmt.Errorf("%w%s", err, p.lastWords())
	}
	return r.inside(i) // what was asked may have opened sockets
}

// lastWords are the end of a log, for an error.
func (p *process) lastWords() string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("; the end of %s:\n%s", p.log, tail(p.log))
}

// inside tells whether a part that we started keeps to loopback.
func (r *Running) inside(i int) error {
	p := r.processes[i]
	if p == nil {
		return nil
	}
	return exposed(r.plan.Parts[i], append(marked(p.mark), p.pid))
}

// watch tells of clouds that end by themselves, and closes the channel when all have ended.
func (r *Running) watch() {
	var all sync.WaitGroup
	for _, p := range r.processes {
		if p == nil {
			continue
		}
		all.Go(func() {
			<-p.ended
			if !p.stopping.Load() {
				r.exits <- *p.exit
			}
		})
	}
	all.Wait()
	close(r.exits)
}

// Wait returns where crashes are told: one Exit for each cloud that ended without being told to. It is closed when none
// that we started runs.
func (r *Running) Wait() <-chan Exit { return r.exits }

// Plan returns what runs.
func (r *Running) Plan() *Plan { return r.plan }

// Route returns which cloud answers a service, named as in the scope of signatures, and where.
func (r *Running) Route(service string) (name, endpoint string, ok bool) {
	part, ok := r.plan.part(service)
	return string(part.Kind), part.Endpoint, ok
}

// Endpoint returns where a service is answered.
func (r *Running) Endpoint(service string) (string, bool) {
	_, endpoint, ok := r.Route(service)
	return endpoint, ok
}

// Health says what is wrong with the clouds: one that ended, does not answer, or listens where others can reach it, which
// some service may have begun to do since the start.
func (r *Running) Health(ctx context.Context) error {
	var wrong []error
	for i, part := range r.plan.Parts {
		if p := r.processes[i]; p != nil {
			select {
			case <-p.ended:
				wrong = append(wrong, p.exit)
				continue
			default:
			}
		}
		if err := probes[part.Kind](ctx, part.Endpoint); err != nil {
			wrong = append(wrong, fmt.Errorf("%s at %s does not answer: %w", part.Kind, part.Endpoint, err))
			continue
		}
		wrong = append(wrong, r.inside(i))
	}
	return errors.Join(wrong...)
}

// Stop ends every cloud that was started: asked first, after the grace by force, with everything that it started itself.
// When it returns without an error, nothing is left. Stopping again returns the same.
func (r *Running) Stop(ctx context.Context) error {
	r.stop.Do(func() {
		errs := make([]error, len(r.processes)+1)
		var all sync.WaitGroup
		for i, p := range r.processes {
			if p == nil {
				continue
			}
			all.Go(func() {
				errs[i] = p.stop(ctx, r.plan.grace)
				if part := r.plan.Parts[i]; part.Container != "" {
					_ = removeContainer(ctx, part.Command.Args[0], part.Container, r.plan.env) // --rm has, unless its client was killed
				}
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			r.stopped = err
			return
		}
		r.stopped = r.ledger.clear()
	})
	return r.stopped
}

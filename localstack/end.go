// Ends: how a lab ends by itself, how another process ends it, and how what a killed one left is put in order.

package localstack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
)

// The patience of an end: calls that are under way, then the server's process as a whole, then its clouds.
const (
	lastCalls   = 5 * time.Second
	lastProcess = 20 * time.Second
	lastClouds  = 5 * time.Second
)

// Close ends the lab: no new calls, the log whole on disk, the clouds gone. Closing again returns the same.
func (l *Lab) Close() error {
	l.closing.Do(func() {
		l.closed = l.end(context.Background())
		state := Ended
		if l.closed != nil {
			state = Failed
		}
		l.closed = errors.Join(l.closed, l.become(state, l.closed))
		l.say("%s", state)
		l.release()
	})
	return l.closed
}

// fail ends what has begun of a lab that could not begin whole, and notes why.
func (l *Lab) fail(ctx context.Context, why error) (err error) {
	l.closing.Do(func() {
		err = l.end(context.WithoutCancel(ctx))
		if l.note.Name != "" {
			l.note.Drill, l.note.Logs = l.before.Drill, l.before.Logs // of this one there is no log
			err = errors.Join(err, l.become(Failed, why))
		}
		l.say("%s: %v", Failed, why)
		l.release()
	})
	return err
}

// end stops the parts in the order in which nothing is lost.
func (l *Lab) end(ctx context.Context) error {
	close(l.quit)
	var wrong []error
	if l.server != nil {
		limit, cancel := context.WithTimeout(ctx, lastCalls)
		defer cancel()
		if err := l.server.Shutdown(limit); err != nil {
			_ = l.server.Close() // whoever has not finished now is cut off; its call goes on and is recorded
		}
	}
	if l.stack != nil {
		wrong = append(wrong, l.stack.close(ctx))
	}
	done := make(chan struct{})
	go func() { l.work.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(lastCalls):
		wrong = append(wrong, errors.New("something of the lab is still at work"))
	}
	return errors.Join(wrong...)
}

// settle puts in order what a run left that was killed, and returns what it noted. The lab's lock is held: nobody is at work.
func (p Place) settle(ctx context.Context, env []string) (Note, error) {
	n, err := p.read()
	if missing(err) {
		return Note{}, nil
	}
	if err != nil {
		return n, err
	}
	if _, err := upstream.Sweep(ctx, p.Folder, env, lastClouds); err != nil {
		return n, fmt.Errorf("end what the lab %q left running: %w", p.Name, err)
	}
	if err := p.deliver(n); err != nil {
		return n, fmt.Errorf("deliver what the lab %q left: %w", p.Name, err)
	}
	if n.State == Starting || n.State == Ready {
		n.State = Gone
		return n, p.write(n)
	}
	return n, nil
}

// deliver writes the log files of a run that could not do so itself.
func (p Place) deliver(n Note) error {
	if n.Drill == "" {
		return nil
	}
	left, err := filepath.Glob(filepath.Join(p.state(n.Drill), "journal-*"))
	if err != nil || len(left) == 0 {
		return err
	}
	r, err := recorder.Open(recorder.Options{Folder: n.Logs, State: p.state(n.Drill), Bucket: bucket})
	if err != nil {
		return err
	}
	return r.Close()
}

// Down ends the lab of a place, whoever runs it, and returns what it noted last. A lab that is down already is left as it
// is; one that was killed is put in order. A process is touched only if it is the one that the lab began.
func Down(ctx context.Context, p Place, env []string) (Note, error) {
	n, err := p.read()
	if err != nil {
		return n, err
	}
	switch {
	case n.PID == os.Getpid() && n.lives():
		return n, fmt.Errorf("the lab %q runs in this process: it is closed, not ended", p.Name)
	case n.lives():
		if err := n.stop(ctx); err != nil {
			return n, err
		}
	}
	release, err := hold(ctx, p.lock())
	if errors.Is(err, errHeld) {
		return n, fmt.Errorf("the lab %q is being begun by another process; try again", p.Name)
	}
	if err != nil {
		return n, fmt.Errorf("lab %q: %w", p.Name, err)
	}
	defer release()
	return p.settle(ctx, env)
}

// stop ends the process of a note: asked first, then by force.
func (n Note) stop(ctx context.Context) error {
	if err := ask(n.PID); err != nil {
		return err
	}
	for until := time.Now().Add(lastProcess); born(n.PID) == n.Born; {
		if time.Now().After(until) {
			if err := kill(n.PID); err != nil {
				return err
			}
			until = until.Add(lastProcess)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}

// notReady is what a lab answers to calls before it is one.
func notReady(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "The lab is starting; traillab lab status tells how far it is.", http.StatusServiceUnavailable)
}

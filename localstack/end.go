// Ends: how a lab ends by itself, how another process ends it, and how what a killed one left is put in order.

package localstack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
)

// The patience of an end: calls that are under way, then the server's process as a whole, then its clouds.
const (
	lastCalls   = 5 * time.Second
	lastBreak   = 2 * time.Second // of calls that were cut off
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

// end stops the parts in the order in which nothing is lost: no new calls, those under way to their end, the log, the cloud.
func (l *Lab) end(ctx context.Context) error {
	close(l.quit)
	var wrong []error
	if l.server != nil {
		limit, cancel := context.WithTimeout(ctx, lastCalls)
		defer cancel()
		if err := l.server.Shutdown(limit); err != nil {
			wrong = append(wrong, l.cutOff(ctx))
		}
	}
	if !waited(l.work.Wait) {
		wrong = append(wrong, errors.New("something of the lab is still at work"))
	}
	if l.stack != nil {
		wrong = append(wrong, l.stack.closeLog(), l.stack.closeCloud(ctx))
	}
	return errors.Join(wrong...)
}

// cutOff ends the calls that do not end by themselves. Most wait for their client or for the cloud, so both are taken from
// them; then they fail, and are recorded so. What is not over by then is told by its number here, and by its name in the lab's
// log as soon as it cannot be recorded.
func (l *Lab) cutOff(ctx context.Context) (err error) {
	_ = l.server.Close()
	if l.stack != nil {
		err = l.stack.closeCloud(ctx)
	}
	for until := time.Now().Add(lastBreak); l.calls.Load() > 0 && time.Now().Before(until); {
		time.Sleep(5 * time.Millisecond)
	}
	if n := l.calls.Load(); n > 0 {
		l.say("%d calls were cut off at the end; they may have had an effect and are not in the log", n)
		err = errors.Join(err, fmt.Errorf("%d calls were cut off, and may have had an effect without a record", n))
	}
	return err
}

// waited reports whether something came to its end within the patience for calls.
func waited(wait func()) bool {
	done := make(chan struct{})
	go func() { wait(); close(done) }()
	select {
	case <-done:
		return true
	case <-time.After(lastCalls):
		return false
	}
}

// UndeliveredError is a run whose log could not be written out whole. What is left of it stays where it is, and is tried
// again whenever the lab begins or is ended.
type UndeliveredError struct {
	Lab string
	Err error
}

func (e *UndeliveredError) Error() string {
	return fmt.Sprintf("deliver what the lab %q left: %v", e.Lab, e.Err)
}

func (e *UndeliveredError) Unwrap() error { return e.Err }

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
	undelivered := p.deliver()
	if n.State == Starting || n.State == Ready {
		n.State = Gone
		if err := p.write(n); err != nil {
			return n, err
		}
	}
	if undelivered != nil {
		return n, &UndeliveredError{p.Name, undelivered}
	}
	return n, nil
}

// deliver writes the log files of all runs that could not do so themselves. What can never be delivered is set aside beside
// the journals, which an error tells.
func (p Place) deliver() error {
	runs, err := os.ReadDir(p.state(""))
	if missing(err) {
		return nil
	}
	wrong := []error{err}
	report := func(err error) { wrong = append(wrong, err) }
	for _, run := range runs {
		if !owes(p.state(run.Name())) {
			continue
		}
		r, err := recorder.Open(recorder.Options{Folder: p.run(run.Name()), State: p.state(run.Name()), Bucket: bucket, Report: report})
		if err == nil {
			err = r.Close()
		}
		report(err)
	}
	return errors.Join(wrong...)
}

// owes reports whether the state of a run holds records that are in no log file.
func owes(state string) bool {
	files, _ := os.ReadDir(state) // what is no folder holds none
	return slices.ContainsFunc(files, func(f os.DirEntry) bool { return strings.HasPrefix(f.Name(), "journal-") })
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

// The stage: how a lab looks to the simulator. Everything goes over the lab's endpoint, so that a lab in this process and one
// in the background are the same.

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"traillab/analyze"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/localstack"
	"traillab/localstack/client"
	"traillab/localstack/gateway"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
	"traillab/simulate"
	"traillab/simulate/check"
	"traillab/simulate/script"
)

// stage is a simulate.Stage.
type stage struct {
	app     *app
	place   localstack.Place
	health  localstack.Health
	models  *wire.Catalog
	clients map[script.Caller]*client.Client
	virtual bool
	able    func(service, operation string) bool // nil where nobody knows
}

// stageAt is the stage of a lab that is up.
func (a *app) stageAt(ctx context.Context, place localstack.Place) (*stage, error) {
	h, err := localstack.Ask(ctx, place)
	if err != nil {
		return nil, err
	}
	if h.State != localstack.Ready {
		return nil, fmt.Errorf("the lab %q is %s: %s", place.Name, h.State, begins(place))
	}
	s := &stage{app: a, place: place, health: h, models: wire.Open(), clients: map[script.Caller]*client.Client{}, virtual: h.Clock.Set}
	if h.Upstream == upstream.Builtin {
		s.able, err = able(string(h.Upstream))
	}
	return s, err
}

// Can says why a call cannot be made. Of the other clouds nobody has a list.
func (s *stage) Can(service, operation string) error {
	if operation == "" {
		return calls{s.models}.service(service)
	}
	if err := (calls{s.models}).Call(service, operation); err != nil {
		return err
	}
	if s.able != nil && !s.able(service, operation) {
		return fmt.Errorf("%s does not have it", s.health.Upstream)
	}
	return nil
}

func (s *stage) Upstream() string { return string(s.health.Upstream) }
func (s *stage) Account() string  { return s.health.Account }

// Call makes a call as somebody.
func (s *stage) Call(ctx context.Context, c script.Call) (map[string]any, error) {
	by, err := s.client(c.As)
	if err != nil {
		return nil, err
	}
	out, err := by.Do(ctx, c.Region, c.Service, c.Operation, c.In)
	var told *wire.Error
	if errors.As(err, &told) {
		return nil, &script.Refusal{Code: told.Code, Message: told.Message}
	}
	return out, err
}

// client is that of a caller, kept for the next call.
func (s *stage) client(as script.Caller) (*client.Client, error) {
	if c, ok := s.clients[as]; ok {
		return c, nil
	}
	header := http.Header{}
	if as.Source != "" {
		header.Set(gateway.SourceHeader, as.Source)
	}
	if as.Agent != "" {
		header.Set("User-Agent", as.Agent)
	}
	c, err := client.New(s.models, s.health.Endpoint, client.Key{ID: as.Key.ID, Secret: as.Key.Secret, Token: as.Key.Token}, header)
	if err != nil {
		return nil, err
	}
	s.clients[as] = c
	return c, nil
}

// Now is the lab's time.
func (s *stage) Now(ctx context.Context) (time.Time, error) {
	r, err := localstack.Time(ctx, s.place)
	return r.Now, err
}

// Pass moves the clock of a lab whose clock can be moved, and waits elsewhere.
func (s *stage) Pass(ctx context.Context, d time.Duration) error {
	if s.virtual {
		_, err := localstack.Advance(ctx, s.place, d)
		return err
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// Move moves the clock on to a time. A lab that goes by the machine's clock cannot be moved, and the story follows faster there.
func (s *stage) Move(ctx context.Context, to time.Time) error {
	if !s.virtual {
		return nil
	}
	r, err := localstack.Time(ctx, s.place)
	if err != nil || !to.After(r.Now) {
		return err
	}
	_, err = localstack.SetTime(ctx, s.place, to)
	return err
}

// Hold lets the calls of one time of a story have one second. A lab that goes by the machine's clock does nothing else than tell
// the time as it can.
func (s *stage) Hold(ctx context.Context, held bool) error {
	if !s.virtual {
		return nil
	}
	_, err := localstack.Hold(ctx, s.place, held)
	return err
}

// Flow lets the lab's clock go on by itself.
func (s *stage) Flow(ctx context.Context, rate float64) error {
	_, err := localstack.Flow(ctx, s.place, rate)
	return err
}

// Denied asks the lab's own policies.
func (s *stage) Denied(ctx context.Context, principal, action, resource string) (check.Denial, error) {
	j, err := localstack.Denied(ctx, s.place, principal, action, resource)
	return check.Denial(j), err
}

// Synthesise records a call that is not made.
func (s *stage) Synthesise(ctx context.Context, c script.Call, answer map[string]any, refused *script.Refusal) error {
	p := localstack.Played{
		Region: c.Region, Service: c.Service, Operation: c.Operation, In: c.In, Out: answer, Key: c.As.Key.ID, Source: c.As.Source, Agent: c.As.Agent,
	}
	if refused != nil {
		p.Code, p.Message = refused.Code, refused.Message
	}
	return localstack.Synthesise(ctx, s.place, p)
}

// Recorded loads what the lab has written into a case that is gone when it is closed.
func (s *stage) Recorded(ctx context.Context) (simulate.Recording, error) {
	logs, err := localstack.Deliver(ctx, s.place)
	if err != nil {
		return nil, err
	}
	return s.app.recording(ctx, logs)
}

// Keep copies the log files into a folder, without the digests and their key, which nobody could make again.
func (s *stage) Keep(ctx context.Context, dir string) error {
	logs, err := localstack.Deliver(ctx, s.place)
	if err != nil {
		return err
	}
	return keepLogs(logs, dir)
}

// keepLogs copies log files. What is there already stays, and is an error where it is another.
func keepLogs(logs, dir string) error {
	return filepath.WalkDir(filepath.Join(logs, "AWSLogs"), func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "CloudTrail-Digest":
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		path, err := filepath.Rel(logs, name)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("keep the log: %w", err)
		}
		return os.WriteFile(to, text, 0o644)
	})
}

// recording is a simulate.Recording.
type recording struct{ *store.Store }

// recording loads a folder of log files.
func (a *app) recording(ctx context.Context, logs string) (_ *recording, err error) {
	arc, err := a.open(ctx, []string{logs}, sourceFlags{maxInflated: 4 << 30, maxRecord: 16 << 20}, trail.Filter{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	s, err := store.Memory(ctx, store.Options{Version: version()})
	if err != nil {
		return nil, err
	}
	if _, err := s.Load(ctx, logFiles(ctx, arc, a.common.db), store.LoadOptions{Jobs: 1, Sources: []string{logs}, Now: a.env.now}); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &recording{s}, nil
}

// Beside is what a case takes beside the log.
func (r *recording) Beside(ctx context.Context) (analyze.Options, error) { return beside(ctx, r.Store) }

// Synthesis: records of calls that nobody made, for a story whose cloud cannot make them. They are marked as every record of a lab's
// is, and change nothing but the log.

package localstack

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/recorder"
	"traillab/localstack/wire"
)

// Played is a call that is recorded and not made. In and Out are by the model's names.
type Played struct {
	Region    string         `json:"region"`
	Service   string         `json:"service"`
	Operation string         `json:"operation"`
	In        map[string]any `json:"in"`
	Out       map[string]any `json:"out"`
	Code      string         `json:"code"` // of the error that it was answered, "" where it went through
	Message   string         `json:"message"`
	Key       string         `json:"key"` // of its caller, which the lab gave out; "" is the agent of the instance that In names
	Source    string         `json:"source"`
	Agent     string         `json:"agent"`
}

// Synthesise records a call at the lab's next second.
func (l *Lab) Synthesise(ctx context.Context, p Played) error {
	if !l.ready() {
		return fmt.Errorf("the lab %q is not ready", l.options.Name)
	}
	ask := &asker{newID: l.stack.newID, models: l.stack.models, account: l.options.Account, now: l.options.Clock.Now}
	c, err := ask.call(p.Region, p.Service, p.Operation, p.In)
	if err != nil {
		return err
	}
	c.Key, c.From, c.Agent, c.Drill = p.Key, p.Source, p.Agent, l.options.Drill
	if p.Key != "" {
		who, refused := l.stack.keys.Who(p.Service, p.Key, l.options.Clock.Now())
		if refused != nil {
			return fmt.Errorf("the caller of %s.%s: %w", p.Service, p.Operation, refused)
		}
		c.Who = who
	}
	a := &exchange.Answer{Out: p.Out}
	if p.Code != "" {
		a = &exchange.Answer{Error: &wire.Error{Code: p.Code, Message: p.Message, Status: http.StatusBadRequest}}
	}
	l.stack.gateway.Still(func() {
		l.due(ctx, l.options.Clock.Now())
		if p.Key == "" {
			if err = l.speaks(ctx, c); err != nil {
				return
			}
		}
		c.At = next(l.options.Clock)().UTC().Truncate(time.Second)
		err = l.stack.recorder.Record(c, a)
	})
	return err
}

// speaks makes a call that of an agent: whoever is heard of as the instance that the call names.
func (l *Lab) speaks(ctx context.Context, c *exchange.Call) error {
	l.beating.Lock()
	defer l.beating.Unlock()
	instance := wire.Text(c.In, "InstanceId")
	heard, err := l.agents(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(heard, func(b recorder.Beat) bool { return b.Instance == instance && b.Region == c.Region })
	if at < 0 {
		return fmt.Errorf("%s.%s: no agent of an instance %q is heard of", c.Service, c.Name, instance)
	}
	b := &heard[at]
	c.Who, c.Key, c.From, c.Endpoint, c.Agent = b.Role, b.Key, b.Egress, b.Endpoint, recorder.Agent
	return nil
}

// record takes a played call over the endpoint.
func (l *Lab) record(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var p Played
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err == nil {
		err = l.Synthesise(r.Context(), p)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// Synthesise records a call in a lab that another process runs, as Lab.Synthesise does.
func Synthesise(ctx context.Context, p Place, call Played) error {
	h, err := p.up(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(call)
	if err != nil {
		return fmt.Errorf("%s.%s: %w", call.Service, call.Operation, err)
	}
	err = p.send(ctx, h.Endpoint, http.MethodPost, "record", time.Minute, text, nil)
	if err != nil {
		return fmt.Errorf("record %s.%s: %w", call.Service, call.Operation, err)
	}
	return nil
}

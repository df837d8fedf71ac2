// Asking a lab that another process runs: over its endpoint when it answers, and from its note when it does not.

package localstack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"traillab/localstack/loopback"
)

// Ask tells how the lab of a place is. An error is that of a place that cannot be read; a lab that does not answer is told
// of in the state and the trouble.
func Ask(ctx context.Context, p Place) (Health, error) { return p.ask(ctx, "health") }

// ask asks the lab of a place for its health, or for its note alone: that costs nothing, for no cloud is asked.
func (p Place) ask(ctx context.Context, what string) (Health, error) {
	n, err := p.read()
	if err != nil {
		return Health{}, err
	}
	if n.State != Starting && n.State != Ready {
		return Health{Note: n}, nil
	}
	var h Health
	err = p.request(ctx, n.Endpoint, http.MethodGet, what, 10*time.Second, &h)
	switch {
	case err == nil && h.Name == n.Name && h.Drill == n.Drill && h.PID == n.PID:
		return h, nil
	case n.lives() && err == nil:
		return Health{Note: n, Trouble: fmt.Sprintf("its process %d runs, but another lab answers at %s", n.PID, n.Endpoint)}, nil
	case n.lives():
		return Health{Note: n, Trouble: fmt.Sprintf("its process %d runs and does not answer: %v", n.PID, err)}, nil
	}
	n.State = Gone
	return Health{Note: n, Trouble: fmt.Sprintf("its process %d is gone without having ended the lab: traillab lab down %s puts it in order", n.PID, n.Name)}, nil
}

// up is the note of the lab of a place when it is ready; an error says what begins it where it is not.
func (p Place) up(ctx context.Context) (Note, error) {
	h, err := p.ask(ctx, "note")
	if err == nil && h.State != Ready {
		err = fmt.Errorf("the lab %q is %s: traillab lab up begins it", p.Name, h.State)
	}
	return h.Note, err
}

// Deliver lets the lab of a place write out what it has recorded, and returns the folder that holds AWSLogs. Of a lab that is
// down everything is written out already.
func Deliver(ctx context.Context, p Place) (string, error) {
	h, err := p.ask(ctx, "note")
	if err != nil {
		return "", err
	}
	if h.Logs == "" {
		return "", fmt.Errorf("the lab %q has recorded nothing yet", p.Name)
	}
	if h.State == Ready {
		if err := p.request(ctx, h.Endpoint, http.MethodPost, "flush", time.Minute, nil); err != nil {
			return h.Logs, fmt.Errorf("write out the log of the lab %q: %w", p.Name, err)
		}
	}
	return h.Logs, nil
}

// request asks a lab for something of its own. The answer is read into what, if that is not nil.
func (p Place) request(ctx context.Context, endpoint, method, path string, patience time.Duration, what any) error {
	return p.send(ctx, endpoint, method, path, patience, nil, what)
}

// send asks with a body, and shows the secret of the lab.
func (p Place) send(ctx context.Context, endpoint, method, path string, patience time.Duration, text []byte, what any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, endpoint+"/_traillab/"+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	if !loopback.Host(r.URL.Hostname()) {
		return fmt.Errorf("%s is not on this machine", endpoint)
	}
	r.Header.Set(secretHeader, p.secret())
	transport := loopback.Transport()
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 16<<20))
	switch {
	case err != nil:
		return err
	case what != nil:
		err := json.Unmarshal(body, what)
		if err == nil {
			return nil
		}
		if answer.StatusCode == http.StatusBadRequest || answer.StatusCode == http.StatusForbidden { // in words of the lab's
			return errors.New(strings.TrimSpace(string(body)))
		}
		return fmt.Errorf("%s answers %s and not as a lab does", endpoint, answer.Status)
	case answer.StatusCode >= http.StatusMultipleChoices:
		return fmt.Errorf("%s: %s", answer.Status, strings.TrimSpace(string(body)))
	}
	return nil
}

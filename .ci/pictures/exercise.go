// The picture of a drill: it is begun in a lab of its own on the embedded cloud, and somebody at another terminal has named the key
// and played the playbook that restores the way to the internet. Its clock is the clock on the wall.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// drill is the picture of a drill under way.
func drill() shot {
	return shot{
		name:    "drill",
		alt:     "A drill under way: its clock, the objectives and which of them are reached, the answer that was given, and the calls that the trainee has made since.",
		command: []string{"traillab", "drill", "start", "S2", "--upstream", "builtin", "--seed", "7", "--listen", "127.0.0.1:0", "--tui"},
		first:   []string{"since you took over", "The access key that was used"},
		keys:    []string{"c"}, shows: []string{"70 of 100 points", "✓ reached", "AttachInternetGateway"},
		meanwhile: respond,
		after: func(ctx context.Context, p *pictures) error {
			_, err := p.traillab(ctx, "lab", "down")
			return err
		},
		running: true,
	}
}

// respond is what the trainee does in a shell.
func respond(ctx context.Context, p *pictures) error {
	logs, err := p.traillab(ctx, "lab", "logs")
	if err != nil {
		return err
	}
	logs = strings.TrimSpace(logs)
	told, err := p.traillab(ctx, "chains", "--source", logs, "--format", "json")
	if err != nil {
		return err
	}
	var chains []struct {
		ID     string
		Actors []struct {
			AccessKeyID string `json:"access_key_id"`
		}
		Verdict struct{ Label string }
	}
	if err := json.Unmarshal([]byte(told), &chains); err != nil {
		return fmt.Errorf("chains: %w", err)
	}
	for i := range chains {
		c := &chains[i]
		if c.Verdict.Label != "hostile" || len(c.Actors) == 0 {
			continue
		}
		if _, err := p.traillab(ctx, "drill", "answer", "who", c.Actors[0].AccessKeyID); err != nil {
			return err
		}
		_, err := p.traillab(ctx, "playbook", "run", "restore-internet", "--source", logs, "--chain", c.ID)
		return err
	}
	return errors.New("the lab's log has no hostile chain")
}

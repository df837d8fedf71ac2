// The remedy: a written response, in steps and playbooks.

package simulate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"traillab/simulate/script"
)

// Remediate plays a written response.
func (p *Play) Remediate(ctx context.Context, s *Solution) error {
	p.beat = Remediate
	after, err := span(s.After, 5*time.Minute)
	if err != nil {
		return fmt.Errorf("solution: after: %w", err)
	}
	if err := p.stage.Pass(ctx, after); err != nil {
		return err
	}
	if p.time, err = p.stage.Now(ctx); err != nil {
		return err
	}
	p.now()
	if s.As != "" {
		p.usual = s.As
	}
	by := *p.player
	by.Actor = func(name string) (script.Caller, error) {
		if name == "" {
			name = s.As
		}
		return p.cast.find(name)
	}
	for i := range s.Remedy {
		m := &s.Remedy[i]
		if m.Playbook == "" {
			err = by.Play(ctx, m.Steps)
		} else {
			err = p.playbook(ctx, m, &by)
		}
		if err != nil {
			return fmt.Errorf("solution: %w", err)
		}
	}
	return nil
}

func (p *Play) playbook(ctx context.Context, m *Remedy, by *script.Player) error {
	if p.Remedies == nil {
		return errors.New("there are no playbooks here")
	}
	with, err := p.Vars.Fill(m.With)
	if err != nil {
		return fmt.Errorf("playbook %s: %w", m.Playbook, err)
	}
	params, _ := with.(map[string]any)
	if err := p.Remedies.Play(ctx, m.Playbook, params, by); err != nil {
		return fmt.Errorf("playbook %s: %w", m.Playbook, err)
	}
	return nil
}

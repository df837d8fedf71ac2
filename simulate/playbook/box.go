// The box: playbooks by their names, as the solution of a scenario asks for them.

package playbook

import (
	"context"
	"maps"

	"traillab/simulate/script"
)

// Box plays the playbooks in the box.
type Box struct{}

// Play makes the steps of a playbook by a player, with parameters by name. The account and the region are the player's where
// they are not given.
func (Box) Play(ctx context.Context, name string, with map[string]any, by *script.Player) error {
	p, err := Open(name)
	if err != nil {
		return err
	}
	values := map[string]any{"region": by.Region}
	if account, ok := by.Vars.Get("account"); ok {
		values["account"] = account
	}
	maps.Copy(values, with)
	r, err := p.With(values)
	if err != nil {
		return err
	}
	_, err = r.Run(ctx, *by)
	return err
}

// Steps are those that Play may make.
func (Box) Steps(name string) ([]script.Step, error) {
	p, err := Open(name)
	if err != nil {
		return nil, err
	}
	return p.Steps, nil
}

// What a playbook must leave alone: that which stood before the incident, and that which nobody named.

package main

import (
	"testing"
	"time"

	"traillab/simulate"
	"traillab/simulate/check"
	"traillab/simulate/script"
)

// begin makes what stood long before, and notes as $began when that was over. The log tells time in seconds.
func (s *situation) begin(t *testing.T, on *stage, by script.Player) {
	t.Helper()
	if len(s.Before) == 0 {
		return
	}
	if err := by.Play(t.Context(), s.Before); err != nil {
		t.Fatal(err)
	}
	if err := on.Pass(t.Context(), 2*time.Second); err != nil {
		t.Fatal(err)
	}
	now, err := on.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	by.Vars.Set("began", now.UTC().Format(time.RFC3339))
}

// spared wants that what is nobody's business is as it was.
func (s *situation) spared(t *testing.T, on *stage, vars *script.Vars) {
	t.Helper()
	w := simulate.Look(on)
	defer func() { _ = w.Close() }()
	for _, text := range s.Still {
		c, err := check.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		found, err := c.Judge(t.Context(), w, vars)
		if err != nil || !found.Passed {
			t.Errorf("not left alone: %v: %s, %v", text, found.Why, err)
		}
	}
}

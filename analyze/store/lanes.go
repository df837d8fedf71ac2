// Lanes of a case: its coverage for the eye.

package store

import (
	"context"
	"fmt"

	"traillab/analyze/trail"
)

// Lanes cuts the time for which the case has logs into at most most steps and says what is known of each, by account and region.
// The filter narrows as it does for Coverage.
func (s *Store) Lanes(ctx context.Context, f trail.Filter, most int) (trail.Lanes, error) {
	c, err := s.covered(ctx, f)
	if err != nil {
		return trail.Lanes{}, fmt.Errorf("coverage: %w", s.told(err))
	}
	return c.Lanes(most), nil
}

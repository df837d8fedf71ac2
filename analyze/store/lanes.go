// Lanes of a case: its coverage for the eye.

package store

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"traillab/analyze/trail"
)

// Lanes cuts the time for which the case has logs into at most most steps and says what is known of each, by account and region.
// The filter narrows as it does for Coverage.
func (s *Store) Lanes(ctx context.Context, f trail.Filter, most int) (trail.Lanes, error) {
	c := trail.NewCoverage()
	whole := trail.Filter{From: f.From, Until: f.Until, Accounts: f.Accounts, Regions: f.Regions}
	err := s.hours(ctx, f, c.Events)
	if err == nil && !reflect.DeepEqual(f, whole) { // other hours may have events that were not asked for
		err = s.hours(ctx, whole, func(account, region string, at time.Time, _ int64) { c.Known(account, region, at) })
	}
	if err == nil {
		err = s.coverFiles(ctx, c, f)
	}
	if err != nil {
		return trail.Lanes{}, fmt.Errorf("coverage: %w", s.told(err))
	}
	return c.Lanes(most), nil
}

// Principals for the pages of the terminal UI.

package main

import (
	"context"
	"slices"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/tui"
)

// Actors answers the page of principals.
func (d *desk) Actors(ctx context.Context, f trail.Filter, by trail.RosterOrder, from, n int) (found []trail.Actor, all int64, err error) {
	err = d.use(ctx, sums, func(s *store.Store) error {
		found, all, err = s.Roster(ctx, f, by, from, n)
		return err
	})
	return found, all, err
}

// Details answers the pages of principals and of one.
func (d *desk) Details(ctx context.Context, f trail.Filter, principals []string) (found []trail.Actor, err error) {
	f.Principals = principals
	err = d.use(ctx, sums, func(s *store.Store) error {
		found, err = s.Who(ctx, f)
		return err
	})
	return found, err
}

// Sessions answers the page of a principal.
func (d *desk) Sessions(ctx context.Context, principal string) (found []trail.Holder, err error) {
	err = d.use(ctx, sums, func(s *store.Store) error {
		found, err = s.Holders(ctx, []string{principal}, nil)
		return err
	})
	return found, err
}

// Touched answers the page of a principal.
func (d *desk) Touched(ctx context.Context, f trail.Filter, principal string, n int) (found []trail.Object, all int64, err error) {
	err = d.use(ctx, sums, func(s *store.Store) error {
		found, all, err = s.Objects(ctx, f, principal, n)
		return err
	})
	return found, all, err
}

// mostWay is how many keys a way back has at most.
const mostWay = 16

// Lineage answers the page of an access key.
func (d *desk) Lineage(ctx context.Context, f trail.Filter, key string) (found tui.Lineage, err error) {
	err = d.use(ctx, sums, func(s *store.Store) error {
		if found.From, err = s.Trace(ctx, key, f); err != nil {
			return err
		}
		found.Way, err = wayTo(ctx, s, f, key)
		return err
	})
	return found, err
}

// wayTo follows a key back to the first that the log knows, the oldest first.
func wayTo(ctx context.Context, s *store.Store, f trail.Filter, key string) ([]trail.Credential, error) {
	var way []trail.Credential
	for at := key; at != "" && len(way) < mostWay && !slices.ContainsFunc(way, func(c trail.Credential) bool { return c.AccessKey == at }); {
		step := trail.Credential{AccessKey: at}
		issued, err := s.Issued(ctx, []string{at})
		if err != nil {
			return nil, err
		}
		if from := slices.IndexFunc(issued, func(c trail.Credential) bool { return c.AccessKey == at }); from >= 0 {
			step = issued[from]
		}
		f.AccessKeys = []string{at}
		users, err := s.Who(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range users {
			u := &users[i]
			step.Principals, step.Calls, step.Errors = append(step.Principals, u.Principal), step.Calls+u.Calls, step.Errors+u.Errors
			if step.First == nil || u.First != nil && u.First.Before(*step.First) {
				step.First = u.First
			}
			if step.Last == nil || u.Last != nil && u.Last.After(*step.Last) {
				step.Last = u.Last
			}
		}
		way, at = append(way, step), step.From
	}
	slices.Reverse(way)
	return way, nil
}

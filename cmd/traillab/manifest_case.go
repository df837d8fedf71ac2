// The case against its manifest: the text of its records, and then every row that answers are made of.

package main

import (
	"context"
	"errors"

	"traillab/analyze/custody"
	"traillab/analyze/store"
)

// checkCase compares the records in the case.
func (a *app) checkCase(ctx context.Context, m *custody.Manifest, r *checked) (err error) {
	s, err := store.Open(ctx, a.common.db, store.Options{Version: version()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	sum, err := s.ContentDigest(ctx, m.Of)
	if err != nil {
		return err
	}
	if r.Case = "same"; sum != m.ContentDigest {
		r.Case = "differs"
		r.broken = append(r.broken, "the records in "+a.common.db+" are not those of the manifest")
		return nil
	}
	if m.CaseDigest == "" {
		r.Case = "not checked"
		r.open = append(r.open, "the records are those of the manifest, by their text, which tells nothing of what else the case says: it is of an older traillab; write a new one")
		return nil
	}
	if itself, err := isCaseOf(ctx, s, m); err != nil {
		return err
	} else if !itself {
		r.Case = "another"
		r.open = append(r.open, a.common.db+" has the records of the manifest, by their text, and is another case, loaded at another time: what else it says cannot be compared; "+
			"name the case that the manifest is of with --db")
		return nil
	}
	first, last := m.Span()
	if sum, err = s.CaseDigest(ctx, first, last); err != nil {
		return err
	}
	if sum != m.CaseDigest {
		r.Case = "differs"
		r.broken = append(r.broken, "the records in "+a.common.db+" have the text that the manifest knows, but what the case says of them differs: "+
			"somebody has edited it, or a later load has hidden some of them or brought a baseline")
	}
	return nil
}

// isCaseOf reports whether the case has had the loads of the manifest, by when they began.
func isCaseOf(ctx context.Context, s *store.Store, m *custody.Manifest) (bool, error) {
	loads, err := s.Loads(ctx)
	if err != nil {
		return false, err
	}
	for _, l := range m.Loads {
		if int(l.Load) > len(loads) || l.Load < 1 || !loads[l.Load-1].Began.Equal(l.Began) {
			return false, nil
		}
	}
	return true, nil
}

// Cases: what a lab recorded, loaded as any other archive.

package cloudtest

import (
	"fmt"
	"iter"
	"sync"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/archive"
	"traillab/analyze/store"
	"traillab/analyze/topology"
)

// ticking is a clock on which every look at it is a second later: calls have seconds of their own, as if people made them.
type ticking struct {
	mu sync.Mutex
	at time.Time
}

func newTicking() *ticking { return &ticking{at: time.Now().UTC().Truncate(time.Second)} }

func (c *ticking) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Second)
	return c.at
}

// loaded is the log of a lab in a database.
type loaded struct {
	*store.Store
	summary *store.Summary
}

// load lets the lab write its log out and loads it. A log of a lab has nothing to repair or to reject.
func (l *lab) load(t testing.TB) loaded {
	t.Helper()
	if err := l.Flush(); err != nil {
		t.Fatal(err)
	}
	return loadFolder(t, l.Logs())
}

func loadFolder(t testing.TB, folder string) loaded {
	t.Helper()
	ctx := t.Context()
	a, err := archive.Open(ctx, []string{folder}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	s, err := store.Memory(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var files iter.Seq2[store.LogFile, error] = func(yield func(store.LogFile, error) bool) {
		for f, err := range a.Files(ctx) {
			if !yield(f, err) {
				return
			}
		}
	}
	summary, err := s.Load(ctx, files, store.LoadOptions{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if r := summary.Records; r.Read != r.Stored || r.Repaired+r.Conflicting != 0 {
		t.Errorf("records of a lab are not loaded as they are: %+v", r)
	}
	if f := summary.Files; f.Damaged+f.Rejected != 0 {
		t.Errorf("files of a lab are not loaded as they are: %+v", f)
	}
	return loaded{s, summary}
}

// chains are what the case tells: of each its scope, and its links with their roles.
func (l loaded) chains(t testing.TB) (told [][]string, found []analyze.Chain) {
	t.Helper()
	c, err := analyze.Investigate(t.Context(), l.Store, l.beside(t))
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Chains {
		chain := &c.Chains[i]
		words := []string{chain.Scope.ID}
		for _, link := range chain.Links {
			words = append(words, fmt.Sprintf("%s: %s %s", link.Role, link.Event.Name, link.Event.ErrorCode))
		}
		told = append(told, words)
	}
	return told, c.Chains
}

func (l loaded) beside(t testing.TB) analyze.Options {
	t.Helper()
	hours, err := l.Delivered(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return analyze.Options{Hours: hours}
}

// rebuild is the network that the log tells of.
func (l loaded) rebuild(t testing.TB) *topology.History {
	t.Helper()
	h, err := analyze.Rebuild(t.Context(), l.Store, l.beside(t))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

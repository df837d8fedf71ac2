// Loading: what one load takes and does, whoever asks for it: traillab load, or a job that loads before it reports.

package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/spf13/pflag"

	"traillab/analyze/store"
	"traillab/analyze/trail"
)

// loading is one load: how sources are read, which part of them, and what is kept beside their records.
type loading struct {
	sources sourceFlags
	filters filterFlags
	strict  bool
	memory  int // megabytes that DuckDB may hold
	beside  baselineFlags
	kept    mirrors
	held    custodyFlags
}

func (l *loading) add(flags *pflag.FlagSet) {
	l.sources.add(flags)
	l.held.add(flags)
	l.beside.add(flags, "keep how things stood, too: a `DIR` of describe answers or of AWS Config; repeat it for several")
	flags.Var(&l.kept.dir, "mirror", "S3: keep the objects below `DIR`, as DIR/BUCKET/KEY, with what S3 says of them in KEY.metadata.json; read those from there that are kept")
	flags.BoolVar(&l.strict, "strict", false, "end with exit code 4 when anything could not be read")
	flags.IntVar(&l.memory, "memory", usualMemory, "`MB` that DuckDB may hold while it loads; the rest is laid aside beside the case. It takes more where records are very large, and on more than four processors")
	l.filters.addPruning(flags)
}

// usualMemory is what DuckDB may hold unless somebody says otherwise, and leastMemory what a load gets along with, in megabytes.
const (
	usualMemory = 128
	leastMemory = 64
)

// sparing lets garbage be collected early until the returned function is called: what a load holds is a few large blocks that
// take no time to look through, so that it costs nothing and saves 50 MB. Who has set GOGC knows better.
func sparing() (back func()) {
	const usual, early = 100, 30
	was := debug.SetGCPercent(early)
	if was != usual {
		debug.SetGCPercent(was)
	}
	return func() { debug.SetGCPercent(was) }
}

// fit refuses flags that do not go with each other or with the sources.
func (l *loading) fit(names []string) (trail.Filter, error) {
	if l.memory < leastMemory {
		return trail.Filter{}, misuse(fmt.Errorf("--memory takes megabytes, at least %d", leastMemory))
	}
	if err := errors.Join(l.sources.check(), l.sources.fit(names), l.kept.fit(names), l.held.check()); err != nil {
		return trail.Filter{}, err
	}
	return l.filters.parse()
}

// loadAll loads sources into the case and does what the flags ask for beside it. What became of them is told.
func (a *app) loadAll(ctx context.Context, names []string, l *loading, filter trail.Filter, tell func(context.Context, *store.Summary) error) error {
	l.sources.sums = true
	if l.held.read != nil {
		l.sources.sound = l.held.heard.hear
	}
	if err := a.apartFromSources(names, &l.held, &l.kept); err != nil {
		return err
	}
	err := a.runLoad(ctx, names, l, filter, tell)
	return a.keepCustody(ctx, names, l.sources, filter, &l.held, l.strict, err)
}

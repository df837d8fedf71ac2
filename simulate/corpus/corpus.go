// Package corpus makes archives of CloudTrail records whose truth is known: large ones to measure with, and the incidents
// that lie in samples. Nothing in them ever happened. The same options give the same bytes.
//
// The size of each answer does not grow with the archive: whatever its size, incidents of a hundred detachments, one principal
// with ten thousand events and fifty thousand events of the network lie in a background that touches neither. The network
// is alive: it is built, filled, changed and taken down as AWS lets it be, and so it has cuts of its own that are nobody's
// attack. truth.json lists every detachment, says how many were planted, and tells the chain of each incident.
package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// Options say what to make. The zero value of each but Events has a meaning.
type Options struct {
	Events int       // records to write, at least MinEvents
	Files  int       // log files to spread them over; 0 is one for about 150 records
	Seed   uint64    // another seed, another archive
	Start  time.Time // the first day; zero is 2024-03-04, a Monday
	Days   int       // how many days the log covers; 0 is 30
	// Progress is told how many records are written, never by two goroutines at once.
	Progress func(events int)
}

// MinEvents is the smallest archive that has room for the detachments and what surrounds them.
const MinEvents = 1_000

// The sizes of the answers, as long as the archive is large enough for them.
const (
	Detachments     = 100    // rows of `detachments` that incidents make, always
	PrincipalEvents = 10_000 // or a twentieth of all
	NetworkEvents   = 50_000 // or a tenth of all, and never less than the detachments need
)

// Check says what is wrong with the options, before anything is written.
func (o Options) Check() error {
	_, err := o.withDefaults()
	return err
}

func (o Options) withDefaults() (Options, error) {
	if o.Events < MinEvents {
		return o, fmt.Errorf("an archive of %d events has no room for its %d detachments; ask for at least %d", o.Events, Detachments, MinEvents)
	}
	if o.Files == 0 {
		o.Files = max(1, o.Events/150)
	}
	if o.Files < 0 || o.Files > o.Events {
		return o, fmt.Errorf("%d events do not fill %d files; ask for at most one file an event", o.Events, o.Files)
	}
	if o.Days == 0 {
		o.Days = 30
	}
	if o.Days < 1 || o.Days > 3660 {
		return o, fmt.Errorf("%d days is no span; ask for 1 to 3660", o.Days)
	}
	if o.Start.IsZero() {
		o.Start = time.Date(2024, 3, 4, 0, 0, 0, 0, time.UTC)
	}
	o.Start = o.Start.UTC().Truncate(24 * time.Hour)
	if o.Progress == nil {
		o.Progress = func(int) {}
	}
	return o, nil
}

// Generate writes an archive below dir, in the layout in which AWS delivers an organisation trail, and its truth as
// dir/truth.json. It refuses a dir that holds an archive already. Memory does not grow with the number of records, only
// by a few bytes for each file.
func Generate(ctx context.Context, dir string, o Options) (Truth, error) {
	o, err := o.withDefaults()
	if err != nil {
		return Truth{}, err
	}
	if _, err := os.Lstat(filepath.Join(dir, "AWSLogs")); !errors.Is(err, os.ErrNotExist) {
		return Truth{}, fmt.Errorf("%s holds an archive already; name an empty folder", dir)
	}
	p, err := newPlan(o)
	if err != nil {
		return Truth{}, err
	}
	g := generator{plan: p, dir: dir, catalog: newCatalog(), tally: newTally()}
	if err := g.run(ctx); err != nil {
		return Truth{}, err
	}
	truth := g.tally.truth(p)
	text, err := json.MarshalIndent(truth, "", " ")
	if err != nil {
		return Truth{}, err
	}
	return truth, os.WriteFile(filepath.Join(dir, "truth.json"), append(text, '\n'), 0o644)
}

// generator writes the files of a plan. Each file depends on the plan alone, so that they may be written in any order.
type generator struct {
	plan    *plan
	dir     string
	catalog *catalog

	mu    sync.Mutex // guards tally
	tally *tally
}

func (g *generator) run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	files := make(chan int)
	var crew sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		crew.Go(func() {
			w := newWorker(g.plan, g.catalog, g.dir)
			for file := range files {
				if err := w.file(file); err != nil {
					cancel(err)
					return
				}
				g.mu.Lock()
				g.tally.add(&w.tally)
				g.plan.options.Progress(g.tally.events)
				g.mu.Unlock()
				w.tally.reset()
			}
		})
	}
	func() {
		defer close(files)
		for i := range g.plan.counts {
			select {
			case files <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	crew.Wait()
	return context.Cause(ctx)
}

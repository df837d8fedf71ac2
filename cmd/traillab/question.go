// Questions: what all of them share. A question asks a case, or an archive directly.

package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"traillab/analyze/archive"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// questionFlags are the flags of a question.
type questionFlags struct {
	source  []string
	reading sourceFlags
	filters filterFlags
	beside  baselineFlags
	whole   bool // the answer may rest on what the filters do not let through

	look func(record []byte) bool // admits more records by their JSON; nil none
}

func (q *questionFlags) add(c *cobra.Command, filtered bool) {
	c.Flags().StringArrayVar(&q.source, "source", nil, "ask the archive at `PATH` without keeping a database; repeat it for several")
	if filtered {
		q.filters.add(c.Flags())
	}
	q.reading.add(c.Flags())
	for _, name := range slices.Concat([]string{"jobs", "max-inflated", "max-record"}, forS3) {
		c.Flags().Lookup(name).Hidden = true // of use with --source only; load explains them
	}
}

// ask parses the filters, opens the case and hands it to answer. admit narrows what is read with --source to what the
// question can use; nil reads everything.
func (a *app) ask(ctx context.Context, q *questionFlags, admit func(name, source []byte) bool, answer func(*store.Store, trail.Filter) error) (err error) {
	filter, err := q.filters.parse()
	if err != nil {
		return err
	}
	if slices.Contains(q.source, "") {
		return empty("--source", sourceForm)
	}
	if err := errors.Join(q.reading.check(), q.reading.fit(q.source)); err != nil {
		return err
	}
	if len(q.beside.dirs) > 0 && len(q.source) == 0 {
		return misuse(errors.New("--baseline goes with --source; a case keeps its own: traillab load --baseline DIR"))
	}
	var s *store.Store
	if len(q.source) > 0 {
		read := filter
		if q.whole {
			read = trail.Filter{}
		}
		s, err = a.readSource(ctx, q, read, admit)
	} else {
		s, err = store.Open(ctx, a.common.db, store.Options{Version: version()})
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := a.warn(ctx, s); err != nil {
		return err
	}
	return answer(s, filter)
}

// warn says what the answer does not rest on, so that "nothing found" is not taken for "nothing happened".
func (a *app) warn(ctx context.Context, s *store.Store) error {
	if a.common.quiet {
		return nil // nobody would read it, and it costs a look through the ledger
	}
	m, err := s.Missing(ctx)
	if err != nil {
		return err
	}
	if m.Interrupted {
		a.remark("a load of this case has not ended (%s); the answer covers what was loaded until then: run that load again", listing.Safe(strings.ReplaceAll(m.Unended, "\n", " ")))
	}
	if m.Damaged+m.Rejected+m.Records+m.Flows > 0 {
		a.remark("not everything could be read: %d files damaged, %d files and %d records rejected%s; traillab load names each",
			m.Damaged, m.Rejected, m.Records, andFlows(m.Flows))
	}
	if m.Recovered > 0 {
		a.remark("%d events were recovered behind damage; nothing that they say is observed", m.Recovered)
	}
	return nil
}

// readSource reads the archive into a case that is gone with the answer.
func (a *app) readSource(ctx context.Context, q *questionFlags, filter trail.Filter, admit func(name, source []byte) bool) (_ *store.Store, err error) {
	prune := filter
	if admit != nil {
		prune.From = trail.Moment{} // what explains an event came before it
	}
	if filter.From.Back != 0 {
		prune.From = trail.Moment{} // spans count back from the newest event, which is known only when all are read
	}
	if filter.Until.Back != 0 {
		prune.Until = trail.Moment{}
	}
	captures, err := a.find(&q.beside)
	if err != nil {
		return nil, err
	}
	arc, err := a.open(ctx, q.source, q.reading, prune)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	open := store.Scratch
	if admit != nil && q.look == nil { // a fleet's own calls can be most of an archive
		open = store.Memory
	}
	s, err := open(ctx, store.Options{Version: version()})
	if err != nil {
		return nil, err
	}
	bar := a.follow(ctx, "reading", arc)
	sum, err := s.Load(ctx, logFiles(ctx, arc, a.common.db), store.LoadOptions{
		Jobs: q.reading.jobsFor(q.source), Sources: q.source, Now: a.env.now, Admit: admit, Look: q.look, Progress: bar.tell, Ends: archive.Stops,
	})
	bar.close()
	if err == nil {
		err = a.judge(ctx, sum, q.source, false)
	}
	if err == nil {
		_, err = s.Keep(ctx, captures)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// list begins a listing in the form that was asked for.
func (a *app) list(columns []listing.Column) *listing.Writer {
	width := a.env.width(a.env.stdout)
	return listing.New(columns, listing.Options{
		Out: a.env.stdout, Format: a.common.parsedFormat, Terminal: width > 0, Width: width,
		Color: width > 0 && !a.common.noColor, Zone: a.common.location,
	})
}

// orNull is the cell of a text that may be absent.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

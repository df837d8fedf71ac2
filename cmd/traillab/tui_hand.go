// What the user of the terminal UI does beside reading: questions in SQL, notes, files.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"traillab/analyze/store"
	"traillab/cmd/traillab/listing"
	"traillab/cmd/traillab/tui"
)

// asking answers the page of SQL, over a connection of its own that is shut in.
type asking struct {
	desk *desk
	book *casebook
}

// Ask asks on the leash of traillab sql.
func (a asking) Ask(ctx context.Context, query string, head func([]string), row func([]any) bool) error {
	return a.told(ctx, (*store.Store).SQL, query, head, row)
}

// Peek asks for the first rows, on the same leash.
func (a asking) Peek(ctx context.Context, query string, n int, head func([]string), row func([]any) bool) error {
	first := func(s *store.Store, ctx context.Context, query string) (*store.Table, error) {
		return s.Peek(ctx, query, n)
	}
	return a.told(ctx, first, query, head, row)
}

func (a asking) told(ctx context.Context, ask func(*store.Store, context.Context, string) (*store.Table, error), query string, head func([]string), row func([]any) bool) error {
	return a.leashed(ctx, func(ctx context.Context, s *store.Store, still func(func() bool) bool) error {
		t, err := ask(s, ctx, query)
		if err != nil {
			return err
		}
		if !still(func() bool { head(t.Columns); return true }) {
			return ctx.Err()
		}
		return handed(t, still, row)
	})
}

// Hold makes the whole answer, on the same leash.
func (a asking) Hold(ctx context.Context, query string) (rows int64, err error) {
	err = a.leashed(ctx, func(ctx context.Context, s *store.Store, still func(func() bool) bool) error {
		n, err := s.Hold(ctx, query)
		still(func() bool { rows = n; return true })
		return err
	})
	return rows, err
}

// Part hands over rows of the answer that is held.
func (a asking) Part(ctx context.Context, query string, from, n int64, row func([]any) bool) error {
	return a.leashed(ctx, func(ctx context.Context, s *store.Store, still func(func() bool) bool) error {
		t, err := s.Part(ctx, query, from, n)
		if err != nil {
			return err
		}
		return handed(t, still, row)
	})
}

// leashed does work on a leash. What the work hands over it hands over through still: work that could not be ended hands nothing over
// any more.
func (a asking) leashed(ctx context.Context, work func(ctx context.Context, s *store.Store, still func(func() bool) bool) error) error {
	var mu sync.Mutex
	over := false
	still := func(do func() bool) bool {
		mu.Lock()
		defer mu.Unlock()
		return !over && do()
	}
	defer func() { still(func() bool { over = true; return true }) }()
	return a.desk.use(ctx, questions, func(s *store.Store) error {
		return leashed(ctx, func(ctx context.Context) error { return work(ctx, s, still) }, func() error { return errors.Join(errLeft, s.Leave()) })
	})
}

// handed hands rows over until one is refused.
func handed(t *store.Table, still func(func() bool) bool, row func([]any) bool) error {
	for cells, err := range t.Rows {
		if err != nil {
			return err
		}
		if !still(func() bool { return row(cells) }) {
			return nil
		}
	}
	return nil
}

func (a asking) History(context.Context) ([]string, error) { return a.book.history() }

func (a asking) Remember(_ context.Context, query string) error { return a.book.remember(query) }

// notebook answers for notes.
type notebook struct {
	book *casebook
	left *keepsakes
}

func (n notebook) Notes(context.Context) ([]tui.Note, error) {
	kept, torn, err := n.book.entries()
	if err == nil && torn > 0 {
		err = fmt.Errorf("%d lines of %s cannot be read", torn, n.book.notesFile())
	}
	var out []tui.Note
	for _, e := range kept {
		out = append(out, tui.Note{About: e.About, Time: e.Time, Author: e.Author, Text: e.Text})
	}
	return out, err
}

func (n notebook) Note(_ context.Context, about, text string) error {
	return n.noted(n.book.note(about, text))
}

func (n notebook) Bookmark(_ context.Context, about string) (bool, error) {
	set, err := n.book.bookmark(about)
	return set, n.noted(err)
}

// noted remembers where notes went.
func (n notebook) noted(err error) error {
	if err == nil {
		n.left.add("notes and bookmarks are in " + n.book.notesFile() + ", and every report on the case carries them")
	}
	return err
}

// exporting writes tables.
type exporting struct {
	app  *app
	left *keepsakes
}

// Export writes a new file.
func (e exporting) Export(ctx context.Context, path string, b tui.Book) (rows int64, err error) {
	if _, err := os.Lstat(path); err == nil {
		return 0, fmt.Errorf("%s is there already; give another name", path)
	}
	format, err := listing.ParseFormat(strings.TrimPrefix(filepath.Ext(path), "."))
	if err != nil {
		return 0, err
	}
	err = e.app.write(path, func(out io.Writer) error {
		w := listing.New(b.Columns, listing.Options{Out: out, Format: format})
		for cells, err := range b.Rows {
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if err := w.Row(cells...); err != nil {
				return err
			}
			rows++
		}
		return w.Close()
	})
	if err == nil {
		e.left.add(fmt.Sprintf("%d rows are in %s", rows, path))
	}
	return rows, err
}

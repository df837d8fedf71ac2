// Doors of what the user does beside reading: questions of one's own, notes, and tables that are taken along.

package tui

import (
	"context"
	"iter"
	"time"

	"traillab/cmd/traillab/listing"
)

// Asker answers questions in the user's own SQL, shut in and on a leash as traillab sql is.
type Asker interface {
	// Ask hands over the names of the columns, and then rows until one is refused.
	Ask(ctx context.Context, query string, head func(columns []string), row func(cells []any) bool) error
	// Peek does the same with the first n rows, and makes no more of them than that where the question allows it.
	Peek(ctx context.Context, query string, n int, head func(columns []string), row func(cells []any) bool) error
	// Hold makes the whole answer and holds it until it is asked to hold another. It returns how many rows there are.
	Hold(ctx context.Context, query string) (rows int64, err error)
	// Part hands over up to n rows of the answer that is held, from a place on, until one is refused.
	Part(ctx context.Context, query string, from, n int64, row func(cells []any) bool) error
	// History returns what was asked before, the oldest first; Remember adds to it.
	History(ctx context.Context) ([]string, error)
	Remember(ctx context.Context, query string) error
}

// Notebook keeps bookmarks and notes beside the case.
type Notebook interface {
	// Notes returns them in order of time. A bookmark that was taken away again is not among them.
	Notes(ctx context.Context) ([]Note, error)
	// Note writes what somebody has to say about an event or a chain.
	Note(ctx context.Context, about, text string) error
	// Bookmark sets a bookmark, or takes it away where there is one.
	Bookmark(ctx context.Context, about string) (set bool, err error)
}

// Note is a note, or a bookmark where Text is empty.
type Note struct {
	About  string // an event's id or a chain's
	Time   time.Time
	Author string
	Text   string
}

// Exporter writes tables to files.
type Exporter interface {
	// Export writes a new file, whole or not at all, in the form that the ending of its name says.
	Export(ctx context.Context, path string, b Book) (rows int64, err error)
}

// Book is a table to be written.
type Book struct {
	Columns []listing.Column
	Rows    iter.Seq2[[]any, error]
}

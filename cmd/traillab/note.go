// note writes on an event or a chain, and lists what was written.

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"traillab/analyze/report"
	"traillab/analyze/store"
	"traillab/cmd/traillab/listing"
)

func (a *app) note() *cobra.Command {
	return &cobra.Command{
		Use:   "note [EVENT_ID|CHAIN TEXT]",
		Short: "Write a note on an event or a chain, kept beside the database and carried into reports; without arguments, list them",
		Long: `Writes a note on an event or a chain of the case. Notes stand in FILE.notes.jsonl beside the database FILE, which stays as it is;
the file only grows, and each note has its time and its author ($USER). Reports carry them, and so do the bookmarks of traillab tui.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 0 && len(args) != 2 {
				return errors.New("give what the note is about and its text in quotes, or nothing to list the notes")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			book := a.casebook(a.common.db)
			if len(args) == 0 {
				return a.listNotes(book)
			}
			text := strings.TrimSpace(args[1])
			if text == "" {
				return misuse(errors.New("the note has no text"))
			}
			if err := a.known(cmd.Context(), args[0]); err != nil {
				return err
			}
			return book.note(args[0], text)
		},
	}
}

// known refuses what is neither an event of the case nor a chain: a note on nothing is lost.
func (a *app) known(ctx context.Context, about string) (err error) {
	s, err := store.Open(ctx, a.common.db, store.Options{Version: version()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	found, err := s.Show(ctx, about)
	if err != nil || len(found) > 0 {
		return err
	}
	c, err := a.investigate(ctx, s)
	if err != nil {
		return err
	}
	for i := range c.Chains {
		if c.Chains[i].ID == about {
			return nil
		}
	}
	return fmt.Errorf("the case has no event and no chain %s; traillab timeline and traillab chains list the ids", listing.Safe(about))
}

func (a *app) listNotes(book *casebook) error {
	kept, err := a.written(book)
	if err != nil {
		return err
	}
	w := a.list([]listing.Column{{Name: "time"}, {Name: "about"}, {Name: "author"}, {Name: "bookmark"}, {Name: "text", Wide: true}})
	for _, e := range kept {
		if err := w.Row(e.Time, e.About, orNull(e.Author), e.Bookmark != nil, orNull(e.Text)); err != nil {
			return err
		}
	}
	return w.Close()
}

// written are the entries of a casebook; what cannot be read of it is told.
func (a *app) written(book *casebook) ([]jotting, error) {
	kept, torn, err := book.entries()
	if err != nil {
		return nil, fmt.Errorf("notes: %w", err)
	}
	if torn > 0 {
		a.remark("%d lines of %s cannot be read; the notes that they were are not told", torn, listing.Safe(book.notesFile()))
	}
	return kept, nil
}

// notesFor are the notes that a report on the case carries.
func (a *app) notesFor(db string) ([]report.Note, error) {
	kept, err := a.written(a.casebook(db))
	out := []report.Note{}
	for _, e := range kept {
		n := report.Note{About: e.About, Time: e.Time, Author: e.Author, Text: e.Text}
		if e.Bookmark != nil {
			n.Text = "(bookmark)"
		}
		out = append(out, n)
	}
	return out, err
}

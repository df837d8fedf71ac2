// Notes: bookmarks and what was written on events and chains, kept beside the case and carried into reports.

package tui

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"traillab/analyze/trail"
)

// subjected is what the row under the cursor is about; else what is wrong is said.
func (m *Model) subjected() (id, wrong string) {
	if m.doors.Notebook == nil {
		return "", "notes are kept beside a database, and there is none: make one with " + m.load()
	}
	p, ok := m.top().(about)
	if !ok {
		return "", "this page has no events or chains to write on"
	}
	if id = p.subject(); id == "" {
		return "", "there is nothing here that has an id"
	}
	return id, ""
}

// load is the command that makes a database of what is shown.
func (m *Model) load() string {
	words := []string{"traillab load"}
	for i := 0; i+1 < len(m.place); i += 2 {
		if m.place[i] == "--source" {
			words = append(words, quoted(m.place[i+1]))
		}
	}
	return strings.Join(words, " ")
}

// bookmark sets a bookmark, or takes it away.
func (m *Model) bookmark() intent {
	if rows, _ := m.picked(); len(rows) > 0 && m.doors.Notebook != nil {
		return m.bookmarkAll(subjectsOf(rows), len(rows))
	}
	id, wrong := m.subjected()
	if wrong != "" {
		return intent{say: wrong}
	}
	book := m.doors.Notebook
	return intent{work: func(ctx context.Context) (string, error) {
		set, err := book.Bookmark(ctx, id)
		if !set {
			return "the bookmark of " + id + " was taken away", err
		}
		return "bookmarked " + id, err
	}}
}

// bookmarkAll sets a bookmark on each id of the marked rows.
func (m *Model) bookmarkAll(ids []string, rows int) intent {
	if len(ids) == 0 {
		return intent{say: "no marked row has an id"}
	}
	book := m.doors.Notebook
	return intent{work: func(ctx context.Context) (string, error) {
		for n, id := range ids {
			set, err := book.Bookmark(ctx, id)
			if err == nil && !set { // it had one, and lost it
				_, err = book.Bookmark(ctx, id)
			}
			if err != nil {
				return fmt.Sprintf("%d of %d were bookmarked", n, len(ids)), err
			}
		}
		return "bookmarked " + tellIDs(len(ids), rows), nil
	}}
}

// askNote asks for a note, on what is under the cursor or on all that is marked.
func (m *Model) askNote() intent {
	rows, _ := m.picked()
	ids := subjectsOf(rows)
	if len(ids) == 0 {
		id, wrong := m.subjected()
		if wrong != "" {
			return intent{say: wrong}
		}
		ids = []string{id}
	}
	book := m.doors.Notebook
	if book == nil {
		_, wrong := m.subjected()
		return intent{say: wrong}
	}
	on := ids[0]
	if len(ids) > 1 {
		on = tellIDs(len(ids), len(rows))
	}
	return intent{input: &prompt{label: "note", editor: newEditor(""), done: func(text string) intent {
		if text = strings.TrimSpace(text); text == "" {
			return intent{say: "nothing was written"}
		}
		return intent{work: func(ctx context.Context) (string, error) {
			for n, id := range ids {
				if err := book.Note(ctx, id, text); err != nil {
					return fmt.Sprintf("noted on %d of %d", n, len(ids)), err
				}
			}
			return "noted on " + on, nil
		}}
	}}}
}

func (m *Model) showNotes() intent {
	if _, here := m.top().(*notes); here {
		return intent{say: "these are the notes"}
	}
	return intent{open: newNotes(&m.doors)}
}

// notes is the page of them.
type notes struct {
	doors *Doors
	asked bool
	list  []Note
	err   error
	table table
	w     int
}

func newNotes(d *Doors) page {
	n := &notes{doors: d}
	n.table.columns = []column{
		{name: "time", least: 20, most: 25},
		{name: "about", field: "id", least: 18, most: 36},
		{name: "author", least: 8, most: 16},
		{name: "note", least: 20, most: 300},
	}
	return n
}

func (n *notes) title() string { return "Notes" }

func (n *notes) changed() { n.asked = false }
func (n *notes) retry()   { n.asked = false }

func (n *notes) ask() []question {
	if n.asked || n.doors.Notebook == nil {
		return nil
	}
	n.asked = true
	book := n.doors.Notebook
	return []question{{"notes", func(ctx context.Context) (any, error) { return book.Notes(ctx) }}}
}

func (n *notes) take(_ string, answer any, err error) {
	n.err = err
	if list, ok := answer.([]Note); ok && err == nil {
		n.list = list
	}
	n.table.grow(len(n.list))
}

func (n *notes) resize(w, h int) {
	n.w = w
	n.table.resize(h - 1)
}

func (n *notes) bindings() []binding {
	return append([]binding{{[]string{"enter"}, "open", "the record or the chain that the note is about", n.open}},
		append(n.table.finding(func(i int) []cell { return n.cells(view{}, i) }), n.table.bindings()...)...)
}

func (n *notes) open() intent {
	id := n.subject()
	switch {
	case id == "":
		return intent{say: "there is no note here"}
	case strings.HasPrefix(id, "chain-"):
		return intent{open: newNoted(n.doors, id)}
	}
	return intent{open: newRecord(n.doors, id, 0)}
}

func (n *notes) scroll(by int) { n.table.move(by) }

func (n *notes) click(x, y int, again bool) intent {
	if n.table.press(x, y, n.w) && again {
		return n.open()
	}
	return intent{}
}

func (n *notes) cells(v view, i int) []cell {
	note := n.list[i]
	text := cell{text: note.Text}
	if note.Text == "" {
		text = cell{tone: toneFaint, text: "bookmark"}
	}
	return []cell{{text: v.clock(note.Time)}, {text: note.About}, {text: note.Author}, text}
}

func (n *notes) under() (field, value string) {
	return n.table.under(func(i int) []cell { return n.cells(view{}, i) })
}

func (n *notes) row() string {
	if len(n.list) == 0 {
		return ""
	}
	text, err := json.Marshal(n.list[n.table.at])
	if err != nil {
		return ""
	}
	return string(text)
}

func (n *notes) same(trail.Filter) same {
	return same{command: "traillab note", why: "Notes are kept beside the database and not in it; traillab note ABOUT TEXT writes one."}
}

func (n *notes) render(v view) []line {
	switch {
	case n.doors.Notebook == nil:
		return []line{told(toneUnknown, "Notes are kept beside a database, and there is none here.")}
	case n.err != nil:
		return troubled(n.err, v.w)
	case len(n.list) == 0 && v.busy:
		return []line{told(toneFaint, "asking for notes …")}
	case len(n.list) == 0:
		return []line{line{}.add(tonePlain, "Nothing is written yet: ").add(toneKey, "b").add(tonePlain, " bookmarks the event or chain under the cursor, ").add(toneKey, "m").add(tonePlain, " writes a note on it.")}
	}
	return append(n.table.render(v.w, func(i int) []cell { return n.cells(v, i) }), told(toneFaint, "note %d of %d", n.table.at+1, len(n.list)))
}

// The casebook: notes and bookmarks beside a case, and the questions that were asked of it. Each is a file of JSON lines which only
// grows: nobody's note is overwritten, two writers do not undo each other, and a line that was torn by a crash costs itself only.

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// How the files beside a case are called.
const (
	notesSuffix   = ".notes.jsonl"
	historySuffix = ".history.jsonl"
)

// casebook is what stands beside the case at that path.
type casebook struct {
	db     string
	author string
	now    func() time.Time
}

// jotting is a line of the file of notes.
type jotting struct {
	Time     time.Time `json:"time"`
	Author   string    `json:"author,omitempty"`
	About    string    `json:"about"`
	Text     string    `json:"text,omitempty"`
	Bookmark *bool     `json:"bookmark,omitempty"` // set, or taken away again; absent of a note
}

// casebook of a case; the author is who the environment says.
func (a *app) casebook(db string) *casebook {
	author := a.env.getenv("USER")
	if author == "" {
		author = a.env.getenv("LOGNAME")
	}
	return &casebook{db, author, a.env.now}
}

func (b *casebook) notesFile() string   { return b.db + notesSuffix }
func (b *casebook) historyFile() string { return b.db + historySuffix }

// entries are the notes, and the bookmarks that are set, in the order in which they were written; torn counts lines that cannot be read.
func (b *casebook) entries() (kept []jotting, torn int, err error) {
	var all []jotting
	torn, err = readLines(b.notesFile(), func(text []byte) error {
		var e jotting
		if err := json.Unmarshal(text, &e); err != nil || e.About == "" {
			return errors.Join(err, errors.New("no note"))
		}
		all = append(all, e)
		return nil
	})
	if err != nil {
		return nil, torn, err
	}
	last := map[string]int{}
	for i := range all {
		if all[i].Bookmark != nil {
			last[all[i].About] = i
		}
	}
	for i := range all {
		if mark := all[i].Bookmark; mark == nil || *mark && last[all[i].About] == i {
			kept = append(kept, all[i])
		}
	}
	return kept, torn, nil
}

// note writes a note.
func (b *casebook) note(about, text string) error {
	return appendLine(b.notesFile(), jotting{Time: b.now().UTC(), Author: b.author, About: about, Text: text})
}

// bookmark sets a bookmark, or takes it away where one is set.
func (b *casebook) bookmark(about string) (set bool, err error) {
	kept, _, err := b.entries()
	if err != nil {
		return false, err
	}
	set = true
	for i := range kept {
		if kept[i].Bookmark != nil && kept[i].About == about {
			set = false
		}
	}
	return set, appendLine(b.notesFile(), jotting{Time: b.now().UTC(), Author: b.author, About: about, Bookmark: &set})
}

// history is what was asked, the oldest first, as far back as anybody looks.
func (b *casebook) history() ([]string, error) {
	const most = 500
	var out []string
	_, err := readLines(b.historyFile(), func(text []byte) error {
		var asked struct {
			SQL string `json:"sql"`
		}
		if err := json.Unmarshal(text, &asked); err != nil || asked.SQL == "" {
			return errors.Join(err, errors.New("no question"))
		}
		out = append(out, asked.SQL)
		return nil
	})
	return out[max(0, len(out)-most):], err
}

// remember adds to the history.
func (b *casebook) remember(query string) error {
	return appendLine(b.historyFile(), map[string]any{"time": b.now().UTC(), "sql": query})
}

// readLines hands over the lines of a file that may not be there, and counts those that are refused.
func readLines(path string, take func(text []byte) error) (torn int, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewReader(f)
	for {
		text, err := lines.ReadBytes('\n')
		if text = bytes.TrimSpace(text); len(text) > 0 && take(text) != nil {
			torn++
		}
		if errors.Is(err, io.EOF) {
			return torn, nil
		}
		if err != nil {
			return torn, fmt.Errorf("read %s: %w", path, err)
		}
	}
}

// besideCase adds the way out to an error of a file that stands beside the case.
func besideCase(err error) error {
	return fmt.Errorf("%w; it stands beside the database: copy the database to a folder that can be written to, and name it with --db", err)
}

// appendLine adds a line to a file in one step, on a line of its own even behind one that a crash tore, and to the disk before it
// returns.
func appendLine(path string, value any) (err error) {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return besideCase(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	line := append(text, '\n')
	if info, err := f.Stat(); err == nil && info.Size() > 0 {
		end := make([]byte, 1)
		if _, err := f.ReadAt(end, info.Size()-1); err == nil && end[0] != '\n' {
			line = append([]byte{'\n'}, line...)
		}
	}
	if _, err := f.Write(line); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return f.Sync()
}

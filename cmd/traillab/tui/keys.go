// Keys that work on every page. A page's own come first.

package tui

import (
	"time"

	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// common is the table of the keys that work everywhere.
func (m *Model) common() []binding {
	table := []binding{
		{[]string{"esc", "backspace"}, "back", "stop what is being asked for this page, else go back one page", m.escape},
		{[]string{"/"}, "filter", "narrow every page: field:value, -field:value, field~regex, ip:10.0.0.0/8, since:2h, words", m.askFilter},
		{[]string{":", "ctrl+p"}, "go", "go to a page or do an action, by its name or a word of what it does", m.askCommand},
		{[]string{"."}, "same", "the same view as a command and as SQL", m.showSame},
		{[]string{"i"}, "only", "only events with the value under the cursor", m.include},
		{[]string{"o"}, "without", "no events with the value under the cursor", m.exclude},
		{[]string{"T"}, "", "everything about what is under the cursor: what touched a resource, a principal, the way of an access key", m.touching},
		{[]string{"b"}, "bookmark", "bookmark what the row is about, or take its bookmark away", m.bookmark},
		{[]string{"m"}, "note", "write a note on what the row is about; reports carry it", m.askNote},
		{[]string{"M"}, "notes", "all bookmarks and notes", m.showNotes},
		{[]string{"e"}, "export", "write the rows of this page to a file: CSV, JSON, JSON lines or Markdown", m.askExport},
		{[]string{"space"}, "mark", "mark the row under the cursor, or take its mark away: y, Y, e, b and m are about the marked rows then", m.markRow},
		{[]string{"a"}, "", "mark all rows, or take all marks away", m.markAll},
		{[]string{"w"}, "", "only events that write, or all again", func() intent {
			f := m.filter
			f.Writes = !f.Writes
			return intent{filter: &f}
		}},
		{[]string{"x"}, "", "only events with an error, or all again", func() intent {
			f := m.filter
			f.Errors = !f.Errors
			return intent{filter: &f}
		}},
		{[]string{"z"}, "", "times in UTC, or in the zone of --tz", m.nextZone},
		{[]string{"y"}, "", "copy the value under the cursor (OSC 52)", m.copyValue},
		{[]string{"Y"}, "", "copy the row under the cursor as JSON (OSC 52)", m.copyRow},
		{[]string{"r"}, "", "ask again", func() intent { return intent{again: true} }},
		{[]string{"?"}, "help", "all keys, to be searched", func() intent { return intent{open: newHelp(m.bindings())} }},
		{[]string{"q"}, "quit", "leave", func() intent { return intent{quit: true} }},
		{[]string{"ctrl+z"}, "", "back to the shell for a while; fg comes back", func() intent { return intent{rest: true} }},
		{[]string{"ctrl+c"}, "", "stop what takes long, else leave", m.interrupt},
	}
	for _, e := range m.entries {
		table = append(table, binding{[]string{e.key}, "", e.name + ": " + e.help, func() intent { return intent{to: e.name} }})
	}
	return table
}

// escape stops what the page asks when it takes long, else goes back.
func (m *Model) escape() intent {
	if m.slow > 0 && m.halt() {
		return intent{say: "stopped"}
	}
	return intent{back: true}
}

// interrupt stops what takes long, else leaves.
func (m *Model) interrupt() intent {
	if m.slow > 0 && m.halt() {
		return intent{say: "stopped; ctrl+c again leaves"}
	}
	return intent{quit: true}
}

func (m *Model) askFilter() intent {
	read := func(text string) (trail.Filter, error) { return parseFilter(m.filter, text) }
	text := spellFilter(m.filter)
	if text != "" {
		text += " "
	}
	return intent{input: &prompt{
		label: "filter", editor: newEditor(text), words: fieldWords,
		check: func(text string) error {
			_, err := read(text)
			return err
		},
		done: func(text string) intent {
			f, _ := read(text) // checked
			return intent{filter: &f}
		},
	}}
}

func (m *Model) showSame() intent {
	p, ok := m.top().(reproducible)
	if !ok {
		return intent{say: "this page has no command of its own"}
	}
	return intent{open: newSame(p.same(m.filter), m.place)}
}

func (m *Model) nextZone() intent {
	if len(m.zones) == 1 {
		return intent{say: "times are in UTC, as the zone of this machine is; traillab tui --tz ZONE names another"}
	}
	m.zone = (m.zone + 1) % len(m.zones)
	return intent{say: "times are in " + zoneName(m.located())}
}

// zoneName names a zone for people.
func zoneName(z *time.Location) string {
	if z == time.Local {
		return "local time"
	}
	return z.String()
}

func (m *Model) copyValue() intent {
	if rows, column := m.picked(); len(rows) > 0 {
		return copyMarked(rows, column)
	}
	p, ok := m.top().(pointing)
	if !ok {
		return intent{say: "there is nothing to copy here"}
	}
	_, value := p.under()
	if value == "" {
		return intent{say: "there is no value under the cursor"}
	}
	return intent{copy: listing.Safe(value), say: "handed to the terminal's clipboard: " + value} // pasted into a shell it must be harmless, too
}

func (m *Model) copyRow() intent {
	if rows, _ := m.picked(); len(rows) > 0 {
		return copyMarkedRows(rows)
	}
	p, ok := m.top().(rowed)
	if !ok || p.row() == "" {
		return intent{say: "there is no row under the cursor"}
	}
	return intent{copy: string(listing.SafeJSON([]byte(p.row()))), say: "the row was handed to the terminal's clipboard as JSON"}
}

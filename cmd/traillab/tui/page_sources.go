// Sources: the events that a claim rests on, each with its record behind it.

package tui

import (
	"strings"

	"traillab/analyze/trail"
)

// sources is the page of them.
type sources struct {
	doors *Doors
	about string
	cause string
	ids   []string
	table table
	w     int
}

// newSources makes the page. The cause is among the ids, or is put first.
func newSources(d *Doors, about, cause string, ids []string) page {
	s := &sources{doors: d, about: about, cause: cause}
	if cause != "" {
		s.ids = append(s.ids, cause)
	}
	for _, id := range ids {
		if id != cause {
			s.ids = append(s.ids, id)
		}
	}
	s.table.columns = []column{{name: "event id", field: "id", least: 36, most: 60}, {name: "part", least: 24, most: 60}}
	s.table.grow(len(s.ids))
	return s
}

func (s *sources) title() string           { return "Sources" }
func (s *sources) ask() []question         { return nil }
func (s *sources) take(string, any, error) {}
func (s *sources) same(trail.Filter) same  { return sourceSame(s.ids[s.table.at]) }
func (s *sources) under() (string, string) { return s.table.under(s.cells) }
func (s *sources) scroll(by int)           { s.table.move(by) }
func (s *sources) open() intent            { return openSource(s.doors, s.ids[s.table.at]) }
func (s *sources) resize(w, h int)         { s.w = w; s.table.resize(h - 2) }
func (s *sources) bindings() []binding {
	return append([]binding{{[]string{"enter"}, "record", "the raw record of the event", s.open}}, s.table.bindings()...)
}

func (s *sources) click(x, y int, again bool) intent {
	if s.table.press(x, y-2, s.w) && again {
		return s.open()
	}
	return intent{}
}

func (s *sources) cells(i int) []cell {
	part := cell{text: "it rests on this"}
	switch id := s.ids[i]; {
	case id == s.cause:
		part = cell{tone: toneBad, text: "✕ took it"}
	case !recorded(id):
		part = cell{tone: toneFaint, text: "a baseline, no record of the log"}
	}
	return []cell{{text: s.ids[i]}, part}
}

func (s *sources) render(v view) []line {
	head := line{}.add(toneStrong, s.about).add(tonePlain, " rests on "+several(len(s.ids), "event"))
	return append([]line{head, {}}, s.table.render(v.w, s.cells)...)
}

// recorded reports whether a source is the id of an event; a baseline is named by what it was read from.
func recorded(id string) bool { return !strings.Contains(id, ":") }

// openSource opens the record behind a source.
func openSource(d *Doors, id string) intent {
	if !recorded(id) {
		return intent{say: "it rests on " + id + ", which has no event id: a baseline, or a record without one"}
	}
	return intent{open: newRecord(d, id, 0)}
}

func sourceSame(id string) same {
	return (&record{id: id}).same(trail.Filter{})
}

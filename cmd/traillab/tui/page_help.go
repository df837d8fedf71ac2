// Help: every key that works on the page it was opened from, to be searched. The rows are the bindings themselves.

package tui

import "strings"

// help is the page of keys.
type help struct {
	rows  []binding
	words string
	table table
	w     int
}

func newHelp(table []binding) page {
	h := &help{rows: shown(table)}
	h.table.columns = []column{{name: "keys", least: 16, most: 24}, {name: "does", least: 50, most: 200}}
	h.table.grow(len(h.rows))
	return h
}

func (h *help) title() string           { return "Keys" }
func (h *help) ask() []question         { return nil }
func (h *help) take(string, any, error) {}

func (h *help) resize(w, height int) {
	h.w = w
	h.table.resize(height - 2)
}

func (h *help) bindings() []binding {
	own := []binding{
		{[]string{"/"}, "search", "only keys and words that have this", func() intent {
			search := func(text string) intent {
				h.words = text
				h.table.grow(len(h.found()))
				return intent{}
			}
			return intent{input: &prompt{label: "search", editor: newEditor(h.words), done: search, live: search}}
		}},
		{[]string{"?"}, "", "back to the page", func() intent { return intent{back: true} }},
	}
	return append(own, h.table.bindings()...)
}

// found are the rows that have the words.
func (h *help) found() []binding {
	var out []binding
	for _, b := range h.rows {
		if strings.Contains(strings.ToLower(spelled(b.keys)+" "+b.name+" "+b.help), strings.ToLower(h.words)) {
			out = append(out, b)
		}
	}
	return out
}

func (h *help) scroll(by int) { h.table.move(by) }

func (h *help) click(x, y int, _ bool) intent {
	h.table.press(x, y-2, h.w)
	return intent{}
}

func (h *help) render(v view) []line {
	found := h.found()
	lead := told(toneFaint, "The keys of the page that you came from, its own first. / searches, esc goes back.")
	if h.words != "" {
		lead = told(toneWarn, "%d of %d keys have %q", len(found), len(h.rows), h.words)
	}
	return append([]line{lead, {}}, h.table.render(v.w, func(i int) []cell {
		return []cell{{tone: toneKey, text: spelled(found[i].keys)}, {text: found[i].help}}
	})...)
}

// Bindings: a table of keys. The same rows dispatch a key, write the help line, fill the help page and print the table in the
// documentation, so that none of them can be wrong about another.

package tui

import (
	"slices"
	"strings"
)

// binding is a row of a table of keys.
type binding struct {
	keys []string // as Bubble Tea names them: "j", "down", "ctrl+d"
	name string   // a word or two, for the help line; empty to stay out of it
	help string   // what it does, without a full stop
	do   func() intent
}

// find returns the first binding of a key.
func find(table []binding, key string) (binding, bool) {
	at := slices.IndexFunc(table, func(b binding) bool { return slices.Contains(b.keys, key) })
	if at < 0 {
		return binding{}, false
	}
	return table[at], true
}

// shown are the bindings that the help tells of: a key that an earlier row has is not told again.
func shown(table []binding) []binding {
	var out []binding
	seen := map[string]bool{}
	for _, b := range table {
		keys := slices.DeleteFunc(slices.Clone(b.keys), func(k string) bool { return seen[k] })
		for _, k := range b.keys {
			seen[k] = true
		}
		if len(keys) > 0 {
			b.keys = keys
			out = append(out, b)
		}
	}
	return out
}

// spelled names keys for people.
func spelled(keys []string) string {
	names := map[string]string{
		"up": "↑", "down": "↓", "left": "←", "right": "→", "space": "space", "pgdown": "pgdn", "shift+tab": "⇧tab",
	}
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k
		if name, ok := names[k]; ok {
			out[i] = name
		}
	}
	return strings.Join(out, " ")
}

// helpLine is the short help: as many names as there is room for, in the order of the table; the help key always.
func helpLine(table []binding, w int) line {
	out := line{}
	last := line{}.add(toneKey, "?").add(toneFaint, " help")
	left := w - last.width() - 1
	for _, b := range shown(table) {
		if b.name == "" || slices.Contains(b.keys, "?") {
			continue
		}
		next := line{}.add(toneKey, spelled(b.keys[:1])).add(toneFaint, " "+b.name+"  ")
		if next.width() > left {
			break
		}
		left -= next.width()
		out.spans = append(out.spans, next.spans...)
	}
	out.spans = append(out.spans, last.spans...)
	return out
}

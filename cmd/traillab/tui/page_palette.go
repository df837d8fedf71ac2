// Palette: every page and every action that can be had now, found by its name or by a word of what it does.

package tui

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// action is a row of the palette.
type action struct {
	name, keys, help string
	do               func() intent
}

// palette is the page behind the colon.
type palette struct {
	all   []action
	words string
	table table
	w     int
	do    func(a action) intent // leaves the palette, and does it
}

// askCommand opens the palette over the page.
func (m *Model) askCommand() intent {
	p := &palette{all: m.actions()}
	p.do = func(a action) intent {
		m.prompt = nil
		m.pop()
		return a.do()
	}
	p.table.columns = []column{{name: "name", least: 12, most: 16}, {name: "keys", least: 14, most: 16}, {name: "does", least: 46, most: 200}}
	p.table.grow(len(p.all))
	return intent{open: p, input: p.prompt()}
}

// moves is what a row says that only moves a cursor: nobody looks that up.
var moves = regexp.MustCompile(`^(one|half a) (row|line|page|column) `)

// actions are the pages, and what can be done on this one and everywhere; what has a name first.
func (m *Model) actions() []action {
	var pages, named, others []action
	numbers := map[string]bool{":": true}
	for _, e := range m.entries {
		numbers[e.key] = true
		pages = append(pages, action{e.name, e.key, e.help, func() intent { return intent{to: e.name} }})
	}
	for _, b := range shown(m.bindings()) {
		a := action{b.name, spelled(b.keys), b.help, b.do}
		switch {
		case numbers[b.keys[0]] || b.name == "" && moves.MatchString(b.help):
		case b.name != "":
			named = append(named, a)
		default:
			others = append(others, a)
		}
	}
	return slices.Concat(pages, named, others)
}

// found are the actions that the words fit, those whose name begins so first.
func (p *palette) found() []action {
	words := strings.ToLower(strings.TrimSpace(p.words))
	var exact, begins, has []action
	for _, a := range p.all {
		switch {
		case a.name == words && words != "":
			exact = append(exact, a)
		case a.name != "" && strings.HasPrefix(a.name, words):
			begins = append(begins, a)
		case strings.Contains(strings.ToLower(a.name+" "+a.help), words):
			has = append(has, a)
		}
	}
	return slices.Concat(exact, begins, has)
}

// prompt asks for the words.
func (p *palette) prompt() *prompt {
	return &prompt{
		label: ":", editor: newEditor(""),
		words: func(before string) (string, []string) {
			var names []string
			for _, a := range p.found() {
				if a.name != "" {
					names = append(names, a.name)
				}
			}
			return before, names
		},
		live: func(text string) intent {
			p.words, p.table.at = text, 0
			p.table.grow(len(p.found()))
			return intent{}
		},
		move: func(by int, text string) (string, intent) {
			p.table.move(by)
			return text, intent{}
		},
		check: func(text string) error {
			if len(p.found()) == 0 {
				return fmt.Errorf("there is no page or action %q; clear the line to see all", text)
			}
			return nil
		},
		done:  func(string) intent { return p.choose() },
		leave: func() intent { return intent{back: true} },
	}
}

func (p *palette) choose() intent {
	found := p.found()
	if len(found) == 0 {
		return intent{say: "there is nothing to do here"}
	}
	return p.do(found[p.table.at])
}

func (p *palette) title() string           { return "Palette" }
func (p *palette) ask() []question         { return nil }
func (p *palette) take(string, any, error) {}
func (p *palette) scroll(by int)           { p.table.move(by) }

func (p *palette) resize(w, h int) {
	p.w = w
	p.table.resize(h)
}

func (p *palette) bindings() []binding {
	return append([]binding{
		{[]string{"enter"}, "do", "what the row says, on the page that the palette was opened from", p.choose},
		{[]string{":"}, "", "find by a word", func() intent { return intent{input: p.prompt()} }},
	}, p.table.bindings()...)
}

func (p *palette) click(x, y int, again bool) intent {
	if p.table.press(x, y, p.w) && again {
		return p.choose()
	}
	return intent{}
}

func (p *palette) render(v view) []line {
	found := p.found()
	return p.table.render(v.w, func(i int) []cell {
		return []cell{{tone: toneStrong, text: found[i].name}, {tone: toneKey, text: found[i].keys}, {text: found[i].help}}
	})
}

// Prompts: a line that the user is asked for at the foot of the screen.

package tui

import (
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// prompt is a question to the user. done says what follows from the answer; live, where there is one, from every change of it.
type prompt struct {
	label    string
	editor   editor
	complete []string // words that tab completes
	done     func(text string) intent
	live     func(text string) intent
}

// key takes a key; ended says that the prompt has done its work.
func (p *prompt) key(k tea.Key) (i intent, ended bool) {
	switch k.String() {
	case "esc", "ctrl+c":
		return intent{}, true
	case "enter":
		return p.done(p.editor.text()), true
	case "tab":
		p.finish()
	default:
		p.editor.key(k)
	}
	if p.live != nil {
		return p.live(p.editor.text()), false
	}
	return intent{}, false
}

// insert takes what was pasted.
func (p *prompt) insert(text string) intent {
	p.editor.insert(text)
	if p.live != nil {
		return p.live(p.editor.text())
	}
	return intent{}
}

// finish completes the line with the first word that begins so.
func (p *prompt) finish() {
	at := slices.IndexFunc(p.complete, func(w string) bool { return strings.HasPrefix(w, p.editor.text()) })
	if at >= 0 {
		p.editor = newEditor(p.complete[at])
	}
}

// render draws the prompt with its cursor in w cells, and behind it what could complete it.
func (p *prompt) render(w int) line {
	before, under, after := p.editor.parts()
	l := line{}.add(toneKey, p.label).add(tonePlain, " ")
	room := w - l.width() - 2
	for width(before) > room { // what is at the cursor is always seen
		before = string([]rune(before)[1:])
	}
	l = l.add(tonePlain, before).add(toneHere, under).add(tonePlain, after)
	if len(p.complete) == 0 {
		return l.add(toneFaint, "   enter takes it, esc leaves it as it was")
	}
	var fits []string
	for _, word := range p.complete {
		if strings.HasPrefix(word, p.editor.text()) {
			fits = append(fits, word)
		}
	}
	return l.add(toneFaint, "   tab: "+strings.Join(fits, " "))
}

// editor is one line of text with a cursor.
type editor struct {
	runes []rune
	at    int
}

func newEditor(text string) editor { return editor{[]rune(text), len([]rune(text))} }

func (e *editor) text() string { return string(e.runes) }

// parts is the text before the cursor, under it and behind it.
func (e *editor) parts() (before, under, after string) {
	if e.at >= len(e.runes) {
		return string(e.runes), " ", ""
	}
	return string(e.runes[:e.at]), string(e.runes[e.at]), string(e.runes[e.at+1:])
}

// insert puts text at the cursor, in one line.
func (e *editor) insert(text string) {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text))
	e.runes = slices.Insert(e.runes, e.at, runes...)
	e.at += len(runes)
}

// key edits.
func (e *editor) key(k tea.Key) {
	switch k.String() {
	case "left", "ctrl+b":
		e.at = max(0, e.at-1)
	case "right", "ctrl+f":
		e.at = min(len(e.runes), e.at+1)
	case "home", "ctrl+a":
		e.at = 0
	case "end", "ctrl+e":
		e.at = len(e.runes)
	case "backspace":
		if e.at > 0 {
			e.at--
			e.runes = slices.Delete(e.runes, e.at, e.at+1)
		}
	case "delete", "ctrl+d":
		if e.at < len(e.runes) {
			e.runes = slices.Delete(e.runes, e.at, e.at+1)
		}
	case "ctrl+u":
		e.runes, e.at = slices.Delete(e.runes, 0, e.at), 0
	case "ctrl+k":
		e.runes = e.runes[:e.at]
	case "ctrl+w":
		from := e.at
		for from > 0 && unicode.IsSpace(e.runes[from-1]) {
			from--
		}
		for from > 0 && !unicode.IsSpace(e.runes[from-1]) {
			from--
		}
		e.runes, e.at = slices.Delete(e.runes, from, e.at), from
	default:
		if k.Text != "" {
			e.insert(k.Text)
		}
	}
}

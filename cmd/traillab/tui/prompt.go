// Prompts: a line that the user is asked for at the foot of the screen.

package tui

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"traillab/analyze/trail"
)

// prompt is a question to the user. done says what follows from the answer; the others may be nil.
type prompt struct {
	label  string
	editor editor
	done   func(text string) intent
	check  func(text string) error                               // a mistake, which leaves the prompt open; a *trail.Mistake puts the cursor there
	live   func(text string) intent                              // what follows from every change
	words  func(before string) (stem string, words []string)     // what the stem that the text before the cursor ends in may become
	move   func(by int, text string) (replaced string, i intent) // up and down
	leave  func() intent                                         // esc
	wrong  string                                                // what check said, until the next key
}

// key takes a key; ended says that the prompt has done its work.
func (p *prompt) key(k tea.Key) (i intent, ended bool) {
	p.wrong = ""
	switch name := k.String(); {
	case name == "esc" || name == "ctrl+c":
		if p.leave != nil {
			return p.leave(), true
		}
		return intent{}, true
	case name == "enter":
		if p.check != nil {
			if err := p.check(p.editor.text()); err != nil {
				p.blame(err)
				return intent{}, false
			}
		}
		return p.done(p.editor.text()), true
	case p.move != nil && (name == "up" || name == "down"):
		text, i := p.move(map[string]int{"up": -1, "down": 1}[name], p.editor.text())
		p.editor = newEditor(text)
		return i, false
	case name == "tab":
		p.finish()
	default:
		p.editor.key(k)
	}
	if p.live != nil {
		return p.live(p.editor.text()), false
	}
	return intent{}, false
}

// blame says what is wrong, with the cursor where it is.
func (p *prompt) blame(err error) {
	p.wrong = err.Error()
	var at *trail.Mistake
	if errors.As(err, &at) {
		p.editor.at = min(at.At, len(p.editor.runes))
	}
}

// insert takes what was pasted.
func (p *prompt) insert(text string) intent {
	p.wrong = ""
	p.editor.insert(text)
	if p.live != nil {
		return p.live(p.editor.text())
	}
	return intent{}
}

// fitting are the words that the stem before the cursor may become.
func (p *prompt) fitting() (stem string, words []string) {
	if p.words == nil {
		return "", nil
	}
	stem, all := p.words(string(p.editor.runes[:p.editor.at]))
	for _, w := range all {
		if strings.HasPrefix(w, stem) {
			words = append(words, w)
		}
	}
	return stem, words
}

// finish completes the stem as far as all the words that fit agree, or with the first of them when that is no further.
func (p *prompt) finish() {
	stem, words := p.fitting()
	if len(words) == 0 {
		return
	}
	shared := words[0]
	for _, w := range words[1:] {
		for !strings.HasPrefix(w, shared) {
			shared = shared[:len(shared)-1]
		}
	}
	if shared == stem {
		shared = words[0]
	}
	p.editor.insert(shared[len(stem):])
}

// render draws the prompt with its cursor in w cells.
func (p *prompt) render(w int) line {
	before, under, after := p.editor.parts()
	l := line{}.add(toneKey, p.label).add(tonePlain, " ")
	room := w - l.width() - 2
	for width(before) > room { // what is at the cursor is always seen
		before = string([]rune(before)[1:])
	}
	return l.add(tonePlain, before).add(toneHere, under).add(tonePlain, after)
}

// help is the line below the prompt: what is wrong, what could stand there, or how to leave.
func (p *prompt) help(w int) line {
	if p.wrong != "" {
		return cut(told(toneBad, "%s", p.wrong), w)
	}
	if _, words := p.fitting(); len(words) > 0 {
		return cut(line{}.add(toneKey, "tab").add(toneFaint, " "+strings.Join(words, " ")), w)
	}
	return line{}.add(toneKey, "enter").add(toneFaint, " takes it  ").add(toneKey, "esc").add(toneFaint, " leaves it as it was")
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

// longestLine is how many letters a line may have: whatever is pasted, the next key is answered at once.
const longestLine = 4096

// insert puts text at the cursor, in one line.
func (e *editor) insert(text string) {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text))
	runes = runes[:min(len(runes), max(0, longestLine-len(e.runes)))]
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

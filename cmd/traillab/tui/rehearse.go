// Rehearsals: the pages without a terminal, for whoever answers their doors: a test that plays a drill through, or takes the command that
// a page names at its word. No time passes in one.

package tui

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Rehearsal is a run whose keys are pressed by a program.
type Rehearsal struct {
	m      *Model
	copied string
}

// Rehearse begins a run on a screen of so many cells. Its questions are answered before each method returns.
func Rehearse(ctx context.Context, doors Doors, o Options, w, h int) *Rehearsal {
	r := &Rehearsal{m: New(ctx, doors, o)}
	r.m.wait = func() tea.Cmd { return nil }
	r.m.pulse = r.m.wait
	r.do(r.m.Init())
	r.tell(tea.WindowSizeMsg{Width: w, Height: h})
	return r
}

// Press presses keys, by the names that the tables of keys use.
func (r *Rehearsal) Press(keys ...string) {
	for _, k := range keys {
		r.tell(key(k))
	}
}

// Write types a text.
func (r *Rehearsal) Write(text string) {
	for _, c := range text {
		r.tell(key(string(c)))
	}
}

// Beat lets the time pass after which a page looks again at what goes on.
func (r *Rehearsal) Beat() { r.tell(beat{}) }

// Screen is what is shown, without styles.
func (r *Rehearsal) Screen() string { return ansi.Strip(r.m.View().Content) }

// Copied is what was handed to the clipboard last.
func (r *Rehearsal) Copied() string { return r.copied }

func (r *Rehearsal) tell(msg tea.Msg) {
	_, cmd := r.m.Update(msg)
	r.do(cmd)
}

// do runs a command and what follows from it.
func (r *Rehearsal) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			r.do(c)
		}
	case answer:
		r.tell(msg)
	default:
		if v := reflect.ValueOf(msg); v.IsValid() && v.Kind() == reflect.String { // of Bubble Tea's messages only the clipboard's is a text
			r.copied = fmt.Sprint(msg)
		}
	}
}

// key is the message of a key.
func key(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: []rune(rest)[0], Mod: tea.ModCtrl}
	}
	if rest, ok := strings.CutPrefix(name, "shift+"); ok {
		return tea.KeyPressMsg{Code: codes[rest], Mod: tea.ModShift}
	}
	if code, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if name == "space" {
		name = " "
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// Tones: what a text is, from which follows how it looks. Every style of the terminal UI is a row here. The colours are the sixteen
// that every terminal has, so that the user's own choice of them holds; where they have to differ on a light background they do.
// No tone is told by its colour alone: what is bad, unknown or chosen has a word or a sign as well.

package tui

import "github.com/charmbracelet/x/ansi"

// tone is what a text is.
type tone int

// The tones.
const (
	tonePlain   tone = iota
	toneFaint        // of less weight: units, rules, what is usual
	toneStrong       // of more
	toneHead         // a heading
	toneKey          // a key to press
	toneGood         // given back, at peace
	toneWarn         // to be looked at
	toneBad          // lost, hostile, refused
	toneUnknown      // not known
	toneHere         // the tab or pane that is shown
	toneCell         // the cell under the cursor
	tones            // how many there are
)

// theme is a style for each tone, for one kind of terminal.
type theme struct {
	mono   bool // no colours
	styles [tones]ansi.Style
	cursor ansi.Style // of the row under the cursor, over the tones of its parts
}

// newTheme makes the styles for a dark or a light background, and without colours for mono.
func newTheme(dark, mono bool) theme {
	th := theme{mono: mono, cursor: ansi.NewStyle().Reverse(true)}
	colour := func(onDark, onLight ansi.BasicColor) ansi.Style {
		switch {
		case mono:
			return ansi.NewStyle()
		case dark:
			return ansi.NewStyle().ForegroundColor(onDark)
		}
		return ansi.NewStyle().ForegroundColor(onLight)
	}
	th.styles = [tones]ansi.Style{
		tonePlain:   ansi.NewStyle(),
		toneFaint:   ansi.NewStyle().Faint(),
		toneStrong:  ansi.NewStyle().Bold(),
		toneHead:    ansi.NewStyle().Bold().Underline(true),
		toneKey:     colour(ansi.BrightCyan, ansi.Blue).Bold(),
		toneGood:    colour(ansi.BrightGreen, ansi.Green),
		toneWarn:    colour(ansi.BrightYellow, ansi.Magenta), // yellow cannot be read on white
		toneBad:     colour(ansi.BrightRed, ansi.Red).Bold(),
		toneUnknown: colour(ansi.BrightMagenta, ansi.Magenta).Italic(true),
		toneHere:    ansi.NewStyle().Bold().Reverse(true),
		toneCell:    ansi.NewStyle().Bold().Underline(true),
	}
	return th
}

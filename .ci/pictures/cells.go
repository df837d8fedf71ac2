// Cells: what a terminal shows, as tmux tells it with its styles, taken apart into letters that each have a place and a look.

package main

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// look is how a cell is drawn. Colours are the sixteen of a terminal; plain is the terminal's own.
type look struct {
	ink, ground                            int
	bold, faint, italic, underline, turned bool
}

const plain = -1

// cell is a letter, with the marks that belong to it, and how many columns it takes.
type cell struct {
	text  string
	wide  int
	style look
}

// screen is rows of cells; a wide letter is one of them.
type screen [][]cell

// scan reads what `tmux capture-pane -e` prints. A look holds on over the ends of lines.
func scan(captured string) screen {
	var out screen
	style, parser := look{ink: plain, ground: plain}, ansi.NewParser()
	for text := range strings.SplitSeq(strings.TrimSuffix(captured, "\n"), "\n") {
		var row []cell
		for state := byte(0); text != ""; {
			sequence, wide, n, next := ansi.DecodeSequence(text, state, parser)
			state, text = next, text[n:]
			switch {
			case wide > 0:
				row = append(row, cell{sequence, wide, style})
			case ansi.Cmd(parser.Command()).Final() == 'm' && strings.HasPrefix(sequence, "\x1b["):
				style = style.told(parser.Params())
			}
		}
		out = append(out, row)
	}
	return out
}

// told is the look after an SGR sequence. Colours beyond the sixteen are not used by the pages and stay as they are.
func (l look) told(params ansi.Params) look {
	if len(params) == 0 {
		return look{ink: plain, ground: plain}
	}
	for _, p := range params {
		switch n := p.Param(0); {
		case n == 0:
			l = look{ink: plain, ground: plain}
		case n == 1:
			l.bold = true
		case n == 2:
			l.faint = true
		case n == 3:
			l.italic = true
		case n == 4:
			l.underline = true
		case n == 7:
			l.turned = true
		case n == 22:
			l.bold, l.faint = false, false
		case n == 23:
			l.italic = false
		case n == 24:
			l.underline = false
		case n == 27:
			l.turned = false
		case n >= 30 && n <= 37:
			l.ink = n - 30
		case n == 39:
			l.ink = plain
		case n >= 40 && n <= 47:
			l.ground = n - 40
		case n == 49:
			l.ground = plain
		case n >= 90 && n <= 97:
			l.ink = n - 90 + 8
		case n >= 100 && n <= 107:
			l.ground = n - 100 + 8
		}
	}
	return l
}

// text is a screen without its looks.
func (s screen) text() string {
	var out strings.Builder
	for _, row := range s {
		for _, c := range row {
			out.WriteString(c.text)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

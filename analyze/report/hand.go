// Hands: text and Markdown say the same in the same order; only how a heading, a list or a table is written differs.

package report

import (
	"bufio"
	"io"
)

// hand writes the parts of a document. What it is given is text of strangers as often as not.
type hand interface {
	title(s string)
	heading(depth int, s string) // from 1
	prose(s string)
	facts(list [][2]string) // names and values
	items(list []string)
	table(t *grid)
	command(lines ...string) // for a shell
	most() bounds            // how much is shown
}

// grid is a table.
type grid struct {
	columns []string
	rows    [][]string
	more    string // what is left out, and the command that tells it; empty where nothing is
}

func (g *grid) row(cells ...string) { g.rows = append(g.rows, cells) }

// bounds are how many rows of a kind are shown.
type bounds struct {
	stretches, events, losses, exhibits, files, loose, timeline, claims, attempts int
}

// Text writes a case for a terminal, 80 columns wide.
func Text(w io.Writer, c *Case) error {
	out := bufio.NewWriterSize(w, 1<<16)
	return document(&textHand{out: out}, out, c)
}

// Markdown writes a case for a ticket.
func Markdown(w io.Writer, c *Case) error {
	out := bufio.NewWriterSize(w, 1<<16)
	return document(&markdownHand{out: out}, out, c)
}

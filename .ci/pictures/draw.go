// Drawing: a screen as an SVG whose words are text, so that it can be searched and read aloud. It loads nothing and runs nothing, and
// every letter is held to its cell, whatever font the reader has.

package main

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// Sizes, in pixels. The letters are 13 high, of which common fonts take 7.8 to the cell.
const (
	cellWidth  = 8
	cellHeight = 18
	margin     = 20
	head       = 28 // the strip that says how to come here
	base       = 13 // from the top of a cell to the line that letters stand on
)

// caption is what stands around a screen.
type caption struct {
	title       string // what it shows, for those who do not see it
	left, right string // in the strip
}

// drawing is a picture being made.
type drawing struct {
	strings.Builder
	used map[string]bool // pens
}

// draw makes the picture of a screen of so many columns.
func draw(s screen, columns int, c caption) string {
	body := drawing{used: map[string]bool{ink: true, quiet: true, ground: true, edge: true, strip: true}}
	for y, row := range s {
		body.row(row, head+margin/2+y*cellHeight)
	}
	w, h := columns*cellWidth+2*margin, head+len(s)*cellHeight+margin
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="title">`+"\n", w, h, w, h)
	out.WriteString("<!-- A picture of the program in a terminal, made by \"make pictures\"; do not edit. -->\n")
	fmt.Fprintf(&out, "<title id=\"title\">%s</title>\n<style>\n%s</style>\n", escaped(c.title), sheet(body.used))
	fmt.Fprintf(&out, `<rect class="%s" width="%d" height="%d" rx="8"/>`+"\n", ground, w, h)
	fmt.Fprintf(&out, `<path class="%s" d="M0 %dV8a8 8 0 0 1 8-8H%da8 8 0 0 1 8 8V%dz"/>`+"\n", strip, head, w-8, head)
	fmt.Fprintf(&out, `<path class="s %s" d="M0 %d.5H%d"/>`+"\n", edge, head, w)
	fmt.Fprintf(&out, `<rect class="s %s" x=".5" y=".5" width="%d" height="%d" rx="8"/>`+"\n", edge, w-1, h-1)
	fmt.Fprintf(&out, `<text class="%s" x="%d" y="19">%s</text>`+"\n", quiet, margin, escaped(c.left))
	fmt.Fprintf(&out, `<text class="%s" x="%d" y="19" text-anchor="end">%s</text>`+"\n", quiet, w-margin, escaped(c.right))
	out.WriteString(body.String())
	out.WriteString("</svg>\n")
	return out.String()
}

// row draws a line of the screen whose upper edge is at y: grounds first, then what stands on them.
func (d *drawing) row(row []cell, y int) {
	for i, x := 0, margin; i < len(row); {
		under := row[i].style.under()
		n, wide := reach(row[i:], func(c cell) bool { return c.style.under() == under })
		if under != "" {
			fmt.Fprintf(d, `<rect%s x="%d" y="%d" width="%d" height="%d"/>`+"\n", d.class(under), x, y, wide, cellHeight)
		}
		i, x = i+n, x+wide
	}
	for i, x := 0, margin; i < len(row); {
		n, wide := d.piece(row[i:], x, y)
		i, x = i+n, x+wide
	}
}

// piece draws what row begins with, at x and y, and says how many cells that was and how wide.
func (d *drawing) piece(row []cell, x, y int) (n, wide int) {
	first := row[0]
	pen := first.style.pen()
	n, wide = reach(row, func(c cell) bool { return c.text == first.text && c.style == first.style })
	switch a, b := boxes()[first.text], blocks()[first.text]; {
	case first.text == " " && !first.style.underline:
	case a.level(): // many are one
		fmt.Fprintf(d, `<path%s d="M%d %dH%d"/>`+"\n", d.class("s", pen, a.dashes()), x, y+cellHeight/2, x+wide)
	case a != arms{}:
		n, wide = 1, cellWidth
		fmt.Fprintf(d, `<path%s d="%s"/>`+"\n", d.class("s", pen, a.dashes()), a.path(x, y))
	case b != block{}:
		high := float64(cellHeight*b.eighths) / 8
		fmt.Fprintf(d, `<rect%s%s x="%d" y="%g" width="%d" height="%g"/>`+"\n", d.class(pen), b.opacity(), x, float64(y+cellHeight)-high, wide, high)
	case !ordinary(first): // of another font, it may be: in the middle of its cells
		n, wide = 1, first.wide*cellWidth
		fmt.Fprintf(d, `<text%s x="%d" y="%d">%s</text>`+"\n", d.class("m", pen, first.style.letters()), x+wide/2, y+base, escaped(first.text))
	default:
		text := word(row)
		n, wide = len(text), len(text)*cellWidth
		fmt.Fprintf(d, `<text%s x="%d" y="%d" textLength="%d">%s</text>`+"\n", d.class(pen, first.style.letters()), x, y+base, wide, escaped(text))
	}
	return n, wide
}

// reach is how many cells a row begins with that are alike, and how wide they are.
func reach(row []cell, alike func(cell) bool) (n, wide int) {
	for ; n < len(row) && alike(row[n]); n++ {
		wide += row[n].wide * cellWidth
	}
	return n, wide
}

// word is the ordinary letters of one look that a row begins with, as far as the next two blanks. It ends with no blank that is not
// underlined, for a reader's program may leave that out.
func word(row []cell) string {
	var out strings.Builder
	for i, c := range row {
		gap := c.text == " " && i+1 < len(row) && row[i+1].text == " " && !c.style.underline
		if !ordinary(c) || c.style != row[0].style || gap {
			break
		}
		out.WriteString(c.text)
	}
	if row[0].style.underline {
		return out.String()
	}
	return strings.TrimRight(out.String(), " ")
}

// ordinary reports whether every font for terminals has a letter, and as wide as the others.
func ordinary(c cell) bool { return len(c.text) == 1 && c.text[0] >= ' ' && c.text[0] < 0x7f }

// letters is the classes of how letters are formed.
func (l look) letters() string {
	var out []string
	for _, form := range []struct {
		class string
		holds bool
	}{{"b", l.bold}, {"i", l.italic}, {"u", l.underline}} {
		if form.holds {
			out = append(out, form.class)
		}
	}
	return strings.Join(out, " ")
}

// class is the attribute for classes, of which some may be empty.
func (d *drawing) class(classes ...string) string {
	for _, c := range classes {
		d.used[c] = true
	}
	return ` class="` + strings.Join(strings.Fields(strings.Join(classes, " ")), " ") + `"`
}

// escaped is a text that is nothing but text in a document.
func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}

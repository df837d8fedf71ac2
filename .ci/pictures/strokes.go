// Strokes: the letters that draw. A font leaves gaps between the lines of a box, and another font has them in another width; so the
// letters that a drawing is made of become shapes of exactly a cell.

package main

import (
	"fmt"
	"strings"
)

// arms are the lines from the middle of a cell to its edges.
type arms struct{ up, down, left, right, dashed, round bool }

// boxes are the letters that are lines.
func boxes() map[string]arms {
	return map[string]arms{
		"─": {left: true, right: true},
		"│": {up: true, down: true},
		"┌": {down: true, right: true},
		"┐": {down: true, left: true},
		"└": {up: true, right: true},
		"┘": {up: true, left: true},
		"├": {up: true, down: true, right: true},
		"┤": {up: true, down: true, left: true},
		"┬": {down: true, left: true, right: true},
		"┴": {up: true, left: true, right: true},
		"┼": {up: true, down: true, left: true, right: true},
		"╵": {up: true},
		"╷": {down: true},
		"╴": {left: true},
		"╶": {right: true},
		"╭": {down: true, right: true, round: true},
		"╮": {down: true, left: true, round: true},
		"╰": {up: true, right: true, round: true},
		"╯": {up: true, left: true, round: true},
		"┈": {left: true, right: true, dashed: true},
		"┊": {up: true, down: true, dashed: true},
	}
}

// level reports whether a letter is a line from side to side, so that several are one.
func (a arms) level() bool { return a.left && a.right && !a.up && !a.down }

func (a arms) dashes() string {
	if a.dashed {
		return "d"
	}
	return ""
}

// path draws a letter whose cell begins at x, y.
func (a arms) path(x, y int) string {
	cx, cy := x+cellWidth/2, y+cellHeight/2
	left, right, up, down := cx, cx, cy, cy
	if a.left {
		left = x
	}
	if a.right {
		right = x + cellWidth
	}
	if a.up {
		up = y
	}
	if a.down {
		down = y + cellHeight
	}
	if a.round { // one of up and down, one of left and right
		return fmt.Sprintf("M%d %dV%dQ%d %d %d %d", cx, up+down-cy, cy+min(down-cy, cellWidth/2)-min(cy-up, cellWidth/2), cx, cy, left+right-cx, cy)
	}
	var d strings.Builder
	if left != right {
		fmt.Fprintf(&d, "M%d %dH%d", left, cy, right)
	}
	if up != down {
		fmt.Fprintf(&d, "M%d %dV%d", cx, up, down)
	}
	return d.String()
}

// block is a letter that fills a part of its cell: so many eighths of its height from below, and how much of the ground is seen.
type block struct {
	eighths, percent int
}

// blocks are the letters that are areas.
func blocks() map[string]block {
	return map[string]block{
		"░": {8, 25}, "▒": {8, 50}, "▓": {8, 75}, "█": {8, 100},
		"▁": {1, 100}, "▂": {2, 100}, "▃": {3, 100}, "▄": {4, 100}, "▅": {5, 100}, "▆": {6, 100}, "▇": {7, 100},
	}
}

func (b block) opacity() string {
	if b.percent == 100 {
		return ""
	}
	return fmt.Sprintf(` fill-opacity=".%d"`, b.percent)
}

// Package report puts what is known on paper. A drawing is one file without scripts, fonts or links: whoever opens it sees it,
// offline, and twice the same. Text from logs is written by strangers; it is drawn as text and in no other way.
package report

import (
	"fmt"
	"io"

	"traillab/analyze/topology/snapshot"
)

// Network draws a VPC as it stood, as SVG: what lies between it and the internet above, its subnets by zone below, the
// default routes as arrows. What is observed is filled, what is inferred hollow, what is not known dotted.
func Network(w io.Writer, n *snapshot.Network) error {
	p := plan(n)
	var s pen
	s.raw(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="t">`+"\n", pageWidth, p.height, pageWidth, p.height)
	s.raw("<title id=\"t\">%s</title>\n<style>%s</style>\n", clean(n.ID+" as it stood at "+clock(n)), style)
	s.raw(markers)
	p.draw(&s)
	s.raw("</svg>\n")
	_, err := io.WriteString(w, s.String())
	return err
}

// draw draws what is planned.
func (p *page) draw(s *pen) {
	s.rect("page", 0, 0, pageWidth, p.height, 0)
	p.heading(s)
	p.sky(s)
	s.rect("vpc "+standing(p.n), margin, p.top, pageWidth-2*margin, p.bottom-p.top, 10)
	s.text("small", margin+14, p.top+18, "VPC")
	for i := range p.zones {
		p.zones[i].draw(s)
	}
	for i := range p.gates {
		p.gates[i].draw(s)
	}
	for i := range p.boxes {
		p.boxes[i].draw(s)
	}
	for i := range p.arrows {
		p.arrows[i].draw(s)
	}
	p.rest(s)
	legend(s, p.bottom+30)
}

// Places, in pixels. The page is as wide as a screen that is not.
const (
	pageWidth = 1200
	margin    = 24
	inner     = pageWidth - 2*margin - 24 // what a VPC's box has for its zones
	skyTop    = 100
	skyHeight = 28
	gateTop   = 160
	gateSize  = 50 // height
	maxGates  = 7  // in the row; one more stands for the others
	maxLanes  = 9  // beside each other
	laneGap   = 7
)

// clock is the drawing's time.
func clock(n *snapshot.Network) string { return n.At.UTC().Format("2006-01-02 15:04:05 UTC") }

// standing is the class of the VPC's box: how surely it is there.
func standing(n *snapshot.Network) string {
	if n.Exists.Known() && n.Exists.Value == nil {
		return "gone"
	}
	return n.Exists.Level
}

// heading tells what is drawn, of when, and how much of it the log knows.
func (p *page) heading(s *pen) {
	n := p.n
	name := n.ID
	if n.Name != "" {
		name = string(n.Name) + "  ·  " + n.ID
	}
	s.text("h1", margin, 38, fit(name, 11.5, 880))
	where := ""
	for i, r := range n.Ranges {
		if i == 3 {
			where += fmt.Sprintf(" and %d more", len(n.Ranges)-i)
			break
		}
		if i > 0 {
			where += ", "
		}
		where += r.Key
	}
	s.text("sub", margin, 62, fit(either(where, "ranges not known")+"  ·  account "+either(n.Account, "not known")+"  ·  "+either(n.Region, "region not known"), 7.6, 860))
	s.text("h2 end", pageWidth-margin, 38, clock(n))
	s.text("sub end", pageWidth-margin, 62, "the network as it stood then")
	s.text("note "+level(n.Whole.Level), margin, 84, sentence(n))
}

// sky draws the internet, and what shuts a whole region off from it.
func (p *page) sky(s *pen) {
	n := p.n
	s.rect("sky", margin, skyTop, pageWidth-2*margin, skyHeight, 14)
	s.text("skyword mid", pageWidth/2, skyTop+19, "Internet")
	if n.Block.Known() && n.Block.Value != nil && n.Block.Text() != "off" {
		s.rect("shut", margin+60, skyTop+skyHeight+8, pageWidth-2*margin-120, 16, 3)
		s.text("shutword mid", pageWidth/2, skyTop+skyHeight+20, "VPC Block Public Access: "+n.Block.Text()+" ("+n.Block.Level+")")
	}
}

// sentence says how much of the network the log knows.
func sentence(n *snapshot.Network) string {
	switch {
	case standing(n) == "gone":
		return "The VPC did not exist at that time (" + n.Exists.Level + ")."
	case n.Whole.Text() == "yes":
		return "Whatever belongs to this VPC is in the log (" + n.Whole.Level + ")."
	}
	return "This VPC is older than the log, which may not tell of everything in it: what is dotted is not known."
}

// level is a level as a class, for text that comes from elsewhere.
func level(l string) string {
	if l == "observed" || l == "inferred" {
		return l
	}
	return "unknown"
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Residents: instances in their subnets, and below all zones what lies in several subnets or in none that is known.

package report

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze/topology/snapshot"
)

// instance draws one instance: whether it runs, what it is known as, what it reaches and what reaches it.
func (b *box) instance(s *pen, i *snapshot.Instance, y int) {
	state, dot := i.State.Text(), "dot un"
	if state == "running" || state == "stopped" {
		dot = "dot " + state
		if state == "running" {
			dot += hollow(i.State.Level)
		}
	}
	s.open("instance", i.ID+" "+string(i.Name)+"\n"+account(i))
	s.raw("<path class=\"rule\" d=\"M%d %dh%d\"/>\n", b.x+8, y, b.w-16)
	s.raw("<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"4.5\"/>\n", dot, b.x+15, y+14)
	right := b.x + b.w - 8
	right = pill(s, right, y+6, "in", i.Can("ingress4"), i.Can("ingress6"))
	right = pill(s, right, y+6, "out", i.Can("egress4"), i.Can("egress6"))
	s.text("b", b.x+26, y+18, fit(either(string(i.Name), i.ID), 7.2, right-b.x-30))
	s.text("mono dim", b.x+26, y+32, fit(strings.Join(addresses(i), "  "), 6.7, b.w-32))
	x := b.x + 26
	for _, c := range i.Capabilities {
		word := strings.TrimPrefix(c.What, "service:")
		if strings.HasPrefix(word, "egress") || strings.HasPrefix(word, "ingress") || x+70 > b.x+b.w {
			continue
		}
		word += " " + sign(c.Answer.Answer)
		s.text("mono "+class(c.Answer.Answer), x, y+45, fit(word, 6.7, b.x+b.w-x-8))
		x += (len(word) + 2) * 7
	}
	s.close()
}

// addresses are what an instance is known by.
func addresses(i *snapshot.Instance) []string {
	words := []string{i.ID}
	for _, f := range i.Interfaces {
		for _, a := range f.Addresses {
			if len(words) < 3 {
				words = append(words, a.Key)
			}
		}
	}
	switch i.Public4.Answer {
	case "yes":
		words = append(words, "public "+either(i.Public4.Address, "address"))
	case "unknown":
		words = append(words, "public ?")
	}
	if i.State.Text() == "stopped" {
		words = append(words, "stopped")
	}
	return words
}

// account is all that is said of an instance, for whoever points at it.
func account(i *snapshot.Instance) string {
	lines := []string{"state: " + either(i.State.Text(), "not known") + " (" + i.State.Level + ")"}
	for _, c := range i.Capabilities {
		line := c.What + ": " + c.Answer.Answer + " (" + c.Level + ")"
		if c.Filter == "no" {
			line += ", filtered"
		}
		if c.Reason != "" {
			line += ": " + c.Reason
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// pill draws what two families come to, and returns the edge to its left. IPv6 is told apart only where it is there.
func pill(s *pen, right, y int, word string, four, six snapshot.Answer) int {
	a, text := four, word
	switch {
	case six.Answer == "" || six.Answer == "no" || six.Answer == four.Answer:
	case four.Answer == "no":
		a, text = six, word+" v6"
	case six.Answer == "yes":
		text = word + " v4+v6"
	}
	text += " " + sign(a.Answer)
	color := class(a.Answer)
	if color != "un" {
		color += hollow(a.Level)
	}
	w := len([]rune(text))*6 + 12
	s.rect("pill "+color, right-w, y, w, 16, 8)
	s.text("pillword mid "+color, right-w/2, y+12, text)
	return right - w - 5
}

// sign is an answer as one sees it at a glance. Colours alone would not do for everybody.
func sign(answer string) string {
	switch answer {
	case "yes":
		return "✓"
	case "no":
		return "✗"
	case "part":
		return "½"
	}
	return "?"
}

// chip is a box below the zones.
type chip struct {
	x, y, w     int
	head, text  string
	answer      snapshot.Answer // of what can be asked
	word        string
	told, class string
}

// chipped plans the chips below the zones and returns the lower edge.
func (p *page) chipped(top int) int {
	for _, e := range p.n.Endpoints {
		var at []string
		for _, k := range append(slices.Clone(e.Tables), e.Subnets...) {
			at = append(at, k.Key)
		}
		name := e.Service.Text()
		if i := strings.LastIndexByte(name, '.'); i >= 0 {
			name = name[i+1:]
		}
		p.chips = append(p.chips, chip{
			head: either(name, "?") + "  " + strings.ToLower(e.Type.Text()) + " endpoint", text: e.ID + "  " + strings.Join(at, " "),
			told: e.ID + "\n" + told("exists ("+e.Exists.Level+")", e.Exists.Reason, e.Exists.Sources),
		})
	}
	for _, v := range p.n.Services {
		c := chip{head: strings.ReplaceAll(v.Kind, "-", " "), text: either(string(v.Name), v.ID), told: v.ID}
		if len(v.Capabilities) > 0 {
			c.answer, c.word = v.Capabilities[0].Answer, "in"
			if v.Capabilities[0].What == "egress4" {
				c.word = "out"
			}
			c.told += "\n" + v.Capabilities[0].What + ": " + c.answer.Answer + " (" + c.answer.Level + ")"
		}
		p.chips = append(p.chips, c)
	}
	for i := range p.n.Instances {
		if one := &p.n.Instances[i]; !one.Subnet.Known() {
			p.chips = append(p.chips, chip{head: "instance, subnet not known", text: one.ID + " " + string(one.Name), told: account(one), answer: one.Can("egress4"), word: "out", class: " un"})
		}
	}
	return p.shelve(top)
}

// shelve puts the chips in rows of three, and says how many are not drawn.
func (p *page) shelve(top int) int {
	if left := len(p.chips) - maxChips; left > 0 {
		p.chips = append(p.chips[:maxChips], chip{head: fmt.Sprintf("and %d more, not drawn", left)})
	}
	if p.omitted > 0 {
		p.chips = append(p.chips, chip{head: fmt.Sprintf("and %d more subnets, not drawn", p.omitted)})
	}
	const three = 3
	w := (inner - columnGap*(three-1)) / three
	for i := range p.chips {
		p.chips[i].x, p.chips[i].y, p.chips[i].w = margin+12+i%three*(w+columnGap), top+i/three*48, w
	}
	return top + (len(p.chips)+three-1)/three*48
}

// rest draws the chips.
func (p *page) rest(s *pen) {
	for i := range p.chips {
		c := &p.chips[i]
		s.open("chip-"+strings.Trim(c.class, " "), c.told)
		s.rect("chip"+c.class, c.x, c.y, c.w, 40, 6)
		right := c.x + c.w - 8
		if c.word != "" {
			right = pill(s, right, c.y+5, c.word, c.answer, snapshot.Answer{})
		}
		s.text("b", c.x+10, c.y+16, fit(c.head, 7.2, right-c.x-14))
		s.text("mono dim", c.x+10, c.y+32, fit(c.text, 6.7, c.w-20))
		s.close()
	}
}

// legend says what colours and lines mean.
func legend(s *pen, y int) {
	x := margin
	word := func(text string, w int) {
		s.text("small", x, y, text)
		x += w
	}
	for _, c := range []struct{ class, text string }{{"public", "public"}, {"private", "private: out only"}, {"isolated", "isolated: no way out"}, {"unknown", "not known"}} {
		s.raw("<g class=\"%s\">", c.class)
		s.rect("band", x, y-10, 14, 12, 3)
		s.raw("</g>")
		x += 19
		word(c.text, len(c.text)*6+16)
	}
	for _, c := range []struct{ class, head, text string }{{"active", "a", "default route"}, {"blackhole", "b", "blackhole: leads nowhere"}, {"unknown", "u", "not known"}} {
		s.raw("<path class=\"way %s\" marker-end=\"url(#%s)\" d=\"M%d %dh34\"/>\n", c.class, c.head, x, y-4)
		x += 42
		word(c.text, len(c.text)*6+16)
	}
	x, y = margin, y+26
	for _, c := range []struct {
		answer snapshot.Answer
		word   string
		text   string
	}{
		{snapshot.Answer{Answer: "yes", Level: "observed"}, "out", "filled: observed"},
		{snapshot.Answer{Answer: "yes", Level: "inferred"}, "out", "hollow: inferred"},
		{snapshot.Answer{Answer: "unknown"}, "out", "dotted: not known"},
		{snapshot.Answer{Answer: "part", Level: "observed"}, "out", "some of the internet"},
		{snapshot.Answer{Answer: "no", Level: "observed"}, "in", "in: from the internet; out: to it"},
	} {
		x += 36
		pill(s, x, y-11, c.word, c.answer, snapshot.Answer{})
		x += 6
		word(c.text, len(c.text)*6+14)
	}
	for _, c := range []struct{ class, text string }{{"running", "runs"}, {"stopped", "stopped"}} {
		s.raw("<circle class=\"dot %s\" cx=\"%d\" cy=\"%d\" r=\"4.5\"/>\n", c.class, x+5, y-4)
		x += 15
		word(c.text, len(c.text)*6+14)
	}
}

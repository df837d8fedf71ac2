// Package pagetest reads pages as those read them who cannot see them, and as a browser does that trusts nobody: what is wrong with a
// page is told in sentences. It knows the pages of analyze/report, which are XML as well as HTML, and no others.
package pagetest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"traillab/analyze/plain"
)

// Page is what was read of a page.
type Page struct {
	Text  string // all that is written in it, without style
	Wrong []string

	ids     map[string]int
	wanted  []string // ids that something refers to
	found   map[string]int
	path    []string
	heading int
	table   []table // those that are open
	style   strings.Builder
	policy  bool
}

// table is what a table must have.
type table struct{ caption, head bool }

// banned are elements that load, run or send something.
var banned = []string{"script", "link", "iframe", "frame", "object", "embed", "applet", "img", "image", "form", "base", "audio", "video", "foreignObject", "template", "animate", "set"}

// painted are attributes that a browser takes for style.
var painted = []string{"fill", "stroke", "marker-start", "marker-mid", "marker-end", "mask", "clip-path", "filter", "cursor"}

// Read reads a page.
func Read(r io.Reader) *Page {
	p := &Page{ids: map[string]int{}, found: map[string]int{}}
	d := xml.NewDecoder(r)
	var text strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			p.say("no XML: %v", err)
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			p.open(t)
		case xml.EndElement:
			p.close(t.Name.Local)
		case xml.CharData:
			if slices.Contains(p.path, "style") {
				p.style.Write(t)
				continue
			}
			p.seen(string(t))
			text.Write(t)
		case xml.Comment, xml.ProcInst:
			p.say("a comment or an instruction")
		}
	}
	p.Text = strings.Join(strings.Fields(text.String()), " ")
	p.end()
	return p
}

func (p *Page) say(form string, args ...any) {
	if len(p.Wrong) < 40 {
		p.Wrong = append(p.Wrong, fmt.Sprintf(form, args...))
	}
}

// seen looks for what cannot be seen.
func (p *Page) seen(s string) {
	for line := range strings.SplitSeq(s, "\n") {
		if plain.Text(line) != line {
			p.say("%s: hidden characters: %.80q", p.place(), line)
		}
	}
}

func (p *Page) place() string { return strings.Join(p.path, " ") }

func (p *Page) open(e xml.StartElement) {
	name := e.Name.Local
	attr := map[string]string{}
	for _, a := range e.Attr {
		attr[a.Name.Local] = a.Value
		p.attribute(name, a.Name.Local, a.Value)
	}
	p.path = append(p.path, name)
	if name != "title" || len(p.path) == 3 { // that of the page, and not of a drawing
		p.found[name]++
	}
	if slices.Contains(banned, name) {
		p.say("an element that a page must not have: %s", p.place())
	}
	switch name {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		level := int(name[1] - '0')
		if level > p.heading+1 {
			p.say("h%d follows h%d", level, p.heading)
		}
		p.heading = level
	case "table":
		p.table = append(p.table, table{})
	case "caption":
		p.table[len(p.table)-1].caption = true
	case "thead":
		p.table[len(p.table)-1].head = true
	case "th":
		if attr["scope"] != "row" && attr["scope"] != "col" {
			p.say("a th without scope: %s", p.place())
		}
	case "svg":
		if attr["aria-hidden"] != "true" && (attr["role"] != "img" || attr["aria-labelledby"] == "") {
			p.say("a drawing that has no name: %s", p.place())
		}
	case "html":
		if attr["lang"] == "" {
			p.say("no language")
		}
	case "meta":
		p.policy = p.policy || attr["http-equiv"] == "Content-Security-Policy" && strings.Contains(attr["content"], "default-src 'none'")
	case "style":
		if !p.policy {
			p.say("the policy comes too late")
		}
	}
}

// attribute looks at one attribute.
func (p *Page) attribute(element, name, value string) {
	p.seen(value)
	switch {
	case strings.HasPrefix(strings.ToLower(name), "on"), name == "style", name == "src", name == "srcset", name == "action", name == "background":
		p.say("%s %s: an attribute that runs or loads", element, name)
	case name == "id":
		if p.ids[value]++; p.ids[value] > 1 || value == "" || strings.ContainsAny(value, " \t\n") {
			p.say("id %q is not one", value)
		}
	case name == "href":
		if !strings.HasPrefix(value, "#") {
			p.say("a link out of the page: %.80q", value)
		}
		p.wanted = append(p.wanted, strings.TrimPrefix(value, "#"))
	case name == "aria-labelledby":
		p.wanted = append(p.wanted, strings.Fields(value)...)
	}
	if slices.Contains(painted, name) && strings.Contains(value, "url(") && !strings.HasPrefix(value, "url(#") {
		p.say("%s %s: %.80q", element, name, value)
	}
}

func (p *Page) close(name string) {
	p.path = p.path[:len(p.path)-1]
	if name == "table" {
		last := p.table[len(p.table)-1]
		p.table = p.table[:len(p.table)-1]
		if !last.caption || !last.head {
			p.say("a table without caption or head")
		}
	}
}

// end looks at the page as a whole.
func (p *Page) end() {
	for _, id := range p.wanted {
		if p.ids[id] == 0 {
			p.say("nothing has the id %q", id)
		}
	}
	for _, once := range []string{"html", "head", "title", "h1", "main", "nav", "style"} {
		if p.found[once] != 1 {
			p.say("%d times %s", p.found[once], once)
		}
	}
	if p.found["details"] != p.found["summary"] {
		p.say("%d details with %d summaries", p.found["details"], p.found["summary"])
	}
	if !p.policy {
		p.say("no policy")
	}
	style := strings.ReplaceAll(p.style.String(), "url(#", "")
	for _, load := range []string{"url(", "@import", "//", "@font-face", "expression("} {
		if strings.Contains(style, load) {
			p.say("the style has %q", load)
		}
	}
}

// HTML: a report as one file for people. It asks nobody for anything: no script, no font, no image from elsewhere, and a policy in its
// head that lets a browser load none. It is written while the case is read, so that a long case is never held.

package report

import (
	"bufio"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"iter"
	"slices"
	"text/template/parse"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// What a page tells at most. Tables end with the command that tells the rest.
const (
	mostTold  = 30  // chains that are told in full: the most serious ones
	mostHeads = 300 // chains that have a line
	mostCited = 300 // files that records lie in
)

//go:embed html
var pages embed.FS

// sheet is a page in the making. What templates ask of it are its exported methods.
type sheet struct {
	writer
	drawn  int            // bytes of networks so far
	cited  map[string]int // files in which records of the chains lie, by path, in the order in which they were named
	listed int            // files that have a line
	full   map[string]int // chains that are told in full, by id, and which of the case's they are
}

// HTML writes a case as one self-contained page.
func HTML(w io.Writer, c *Case) error {
	s := &sheet{writer: writer{c: c, limit: bounds{
		stretches: 60, events: 150, losses: 150, exhibits: 100, files: 100, loose: 60, timeline: 200, claims: 60, attempts: 60,
	}}, cited: map[string]int{}, full: map[string]int{}}
	for _, i := range loudestFirst(c.Overview)[:min(len(c.Overview), mostTold)] {
		s.full[c.Overview[i].ID] = i + 1
	}
	page, err := pageTemplate(s)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	if err := page.ExecuteTemplate(out, "page.tmpl", s); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return out.Flush()
}

// pageTemplate reads the templates. Whatever a template prints goes through shown, so that none can forget it.
func pageTemplate(s *sheet) (*template.Template, error) {
	t, err := template.New("page").Funcs(template.FuncMap{
		"shown": shown, "clock": s.clock, "until": s.until, "person": person, "count": count, "size": size, "either": either, "tone": tone, "few": few,
		"seconds": seconds, "ok": ok, "mono": mono, "pair": func(id string, r shortlist[lossRow]) lossTable { return lossTable{id, r} },
		"raw": func(v trail.Maybe) string { return string(v) }, "cell": func(v trail.Maybe) string { return either(string(v), "–") },
	}).ParseFS(pages, "html/*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("read the page's templates: %w", err)
	}
	for _, one := range t.Templates() {
		if one.Tree != nil {
			guard(one.Tree.Root)
		}
	}
	return t, nil
}

// guard adds shown to everything that a template prints.
func guard(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				guard(child)
			}
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{
				NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{parse.NewIdentifier("shown").SetPos(n.Pos)},
			})
		}
	case *parse.IfNode:
		guard(n.List)
		guard(n.ElseList)
	case *parse.RangeNode:
		guard(n.List)
		guard(n.ElseList)
	case *parse.WithNode:
		guard(n.List)
		guard(n.ElseList)
	}
}

// verbatim is text that is to be copied: it is not cut, and its lines stay.
type verbatim string

// shown is a value as a page prints it: text of strangers is cut where it is endless, and what cannot be seen in it is written out.
func shown(v any) any {
	switch v := v.(type) {
	case template.HTML, template.CSS, int, int64:
		return v
	case verbatim:
		return visible(string(v))
	default:
		return visible(cut(fmt.Sprint(v)))
	}
}

// mono is the class of an id: what is short enough stays in one line.
func mono(id any) string {
	if text := fmt.Sprint(id); len(text) <= 40 {
		return "mono id"
	}
	return "mono"
}

// ok stops a page when what it reads breaks off.
func ok(err error) (string, error) { return "", err }

// loudestFirst orders chains as loudest does: those that somebody should look at first.
func loudestFirst(list []Head) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	weight := func(h *Head) [3]int {
		open := 0
		if h.Until == nil {
			open = 1
		}
		return [3]int{loudness(h.Level), open, h.Lost}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := weight(&list[a]), weight(&list[b])
		return cmp.Or(slices.Compare(y[:], x[:]), cmp.Compare(a, b))
	})
	return order
}

// Style is the page's sheet: its own, and that of the networks.
func (s *sheet) Style() (template.CSS, error) {
	own, err := pages.ReadFile("html/page.css")
	if err != nil {
		return "", fmt.Errorf("read the page's style: %w", err)
	}
	return template.CSS(string(own) + sheetOfPlates()), nil // #nosec G203 -- ours from end to end
}

// Heads are the heads of arrows, once for all networks.
func (s *sheet) Heads() template.HTML { return template.HTML(markers) } // #nosec G203 -- a constant

// Zone is the zone in which times are told.
func (s *sheet) Zone() string { return s.c.zoneName() }

func (s *sheet) zone() *time.Location {
	if s.c.Zone == nil {
		return time.UTC
	}
	return s.c.Zone
}

func (s *sheet) until(t *time.Time) string { return s.maybe(t, "open") }

// recipe is the command that makes a table again.
func (s *sheet) recipe(table string) string {
	for _, r := range s.c.Recipes {
		if r.Table == table {
			return r.Command
		}
	}
	return s.c.Asked.Command
}

// Case is what the page is about.
func (s *sheet) Case() *Case { return s.c }

// Chains are those that are told in full, in the order of the case, as they are read.
func (s *sheet) Chains() iter.Seq2[*chapter, error] {
	return func(yield func(*chapter, error) bool) {
		for c, err := range s.c.Chains {
			if err != nil {
				yield(nil, err)
				return
			}
			if n := s.full[c.ID]; n > 0 && !yield(&chapter{Chain: c, s: s, N: n, ID: fmt.Sprintf("chain-%d", n)}, nil) {
				return
			}
		}
	}
}

// Tally are the numbers at the head of the page.
func (s *sheet) Tally() []tile {
	var open, lost, refused int
	for i := range s.c.Overview {
		h := &s.c.Overview[i]
		lost += h.Lost
		refused += h.Attempts
		if h.Until == nil {
			open++
		}
	}
	tiles := []tile{
		{len(s.c.Overview), plural(len(s.c.Overview), "chain"), ""},
		{open, "still open", alarm(open)},
		{lost, plural(lost, "resource") + " cut off", alarm(lost)},
		{refused, "refused " + plural(refused, "attempt"), ""},
		{int(s.c.Coverage.GapHours), plural(int(s.c.Coverage.GapHours), "hour") + " without logs", warning(s.c.Coverage.Gaps)},
		{int(s.c.Coverage.Rejects), "unreadable", warning(int(s.c.Coverage.Rejects))},
	}
	if s.c.Plan != nil {
		return nil
	}
	return tiles
}

// tile is a number with its meaning.
type tile struct {
	N    int
	What string
	Tone string
}

func alarm(n int) string {
	if n > 0 {
		return "alarm"
	}
	return ""
}

func warning(n int) string {
	if n > 0 {
		return "warning"
	}
	return ""
}

func plural(n int, thing string) string {
	if n == 1 {
		return thing
	}
	return thing + "s"
}

// Loudest is the chain that the summary is about; nil where there is none.
func (s *sheet) Loudest() *Head {
	if i := loudest(s.c.Overview); i >= 0 {
		return &s.c.Overview[i]
	}
	return nil
}

// Lookalike is a label in words.
func (h *Head) Lookalike() string { return lookalike(h.Label) }

func lookalike(l analyze.Label) string {
	switch l {
	case analyze.Hostile, analyze.Accident, analyze.Containment, analyze.Maintenance:
		return "looks like " + looks(l)
	default:
		return "cannot be decided"
	}
}

// The document: what a report says, in which order. Long lists are cut at stated limits, and the command that tells the rest stands
// where they end.

package report

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// writer puts one case on paper by a hand.
type writer struct {
	hand
	c     *Case
	limit bounds
}

func document(h hand, out *bufio.Writer, c *Case) error {
	w := &writer{hand: h, c: c, limit: h.most()}
	w.front()
	w.cover()
	if c.Plan != nil {
		w.plan(c.Plan)
	} else {
		w.overview()
		n := 0
		for chain, err := range c.Chains {
			if err != nil {
				return err
			}
			n++
			w.chain(n, chain)
		}
		w.loose()
	}
	w.found()
	if err := w.evidence(); err != nil {
		return err
	}
	w.recipes()
	if c.Plan == nil {
		if err := w.timeline(); err != nil {
			return err
		}
	}
	return out.Flush()
}

// clock tells a time for people.
func (w *writer) clock(t time.Time) string {
	if w.c.Zone == nil || w.c.Zone == time.UTC {
		return t.UTC().Format("2006-01-02 15:04:05Z")
	}
	return t.In(w.c.Zone).Format("2006-01-02 15:04:05-07:00")
}

func (w *writer) maybe(t *time.Time, absent string) string {
	if t == nil {
		return absent
	}
	return w.clock(*t)
}

// front is what is asked, of what, and the answer in one paragraph.
func (w *writer) front() {
	c := w.c
	w.title("Report " + c.ID)
	facts := [][2]string{{"made by", c.Tool.Name + " " + c.Tool.Version}, {"made again by", c.Asked.Command}}
	for _, s := range c.Asked.Sources {
		facts = append(facts, [2]string{"source", s})
	}
	for _, f := range c.Asked.Filters {
		facts = append(facts, [2]string{"filter", strings.TrimSpace("--" + f.Flag + " " + f.Value)})
	}
	if c.Log.First != nil && c.Log.Last != nil {
		facts = append(facts, [2]string{"log", fmt.Sprintf("%s to %s, %s", w.clock(*c.Log.First), w.clock(*c.Log.Last), count(int(c.Log.Events), "event"))})
	}
	facts = append(facts, [2]string{"level", either(string(c.Level), "none: "+c.none())}, [2]string{"times", either(c.zoneName(), "UTC")})
	w.facts(facts)
	w.heading(1, "Summary")
	w.prose(joined(c.Summary))
}

func (c *Case) zoneName() string {
	if c.Zone == nil {
		return "UTC"
	}
	return c.Zone.String()
}

// joined writes sentences as a paragraph.
func joined(list []Sentence) string {
	var words []string
	for _, s := range list {
		words = append(words, cut(s.Text))
	}
	return strings.Join(words, " ")
}

// cover tells for which hours there are logs. What is missing comes first.
func (w *writer) cover() {
	c := &w.c.Coverage
	w.heading(1, "Coverage")
	t := &grid{columns: []string{"account", "region", "from", "until", "state", "files", "events", "rejects"}}
	asked := c.asked()
	if asked {
		t.columns = append(t.columns, "digests")
	}
	order := slices.Clone(c.Stretches)
	slices.SortStableFunc(order, func(a, b Stretch) int { return missing(b.State) - missing(a.State) })
	for i, s := range order {
		if i == w.limit.stretches {
			t.more = w.more(len(order)-i, "stretch", "coverage")
			break
		}
		cells := []string{string(s.Account), string(s.Region), w.maybe(s.From, "-"), w.maybe(s.Until, "-"), string(s.State), number(s.Files), number(s.Events), number(s.Rejects)}
		if asked {
			cells = append(cells, s.words())
		}
		t.row(cells...)
	}
	if len(order) == 0 {
		t.more = "There are no log files and no events."
	}
	w.table(t)
}

// missing orders states: what is not known comes first.
func missing(s trail.HoursState) int {
	if s == trail.HoursLogs {
		return 0
	}
	return 1
}

// more says that a list goes on, and which command tells it.
func (w *writer) more(n int, thing, table string) string {
	for _, r := range w.c.Recipes {
		if r.Table == table {
			return fmt.Sprintf("and %s more: %s", count(n, thing), r.Command)
		}
	}
	return fmt.Sprintf("and %s more", count(n, thing))
}

// overview lists the chains.
func (w *writer) overview() {
	w.heading(1, "Chains")
	t := &grid{columns: []string{"chain", "from", "until", "about", "looks like", "level", "lost", "refused"}}
	if w.c.Log.Since != nil {
		t.columns = append(t.columns, "since last")
	}
	for _, h := range w.c.Overview {
		cells := []string{h.ID, w.clock(h.From), w.maybe(h.Until, "open"), h.Scope.ID, string(h.Label), string(h.Level), number(h.Lost), number(h.Attempts)}
		if w.c.Log.Since != nil {
			cells = append(cells, h.Standing)
		}
		t.row(cells...)
	}
	if len(w.c.Overview) == 0 {
		t.more = sentenceCase(w.c.none()) + "."
	}
	w.table(t)
}

// loose tells what belongs to no chain.
func (w *writer) loose() {
	l := &w.c.Loose
	if len(l.List) == 0 {
		return
	}
	w.heading(1, "Detachments that belong to no chain")
	t := &grid{columns: []string{"time", "call", "child", "parent", "outcome", "by"}}
	for i := range l.List {
		d := &l.List[i]
		if i == w.limit.loose {
			t.more = w.more(len(l.List)+l.Omitted-i, "detachment", "attempts and loose detachments")
			break
		}
		t.row(w.clock(d.Time), d.Name, cut(string(d.Child)), cut(string(d.Parent)), string(d.Outcome), cut(person(string(d.Principal))))
	}
	w.table(t)
}

// found tells what rules found, and what investigators noted.
func (w *writer) found() {
	w.heading(1, "Detections")
	t := &grid{columns: []string{"time", "level", "rule", "event"}, more: w.c.Detections.Remark}
	for _, d := range w.c.Detections.List {
		t.row(w.clock(d.Time), d.Level, d.Title, d.EventID)
	}
	w.table(t)
	if len(w.c.Notes) == 0 {
		return
	}
	w.heading(1, "Notes")
	n := &grid{columns: []string{"time", "about", "author", "note"}}
	for _, x := range w.c.Notes {
		n.row(w.clock(x.Time), x.About, x.Author, cut(x.Text))
	}
	w.table(n)
}

func number[T int | int64](n T) string { return fmt.Sprint(n) }

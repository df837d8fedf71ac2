// Indexes: many reports at once, one for each account, region, VPC or chain, and a page and a file that lead to them. What has no
// chain has its line all the same, with the hours of logs and of gaps that "no chain was found" rests on.

package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"traillab/analyze"
	"traillab/analyze/plain"
	"traillab/analyze/trail"
)

// IndexSchema is the version of the form of an index.
const IndexSchema = "index/v1"

// Index leads to reports.
type Index struct {
	Schema  string     `json:"schema"`
	Tool    Tool       `json:"tool"`
	Asked   Asked      `json:"asked"`
	By      string     `json:"by"` // account, region, vpc or chain
	Log     Log        `json:"log"`
	Summary []Sentence `json:"summary"` // of all of them together
	Things  []Thing    `json:"things"`
	Left    []string   `json:"left"` // ids of chains that no report of a thing tells
}

// Thing is what a report is about.
type Thing struct {
	Account  string           `json:"account"`
	Region   string           `json:"region"`
	ID       string           `json:"id"` // of the VPC or chain; empty for accounts and regions
	Level    analyze.Severity `json:"level"`
	Chains   int              `json:"chains"`
	High     int              `json:"high"`
	Medium   int              `json:"medium"`
	Low      int              `json:"low"`
	Open     int              `json:"open"`
	Lost     int              `json:"resources_lost"`
	Attempts int              `json:"attempts"`
	Loose    int              `json:"loose"` // detachments that belong to no chain
	Hours    int64            `json:"hours"` // with logs that could be read
	GapHours int64            `json:"gap_hours"`
	Said     string           `json:"said"`
	Pages    []Page           `json:"pages"`
}

// Page is a report in one form.
type Page struct {
	Form string `json:"form"`
	File string `json:"file"` // below the index
}

// NewIndex begins an index of what a case on paper tells all together.
func NewIndex(c *Case, by string) *Index {
	return &Index{Schema: IndexSchema, Tool: c.Tool, Asked: c.Asked, By: by, Log: c.Log, Summary: c.Summary, Things: []Thing{}, Left: []string{}}
}

// Leave tells of chains that are about none of the things: a chain about a volume is about no VPC.
func (x *Index) Leave(heads []Head) {
	for i := range heads {
		x.Left = append(x.Left, heads[i].ID)
	}
	if n := len(heads); n > 0 {
		x.Summary = append(slices.Clone(x.Summary), Sentence{fmt.Sprintf("%s in no report below: %s; traillab report tells all of them.", are(n, "chain"), several(x.Left)), observed})
	}
}

// Count fills a thing with what its report tells.
func (t *Thing) Count(c *Case) {
	t.Pages = []Page{}
	t.Level, t.Chains, t.Loose = c.Level, len(c.Overview), len(c.Loose.List)+c.Loose.Omitted
	for i := range c.Overview {
		h := &c.Overview[i]
		switch h.Level {
		case analyze.High:
			t.High++
		case analyze.Medium:
			t.Medium++
		case analyze.Low:
			t.Low++
		}
		if h.Until == nil {
			t.Open++
		}
		t.Lost, t.Attempts = t.Lost+h.Lost, t.Attempts+h.Attempts
	}
	t.Cover(c)
}

// Cover counts the hours of a case that are the thing's, and says what they show.
func (t *Thing) Cover(c *Case) {
	t.Hours, t.GapHours = 0, 0
	for _, s := range c.Coverage.Stretches {
		mine := (t.Account == "" || t.Account == string(s.Account)) && (t.Region == "" || t.Region == string(s.Region))
		if !mine || s.From == nil || s.Until == nil {
			continue
		}
		if hours := int64(s.Until.Sub(*s.From).Hours()); s.State == trail.HoursLogs {
			t.Hours += hours
		} else {
			t.GapHours += hours
		}
	}
	t.Said = t.found(c.none())
}

// found says what there is, and never that nothing happened.
func (t *Thing) found(none string) string {
	var parts []string
	if t.Chains > 0 {
		parts = append(parts, fmt.Sprintf("%s: %d high, %d medium, %d low", count(t.Chains, "chain"), t.High, t.Medium, t.Low))
	}
	if t.Loose > 0 {
		parts = append(parts, fmt.Sprintf("%s outside of chains", count(t.Loose, "detachment")))
	}
	text := strings.Join(parts, ", ")
	return cmp.Or(text, none) + fmt.Sprintf(" in %s of logs, %s of gaps", count(int(t.Hours), "hour"), count(int(t.GapHours), "hour"))
}

// Same reports whether two are the same thing, whatever is told of it.
func (t *Thing) Same(other Thing) bool {
	return t.Account == other.Account && t.Region == other.Region && t.ID == other.ID
}

// Title names the thing.
func (t *Thing) Title() string {
	var parts []string
	for _, p := range []string{t.Account, t.Region, t.ID} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return cmp.Or(strings.Join(parts, " "), "not named by the records")
}

// Plural is what the things are.
func (x *Index) Plural() string {
	if x.By == "vpc" {
		return plural(len(x.Things), "VPC")
	}
	return plural(len(x.Things), x.By)
}

// Style is the sheet of the pages.
func (x *Index) Style() (template.CSS, error) {
	own, err := pages.ReadFile("html/page.css")
	if err != nil {
		return "", fmt.Errorf("read the page's style: %w", err)
	}
	return template.CSS(own), nil // #nosec G203 -- ours from end to end
}

// JSON writes the index for programs.
func (x *Index) JSON(w io.Writer) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(x); err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	_, err := w.Write(append(shorten(plain.JSON(text.Bytes())), '\n'))
	return err
}

// HTML writes the index for people.
func (x *Index) HTML(w io.Writer) error {
	t, err := template.New("index").Funcs(template.FuncMap{"shown": shown}).ParseFS(pages, "html/index/index.tmpl")
	if err != nil {
		return fmt.Errorf("read the index's template: %w", err)
	}
	for _, one := range t.Templates() {
		if one.Tree != nil {
			guard(one.Tree.Root)
		}
	}
	if err := t.ExecuteTemplate(w, "index.tmpl", x); err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	return nil
}

// The chains of an incident: what the analysis should make of the day, and what the machines could not do meanwhile.

package corpus

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// chain begins a chain about something. The label is the verdict where it is beyond doubt.
func (in *incident) chain(kind, id, region, label string) *Chain {
	c := &Chain{Account: in.account, Region: region, Scope: Scope{kind, id}, Verdict: orNull(label), Resources: []Loss{}, tries: map[string]bool{}}
	in.chains = append(in.chains, c)
	return c
}

// follow adds a step, in order of time.
func (c *Chain) follow(e *envelope, s *step) {
	c.Events = append(c.Events, Part{e.eventID(), e.at, s.name, s.part})
	switch {
	case len(c.Events) == 1:
		c.From = e.at
		fallthrough
	case c.Until != nil:
		at := e.at
		c.Until = &at
	}
	if s.part == "attempt" {
		c.tries[s.name+s.code] = true
		c.Attempts = len(c.tries)
	}
	if c.Scope.Kind == "resource" && s.part == "cut" {
		c.Lost = 1
	}
	c.lose(s, e.at)
	var lost []string
	for _, l := range c.Resources {
		if !slices.Contains(lost, l.ID) {
			lost = append(lost, l.ID)
		}
	}
	c.Lost = max(c.Lost, len(lost))
}

// left says that what the chain is about stays lost.
func (c *Chain) left() { c.Until = nil }

// expectChains writes the chains, and what each took from machines as an impact would tell it.
func (in *incident) expectChains(dir string) error {
	slices.SortStableFunc(in.chains, func(a, b *Chain) int { return a.From.Compare(b.From) })
	impacts := []impact{}
	for _, c := range in.chains {
		if len(c.Resources) > 0 {
			impacts = append(impacts, c.impact())
		}
	}
	if err := writeList(filepath.Join(dir, "chains.json"), in.chains); err != nil {
		return err
	}
	return writeList(filepath.Join(dir, "impact.json"), impacts)
}

// impact is what a chain took, in the words of the command's JSON.
type impact struct {
	Scope     Scope      `json:"scope"`
	From      time.Time  `json:"from"`
	Until     *time.Time `json:"until"`
	Resources []struck   `json:"resources"`
}

type struck struct {
	ID           string `json:"id"`
	Kind         string `json:"kind"`
	Capabilities []lost `json:"capabilities"`
}

type lost struct {
	What   string     `json:"what"`
	Before string     `json:"before"`
	After  string     `json:"after"`
	From   time.Time  `json:"from"`
	Until  *time.Time `json:"until"`
}

func (c *Chain) impact() impact {
	i := impact{Scope: c.Scope, From: c.From, Until: c.Until}
	for _, l := range c.Resources {
		at := slices.IndexFunc(i.Resources, func(s struck) bool { return s.ID == l.ID })
		if at < 0 {
			at = len(i.Resources)
			i.Resources = append(i.Resources, struck{ID: l.ID, Kind: l.Kind})
		}
		i.Resources[at].Capabilities = append(i.Resources[at].Capabilities, lost{l.What, "yes", l.After, l.From, l.Until})
	}
	return i
}

// writeList writes a list, one element a line.
func writeList[T any](path string, list []T) error {
	var text bytes.Buffer
	text.WriteString("[")
	for i := range list {
		row, err := json.Marshal(&list[i])
		if err != nil {
			return err
		}
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteString("\n  ")
		text.Write(row)
	}
	text.WriteString("\n]\n")
	return os.WriteFile(path, text.Bytes(), 0o644)
}

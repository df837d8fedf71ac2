// Summaries: a chain in the words of the contract, as it is listed, kept and handed to other programs.

package analyze

import (
	"fmt"
	"strings"
	"time"
)

// Summary is a chain as JSON.
type Summary struct {
	ID      string     `json:"id"`
	Scope   Named      `json:"scope"`
	Account string     `json:"account"`
	Region  string     `json:"region"`
	From    time.Time  `json:"from"`
	Until   *time.Time `json:"until"`
	Events  []Part     `json:"events"`
	Actors  []Acting   `json:"actors"`
	Verdict Judgement  `json:"verdict"`
	Lost    int        `json:"resources_lost"`
	Tries   int        `json:"attempts"`
}

// Named is a thing by kind and id.
type Named struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Part is an event of a chain.
type Part struct {
	EventID   string    `json:"event_id"`
	Time      time.Time `json:"time"`
	Name      string    `json:"name"`
	Role      Role      `json:"role"`
	Basis     Basis     `json:"basis"`
	ErrorCode string    `json:"error_code,omitempty"`
	Principal string    `json:"principal,omitempty"`
}

// Acting is somebody who acted in a chain.
type Acting struct {
	Principal   string   `json:"principal"`
	AccessKeyID *string  `json:"access_key_id"`
	SourceIPs   []string `json:"source_ips"`
	UserAgents  []string `json:"user_agents"`
}

// Judgement is a verdict.
type Judgement struct {
	Label      Label    `json:"label"`
	Level      Severity `json:"level"`
	For        []string `json:"for"`
	Against    []string `json:"against"`
	Techniques []Attack `json:"attack"`
}

// Attack is an ATT&CK technique.
type Attack struct {
	ID   string `json:"id"`
	Was  string `json:"was,omitempty"`
	Name string `json:"name"`
}

// Summary tells the chain in the words of the contract.
func (c *Chain) Summary() Summary {
	s := Summary{
		ID: c.ID, Scope: Named{c.Scope.Kind, c.Scope.ID}, Account: c.Account, Region: c.Region, From: c.From.UTC(), Until: c.Until,
		Events: []Part{}, Actors: []Acting{}, Lost: c.Lost, Tries: c.Attempts,
		Verdict: Judgement{c.Verdict.Label, c.Verdict.Level, c.Verdict.For, c.Verdict.Against, []Attack{}},
	}
	for _, l := range c.Links {
		s.Events = append(s.Events, part(&l))
	}
	for _, p := range c.Actors {
		a := Acting{Principal: p.Principal, SourceIPs: list(p.SourceIPs), UserAgents: list(p.UserAgents)}
		if p.AccessKeyID != "" {
			a.AccessKeyID = &p.AccessKeyID
		}
		s.Actors = append(s.Actors, a)
	}
	for _, t := range c.Verdict.Techniques {
		s.Verdict.Techniques = append(s.Verdict.Techniques, Attack(t))
	}
	return s
}

// Story tells the chain in a line: its calls in order, repetitions counted as one step, the first of the steps as far as most.
func (c *Chain) Story(most int) string {
	var steps []string
	for i := 0; i < len(c.Links); {
		n := i + 1
		for n < len(c.Links) && c.Links[n].Event.Name == c.Links[i].Event.Name && c.Links[n].Role == c.Links[i].Role {
			n++
		}
		if len(steps) == most {
			return strings.Join(steps, " → ") + fmt.Sprintf(" → and %d more", len(c.Links)-i)
		}
		step := fmt.Sprintf("%s (%s)", c.Links[i].Event.Name, c.Links[i].Role)
		if n-i > 1 {
			step = fmt.Sprintf("%d× %s", n-i, step)
		}
		steps = append(steps, step)
		i = n
	}
	return strings.Join(steps, " → ")
}

func part(l *Link) Part {
	e := &l.Event
	return Part{EventID: e.ID, Time: e.Time.UTC(), Name: e.Name, Role: l.Role, Basis: l.Basis, ErrorCode: e.ErrorCode, Principal: e.Principal}
}

// list is a list that JSON shows as empty and not as null.
func list(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}

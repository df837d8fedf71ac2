// Signs from the past: what the log tells of a principal before the cut, and of what else it cut.

package analyze

import (
	"fmt"
	"strings"
	"time"
)

func (c *circumstances) usual() string {
	cut := c.struck()
	if cut == nil {
		return ""
	}
	d, met := c.debuts[who(cut.Event.Principal)]
	if met && cut.Event.Time.Sub(d.first) >= 24*time.Hour {
		return fmt.Sprintf("%s has changed networks since %s", who(cut.Event.Principal), d.first.UTC().Format(time.DateOnly))
	}
	return ""
}

func (c *circumstances) newcomer() string {
	cut := c.struck()
	if cut == nil || c.h.Call(1) == nil {
		return ""
	}
	d, met := c.debuts[who(cut.Event.Principal)]
	watched := cut.Event.Time.Sub(c.h.Call(1).Event.Time)
	if met && watched >= 24*time.Hour && cut.Event.Time.Sub(d.first) < around {
		return fmt.Sprintf("%s had changed no network before, in the %s that the log reaches back", who(cut.Event.Principal), lasting(watched))
	}
	return ""
}

func (c *circumstances) freshKey() string {
	cut := c.struck()
	if cut == nil {
		return ""
	}
	for _, e := range c.companions {
		if e.Name == "CreateAccessKey" && cut.Event.AccessKeyID != "" && strings.Contains(e.Response, cut.Event.AccessKeyID) && e.Time.Before(cut.Event.Time) {
			return fmt.Sprintf("the access key was made %s before", lasting(cut.Event.Time.Sub(e.Time)))
		}
	}
	return ""
}

func (c *circumstances) elsewhere() string {
	cut := c.struck()
	if cut == nil {
		return ""
	}
	d := c.debuts[who(cut.Event.Principal)]
	at, met := d.addresses[cut.Event.SourceIP]
	if met && cut.Event.Time.Sub(d.first) >= around && cut.Event.Time.Sub(at) < around {
		return fmt.Sprintf("%s came from %s, which it had not used before", who(cut.Event.Principal), cut.Event.SourceIP)
	}
	return ""
}

func (c *circumstances) wide() string {
	cut := c.struck()
	if cut == nil {
		return ""
	}
	by := who(cut.Event.Principal)
	others := map[Scope]bool{}
	for i := range c.chains {
		o := circumstances{chain: &c.chains[i]}
		if l := o.struck(); l != nil && o.chain.Scope.Kind != "resource" && l.Event.Time.Sub(cut.Event.Time).Abs() <= around && who(l.Event.Principal) == by {
			others[Scope{o.chain.Account + o.chain.Region, o.chain.Scope.ID}] = true
		}
	}
	if len(others) >= 3 && c.tearDown() == "" {
		return fmt.Sprintf("the same principal cut off %d networks within an hour", len(others))
	}
	return ""
}

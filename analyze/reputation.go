// Signs from the past: what the log tells of a principal before the cut, and of what else it cut.

package analyze

import (
	"fmt"
	"sort"
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
	for i := range c.keys {
		e := &c.keys[i]
		since := cut.Event.Time.Sub(e.Time)
		if cut.Event.AccessKeyID != "" && since > 0 && since <= forethought && strings.Contains(e.Response, cut.Event.AccessKeyID) {
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
	others := map[string]bool{}
	list := c.strikes[who(cut.Event.Principal)]
	from := sort.Search(len(list), func(i int) bool { return !list[i].at.Before(cut.Event.Time.Add(-around)) })
	for _, s := range list[from:] {
		if s.at.After(cut.Event.Time.Add(around)) {
			break
		}
		others[s.place] = true
	}
	if len(others) >= 3 && c.tearDown() == "" {
		return fmt.Sprintf("the same principal cut off %d networks within an hour", len(others))
	}
	return ""
}

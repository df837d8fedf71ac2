// Sessions: who acted in a chain, what else the log says of them, and which credentials led to theirs.

package report

import (
	"context"
	"slices"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// mostHops bounds a role chain: a role that hands out credentials all day is no story.
const mostHops = 24

// sessions tells the actors of a chain.
func (m *compiler) sessions(ctx context.Context, chain *analyze.Chain, told *Chain) error {
	told.Sessions = []Session{}
	for i, p := range chain.Actors {
		if i == mostSessions {
			told.SessionsOmitted = len(chain.Actors) - i
			break
		}
		s := Session{
			Principal: p.Principal, AccessKeyID: trail.Maybe(p.AccessKeyID), SourceIPs: texts(p.SourceIPs), UserAgents: texts(p.UserAgents), Roles: []Hop{},
		}
		f := trail.Filter{Accounts: []string{chain.Account}}
		if p.AccessKeyID != "" {
			f.AccessKeys = []string{p.AccessKeyID}
		}
		if p.Principal != "" {
			f.Principals = []string{p.Principal}
		}
		known, err := m.src.Who(ctx, f)
		if err != nil {
			return err
		}
		for _, a := range known {
			if a.Principal != p.Principal {
				continue
			}
			s.Type, s.First, s.Last, s.Calls, s.Errors, s.Writes = trail.Maybe(a.Type), a.First, a.Last, a.Calls, a.Errors, a.Writes
		}
		if p.AccessKeyID != "" {
			if s.Roles, err = m.hops(ctx, p.AccessKeyID); err != nil {
				return err
			}
		}
		told.Sessions = append(told.Sessions, s)
	}
	return nil
}

// hops follows credentials back to the first that the log knows, and on to those that were handed out with the last.
func (m *compiler) hops(ctx context.Context, key string) ([]Hop, error) {
	first := key
	seen := map[string]bool{key: true}
	for {
		calls, err := m.src.Issuers(ctx, first)
		if err != nil {
			return nil, err
		}
		if len(calls) == 0 || calls[0].AccessKeyID == "" || seen[calls[0].AccessKeyID] {
			break
		}
		first = calls[0].AccessKeyID
		seen[first] = true
	}
	trace, err := m.src.Trace(ctx, first, trail.Filter{})
	if err != nil {
		return nil, err
	}
	hops := []Hop{}
	for _, c := range kin(trace, key) {
		if len(hops) == mostHops {
			break
		}
		hops = append(hops, Hop{
			c.AccessKey, trail.Maybe(c.From), trail.Maybe(c.Call), trail.Maybe(c.EventID), c.Issued, texts(c.Principals), c.Calls, c.AccessKey == key,
		})
	}
	return hops, nil
}

// kin leaves of a trace what leads to a key and what comes from it: a role's other sessions are another story.
func kin(trace []trail.Credential, key string) []trail.Credential {
	from := map[string]string{}
	for _, c := range trace {
		from[c.AccessKey] = c.From
	}
	above := map[string]bool{}
	for k := key; k != "" && !above[k]; k = from[k] {
		above[k] = true
	}
	return slices.DeleteFunc(slices.Clone(trace), func(c trail.Credential) bool {
		if above[c.AccessKey] {
			return false
		}
		for k, n := c.AccessKey, 0; k != "" && n <= len(trace); k, n = from[k], n+1 {
			if k == key {
				return false
			}
		}
		return true
	})
}

// texts is a list that is [] and not null where it is empty.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

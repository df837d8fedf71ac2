// Sessions: who acted in a chain, what else the log says of them, and which credentials led to theirs.

package report

import (
	"cmp"
	"context"
	"slices"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// Bounds of a role chain: a role that hands out credentials all day is no story.
const (
	mostHops   = 24
	mostLevels = 8
)

// acquaintance is what the log says of all actors and all records of all chains, asked at once.
type acquaintance struct {
	held     map[[2]string]*trail.Holder // by principal and key
	users    map[string][]*trail.Holder  // by key
	from     map[string]trail.Credential // the call that handed a key out
	issued   map[string][]trail.Credential
	exhibits map[string][]trail.Evidence // by event
}

// acquainted asks, the first time.
func (m *compiler) acquainted(ctx context.Context) (*acquaintance, error) {
	if m.known != nil {
		return m.known, nil
	}
	var principals, keys, ids []string
	for _, chain := range m.chains {
		for _, p := range chain.Actors[:min(len(chain.Actors), mostSessions)] {
			principals, keys = append(principals, p.Principal), append(keys, p.AccessKeyID)
		}
		for i := range chain.Links[:min(len(chain.Links), 2*mostExhibits)] {
			ids = append(ids, chain.Links[i].Event.ID)
		}
	}
	a := &acquaintance{
		held: map[[2]string]*trail.Holder{}, users: map[string][]*trail.Holder{}, from: map[string]trail.Credential{},
		issued: map[string][]trail.Credential{}, exhibits: map[string][]trail.Evidence{},
	}
	keys = distinct(keys)
	all, err := a.descend(ctx, m.src, keys)
	if err != nil {
		return nil, err
	}
	holders, err := m.src.Holders(ctx, distinct(principals), all)
	if err != nil {
		return nil, err
	}
	for i := range holders {
		h := &holders[i]
		a.held[[2]string{h.Principal, h.AccessKey}] = h
		if h.AccessKey != "" {
			a.users[h.AccessKey] = append(a.users[h.AccessKey], h)
		}
	}
	found, err := m.src.Exhibits(ctx, distinct(ids))
	if err != nil {
		return nil, err
	}
	for _, e := range found {
		a.exhibits[e.EventID] = append(a.exhibits[e.EventID], e)
	}
	m.known = a
	return a, nil
}

// descend follows keys back to the first that the log knows, and returns those on the way and those that they handed on.
func (a *acquaintance) descend(ctx context.Context, src Source, keys []string) ([]string, error) {
	all := slices.Clone(keys)
	asked := map[string]bool{}
	for level := 0; len(keys) > 0 && level < mostLevels; level++ {
		found, err := src.Issued(ctx, keys)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			asked[k] = true
		}
		var next []string
		for _, c := range found {
			if _, known := a.from[c.AccessKey]; !known && slices.Contains(keys, c.AccessKey) {
				a.from[c.AccessKey] = c
				if c.From != "" && !asked[c.From] {
					next = append(next, c.From)
				}
			}
			if level == 0 && slices.Contains(keys, c.From) {
				a.issued[c.From] = append(a.issued[c.From], c)
				all = append(all, c.AccessKey)
			}
		}
		keys = distinct(next)
		all = append(all, keys...)
	}
	return distinct(all), nil
}

// distinct are the texts of a list in order, each once, without the empty one.
func distinct(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
}

// sessions tells the actors of a chain.
func (m *compiler) sessions(ctx context.Context, chain *analyze.Chain, told *Chain) error {
	known, err := m.acquainted(ctx)
	if err != nil {
		return err
	}
	told.Sessions = []Session{}
	for i, p := range chain.Actors {
		if i == mostSessions {
			told.SessionsOmitted = len(chain.Actors) - i
			break
		}
		s := Session{
			Principal: p.Principal, AccessKeyID: trail.Maybe(p.AccessKeyID), SourceIPs: texts(p.SourceIPs), UserAgents: texts(p.UserAgents), Roles: []Hop{},
		}
		if h := known.held[[2]string{p.Principal, p.AccessKeyID}]; h != nil {
			s.Type, s.First, s.Last, s.Calls, s.Errors, s.Writes = trail.Maybe(h.Type), h.First, h.Last, h.Calls, h.Errors, h.Writes
		}
		if p.AccessKeyID != "" {
			s.Roles = known.hops(p.AccessKeyID)
		}
		told.Sessions = append(told.Sessions, s)
	}
	return nil
}

// hops tells the way from the first credential to a key, and what its holder handed on.
func (a *acquaintance) hops(key string) []Hop {
	var way []Hop
	for k := key; k != "" && len(way) < mostLevels; k = a.from[k].From {
		if slices.ContainsFunc(way, func(h Hop) bool { return h.AccessKeyID == k }) {
			break
		}
		way = append(way, a.hop(a.from[k], k, k == key))
	}
	slices.Reverse(way)
	for _, c := range a.issued[key] {
		if len(way) < mostHops {
			way = append(way, a.hop(c, c.AccessKey, false))
		}
	}
	return way
}

// hop tells one credential. The call is empty where the log does not know who handed it out.
func (a *acquaintance) hop(c trail.Credential, key string, acted bool) Hop {
	h := Hop{key, trail.Maybe(c.From), trail.Maybe(c.Call), trail.Maybe(c.EventID), c.Issued, []string{}, 0, acted}
	users := slices.Clone(a.users[key])
	slices.SortFunc(users, func(a, b *trail.Holder) int { return cmp.Compare(a.Principal, b.Principal) })
	for _, u := range users {
		h.Principals = append(h.Principals, u.Principal)
		h.Calls += u.Calls
	}
	return h
}

// texts is a list that is [] and not null where it is empty.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

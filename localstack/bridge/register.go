// The register: which thing of LocalStack's has which twin in moto, and calls and answers in the ids of the one or the other.

package bridge

import (
	"slices"
	"strings"
	"sync"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// twin is a thing in both clouds. Where names are not made up by clouds, as those of buckets, both ids are the same.
type twin struct {
	thing
	away         string // its id in moto
	ended        bool   // in LocalStack: moto may still have it, and name it
	over         bool   // an instance that was ended in both
	region, name string // name: of a launch template, which may be named so as well
}

// register holds the twins by the ids of users.
type register struct {
	mu                sync.RWMutex
	twins             map[string]*twin
	abroad, homewards *strings.Replacer // nil while there is nothing to exchange
}

// has reports whether a thing has a twin.
func (r *register) has(id string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	t := r.twins[id]
	return t != nil && !t.ended
}

// pair notes a twin in a region. An id that is empty is none.
func (r *register) pair(region string, t thing, away string) {
	if away == "" || t.id == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.twins[t.id]; known != nil && known.away == away && !known.ended {
		return
	}
	r.twins[t.id] = &twin{thing: t, away: away, region: region}
	r.arrange()
}

// end notes that a thing is not there any more. Calls are not about its twin from now on; what moto says of it still is of it.
func (r *register) end(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.twins[id]; t != nil {
		t.ended = true
	}
	r.arrange()
}

// call notes the name of a launch template.
func (r *register) call(id, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.twins[id]; t != nil {
		t.name = name
	}
}

// called is the id of the launch template of a name, "" if it has no twin.
func (r *register) called(region, name string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for id, t := range r.twins {
		if t.kind == template && t.region == region && t.name == name && !t.ended {
			return id
		}
	}
	return ""
}

// instances are the ids in moto of those of a region that were not ended in both clouds.
func (r *register) instances(region string) []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var ids []string
	for _, t := range r.twins {
		if t.kind == instance && t.region == region && !t.over {
			ids = append(ids, t.away)
		}
	}
	slices.Sort(ids)
	return ids
}

// over notes that instances were ended.
func (r *register) over(ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		if t := r.twins[id]; t != nil {
			t.over = true
		}
	}
}

// arrange makes the replacers anew.
func (r *register) arrange() {
	var out, back []string
	for id, t := range r.twins {
		if t.away == id {
			continue
		}
		if !t.ended {
			out = append(out, id, t.away)
		}
		back = append(back, t.away, id)
	}
	r.abroad, r.homewards = nil, nil
	if len(back) > 0 {
		r.abroad, r.homewards = strings.NewReplacer(out...), strings.NewReplacer(back...)
	}
}

// there is a text in moto's ids, here one in those of users.
func (r *register) there(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return replaced(r.abroad, text)
}

func (r *register) here(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return replaced(r.homewards, text)
}

func replaced(by *strings.Replacer, text string) string {
	if by == nil {
		return text
	}
	return by.Replace(text)
}

// outward is a call in moto's ids: itself, where it names nothing that has others there.
func (r *register) outward(c *exchange.Call) *exchange.Call {
	in, changed := r.exchanged(c.In, r.there)
	if !changed {
		return c
	}
	out := *c
	out.In, out.Mended = in, true
	return &out
}

// homeward puts the ids of users into an answer of moto's.
func (r *register) homeward(a *exchange.Answer) *exchange.Answer {
	if a.Body != nil {
		a.Body = []byte(r.here(string(a.Body)))
	}
	a.Out, _ = r.exchanged(a.Out, r.here)
	if a.Error != nil {
		e := *a.Error
		e.Message = r.here(e.Message)
		a.Error = &e
	}
	return a
}

// exchanged is a structure with other ids, and whether it differs.
func (r *register) exchanged(in map[string]any, by func(string) string) (map[string]any, bool) {
	changed := false
	out := wire.Clone(in)
	var walk func(v any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case string:
			s := by(v)
			changed = changed || s != v
			return s
		case map[string]any:
			for name := range v {
				v[name] = walk(v[name])
			}
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		}
		return v
	}
	walk(out)
	return out, changed
}

// Makers: how noise becomes calls of somebody who has nothing to do with the story.

package scenario

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"traillab/simulate/script"
)

// maker makes the calls of one noise.
type maker struct {
	kind   string
	actor  string // by name: noise1
	dice   *rand.Rand
	count  int
	prefix string // of the variables of the piece that is made
	now    time.Time
	from   time.Time
	until  time.Time
	made   []Due
}

// role is who makes a noise.
type role struct{ name, session, agent string }

// Expand makes calls of a noise, the one at an index, and the actor who makes them. What it draws depends on the seed, the index
// and the noise itself.
func Expand(index int, n Noise, d *Drawn) ([]Due, map[string]Actor, error) {
	from, fine := offset(n.From)
	until, ok := offset(n.Until)
	if !fine || !ok || until <= from {
		return nil, nil, fmt.Errorf("from %q until %q is no span of time", n.From, n.Until)
	}
	i := slices.IndexFunc(noises(), func(k kindOfNoise) bool { return k.Kind == n.Kind })
	if i < 0 {
		return nil, nil, fmt.Errorf("there is no such kind")
	}
	m := &maker{
		kind: n.Kind, actor: fmt.Sprintf("noise%d", index+1), dice: stream(d.Seed, fmt.Sprintf("noise.%d.%s", index, n.Kind)),
		count: max(n.Count, 1), from: d.Start.Add(from), until: d.Start.Add(until),
	}
	k := noises()[i]
	free := slices.DeleteFunc(slices.Clone(k.roles), func(r role) bool { return d.acts(r.name) })
	if len(free) == 0 {
		return nil, nil, fmt.Errorf("the actors have all of its roles: %s …", k.roles[0].name)
	}
	who := pick(m, free)
	actor := Actor{Type: "AssumedRole", Role: who.name, Session: fmt.Sprintf("%s-%d", who.session, 100+m.dice.IntN(900)), Agent: who.agent, IP: m.home(d)}
	k.make(m)
	return m.made, map[string]Actor{m.actor: actor}, nil
}

// acts reports whether somebody of the story has a name.
func (d *Drawn) acts(role string) bool {
	for _, a := range d.Actors {
		if a.Role == role || a.User == role {
			return true
		}
	}
	return false
}

// home is an address that nobody of the story has.
func (m *maker) home(d *Drawn) string {
	taken := map[string]bool{}
	for _, a := range d.Actors {
		taken[a.IP] = true
	}
	for {
		ip := fmt.Sprintf("192.0.2.%d", 20+m.dice.IntN(230))
		if !taken[ip] || len(taken) > 200 {
			return ip
		}
	}
}

func pick[T any](m *maker, of []T) T { return of[m.dice.IntN(len(of))] }

// piece begins one piece of so many, at a time drawn from its share of the span, which leaves room for what the piece takes.
func (m *maker) piece(n int, takes time.Duration) {
	share := m.until.Sub(m.from) / time.Duration(m.count)
	begins := m.from.Add(share * time.Duration(n))
	if room := share - takes; room > 0 {
		begins = begins.Add(time.Duration(m.dice.Int64N(int64(room))).Truncate(time.Second))
	}
	if begins.After(m.now) { // else the piece before is not over yet
		m.now = begins
	}
	m.prefix = fmt.Sprintf("%s_%d_", m.actor, n+1)
}

// rest lets time pass, a quarter more or less.
func (m *maker) rest(d time.Duration) {
	m.now = m.now.Add(d - d/4 + time.Duration(m.dice.Int64N(int64(d/2)+1)).Truncate(time.Second))
}

// call makes a call a few seconds after the last. saves are pairs of a variable and a path.
func (m *maker) call(do string, in map[string]any, saves ...string) *script.Step {
	s := script.Step{As: m.actor, Do: do, In: in}
	for i := 0; i+1 < len(saves); i += 2 {
		if s.Save == nil {
			s.Save = map[string]string{}
		}
		s.Save[m.prefix+saves[i]] = saves[i+1]
	}
	m.now = m.now.Add(time.Duration(1+m.dice.IntN(4)) * time.Second)
	m.made = append(m.made, Due{Inject: Inject{Step: s}, Time: m.now, Noise: m.kind})
	return &m.made[len(m.made)-1].Step
}

// of is a variable of the piece that is made.
func (m *maker) of(name string) string { return "$" + m.prefix + name }

// tagged is what names a new thing.
func tagged(kind, name string) []any {
	return []any{map[string]any{"ResourceType": kind, "Tags": []any{map[string]any{"Key": "Name", "Value": name}}}}
}

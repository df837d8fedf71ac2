// Drawing: a scenario as one run plays it. Its addresses, names and times are drawn by a seed, so that nobody can learn the answers
// by heart; the same seed draws the same, and seed 0 draws what stands first, as it was published.

package scenario

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"time"

	"traillab/simulate/script"
)

// Drawn is a scenario with a seed.
type Drawn struct {
	Scenario *Scenario
	Seed     uint64

	Start  time.Time        // what spans of the scenario count from
	Setup  time.Time        // when the setup begins
	Vars   map[string]any   // what was drawn: text and int64
	Actors map[string]Actor // with variables filled in, those of the noise among them

	Injects []Due // the story and the noise, in order of time
}

// Due is an inject at its time. One that has Every is due again and again from then on.
type Due struct {
	Inject
	Time  time.Time
	Noise string // the kind of noise that it belongs to, "" for the story
}

// A seed shifts the start by whole days and by minutes, up to these.
const (
	days    = 28
	minutes = 60
)

// Draw draws a scenario that Read has read.
func (s *Scenario) Draw(seed uint64) (*Drawn, error) {
	start, err := time.Parse(time.RFC3339, s.Clock.Start)
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	d := &Drawn{Scenario: s, Seed: seed, Start: start.UTC(), Vars: map[string]any{}, Actors: map[string]Actor{}}
	if dice := stream(seed, "start"); seed != 0 {
		d.Start = d.Start.AddDate(0, 0, dice.IntN(days)).Add(time.Duration(dice.IntN(minutes)) * time.Minute)
	}
	d.Setup = d.Start.Add(-before(s))
	if err := d.vars(); err != nil {
		return nil, err
	}
	if err := d.people(); err != nil {
		return nil, err
	}
	if d.Injects, err = d.story(); err != nil {
		return nil, err
	}
	for i, n := range s.Noise {
		made, actors, err := Expand(i, n, d)
		if err != nil {
			return nil, fmt.Errorf("noise %s: %w", n.Kind, err)
		}
		maps.Copy(d.Actors, actors)
		d.Injects = append(d.Injects, made...)
	}
	slices.SortStableFunc(d.Injects, func(a, b Due) int { return a.Time.Compare(b.Time) })
	return d, nil
}

// stream is the randomness of one purpose, so that what is added to a scenario leaves the rest as it was.
func stream(seed uint64, purpose string) *rand.Rand {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	for i := range len(purpose) {
		key[8+i%24] = key[8+i%24]*31 + purpose[i]
	}
	return rand.New(rand.NewChaCha8(key))
}

func (d *Drawn) vars() error {
	order, circle := inOrder(d.Scenario.Vars)
	if circle != "" {
		return fmt.Errorf("$%s is made of itself", circle)
	}
	known := script.NewVars(nil)
	for _, name := range order {
		value, err := d.draw(d.Scenario.Vars[name], name, known)
		if err != nil {
			return fmt.Errorf("$%s: %w", name, err)
		}
		known.Set(name, value)
	}
	d.Vars = known.All()
	return nil
}

// draw is one variable.
func (d *Drawn) draw(v Draw, name string, known *script.Vars) (any, error) {
	dice := stream(d.Seed, "vars."+name)
	upTo := func(n int) int {
		if d.Seed == 0 {
			return 0
		}
		return dice.IntN(n)
	}
	switch {
	case len(v.Pick) > 0:
		return known.Fill(v.Pick[upTo(len(v.Pick))])
	case len(v.Number) == 2:
		return int64(v.Number[0] + upTo(v.Number[1]-v.Number[0]+1)), nil
	case v.Address != "":
		text, err := fill(known, v.Address)
		if err != nil {
			return nil, err
		}
		return address(text, upTo)
	default:
		return known.Fill(v.Is)
	}
}

// address is one within a CIDR, neither its first nor its last.
func address(text string, upTo func(int) int) (string, error) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return "", err
	}
	free := min(p.Addr().BitLen()-p.Bits(), 30)
	if free < 2 {
		return "", fmt.Errorf("%s has no address beside its first and its last", p)
	}
	bytes := p.Masked().Addr().AsSlice()
	for n, i := 1+upTo(1<<free-2), len(bytes)-1; n > 0; n, i = n>>8, i-1 {
		bytes[i] |= byte(n)
	}
	a, _ := netip.AddrFromSlice(bytes)
	return a.String(), nil
}

// people fills in the variables of the actors.
func (d *Drawn) people() error {
	known := script.NewVars(d.Vars)
	for _, name := range keys(d.Scenario.Actors) {
		a := d.Scenario.Actors[name]
		for _, text := range []*string{&a.IP, &a.Agent, &a.User, &a.Role, &a.Session} {
			filled, err := fill(known, *text)
			if err != nil {
				return fmt.Errorf("actor %s: %w", name, err)
			}
			*text = filled
		}
		if _, err := netip.ParseAddr(a.IP); err != nil {
			return fmt.Errorf("actor %s: ip %q is no address", name, a.IP)
		}
		policy, err := known.Fill(a.Policy)
		if err != nil {
			return fmt.Errorf("actor %s: policy: %w", name, err)
		}
		a.Policy = policy
		d.Actors[name] = a
	}
	return nil
}

// story gives the injects their times. A seed may put them off a little; their order stays, and what had time between it keeps a
// second at least.
func (d *Drawn) story() ([]Due, error) {
	jitter, _ := offset(d.Scenario.Clock.Jitter)
	dice := stream(d.Seed, "jitter")
	due := make([]Due, 0, len(d.Scenario.Injects))
	var planned time.Duration
	for i, in := range d.Scenario.Injects {
		at, ok := offset(in.At)
		if !ok {
			return nil, fmt.Errorf("inject %d: at: %q is no span of time", i+1, in.At)
		}
		when := d.Start.Add(at)
		if d.Seed != 0 && jitter > 0 {
			off := time.Duration(dice.Int64N(int64(2*jitter)+1)) - jitter
			when = when.Add(off.Round(time.Second))
		}
		first := d.Start // nothing of the story slips behind the start, nor what comes before it behind the setup
		if at < 0 {
			first = d.Setup
		}
		if when.Before(first) {
			when = first
		}
		if i > 0 {
			least := due[i-1].Time
			if at > planned {
				least = least.Add(time.Second)
			}
			if when.Before(least) {
				when = least
			}
		}
		planned = at
		due = append(due, Due{Inject: in, Time: when})
	}
	return due, nil
}

// offset is a span that may be negative.
func offset(text string) (time.Duration, bool) {
	if text == "" {
		return 0, true
	}
	d, err := time.ParseDuration(text)
	return d, err == nil
}

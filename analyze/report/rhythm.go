// Rhythms: how often instances called before, during and after they were cut off, counted by steps that are the same for all.

package report

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Bounds of a rhythm: as many steps as a small chart can show, and as many charts as a page can.
const (
	mostPulses  = 24
	steps       = 48
	leastAround = time.Hour
	mostAround  = 24 * time.Hour
)

// rhythm counts what the instances of a chain's VPCs did around it.
func (m *compiler) rhythm(ctx context.Context, chain *analyze.Chain) (Rhythm, error) {
	over := m.end
	if chain.Until != nil {
		over = *chain.Until
	}
	if last := chain.Last(); last.After(over) {
		over = last
	}
	around := min(max(over.Sub(chain.From), leastAround), mostAround)
	r := Rhythm{From: chain.From.UTC().Add(-around), Until: over.UTC().Add(around), CutFrom: chain.From.UTC(), CutUntil: chain.Until, Pulses: []Pulse{}}
	if r.Until.After(m.end.Add(time.Second)) {
		r.Until = m.end.UTC().Add(time.Second)
	}
	r.Step = int64((r.Until.Sub(r.From) + steps*time.Second - 1) / (steps * time.Second))
	r.Step = max(r.Step, 1)
	instances := m.instances(chain)
	if len(instances) == 0 {
		return r, nil
	}
	if err := m.beat(ctx, &r, chain.Account, instances); err != nil {
		return r, err
	}
	r.Pulses = slices.DeleteFunc(r.Pulses, func(p Pulse) bool { return quiet(p.Calls) && quiet(p.Accepted) && quiet(p.Rejected) })
	if len(r.Pulses) > mostPulses {
		r.Omitted = len(r.Pulses) - mostPulses
		r.Pulses = r.Pulses[:mostPulses]
	}
	return r, nil
}

// instances are those of the chain's VPCs that stood at some time of it, by id.
func (m *compiler) instances(chain *analyze.Chain) []*topology.Thing {
	var found []*topology.Thing
	for _, vpc := range m.c.VPCs(chain) {
		for _, t := range m.c.History.Inside(vpc, topology.Instance) {
			if t.Account == chain.Account && !slices.Contains(found, t) {
				found = append(found, t)
			}
		}
	}
	slices.SortFunc(found, func(a, b *topology.Thing) int {
		return slices.Compare([]string{a.ID, a.Region}, []string{b.ID, b.Region})
	})
	return found
}

// beat counts calls, and flows where there are any.
func (m *compiler) beat(ctx context.Context, r *Rhythm, account string, instances []*topology.Thing) error {
	n := (r.Until.Sub(r.From) + time.Duration(r.Step)*time.Second - 1) / (time.Duration(r.Step) * time.Second)
	at := map[string]int{}
	w := trail.Watch{Accounts: []string{account}, From: r.From, Until: r.Until}
	state := m.c.History.State(m.c.History.At(r.Until))
	for _, t := range instances {
		if _, twice := at[t.ID]; twice {
			continue
		}
		at[t.ID] = len(r.Pulses)
		p := Pulse{Resource: t.ID, Name: trail.Maybe(state.Get(t, topology.Name).Text), Calls: make([]int64, n)}
		if m.flows {
			p.Accepted, p.Rejected = make([]int64, n), make([]int64, n)
		}
		r.Pulses = append(r.Pulses, p)
		w.Instances = append(w.Instances, t.ID)
	}
	for s, err := range m.src.Behaviour(ctx, w) {
		if err != nil {
			return fmt.Errorf("behaviour: %w", err)
		}
		if i, ours := at[s.Instance]; ours && s.Account == account && !s.Time.IsZero() {
			r.Pulses[i].Calls[r.step(s.Time)]++
		}
	}
	if !m.flows {
		return nil
	}
	return m.flow(ctx, r, account, instances)
}

// stepping tells how many flows began when.
type stepping interface {
	FlowSteps(ctx context.Context, w trail.FlowWatch, step time.Duration) iter.Seq2[trail.FlowStep, error]
}

// flow counts flows by the interfaces that the instances had when the chain began.
func (m *compiler) flow(ctx context.Context, r *Rhythm, account string, instances []*topology.Thing) error {
	src, ok := m.src.(stepping)
	if !ok {
		return nil
	}
	of := map[string]int{}
	w := trail.FlowWatch{Accounts: []string{account}, From: r.From, Until: r.Until}
	state := m.c.History.State(m.c.History.At(r.CutFrom))
	for _, t := range instances {
		for _, face := range state.Back(t, topology.AttachedTo) {
			if _, known := of[face.ID]; !known {
				of[face.ID] = slices.IndexFunc(r.Pulses, func(p Pulse) bool { return p.Resource == t.ID })
				w.Interfaces = append(w.Interfaces, face.ID)
			}
		}
	}
	if len(w.Interfaces) == 0 {
		return nil
	}
	for f, err := range src.FlowSteps(ctx, w, time.Duration(r.Step)*time.Second) {
		if err != nil {
			return err
		}
		if i := of[f.Interface]; f.Step >= 0 && f.Step < int64(len(r.Pulses[i].Calls)) {
			r.Pulses[i].Accepted[f.Step] += f.Accepted
			r.Pulses[i].Rejected[f.Step] += f.Rejected
		}
	}
	return nil
}

// step is the step that a time lies in.
func (r *Rhythm) step(t time.Time) int {
	last := len(r.Pulses[0].Calls) - 1
	return min(max(int(t.Sub(r.From)/(time.Duration(r.Step)*time.Second)), 0), last)
}

func quiet(counts []int64) bool {
	return !slices.ContainsFunc(counts, func(n int64) bool { return n > 0 })
}

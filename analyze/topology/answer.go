// Answers: what a thing can reach and be reached by, without what that rests on. Over a whole log answers change far less
// often than the ways behind them, and are all that is needed to see when something was lost.

package topology

import "slices"

// Said is the answer of a capability.
type Said struct {
	What string
	Answer
}

// Answers returns the answers of a thing's capabilities; State.Capabilities at the same moment says the same, with reasons.
// Until is then the first moment at which one of them may change, and routes that come and go beside a way do not count.
func (s *State) Answers(t *Thing) []Said {
	if t.Kind != Instance {
		return said(s.Capabilities(t))
	}
	stands := s.Stands(t)
	if !stands.Is(Yes) {
		return said(s.Capabilities(t))
	}
	runs, in := s.Get(t, Condition), s.Get(t, InSubnet)
	if runs.Is(Stopped) || in.To == nil {
		return said(s.Capabilities(t))
	}
	all := s.glance(in.To, [2]Answer{s.public4(t).Answer, s.public6(t).Answer})
	if runs.Known() {
		return all
	}
	all = slices.Clone(all)
	for i := range all {
		if all[i].Answer != Cut {
			all[i].Answer = Unproven
		}
	}
	return all
}

// glance is an outlook without reasons.
func (s *State) glance(subnet *Thing, public [2]Answer) []Said {
	return follow(s, &s.h.memory.glances, viewsOf{subnet, public}, len(s.h.kinds[Subnet]), question[[]Said]{
		ask:    func(s *State) []Said { return said(s.outlook(subnet, public)) },
		same:   slices.Equal[[]Said],
		giveUp: func() []Said { return said(lostView(subnet)) },
	})
}

func said(able []Capability) []Said {
	all := make([]Said, len(able))
	for i := range able {
		all[i] = Said{able[i].What, able[i].Answer}
	}
	return all
}

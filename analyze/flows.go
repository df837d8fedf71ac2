// Flow logs as a witness: what passed the interfaces of an instance before, during and after it is said to have lost its way
// out. Packets both ways between it and the internet show that there was a way; that there were none, after there had been
// some, shows that there was not, but only for the time that the logs cover.

package analyze

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Contradiction is what flow logs say when what passed cannot have passed as the log tells of the network.
const Contradiction = "contradiction"

// Heard is what flow logs say of one interface of a resource.
type Heard struct {
	Resource  string     `json:"resource"`
	Interface string     `json:"interface"`
	From      time.Time  `json:"from"` // of the time that is said to have been without a way out, or is asked about
	Until     *time.Time `json:"until"`
	Before    Passed     `json:"before"`
	During    Passed     `json:"during"`
	After     Passed     `json:"after"`
	Finding   string     `json:"finding"` // confirmed, contradiction, silence or none
	Note      string     `json:"note"`
}

// settling is how long after a call its effect may not show in flow logs: AWS writes times up to a minute late, and what is
// changed takes a while to change.
const settling = 2 * time.Minute

// interval is a time that something is asked about; a zero until is the end of all logs.
type interval struct{ from, until time.Time }

// listener asks what passed the interfaces of instances.
type listener struct {
	c      *Case
	inside []netip.Prefix // of all VPCs: not the internet, whatever the addresses look like
	asked  map[interval][]*subject
}

func newListener(c *Case) *listener {
	return &listener{c: c, inside: c.ranges(), asked: map[interval][]*subject{}}
}

// spans are the times that are asked about, in order.
func (l *listener) spans() []interval {
	return slices.SortedFunc(maps.Keys(l.asked), func(a, b interval) int { return cmp.Or(a.from.Compare(b.from), a.until.Compare(b.until)) })
}

// subject is an instance in a time that is asked about.
type subject struct {
	thing  *topology.Thing
	span   interval
	faces  map[string]bool // its interfaces
	own    map[string]bool // its addresses
	stands map[bool]bool   // by six: the log says that it had a way out all the time
	lost   map[bool]bool   // by six: the log says that it had none
	relay  bool            // its way to S3 or DynamoDB may have been another, with public addresses at its end
	linger bool            // a NAT gateway was deleted, which takes it a while
}

// hear adds what flow logs say.
func (i *Impact) hear(ctx context.Context, c *Case, src FlowSource) error {
	i.Flows = []Heard{}
	if some, err := src.AnyFlows(ctx); err != nil || !some {
		return err
	}
	l := newListener(c)
	for _, r := range i.Resources {
		for _, s := range i.subjects(c, &r) {
			l.asked[s.span] = append(l.asked[s.span], s)
		}
	}
	for _, at := range l.spans() {
		heard, err := l.listen(ctx, src, at, lookout)
		if err != nil {
			return err
		}
		for n := range heard {
			i.Flows = append(i.Flows, heard[n].Heard)
		}
	}
	slices.SortStableFunc(i.Flows, func(a, b Heard) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Interface, b.Interface), a.From.Compare(b.From))
	})
	return nil
}

// ranges are the addresses of all VPCs that the log knows.
func (c *Case) ranges() (found []netip.Prefix) {
	state := c.History.State(c.History.Now())
	for _, vpc := range c.History.Things(topology.VPC) {
		for _, text := range state.Keys(vpc, topology.Range) {
			if p, err := netip.ParsePrefix(text); err == nil {
				found = append(found, p)
			}
		}
	}
	return found
}

// subjects are the times to ask about of a resource: those in which it is said to have had no way out, or else the one that
// the impact is about.
func (i *Impact) subjects(c *Case, r *Resource) (found []*subject) {
	things := slices.DeleteFunc(c.History.Find(r.ID), func(t *topology.Thing) bool { return t.Kind != topology.Instance })
	if r.Kind != string(topology.Instance) || len(things) != 1 {
		return nil
	}
	whole := interval{from: i.From}
	if i.Until != nil {
		whole.until = *i.Until
	}
	stands := map[bool]bool{}
	for n := range r.Capabilities {
		e := &r.Capabilities[n]
		if six := e.What == "egress6"; six || e.What == "egress4" {
			had := e.Before == topology.Reaches || e.Before == topology.Partly
			switch {
			case had && e.After == e.Before && e.FilterAfter != topology.Cut:
				stands[six] = true
			case e.said == topology.Cut && had:
				found = withLoss(found, things[0], e.interval(), six)
			}
		}
	}
	if len(found) == 0 {
		found = []*subject{{thing: things[0], span: whole, stands: stands, lost: map[bool]bool{}}}
	}
	for _, s := range found {
		s.describe(c.History)
	}
	return found
}

// interval is the entry by the clock.
func (e *Entry) interval() interval {
	at := interval{from: e.From}
	if e.Until != nil {
		at.until = *e.Until
	}
	return at
}

// withLoss adds a loss to subjects.
func withLoss(found []*subject, t *topology.Thing, at interval, six bool) []*subject {
	for _, s := range found {
		if s.thing == t && s.span == at {
			s.lost[six] = true
			return found
		}
	}
	return append(found, &subject{thing: t, span: at, stands: map[bool]bool{}, lost: map[bool]bool{six: true}})
}

// describe finds the interfaces that the instance had all the time around the beginning, and what else to heed then.
func (s *subject) describe(h *topology.History) {
	s.faces, s.own = map[string]bool{}, map[string]bool{}
	m := h.At(s.span.from)
	state, before := h.State(m), h.State(h.At(s.span.from.Add(-time.Nanosecond)))
	for _, face := range state.Back(s.thing, topology.AttachedTo) {
		if state.Get(face, topology.AttachedTo).Is(topology.To(s.thing)) && before.Get(face, topology.AttachedTo).Is(topology.To(s.thing)) {
			s.faces[face.ID] = true
			for _, a := range []topology.Aspect{topology.PrivateIP, topology.V6} {
				for _, address := range state.Keys(face, a) {
					s.own[address] = true
				}
			}
		}
	}
	for _, what := range []string{"service:s3", "service:dynamodb"} {
		if v, ok := state.Capable(s.thing, what); ok && v.Answer != topology.Cut {
			s.relay = true
		}
	}
	if call := h.Call(m); call != nil {
		s.linger = call.Event.Name == "DeleteNatGateway"
	}
}

// settled is when the beginning or end of the time shows in flow logs.
func (s *subject) settled(at time.Time) time.Time {
	if s.linger {
		return at.Add(lingering)
	}
	return at.Add(settling)
}

// account is what was heard of one interface, with the time of what contradicts the log.
type account struct {
	Heard
	thing *topology.Thing
	proof time.Time
}

// listen asks about all subjects of one time, and as long before and after it as around says.
func (l *listener) listen(ctx context.Context, src FlowSource, at interval, around time.Duration) ([]account, error) {
	subjects := l.asked[at]
	parts := []interval{{at.from.Add(-around), at.from}, {subjects[0].settled(at.from), at.until}}
	for _, s := range subjects {
		if late := s.settled(at.from); late.After(parts[1].from) {
			parts[1].from = late
		}
	}
	if !at.until.IsZero() {
		parts = append(parts, interval{at.until.Add(settling), at.until.Add(settling + around)})
	}
	ears := map[ear]*[3]passing{}
	for n, part := range parts {
		if !part.until.IsZero() && !part.from.Before(part.until) {
			continue
		}
		for t, err := range src.Flows(ctx, watchOf(subjects, part)) {
			if err != nil {
				return nil, fmt.Errorf("flow logs: %w", err)
			}
			for _, s := range subjects {
				if !s.hears(&t) {
					continue
				}
				at := ear{s, t.Interface}
				if ears[at] == nil {
					ears[at] = &[3]passing{}
				}
				ears[at][n].take(&t, s, l.inside)
			}
		}
	}
	var found []account
	for at, heard := range ears {
		found = append(found, at.subject.judge(at.face, heard))
	}
	slices.SortFunc(found, func(a, b account) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Interface, b.Interface))
	})
	return found, nil
}

// ear is an interface of a subject.
type ear struct {
	subject *subject
	face    string
}

// hears reports whether traffic is that of the subject: the row names it, or one of its interfaces and nobody else.
func (s *subject) hears(t *trail.Traffic) bool {
	if t.Account != "" && t.Account != "unknown" && t.Account != s.thing.Account {
		return false
	}
	return t.Instance == s.thing.ID || t.Instance == "" && s.faces[t.Interface]
}

func watchOf(subjects []*subject, at interval) trail.FlowWatch {
	w := trail.FlowWatch{From: at.from, Until: at.until}
	for _, s := range subjects {
		w.Instances = append(w.Instances, s.thing.ID)
		for face := range s.faces {
			w.Interfaces = append(w.Interfaces, face)
		}
	}
	slices.Sort(w.Interfaces)
	return w
}

// some names a few of many.
func some(names []string) string {
	const few = 3
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}

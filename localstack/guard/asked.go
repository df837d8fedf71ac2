// What a guard may ask of a call, and of the network that it meets.

package guard

import (
	"context"
	"net/netip"
	"net/url"
	"strings"

	"traillab/analyze/topology"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// asked is a call before it is let through.
type asked struct {
	*Guard
	*exchange.Call
	ctx context.Context
	met *topology.History // what the call meets; nil until somebody asks
	now *topology.State   // the same at its last moment
	own bool              // In is no longer the client's

	again bool // it was asked before, and nothing comes of it
}

// history returns what the call meets.
func (q *asked) history() *topology.History {
	if q.met == nil {
		q.met = q.live.History()
		q.now = q.met.State(q.met.Now())
	}
	return q.met
}

// state returns the same as it stands.
func (q *asked) state() *topology.State {
	q.history()
	return q.now
}

// text returns a member of the request, "" where it has none.
func (q *asked) text(name string) string {
	s, _ := q.In[name].(string)
	return s
}

// thing returns what a member of the request names by its id, nil where the lab has never heard of it.
func (q *asked) thing(kind topology.Kind, member string) *topology.Thing {
	return q.find(kind, q.text(member))
}

// find returns a thing of the call's region, nil where the lab has never heard of it.
func (q *asked) find(kind topology.Kind, id string) *topology.Thing {
	if id == "" {
		return nil
	}
	for _, t := range q.history().Find(id) {
		if t.Kind == kind && t.Region == q.Region {
			return t
		}
	}
	return nil
}

// to returns the thing that an aspect of another is, nil where there is none or it is not known.
func (q *asked) to(t *topology.Thing, a topology.Aspect) *topology.Thing {
	if t == nil {
		return nil
	}
	return q.state().Get(t, a).To
}

// stands reports whether a thing is known to be there.
func (q *asked) stands(t *topology.Thing) bool {
	return t != nil && q.state().Stands(t).Is(topology.Yes)
}

// dry reports whether the call is only to be tried. Of a call that the model does not know the form itself is asked.
func (q *asked) dry() bool {
	if dry, said := q.In["DryRun"].(bool); said || q.In != nil {
		return dry
	}
	form, err := url.ParseQuery(string(q.Body))
	return err == nil && strings.EqualFold(form.Get("DryRun"), "true")
}

// mine returns the request for changing: the client's own stays as it is.
func (q *asked) mine() map[string]any {
	if !q.own {
		q.In = wire.Clone(q.In)
		q.own, q.Mended = true, true
	}
	return q.In
}

// canonical is a range as AWS keeps it: 10.1.2.3/16 is 10.1.0.0/16. What is no range stays as it is.
func canonical(destination string) string {
	if p, err := netip.ParsePrefix(destination); err == nil {
		return p.Masked().String()
	}
	return destination
}

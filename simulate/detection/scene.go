// The scene: the events that are looked at, each taken apart once, and the case beside them.

package detection

import (
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// deed is an event with its request and response.
type deed struct {
	trail.Event
	call dialect.Call
}

// went reports whether the call went through. A dry run did not.
func (d *deed) went() bool { return d.ErrorCode == "" && d.call.Response.First("return") != "false" }

// ask returns a member of the request, by its path.
func (d *deed) ask(path string) string { return d.call.Request.First(path) }

// who is the principal without its session.
func (d *deed) who() string {
	role, session, assumed := strings.Cut(d.Principal, ":assumed-role/")
	if !assumed {
		return d.Principal
	}
	session, _, _ = strings.Cut(session, "/")
	return role + ":assumed-role/" + session
}

type scene struct {
	history *topology.History
	chains  []analyze.Chain
	deeds   []deed
	mine    map[string]bool // the ids of the events
}

func newScene(c *analyze.Case, events []trail.Event) *scene {
	s := &scene{history: c.History, chains: c.Chains, mine: map[string]bool{}}
	for i := range events {
		d := deed{Event: events[i]}
		if call, err := dialect.ParseEvent(&events[i]); err == nil { // what cannot be read still has a name and a time
			d.call = call
		}
		s.deeds = append(s.deeds, d)
		s.mine[d.ID] = true
	}
	return s
}

// first is when a deed was first of which something holds.
func (s *scene) first(holds func(*deed) bool) time.Time {
	for i := range s.deeds {
		if holds(&s.deeds[i]) {
			return s.deeds[i].Time
		}
	}
	return time.Time{}
}

// done is when a call of one of those names first went through.
func done(names ...string) func(*scene) time.Time {
	return func(s *scene) time.Time {
		return s.first(func(d *deed) bool { return slices.Contains(names, d.Name) && d.went() })
	}
}

// moments yields those calls of the history that changed it and are looked at.
func (s *scene) moments(yield func(topology.Moment, *topology.Call) bool) {
	for m := topology.Moment(1); m <= s.history.Now(); m++ {
		if c := s.history.Call(m); c.Changed && s.mine[c.Event.ID] && !yield(m, c) {
			return
		}
	}
}

// last is the time of the last event.
func (s *scene) last() time.Time {
	if len(s.deeds) == 0 {
		return time.Time{}
	}
	return s.deeds[len(s.deeds)-1].Time
}

// earlier is the earlier of two times of which the zero one is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

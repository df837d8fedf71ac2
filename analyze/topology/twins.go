// Twins: records of one identity that tell different things. A call has one outcome, and which of the records tells it nobody
// knows: what any of them says to have taken effect is not known any more, and a conflict.

package topology

import (
	"fmt"

	"traillab/analyze/trail"
)

// rivalries returns the calls of which records tell different things, at least one of them that it took effect; nil when there are
// none.
func rivalries(events []trail.Event) map[identity]bool {
	var found map[identity]bool
	first := make(map[identity]int32, len(events))
	for i := range events {
		e := &events[i]
		who := identity{e.ID, e.Account}
		if e.ID == "" || e.Time.IsZero() || e.Recovered || found[who] {
			continue
		}
		at, met := first[who]
		if !met {
			first[who] = int32(i)
			continue
		}
		one := &events[at]
		if !agree(one, e) && (one.ErrorCode == "" || e.ErrorCode == "") {
			if found == nil {
				found = map[identity]bool{}
			}
			found[who] = true
		}
		if mute(one) && !mute(e) { // a record that tells nothing agrees with others that do not agree with each other
			first[who] = int32(i)
		}
	}
	return found
}

// agree reports whether two records tell the same call. A row of Event history tells neither request nor response.
func agree(a, b *trail.Event) bool {
	if a.Name != b.Name || a.Source != b.Source || a.Region != b.Region || a.ErrorCode != b.ErrorCode || !a.Time.Equal(b.Time) {
		return false
	}
	return mute(a) || mute(b) || means(a.Request, b.Request) && means(a.Response, b.Response)
}

// mute reports whether a record tells nothing of the call but its name and the ids that are about it.
func mute(e *trail.Event) bool { return e.Request == "" && e.Response == "" }

func means(a, b string) bool { return a == b || trail.Meaning(a) == trail.Meaning(b) }

// doubted is a reading of which nothing is sure: not what it needed, and not what is so since.
func (r *reading) doubted() {
	why := fmt.Sprintf("records of one identity, %s, tell different things of %s", r.event.ID, r.event.Name)
	told := r.clauses
	r.clauses = nil
	for _, c := range told {
		if c.op == set || c.op == lose {
			r.clauses = append(r.clauses, clause{op: lose, thing: c.thing, aspect: c.aspect, key: c.key, why: why})
		}
	}
	r.rival = why
}

// oppose notes the conflict of a call whose records tell different things.
func (f *fold) oppose(r *reading) {
	for _, c := range r.clauses {
		if !c.thing.wild() {
			f.h.Conflicts = append(f.h.Conflicts, Conflict{At: f.now, Thing: c.thing, Why: r.rival})
			return
		}
	}
}

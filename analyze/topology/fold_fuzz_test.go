// Fuzzing: whatever a log claims, the fold neither panics nor contradicts itself.

package topology

import (
	"slices"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// FuzzFold gives a request and a response of any form to the rule of any call, in a network that stands. The seeds are the
// calls of all stories.
func FuzzFold(f *testing.F) {
	var names []string
	rules := ruleBook()
	for name := range rules {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, e := range wholeStory(f) {
		f.Add(uint16(slices.Index(names, e.Name)), e.Request, e.Response)
	}
	for _, text := range []string{"", "null", "[]", `""`, `{"a":[[{}]]}`, `{"instancesSet":{"items":[null,1,"x",{"instanceId":{}}]}}`} {
		for n := range names {
			f.Add(uint16(n), text, text)
		}
	}
	before := wholeStory(f)[:12]
	f.Fuzz(func(t *testing.T, n uint16, request, response string) {
		name := names[int(n)%len(names)]
		at := before[len(before)-1].Time
		var events []trail.Event
		for i := range 2 { // the second time it meets what it has made itself
			for _, rule := range rules[name] {
				events = append(events, trail.Event{
					ID: string(rune('a' + i)), Name: name, Source: rule.source + ".amazonaws.com", Time: at.Add(time.Duration(i) * time.Second),
					Account: before[0].Account, Region: before[0].Region, Request: request, Response: response,
				})
			}
		}
		h := Fold(append(slices.Clone(before), events...), nil, nil)
		coherent(t, h)
		slices.Reverse(events)
		if written(h) != written(Fold(append(events, before...), nil, nil)) {
			t.Error("another order tells another history")
		}
	})
}

// coherent checks what must be so of every history: spans in order, values of known facts that are nothing, a word or a thing
// that has a name, and states that can be read.
func coherent(t *testing.T, h *History) {
	t.Helper()
	for _, thing := range h.Things("") {
		for a := range aspects {
			for _, key := range thing.keys(a) {
				last := Moment(-1)
				for _, s := range thing.track(a, key).spans {
					if s.from <= last || s.seen < s.from || s.Level > trail.Observed || s.To != nil && s.To.wild() {
						t.Errorf("%s %s, aspect %d %q: span from %d seen %d after %d, %q", thing.Kind, thing.ID, a, key, s.from, s.seen, last, s.Text)
					}
					last = s.from
				}
				h.State(h.Now()).Key(thing, a, key)
			}
			h.State(h.Now()).Back(thing, a)
		}
	}
}

// Random archives: copies of files and of records, contradictions, addenda, damage, and loads that are cut short.

package store

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// archive makes log files that have everything in them that a load has to settle. Their order is that of the listing,
// which is not that of their names.
func (m maker) archive(files int) []*logFile {
	w := world{maker: m}
	for range 3 * files {
		w.events = append(w.events, m.members(m.eventID()))
	}
	var out []*logFile
	for i := range files {
		f := &logFile{path: fmt.Sprintf("logs/%03d-%d.json", m.IntN(1000), i), body: &body{}, dally: true}
		if m.chance(20) {
			f.stamp = m.uuid()
		}
		if len(out) > 0 && m.chance(15) {
			f.body = pick(m, out...).body // the same bytes under another path
		} else {
			w.fill(f.body)
		}
		out = append(out, f)
	}
	return out
}

// world is what happened; its events are recorded more than once.
type world struct {
	maker
	events [][]member
}

func (w *world) fill(b *body) {
	for range w.IntN(12) {
		b.records = append(b.records, w.record())
	}
	if w.chance(25) {
		b.outcome = pick(w.maker,
			trail.Outcome{Status: trail.Damaged, Reason: "cut off at byte 1000"},
			trail.Outcome{Status: trail.Damaged, Reason: "unexpected end"},
			trail.Outcome{Status: trail.Rejected, Reason: "not JSON"},
			trail.Outcome{Status: trail.Rejected, Reason: "unreadable"},
			trail.Outcome{Status: trail.Other, Reason: "a digest file"},
		)
	}
	if s := b.outcome.Status; s == trail.Rejected || s == trail.Other {
		b.records = nil
	} else if s == trail.Damaged && len(b.records) == 0 {
		b.records = []string{w.record()}
	}
}

// record is one delivery of an event: as it is, in other words, contradicted, or replaced by an addendum. Now and then it
// is none at all.
func (w *world) record() string {
	chosen := w.IntN(len(w.events))
	event := slices.Clone(w.events[chosen])
	switch n := w.IntN(20); n {
	case 0: // no record
		return pick(w.maker, `{}`, `{"a":1}`, `{"eventSource":"aws:s3","eventName":"ObjectCreated:Put"}`)
	case 1, 2: // a contradiction
		event[0].value = pick(w.maker, `"1.09"`, `"1.10"`)
	case 3, 4: // the same in other words
		w.Shuffle(len(event), func(i, j int) { event[i], event[j] = event[j], event[i] })
	case 5: // an addendum
		event = w.addendum(chosen)
	case 6: // no id of its own
		event = slices.DeleteFunc(event, func(p member) bool { return p.name == "eventID" })
	case 7: // to be mended
		event = append(event, member{"more", "\"\xff\""})
	}
	if w.chance(70) {
		return plainObject(event)
	}
	return w.object(event...)
}

// addendum is a record that replaces one of the events. Now and then it is replaced in turn, even by the one it replaces.
func (w *world) addendum(of int) []member {
	event := slices.Clone(w.events[of])
	at := func(name string) int { return slices.IndexFunc(event, func(p member) bool { return p.name == name }) }
	id, replaced := `"`+w.uuid()+`"`, event[at("eventID")].value
	event[at("eventID")].value = id
	if w.chance(30) {
		event[at("eventTime")].value = pick(w.maker, `"2024-04-01T00:00:00Z"`, `"2024-06-01T00:00:00Z"`, "")
	}
	w.events = append(w.events, replacing(event, replaced))
	if w.chance(30) {
		w.events[of] = replacing(w.events[of], id)
	}
	return replacing(event, replaced)
}

// replacing is the event as an addendum of the one with that id.
func replacing(event []member, id string) []member {
	event = slices.DeleteFunc(slices.Clone(event), func(p member) bool { return p.name == "addendum" })
	return append(event, member{"addendum", `{"reason":"UPDATED_DATA","originalEventID":` + id + `}`})
}

// plainObject writes the same members always in the same words.
func plainObject(members []member) string {
	var parts []string
	for _, p := range members {
		if p.value != "" {
			parts = append(parts, `"`+p.name+`":`+p.value)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

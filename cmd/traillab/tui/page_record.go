// Record: the raw JSON of an event as traillab show prints it, to be folded and searched, with the place where its bytes lie.

package tui

import (
	"context"
	"fmt"
	"strings"

	"traillab/analyze/trail"
)

// record is the page of one event. Several records may tell of it: repetitions, and what an addendum replaced.
type record struct {
	doors *Doors
	id    string
	key   int64
	asked bool
	found []trail.Evidence
	err   error
	shown int // among those found
	tree  tree
	w     int
}

func newRecord(d *Doors, id string, key int64) page { return &record{doors: d, id: id, key: key} }

func (r *record) title() string {
	if r.id == "" {
		return "a record without an id"
	}
	return r.id
}

func (r *record) filter(trail.Filter) { r.asked, r.found, r.err = false, nil, nil }

func (r *record) ask() []question {
	if r.asked || r.doors.Recorder == nil {
		return nil
	}
	r.asked = true
	return []question{{"record", func(ctx context.Context) (any, error) { return r.doors.Recorder.Records(ctx, r.id, r.key) }}}
}

func (r *record) take(_ string, answer any, err error) {
	r.err = err
	if found, ok := answer.([]trail.Evidence); ok && err == nil {
		r.found = found
		r.show(0)
	}
}

// show shows one of the records.
func (r *record) show(at int) {
	if at < 0 || at >= len(r.found) {
		return
	}
	high := r.tree.high
	r.shown, r.tree = at, newTree(r.found[at].Record)
	r.tree.resize(high)
}

// heading is how many lines stand over the record.
const heading = 6

func (r *record) resize(w, h int) {
	r.w = w
	r.tree.resize(h - heading - 1)
}

func (r *record) bindings() []binding {
	own := []binding{
		{[]string{"/"}, "search", "search in the record", r.search},
		{[]string{"n"}, "next", "the next line that was searched for", func() intent { return r.next(1) }},
		{[]string{"N"}, "", "the line before that was searched for", func() intent { return r.next(-1) }},
		{[]string{"tab"}, "", "the next record of the same event, where there are several", func() intent {
			if len(r.found) < 2 {
				return intent{say: "there is one record of this event"}
			}
			r.show((r.shown + 1) % len(r.found))
			return intent{}
		}},
		{[]string{"t"}, "around", "all events of the quarter of an hour around it", r.around},
	}
	return append(own, r.tree.bindings()...)
}

func (r *record) search() intent {
	return intent{input: &prompt{label: "search", editor: newEditor(r.tree.sought), done: func(text string) intent {
		r.tree.sought = text
		return r.next(0)
	}}}
}

func (r *record) next(by int) intent {
	if r.tree.sought == "" {
		return intent{say: "/ searches in the record"}
	}
	if !r.tree.seek(by) {
		return intent{say: "nothing in the record has " + r.tree.sought}
	}
	return intent{}
}

// around narrows the timeline to the time around the event.
func (r *record) around() intent {
	if len(r.found) == 0 || r.found[r.shown].Time.IsZero() {
		return intent{say: "the record has no time"}
	}
	return intent{open: newAround(r.doors, r.found[r.shown].Time)}
}

func (r *record) scroll(by int) { r.tree.move(by) }

func (r *record) click(_, y int, again bool) intent {
	if r.tree.press(y-heading) && again {
		r.tree.fold()
	}
	return intent{}
}

func (r *record) under() (field, value string) { return r.tree.under() }

func (r *record) row() string {
	if len(r.found) == 0 {
		return ""
	}
	return r.found[r.shown].Record
}

func (r *record) same(trail.Filter) same {
	if r.id == "" {
		return same{why: "A record without an eventID has no name to ask for.", command: "traillab timeline"}
	}
	return same{
		command: "traillab show " + quoted(r.id),
		sql: func(context.Context) (string, error) {
			return "SELECT file, file_sha256, record_offset, record_length, record\nFROM events\nWHERE event_id = '" + strings.ReplaceAll(r.id, "'", "''") + "'", nil
		},
		why: "The view has the record that stands; show tells of repetitions and of what was superseded, too.",
	}
}

func (r *record) render(v view) []line {
	switch {
	case r.doors.Recorder == nil:
		return []line{told(toneUnknown, "There are no records to ask here.")}
	case r.err != nil:
		return troubled(r.err, v.w)
	case len(r.found) == 0 && v.busy:
		return []line{told(toneFaint, "asking for the record …")}
	case len(r.found) == 0:
		return []line{told(toneUnknown, "The case has no record of %s.", r.title())}
	}
	out := r.place(v, &r.found[r.shown])
	out = append(out, r.tree.render()...)
	if field, value := r.tree.under(); value != "" {
		for len(out) < v.h-1 {
			out = append(out, line{})
		}
		out = append(out, line{}.add(toneFaint, field+" ").add(tonePlain, value))
	}
	return out
}

// place is where the bytes of a record lie, and what is to be said of them.
func (r *record) place(v view, e *trail.Evidence) []line {
	caveats := line{}
	if e.Standing != "stands" {
		caveats = caveats.addf(toneWarn, "%s: answers leave it out  ", e.Standing)
	}
	if e.Damage != "" {
		caveats = caveats.addf(toneWarn, "its file was read in part: %s  ", e.Damage)
	}
	if e.Recovered {
		caveats = caveats.add(toneUnknown, "recovered behind damage: it may have been written into the parameters of another call  ")
	}
	if e.Repaired {
		caveats = caveats.add(toneWarn, "mended to be read; the bytes in the file are the original  ")
	}
	if len(caveats.spans) == 0 {
		caveats = told(toneFaint, "observed: the record stands, read from a file that was read to its end")
	}
	count := ""
	if len(r.found) > 1 {
		count = fmt.Sprintf("   record %d of %d (tab)", r.shown+1, len(r.found))
	}
	return []line{
		line{}.add(toneFaint, "file   ").add(tonePlain, ending(e.File, v.w-len("file   "))),
		line{}.add(toneFaint, "sha256 ").add(tonePlain, e.SHA256),
		line{}.add(toneFaint, "place  ").addf(tonePlain, "bytes %s to %s of the inflated file", grouped(e.Offset), grouped(e.Offset+e.Length)).add(toneStrong, count),
		attested(e),
		caveats,
		told(toneFaint, "%s", strings.Repeat("─", v.w)),
	}
}

// attested says what CloudTrail's digests say of the file of a record.
func attested(e *trail.Evidence) line {
	l, why := line{}.add(toneFaint, "digest "), ""
	if e.DigestWhy != "" {
		why = ": " + e.DigestWhy
	}
	switch e.Digest {
	case "valid":
		return l.add(toneGood, "✓ verified: the file is the one that CloudTrail signed")
	case "altered":
		return l.add(toneBad, "✕ mismatch"+why)
	case "unlisted":
		return l.add(toneBad, "✕ not in CloudTrail's digests"+why)
	case "unverifiable":
		return l.add(toneUnknown, "? unverified"+why)
	}
	return l.add(toneUnknown, "? not checked: traillab load --keys holds files against CloudTrail's digests")
}

// recordHome is the page behind the number: it asks for an event's id.
type recordHome struct{ doors *Doors }

func newRecordHome(d *Doors) page { return &recordHome{d} }

func (h *recordHome) title() string { return "Record" }

func (h *recordHome) bindings() []binding {
	return []binding{{[]string{"enter"}, "event id", "type or paste the id of an event", func() intent {
		return intent{input: &prompt{label: "event id", editor: newEditor(""), done: func(text string) intent {
			if text = strings.TrimSpace(text); text == "" {
				return intent{}
			}
			return intent{open: newRecord(h.doors, text, 0)}
		}}}
	}}}
}

func (h *recordHome) ask() []question         { return nil }
func (h *recordHome) take(string, any, error) {}
func (h *recordHome) resize(int, int)         {}
func (h *recordHome) render(view) []line {
	return []line{
		told(tonePlain, "The raw record of an event, where its bytes lie, and their hash."),
		{},
		line{}.add(toneKey, "enter").add(tonePlain, " on an event of the timeline or of a chain opens its record; here it asks for an id."),
	}
}

// A picky intake is that of a load for one question: of most records it needs no more than that they were there, and of flow
// logs that, unless the question is about what instances did.

package store

import (
	"time"

	"traillab/analyze/trail"
)

// picky meets trail.Picker.
type picky struct{ *intake }

// Picks reports whether the load keeps records of that name and source.
func (p picky) Picks(name, source []byte) bool { return p.load.options.Admit(name, source) }

// Peeks reports whether the load may keep a record for what is in it.
func (p picky) Peeks(record []byte) bool {
	return p.load.options.Look != nil && p.load.options.Look(record)
}

// onlooker is a picky intake of a load for a question about what instances did: it takes flow logs, too.
type onlooker struct{ picky }

// Flow keeps one row of flow logs.
func (o onlooker) Flow(f *trail.Flow, at trail.Place) error { return witness{o.intake}.Flow(f, at) }

// Pass counts a record that the load does not keep.
func (p picky) Pass(at trail.Place, when time.Time) {
	if !p.entry.repeats(at.Index) {
		p.load.store.sawTime(when)
		p.entry.passed = append(p.entry.passed, at.Offset)
	}
}

// Done counts those of them that were recovered: what the file says of that is known only now. Whether they repeat what is
// sure is not known of records that are not kept.
func (p picky) Done(o trail.Outcome) {
	if p.entry != nil {
		for _, offset := range p.entry.passed {
			if o.Recovered != 0 && offset >= o.Recovered {
				p.load.store.unkept.Add(1)
			}
		}
		p.entry.passed = nil
	}
	p.intake.Done(o)
}

// Record keeps a record, unless it is one that was not picked: a reader may tell of those, too.
func (p picky) Record(rec *trail.Record, at trail.Place) error {
	if !p.Picks(rec.Name, rec.Source) && !p.Peeks(rec.JSON) {
		p.Pass(at, rec.Time)
		return nil
	}
	p.load.store.sawTime(rec.Time)
	return p.intake.Record(rec, at)
}

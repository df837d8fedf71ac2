// The intake takes what a reader tells of a file and makes rows of it: one intake a reader, filling blocks of its own.

package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// intake meets trail.Visitor.
type intake struct {
	load    *loader
	batch   *batch
	ctx     context.Context //nolint:containedctx // for the length of one file, to stop waiting for another reader
	job     job
	records *block
	touches *block
	seen    *block // sightings
	flows   *block // of flow logs; nil as long as there are none
	row     row
	joined  []byte

	entry *entry
	claim *claim
	parts int64 // files that the job has yielded; a container yields many

	sealer *sealer
}

// work reads jobs until there are no more, then hands over what is left in its blocks.
func (in *intake) work(ctx context.Context, b *batch, jobs <-chan job) error {
	in.ctx, in.batch = ctx, b
	in.records, in.touches, in.seen = in.load.records.fresh(), in.load.touches.fresh(), in.load.sightings.fresh()
	in.flows = nil
	var v trail.Visitor = witness{in}
	if in.load.options.Admit != nil {
		v = picky{in}
	}
	if in.load.options.Look != nil {
		v = onlooker{picky{in}}
	}
	for j := range jobs {
		in.job, in.parts = j, 0
		err := j.file.Read(ctx, v)
		if ends := in.load.options.Ends; err != nil && in.entry == nil && ends != nil && ends(err) {
			in.load.broken.CompareAndSwap(nil, &err)
			continue
		}
		if err != nil {
			in.abandon()
			return err
		}
	}
	if err := in.send(); err != nil {
		return err
	}
	if err := errors.Join(in.shelve(b.touched, in.touches), in.shelve(b.sighted, in.seen)); err != nil {
		return err
	}
	if in.flows != nil {
		return in.load.store.flows.send(in.flows)
	}
	return nil
}

// abandon lets readers that wait for this one's file go on; the batch is lost.
func (in *intake) abandon() {
	if in.claim != nil {
		in.load.ledger.settle(in.claim, in.entry.file.SHA256, nil)
		in.claim = nil
	}
}

// File decides what to do with a file by its bytes: load it, pass it over because they are loaded, or read it again
// without keeping its records because they were damaged when they were loaded and the damage is named every time.
func (in *intake) File(f trail.File) bool {
	in.parts++
	in.entry = &entry{file: f, id: in.load.nextID.Add(1) - 1, order: in.job.order, part: in.parts, stamp: in.job.file.Stamp(), version: versionOf(in.job.file)}
	var earlier *claim
	in.claim, earlier = in.load.ledger.claim(in.ctx, f.SHA256)
	switch {
	case in.claim != nil:
		return true
	case earlier == nil: // the load has ended
		return false
	}
	in.entry.meet(earlier)
	if earlier.whole() {
		in.entry.outcome = trail.Outcome{Status: trail.Known}
		in.close()
		return false
	}
	in.entry.again, in.entry.heard, in.entry.missed = true, earlier.records, earlier.missed
	return true
}

// repeats counts a record, and reports whether an earlier reading of these bytes has kept it.
func (e *entry) repeats(index int64) bool {
	e.records++
	if _, missed := slices.BinarySearch(e.missed, index); index < e.heard && !missed {
		e.repeated++
		return true
	}
	return false
}

// Record keeps one record.
func (in *intake) Record(rec *trail.Record, at trail.Place) error {
	e := in.entry
	if e.repeats(at.Index) {
		return nil
	}
	if rec.Supersedes != nil {
		in.load.addenda.Store(true)
	}
	r := &in.row
	*r = row{rec: rec, at: at, key: e.id<<32 | at.Index}
	in.joined = r.derive(in.joined)
	r.content = in.sealer.of(rec.JSON)
	addRecord(in.records, r)
	if in.records.full() {
		if err := in.send(); err != nil {
			return err
		}
		in.records = in.load.records.fresh()
	}
	if role := dialect.RoleOf(rec.Name, rec.Source); role != dialect.None {
		addTouch(in.touches, r, role)
		if in.touches.full() {
			if err := in.shelve(in.batch.touched, in.touches); err != nil {
				return err
			}
			in.touches = in.load.touches.fresh()
		}
	}
	if instance, beat, ok := dialect.Sighted(rec); ok {
		addSighting(in.seen, r, instance, beat)
		if in.seen.full() {
			if err := in.shelve(in.batch.sighted, in.seen); err != nil {
				return err
			}
			in.seen = in.load.sightings.fresh()
		}
	}
	return nil
}

// rejectBytes is about what a reject takes while it waits for the end of its batch.
const rejectBytes = 128

// sawTime notes the newest time that was read.
func (s *Store) sawTime(t time.Time) {
	if t.IsZero() {
		return
	}
	for at := t.UnixMicro(); ; {
		latest := s.latest.Load()
		if at <= latest || s.latest.CompareAndSwap(latest, at) {
			return
		}
	}
}

// shelve keeps a block of narrow rows for the end of the batch.
func (in *intake) shelve(on *shelf, b *block) error {
	err := in.load.room.make(in.ctx, b)
	in.batch.shelved.Add(on.put(b))
	return err
}

// send hands the block of records to DuckDB.
func (in *intake) send() error {
	if err := in.load.room.make(in.ctx, in.records); err != nil {
		return err
	}
	return in.load.records.send(in.records)
}

// Reject notes what cannot be kept.
func (in *intake) Reject(r trail.Reject) {
	if in.entry == nil {
		in.parts++
		in.entry = &entry{file: trail.File{Path: r.File, Size: in.job.file.Size()}, unread: true, id: in.load.nextID.Add(1) - 1, order: in.job.order, part: in.parts, stamp: in.job.file.Stamp(), version: versionOf(in.job.file)}
	}
	in.entry.rejects = append(in.entry.rejects, r)
	in.batch.shelved.Add(rejectBytes)
	if r.Record != nil {
		in.entry.flow = in.entry.flow || r.Flow
		in.entry.records++
		in.entry.rejected++
	}
}

// Done closes the file.
func (in *intake) Done(o trail.Outcome) {
	if in.entry == nil { // a file that could not even be opened and was not rejected by name
		in.Reject(trail.Reject{File: in.job.file.Path(), Reason: o.Reason})
	}
	in.entry.outcome = o
	in.close()
}

func (in *intake) close() {
	if in.claim != nil {
		in.load.ledger.settle(in.claim, in.entry.file.SHA256, in.entry)
		in.claim = nil
	}
	in.batch.add(in.entry)
	if in.entry.flow {
		in.load.flows.add(in.entry)
	} else {
		in.load.read.Add(in.entry.records)
		in.load.repeated.Add(in.entry.repeated)
	}
	in.load.tell(in.entry.file.Size)
	in.entry = nil
}

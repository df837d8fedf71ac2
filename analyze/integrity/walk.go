// The walk: a chain from its newest digest to its oldest, each held against what the one after it says of it.

package integrity

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// walk is where a walk stands.
type walk struct {
	v     *verifier
	links *links
	told  ChainReport

	// expected is the digest that the one before on the way names as its predecessor.
	expected *expectation
	begun    bool      // some digest was read that names a predecessor or says there is none
	covered  time.Time // until here, going back, verified digests reach; the gap between it and the next is named
	why      []string  // what lies in that gap
	last     string    // the object that was looked at before, to know a file that is there twice
	lastSum  [32]byte
}

// expectation is what a digest says of the one before it.
type expectation struct {
	object, by string // BUCKET/KEY; by is the digest that says so
	hash       string
	signature  *string
	trusted    bool // the one that says so is verified
	from       time.Time
}

// walk verifies one chain.
func (v *verifier) walk(ctx context.Context, l *links) error {
	digests := v.asked(l)
	if len(digests) == 0 {
		return nil
	}
	w := &walk{v: v, links: l, covered: v.digests[digests[0]].name.Time}
	w.told = ChainReport{Account: l.account, Region: l.region, Trail: l.trail, HomeRegion: l.home, Organization: l.organization, Backfill: l.backfill}
	var failed error
	for _, e := range inOrder(ctx, v.o.Jobs, len(digests), func(ctx context.Context, i int) *evidence { return v.read(ctx, digests[i]) }) {
		if err := errors.Join(e.err, e.flaw); v.ended(ctx, err) {
			failed = err
			break
		}
		w.step(e)
		v.progress()
	}
	if failed != nil {
		return failed
	}
	w.end()
	v.report.Chains = append(v.report.Chains, w.told)
	return nil
}

// step looks at the next older digest.
func (w *walk) step(e *evidence) {
	object := w.v.digests[e.at].object()
	if e.err != nil {
		w.unreadable(object, e)
		return
	}
	if object == w.last {
		w.twice(e, object)
		return
	}
	w.last, w.lastSum = object, e.sum
	if where := e.doc.Bucket + "/" + e.doc.Object; where != object {
		w.moved(e, object, where)
		return
	}
	if !w.follow(e, object) {
		return
	}
	var remembered *string
	linked := w.expected != nil && w.expected.object == object
	if linked && (w.expected.trusted || e.metadata == nil) {
		remembered = w.expected.signature // a good digest is not accused by a bad one
	}
	j := w.v.judge(e, remembered)
	if linked && w.expected.trusted && !strings.EqualFold(w.expected.hash, hex.EncodeToString(e.sum[:])) {
		j = judgement{DigestInvalid, "it is not what its successor " + w.expected.by + " was made after: the hash that is named there is another", j.by}
	}
	w.v.report.Digests.count(j.state)
	trusted := j.state == DigestValid
	switch j.state {
	case DigestInvalid:
		w.find(Finding{Kind: string(j.state), Severity: Broken, Object: object, Reason: j.reason})
		w.because("the digest " + object + " is invalid")
	case DigestUnverifiable:
		if j.reason != "" {
			w.find(Finding{Kind: string(j.state), Severity: Unchecked, Object: object, Reason: j.reason})
		}
		w.because("the digest " + object + " could not be verified")
	default:
		w.accept(e, j)
	}
	w.list(e, trusted)
	w.expect(e, object, trusted)
}

// accept takes a verified digest: it covers its time.
func (w *walk) accept(e *evidence, j judgement) {
	name := w.v.digests[e.at].name
	object := w.v.digests[e.at].object()
	if j.by == bySuccessor {
		w.v.report.Digests.BySuccessor++
	}
	switch {
	case !e.from.Before(e.until):
		w.find(Finding{Kind: "clock", Severity: Note, Object: object, Reason: "it ends at " + stamp(e.until) + ", and begins at " + stamp(e.from)})
	case e.until.After(w.covered) && w.begun && !w.links.backfill:
		w.find(Finding{Kind: "overlap", Severity: Note, Object: object, Reason: "it ends at " + stamp(e.until) + ", after the digest behind it begins, " + stamp(w.covered)})
	case !e.until.Equal(name.Time):
		w.find(Finding{Kind: "clock", Severity: Note, Object: object, Reason: "it ends at " + stamp(e.until) + ", and its name says " + stamp(name.Time)})
	}
	if e.until.Before(w.covered) {
		w.gap(e.until, w.covered)
	}
	w.why, w.begun = nil, true
	if e.from.Before(w.covered) {
		w.covered = e.from
	}
	w.v.spans.add(w.v.digests[e.at].head.area(name), w.links.trail, e.from, e.until)
	w.told.Digests++
	if w.told.Until == nil || e.until.After(*w.told.Until) {
		w.told.Until = &e.until
	}
	if w.told.From == nil || e.from.Before(*w.told.From) {
		w.told.From = &e.from
	}
}

// list enters the log files of a digest.
func (w *walk) list(e *evidence, trusted bool) {
	for i := range e.doc.Files {
		f := &e.doc.Files[i]
		hash := f.Hash
		if f.Algorithm != trail.HashingAlgorithm && f.Algorithm != "" {
			hash = "" // what cannot be computed equals nothing
		}
		w.v.ledger.add(f.Bucket+"/"+f.Object, hash, e.at, trusted)
	}
}

// expect remembers what a digest says of the one before it.
func (w *walk) expect(e *evidence, object string, trusted bool) {
	w.expected = &expectation{by: object, trusted: trusted, from: e.from}
	if e.doc.PreviousObject != nil && e.doc.PreviousBucket != nil {
		w.expected.object = *e.doc.PreviousBucket + "/" + *e.doc.PreviousObject
		w.expected.signature = e.doc.PreviousSignature
	}
	if e.doc.PreviousHash != nil {
		w.expected.hash = *e.doc.PreviousHash
	}
}

// find tells a finding of this chain.
func (w *walk) find(f Finding) { w.v.report.find(f) }

// because notes what lies in the next gap.
func (w *walk) because(reason string) { w.why = append(w.why, reason) }

// gap tells of time without a verified digest. Backfill digests stand for single hours and leave none.
func (w *walk) gap(from, until time.Time) {
	if w.links.backfill || !w.v.o.Until.IsZero() && !from.Before(w.v.o.Until) {
		return
	}
	why := "no digest tells of that time"
	if n := len(w.why); n > 0 {
		why = w.why[0] + more(n-1)
	}
	w.v.report.Gaps = append(w.v.report.Gaps, Gap{Account: w.links.account, Region: w.links.region, Trail: w.links.trail, From: &from, Until: until, Why: why})
}

// Links: what is wrong between two digests: one is missing, was moved, lies there twice, or is named by nobody.

package integrity

import (
	"fmt"
	"slices"
	"time"

	"traillab/analyze/trail"
)

// follow holds a digest's place in the chain against the one that was expected. It answers false for a digest that is not
// part of the chain.
func (w *walk) follow(e *evidence, object string) bool {
	x := w.expected
	switch {
	case x == nil || x.object == object:
		return true
	case x.object == "":
		if x.trusted {
			w.because("the digest behind it, " + x.by + ", begins a chain: the trail or its validation was off before")
		}
		return true
	}
	at, there := w.links.at[x.object]
	switch {
	case there && at > w.place(e.at) && x.trusted:
		w.v.report.Digests.count(DigestInvalid)
		w.find(Finding{Kind: "stray", Severity: Broken, Object: object, Reason: "no digest names it: " + x.by + " names " + x.object + " as the one before"})
		w.list(e, false)
		return false
	case there:
		return true // it was found wanting when its turn came, or a wrong digest named it
	case x.trusted || !w.v.names(x.object):
		w.missing(x)
	}
	return true
}

// place is where in the chain a digest stands.
func (w *walk) place(digest int) int { return slices.Index(w.links.digests, digest) }

// names reports whether a digest of that name was found at all.
func (v *verifier) names(object string) bool {
	return slices.ContainsFunc(v.digests, func(s sighted) bool { return s.object() == object })
}

// missing tells of a digest that its successor names and that is not there. It ends where its successor begins.
func (w *walk) missing(x *expectation) {
	if w.v.beyond(x.from) {
		return
	}
	bucket, _, _ := cutObject(x.object)
	if !w.v.holds(bucket) {
		w.find(Finding{Kind: "elsewhere", Severity: Unchecked, Object: x.object, Reason: "it lies in a bucket that is not at hand; name that too", Digest: x.by})
		w.because("the digest before " + x.by + " lies in another bucket")
		return
	}
	w.v.report.missing(Finding{Kind: "missing", Severity: Broken, Object: x.object, Reason: "its successor names it, and it is not there", Digest: x.by})
	w.because("the digest " + x.object + " is missing")
}

// unreadable tells of a digest that says nothing, so that its log files are without one.
func (w *walk) unreadable(object string, e *evidence) {
	w.v.report.Digests.count(DigestUnreadable)
	severity := Broken
	if !e.had {
		severity = blame(e.err)
	}
	w.find(Finding{Kind: string(DigestUnreadable), Severity: severity, Object: object, Reason: "it cannot be read: " + e.err.Error()})
	w.because("the digest " + object + " cannot be read")
}

// moved tells of a digest that says it lies elsewhere. What it lists still counts if its signature is good: a signature is
// over the place too.
func (w *walk) moved(e *evidence, object, where string) {
	w.v.report.Digests.count(DigestMoved)
	w.find(Finding{Kind: "moved", Severity: Broken, Object: object, Reason: "it says that it was delivered as " + where})
	w.because("a digest was moved to " + object)
	w.list(e, w.v.judge(e, nil).state == DigestValid)
}

// twice tells of a digest that was found under one name more than once, as in sources that overlap.
func (w *walk) twice(e *evidence, object string) {
	if e.sum == w.lastSum {
		w.find(Finding{Kind: "duplicate", Severity: Note, Object: object, Reason: "it was found more than once, with the same content: " + w.v.digests[e.at].file.Path()})
		return
	}
	w.v.report.Digests.count(DigestInvalid)
	w.find(Finding{Kind: "duplicate", Severity: Broken, Object: object, Reason: "two files of that name differ: " + w.v.digests[e.at].file.Path()})
}

// end looks beyond the oldest digest.
func (w *walk) end() {
	x := w.expected
	if x == nil {
		return
	}
	if x.object != "" && (w.v.o.From.IsZero() || x.from.After(w.v.o.From)) {
		if _, there := w.links.at[x.object]; !there {
			w.missing(x)
		}
	}
	if len(w.why) == 0 || w.links.backfill {
		return
	}
	until := w.covered
	var from *time.Time
	if oldest := w.oldest(); oldest.Before(until) {
		from = &oldest
	}
	w.v.report.Gaps = append(w.v.report.Gaps, Gap{
		Account: w.links.account, Region: w.links.region, Trail: w.links.trail, From: from, Until: until,
		Why: w.why[0] + more(len(w.why)-1),
	})
}

// oldest is the beginning of the oldest digest that could be read, verified or not, or where the missing one before it ends
// by its name.
func (w *walk) oldest() time.Time {
	at := w.expected.from
	if name, ok := trail.ParseKey(w.expected.object); ok && name.Time.Before(at) {
		at = name.Time
	}
	return at
}

// more counts what a list leaves out.
func more(n int) string {
	switch {
	case n <= 0:
		return ""
	case n == 1:
		return ", and 1 more reason"
	}
	return fmt.Sprintf(", and %d more reasons", n)
}

// bereaved tells of digests of which only the metadata is left, unless the chain has told of them.
func (v *verifier) bereaved() {
	for _, path := range v.orphans {
		object := path
		if text, rest, ok := locate(path); ok {
			object = v.head(text).object(rest)
		}
		name, _ := trail.ParseKey(path)
		if !v.o.From.IsZero() && !name.Time.After(v.o.From) || v.beyond(name.Time) {
			continue
		}
		v.report.missing(Finding{Kind: "missing", Severity: Broken, Object: object, Reason: "its metadata is there, and the digest is not"})
	}
}

// beyond reports whether a digest that ends then is of an hour after the time that is asked for.
func (v *verifier) beyond(end time.Time) bool {
	return !v.o.Until.IsZero() && !end.Before(v.o.Until.Add(time.Hour))
}

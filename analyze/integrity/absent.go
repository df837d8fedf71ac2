// The absent: log files that digests list and that nobody found.

package integrity

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// logStates are the states of a log file that is listed, from the best to the worst; an entry keeps the place of its own.
var logStates = []LogState{"", LogValid, LogUnverifiable, LogElsewhere, LogMissing, LogUnreadable, LogAltered}

func rank(s LogState) uint8 { return uint8(slices.Index(logStates, s)) } //nolint:gosec // there are seven

func worse(s LogState, than uint8) bool { return rank(s) > than }

// absent counts every log file that is listed. The ledger does not know names: the digests that list what is missing are
// read again.
func (v *verifier) absent(ctx context.Context) error {
	lost := map[uint32][][nameSize]byte{} // by digest
	v.ledger.groups(func(lines []entry) {
		if lines[0].seen == 0 {
			digest := believed(lines)[0].digest
			lost[digest] = append(lost[digest], lines[0].name)
			return
		}
		v.report.Logs.count(logStates[lines[0].state], 1)
	})
	digests := make([]uint32, 0, len(lost))
	for digest := range lost {
		digests = append(digests, digest)
	}
	slices.Sort(digests)
	for _, digest := range digests {
		var text bytes.Buffer
		if _, err := v.digests[digest].file.Inflate(ctx, &bounded{w: &text, left: largestDigest}); v.ended(ctx, err) {
			return err
		}
		names := map[[nameSize]byte]bool{}
		for _, name := range lost[digest] {
			names[name] = true
		}
		d, err := trail.ParseDigest(text.Bytes())
		if err != nil { // it changed since it was read
			v.report.find(Finding{Kind: "unreadable", Severity: Broken, Object: v.digests[digest].object(), Reason: "it changed while it was read: " + err.Error()})
			continue
		}
		v.name(d, v.digests[digest].object(), names)
	}
	return nil
}

// name tells what is missing of a digest.
func (v *verifier) name(d *trail.Digest, digest string, names map[[nameSize]byte]bool) {
	for i := range d.Files {
		object := d.Files[i].Bucket + "/" + d.Files[i].Object
		key := nameOf(object)
		if !names[key] {
			continue
		}
		delete(names, key)
		if at, ok := trail.ParseKey(object); ok && !v.within(at.Time) {
			continue // a digest's hour reaches beyond the time that is asked for
		}
		if !v.holds(d.Files[i].Bucket) {
			v.report.Logs.count(LogElsewhere, 1)
			v.report.find(Finding{Kind: string(LogElsewhere), Severity: Unchecked, Object: object, Reason: "it lies in a bucket that is not at hand; name that too", Digest: digest})
			continue
		}
		v.report.Logs.count(LogMissing, 1)
		v.report.find(Finding{Kind: string(LogMissing), Severity: Broken, Object: object, Reason: "the digest lists it, and it is not there", Digest: digest})
	}
}

// cutObject takes BUCKET/KEY apart.
func cutObject(object string) (bucket, key string, ok bool) { return strings.Cut(object, "/") }

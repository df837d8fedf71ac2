// The ledger: every log file that a digest lists, in 56 bytes: what it is called, what it should hold, and what became of it.

package integrity

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"
)

// LogState is what became of a log file.
type LogState string

// The states of a log file.
const (
	LogValid        LogState = "valid"        // what a verified digest lists
	LogAltered      LogState = "altered"      // something else than the digest lists
	LogMissing      LogState = "missing"      // listed, and not there
	LogUnreadable   LogState = "unreadable"   // there, and its text cannot be had
	LogUnlisted     LogState = "unlisted"     // delivered, by its name, in the time of a verified digest, and in none
	LogUncovered    LogState = "uncovered"    // delivered, by its name, at a time of which there is no verified digest
	LogUnverifiable LogState = "unverifiable" // listed only by digests that could not be verified
	LogElsewhere    LogState = "elsewhere"    // listed, in a bucket that is not at hand
)

// nameSize is how much of the hash of a name tells files apart: enough that nobody finds two names of one hash.
const nameSize = 16

// entry is one line of one digest.
type entry struct {
	name    [nameSize]byte
	hash    [sha256.Size]byte
	digest  uint32
	trusted bool  // the digest is verified
	seen    uint8 // how often the file was found; of the first entry of a name
	state   uint8 // of logStates; of the first entry of a name
}

type ledger struct{ entries []entry }

func nameOf(object string) (n [nameSize]byte) {
	sum := sha256.Sum256([]byte(object))
	copy(n[:], sum[:])
	return n
}

// add notes a line. A hash that is none equals no file's.
func (l *ledger) add(object, hash string, digest int, trusted bool) {
	e := entry{name: nameOf(object), digest: uint32(digest), trusted: trusted} //nolint:gosec // digests are counted in thousands
	if raw, err := hex.DecodeString(hash); err == nil {
		copy(e.hash[:], raw)
	}
	l.entries = append(l.entries, e)
}

// seal sorts the ledger: lines of one name are neighbours, those of verified digests first.
func (l *ledger) seal() {
	later := func(e *entry) int {
		if e.trusted {
			return 0
		}
		return 1
	}
	slices.SortFunc(l.entries, func(a, b entry) int {
		return cmp.Or(bytes.Compare(a.name[:], b.name[:]), cmp.Compare(later(&a), later(&b)), cmp.Compare(a.digest, b.digest), bytes.Compare(a.hash[:], b.hash[:]))
	})
}

// find returns the lines of a name, none for a file that no digest lists.
func (l *ledger) find(name [nameSize]byte) []entry {
	from := sort.Search(len(l.entries), func(i int) bool { return bytes.Compare(l.entries[i].name[:], name[:]) >= 0 })
	until := from
	for until < len(l.entries) && l.entries[until].name == name {
		until++
	}
	return l.entries[from:until]
}

// groups calls each with the lines of every name.
func (l *ledger) groups(each func([]entry)) {
	for from := 0; from < len(l.entries); {
		until := from + 1
		for until < len(l.entries) && l.entries[until].name == l.entries[from].name {
			until++
		}
		each(l.entries[from:until])
		from = until
	}
}

// believed are the lines of a name that count: those of verified digests if there are any.
func believed(lines []entry) []entry {
	n := 0
	for n < len(lines) && lines[n].trusted {
		n++
	}
	if n > 0 {
		return lines[:n]
	}
	return lines
}

// disagree reports whether lines of one name want different contents.
func disagree(lines []entry) bool {
	return slices.ContainsFunc(lines, func(e entry) bool { return e.hash != lines[0].hash })
}

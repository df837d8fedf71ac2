// A visitor that has use for few records hears the same account as one that takes all.

package archive_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// sparing is a visitor that picks the records of one name.
type sparing struct {
	told
	name   string
	passed []int64
}

func (v *sparing) Picks(name, _ []byte) bool { return string(name) == v.name }

func (v *sparing) Pass(at trail.Place, when time.Time) {
	v.index(at.Index)
	if !v.open || when.IsZero() || at.Length == 0 {
		v.t.Errorf("record %d was passed over; in a file: %t; time: %s; length: %d", at.Index, v.open, when, at.Length)
	}
	v.passed = append(v.passed, at.Index)
}

// compareAccounts reads the one file of an archive and holds the accounts against each other. It returns how many records
// were passed over.
func compareAccounts(t *testing.T, a *archive.Archive, name string) int {
	t.Helper()
	whole, few := &told{t: t}, &sparing{told: told{t: t}, name: name}
	readAll(t, whole, a)
	readAll(t, few, a)
	if len(whole.ids) != len(few.ids)+len(few.passed) {
		t.Errorf("%d records for who takes all; %d and %d passed over", len(whole.ids), len(few.ids), len(few.passed))
	}
	for _, at := range few.places {
		if !slices.Contains(whole.places, at) {
			t.Errorf("a record at %+v, where none is", at)
		}
	}
	if !slices.Equal(whole.reasons(), few.reasons()) || !slices.Equal(whole.done, few.done) {
		t.Errorf("for who takes all: %q, %+v\nfor who does not: %q, %+v", whole.reasons(), whole.done, few.reasons(), few.done)
	}
	return len(few.passed)
}

func TestPicker(t *testing.T) {
	var store shelf
	a := onShelf(t, &store)
	for _, c := range containers() {
		t.Run(c.name, func(t *testing.T) {
			store = shelf{{"log", c.text}}
			if compareAccounts(t, a, "DetachInternetGateway") != 0 {
				t.Error("what was picked was passed over")
			}
			compareAccounts(t, a, "other")
		})
	}
	other := strings.ReplaceAll(record(2), "Detach", "Describe")
	large := strings.Replace(other, "alice", strings.Repeat("a", 5000), 1)
	store = shelf{{"log", list(record(1), other, large, `{"eventName":"x"}`, other, "1", record(3))}}
	if n := compareAccounts(t, a, "DetachInternetGateway"); n != 2 {
		t.Errorf("%d records were passed over, want 2", n)
	}
}

// peeking is a visitor that also wants the records in which a word stands.
type peeking struct {
	sparing
	word string
}

func (v *peeking) Peeks(record []byte) bool { return strings.Contains(string(record), v.word) }

func TestPeeker(t *testing.T) {
	var store shelf
	a := onShelf(t, &store)
	other := strings.ReplaceAll(record(2), "Detach", "Describe")
	store = shelf{{"log", list(record(1), other, strings.Replace(other, "alice", "bob", 1), record(3))}}
	v := &peeking{sparing{told: told{t: t}, name: "DetachInternetGateway"}, "bob"}
	readAll(t, v, a)
	if len(v.ids) != 3 || len(v.passed) != 1 {
		t.Errorf("%d records were told and %d passed over, want 3 and 1", len(v.ids), len(v.passed))
	}
}

// TestPickerOfDamaged cuts a file at each byte, and changes each.
func TestPickerOfDamaged(t *testing.T) {
	var store shelf
	a := onShelf(t, &store)
	text := list(record(1), strings.ReplaceAll(record(2), "Detach", "Describe"), record(3))
	for i := range text {
		store = shelf{{"log", text[:i]}}
		compareAccounts(t, a, "DetachInternetGateway")
		for _, c := range "\"{},\\\x00" {
			store = shelf{{"log", text[:i] + string(c) + text[i+1:]}}
			compareAccounts(t, a, "DetachInternetGateway")
		}
		if t.Failed() {
			t.Fatalf("at byte %d of %q", i, text)
		}
	}
}

var _ trail.Picker = (*sparing)(nil)

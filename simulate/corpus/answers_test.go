// The planned detachments are those that the analysis finds.

package corpus

import (
	"cmp"
	"context"
	"iter"
	"reflect"
	"slices"
	"testing"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// slice is a source over records in memory, each event once.
type slice []delivered

func (s slice) Relations(_ context.Context, _ trail.Filter) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		seen := map[string]bool{}
		for _, r := range s {
			if seen[string(r.EventID)] || dialect.RoleOf(r.Name, r.Source) < dialect.Tell {
				continue
			}
			seen[string(r.EventID)] = true
			if !yield(event(&r.Record), nil) {
				return
			}
		}
	}
}

func event(r *trail.Record) trail.Event {
	return trail.Event{
		ID: string(r.EventID), Time: r.Time, Name: string(r.Name), Source: string(r.Source), Account: string(r.Account), Region: string(r.Region),
		Principal: string(r.Principal), AccessKeyID: string(r.AccessKeyID), SourceIP: string(r.SourceIP), UserAgent: string(r.UserAgent),
		ErrorCode: string(r.ErrorCode), ErrorText: string(r.ErrorMessage), Request: string(r.Request), Response: string(r.Response), Asked: true,
	}
}

// answers are what package analyze says about the archive below dir.
func answers(t *testing.T, dir string) []Detachment {
	t.Helper()
	records, _ := read(t, dir)
	slices.SortFunc(records, func(a, b delivered) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(string(a.EventID), string(b.EventID)))
	})
	found, err := analyze.Detachments(context.Background(), slice(records), trail.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]Detachment, len(found))
	for i, d := range found {
		rows[i] = Detachment{
			EventID: d.Event.ID, Time: d.Time, NotBefore: d.NotBefore, NotAfter: d.NotAfter, Name: d.Event.Name, Account: d.Event.Account, Region: d.Event.Region,
			Relation: d.Relation, Child: orNull(d.Child), Parent: orNull(d.Parent), Outcome: string(d.Outcome), ErrorCode: orNull(d.Event.ErrorCode), Principal: orNull(d.Event.Principal),
			AccessKey: orNull(d.Event.AccessKeyID), SourceIP: orNull(d.Event.SourceIP), UserAgent: orNull(d.Event.UserAgent), Basis: string(d.Basis),
		}
	}
	return rows
}

func TestAnalysisFindsWhatWasPlanned(t *testing.T) {
	for seed := range uint64(2) {
		dir := t.TempDir()
		truth, err := Generate(context.Background(), dir, Options{Events: 6_000, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		compare(t, answers(t, dir), truth.Detachments)
	}
}

func compare(t *testing.T, got, want []Detachment) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("the analysis finds %d detachments, %d are planned", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("row %d\nfound   %+v\nplanned %+v", i, got[i], want[i])
			return
		}
	}
}

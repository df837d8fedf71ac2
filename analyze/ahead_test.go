// Reading ahead keeps the order of the source, its errors, and the source itself from being asked after the end.

package analyze

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// counted yields n events, then failure if it is not nil, and counts in *told how many were taken.
func counted(n int, failure error, told *int) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for i := range n {
			*told++
			if !yield(trail.Event{ID: fmt.Sprint(i), Name: "DetachInternetGateway", Request: `{"vpcId":"v"}`}, nil) {
				return
			}
		}
		if failure != nil {
			yield(trail.Event{}, failure)
		}
	}
}

func TestAhead(t *testing.T) {
	failure := errors.New("the source broke off")
	for _, n := range []int{0, 1, runLength - 1, runLength, runLength + 1, 20*runLength + 7} {
		for _, want := range []error{nil, failure} {
			told, next := 0, 0
			var last error
			for c, err := range ahead(counted(n, want, &told)) {
				if last = err; err != nil {
					break
				}
				if c.event.ID != fmt.Sprint(next) {
					t.Fatalf("of %d: event %s in the place of %d", n, c.event.ID, next)
				}
				next++
			}
			if next != n || told != n || !errors.Is(last, want) {
				t.Errorf("of %d events %d were told, %d yielded, then %v; want %v", n, told, next, last, want)
			}
		}
	}
}

// TestAheadStops: who has had enough leaves the source at rest.
func TestAheadStops(t *testing.T) {
	told := 0
	for _, err := range ahead(counted(1000*runLength, nil, &told)) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if told == 1000*runLength {
		t.Error("the source was asked to its end")
	}
}

// TestAheadNamesTheEvent: an event that cannot be parsed ends the account and is named.
func TestAheadNamesTheEvent(t *testing.T) {
	events := func(yield func(trail.Event, error) bool) {
		for i := range 3 * runLength {
			e := trail.Event{ID: fmt.Sprint(i), Name: "DetachInternetGateway"}
			if i == runLength+5 {
				e.Request = "{"
			}
			if !yield(e, nil) {
				return
			}
		}
	}
	n := 0
	var last error
	for _, err := range ahead(events) {
		if last = err; err == nil {
			n++
		}
	}
	if want := fmt.Sprintf("event %d: ", runLength+5); n != runLength+5 || last == nil || !strings.HasPrefix(last.Error(), want) {
		t.Errorf("%d calls, then %v", n, last)
	}
}

// Narrow rows are told as they are made, of records of every shape, and an edited one is another.

package store

import (
	"fmt"
	"reflect"
	"testing"

	"traillab/analyze/trail"
)

func TestNarrow(t *testing.T) {
	m := newMaker(12)
	records := []string{
		`{"eventID":"a sign of life","eventTime":"2024-05-01T10:00:00.5Z","eventName":"UpdateInstanceInformation","eventSource":"ssm.amazonaws.com","requestParameters":{"instanceId":"i-00000000000000001"}}`,
		`{"eventName":"DetachInternetGateway","eventSource":"ec2.amazonaws.com"}`,
	}
	for range 1000 {
		records = append(records, m.odd())
	}
	s := newCase(t)
	load(t, s, file("a.json", records...))
	scanner, rec := trail.NewScanner(), &trail.Record{}
	rows := map[string]int64{}
	for i, text := range records {
		if _, err := scanner.Scan([]byte(text), rec); err != nil {
			t.Fatal(err)
		}
		got, err := s.Narrow(t.Context(), 1<<32|int64(i))
		if err != nil {
			t.Fatal(err)
		}
		if want := NarrowOf(rec); !reflect.DeepEqual(got, want) {
			t.Fatalf("record %d is told as\n%.2000s, want\n%.2000s\nin %.400q", i, fmt.Sprint(got), fmt.Sprint(want), text)
		}
		for _, n := range got {
			rows[n.Table] += n.Rows
		}
	}
	if rows["touches"] < 10 || rows["sightings"] < 1 {
		t.Fatalf("that was of few rows: %v", rows)
	}
	must(t, s.exec(t.Context(), "UPDATE touches SET principal = 'somebody else' WHERE key = ?", int64(1<<32|1)))
	must(t, s.exec(t.Context(), "DELETE FROM sightings WHERE key = ?", int64(1<<32)))
	edited, err := s.Narrow(t.Context(), 1<<32|1)
	must(t, err)
	deleted, err := s.Narrow(t.Context(), 1<<32)
	must(t, err)
	if c := edited[0].Columns[9]; c != (trail.Column{Name: "principal", Value: "somebody else"}) || deleted[1].Rows != 0 || deleted[1].Columns != nil {
		t.Errorf("after the edits: %v, %v", edited[0], deleted[1])
	}
}

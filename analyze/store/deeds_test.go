// Deeds: they tell of the same events as companions do, without the words.

package store

import (
	"fmt"
	"slices"
	"testing"

	"traillab/analyze/trail"
)

func TestDeedsAreCompanions(t *testing.T) {
	m := newMaker(22)
	f := file("a.json")
	for i := range 400 {
		if i%4 == 0 {
			f.body.records = append(f.body.records, m.odd())
		} else {
			f.body.records = append(f.body.records, m.plain(m.eventID()))
		}
	}
	s := newCase(t)
	loadWith(t, s, LoadOptions{limits: limits{bytes: 1 << 40, files: 1, touches: 1 << 40}}, f)
	for _, filter := range []trail.Filter{{}, {Names: []string{"DetachInternetGateway"}}, {Names: []string{"DetachInternetGateway", "RunInstances"}}} {
		var told, want []string
		for e, err := range s.Deeds(t.Context(), filter) {
			if err != nil {
				t.Fatal(err)
			}
			told = append(told, fmt.Sprintf("%+v", e))
		}
		for e, err := range s.Companions(t.Context(), filter) {
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, fmt.Sprintf("%+v", trail.Event{
				ID: e.ID, Time: e.Time, Name: e.Name, Source: e.Source, Account: e.Account, Principal: e.Principal, SourceIP: e.SourceIP,
				UserAgent: e.UserAgent, ErrorCode: e.ErrorCode, Recovered: e.Recovered,
			}))
		}
		slices.Sort(told)
		slices.Sort(want)
		if len(want) == 0 || !slices.Equal(told, want) {
			t.Errorf("%+v: %d deeds of %d companions", filter, len(told), len(want))
		}
	}
}

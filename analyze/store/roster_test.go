// Rosters hold against who: read in parts of any size and in any order they are the same principals with the same numbers.

package store

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"traillab/analyze/trail"
)

// fleetCase is a case of principals with different numbers of everything, one of them nobody.
func fleetCase(t *testing.T) *Store {
	t.Helper()
	s := newCase(t)
	var records []string
	for who := range 9 {
		for n := range who*5%7 + 1 {
			identity, code := fmt.Sprintf(`"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/u%d","accessKeyId":"AKIA%d"},`, who, n%2), ""
			if who == 4 {
				identity = ""
			}
			if n%3 == 1 {
				code = `"errorCode":"AccessDenied",`
			}
			records = append(records, fmt.Sprintf(`{%s%s"eventID":"e%d-%d","eventTime":"2024-05-01T1%d:%02d:00Z","eventName":"N","readOnly":%v,"sourceIPAddress":"192.0.2.%d","requestParameters":{"vpcId":"vpc-0123456%d","instanceId":"i-0123456%d"}}`,
				identity, code, who, n, (who*3)%10, n, n%2 == 0, n, n%2, who))
		}
	}
	records = append(records, `{"eventID":"untimed","eventName":"N","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/untimed"}}`)
	load(t, s, file("a.json", records...))
	return s
}

func TestRoster(t *testing.T) {
	s := fleetCase(t)
	for _, f := range []trail.Filter{{}, {Errors: true}, {Names: []string{"nothing"}}} {
		who, err := s.Who(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for by, key := range map[trail.RosterOrder]func(a trail.Actor) int64{
			trail.ByFirst: func(a trail.Actor) int64 {
				if a.First == nil {
					return 1 << 62
				}
				return a.First.Unix()
			},
			trail.ByLast: func(a trail.Actor) int64 {
				if a.Last == nil {
					return 1 << 62
				}
				return -a.Last.Unix()
			},
			trail.ByCalls: func(a trail.Actor) int64 { return -a.Calls }, trail.ByErrors: func(a trail.Actor) int64 { return -a.Errors }, trail.ByWrites: func(a trail.Actor) int64 { return -a.Writes },
		} {
			want := slices.Clone(who)
			slices.SortStableFunc(want, func(a, b trail.Actor) int {
				if (a.Principal == "") != (b.Principal == "") && key(a) == key(b) {
					return cmp.Compare(b.Principal, a.Principal) // nobody comes last
				}
				return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.Principal, b.Principal))
			})
			for _, step := range []int{1, 3, 100} {
				var got []trail.Actor
				for {
					part, all, err := s.Roster(t.Context(), f, by, len(got), step)
					if err != nil {
						t.Fatal(err)
					}
					if len(part) > 0 && int(all) != len(want) {
						t.Errorf("order %d: %d of %d", by, all, len(want))
					}
					if got = append(got, part...); len(part) == 0 {
						break
					}
				}
				if a, b := actorsTold(got), actorsTold(want); a != b {
					t.Errorf("order %d in steps of %d under %v:\n%s\nwant\n%s", by, step, f, a, b)
				}
			}
		}
	}
}

// actorsTold writes principals down without what rosters leave out.
func actorsTold(list []trail.Actor) string {
	var out string
	for _, a := range list {
		first, last := "-", "-"
		if a.First != nil {
			first, last = a.First.UTC().String(), a.Last.UTC().String()
		}
		out += fmt.Sprintln(a.Principal, a.Type, first, last, a.Calls, a.Errors, a.Writes)
	}
	return out
}

// TestObjects: the resources that a principal's calls name are those of its events, each counted.
func TestObjects(t *testing.T) {
	s := fleetCase(t)
	for _, name := range []string{"arn:aws:iam::111122223333:user/u1", "", "arn:aws:iam::111122223333:user/nobody"} {
		for _, f := range []trail.Filter{{}, {Errors: true}} {
			want := map[string][3]int64{}
			for e, err := range s.Timeline(t.Context(), f) {
				if err != nil {
					t.Fatal(err)
				}
				if e.Principal != name {
					continue
				}
				for _, id := range e.IDs {
					n := want[id]
					n[0]++
					if e.ErrorCode != "" {
						n[1]++
					}
					if e.ReadOnly != trail.Yes {
						n[2]++
					}
					want[id] = n
				}
			}
			if len(want) == 0 && name != "arn:aws:iam::111122223333:user/nobody" {
				t.Fatalf("%q names nothing", name)
			}
			got, all, err := s.Objects(t.Context(), f, name, 100)
			if err != nil {
				t.Fatal(err)
			}
			if int(all) != len(want) || len(got) != len(want) {
				t.Errorf("%q: %d and %d of %d", name, all, len(got), len(want))
			}
			for _, o := range got {
				if n := [3]int64{o.Calls, o.Errors, o.Writes}; n != want[o.ID] {
					t.Errorf("%q %s: %v, want %v", name, o.ID, n, want[o.ID])
				}
			}
			if few, all, err := s.Objects(t.Context(), f, name, 1); err != nil || len(want) > 0 && (len(few) != 1 || int(all) != len(want) || few[0] != got[0] && few[0].ID != got[0].ID) {
				t.Errorf("%q: the first of %d is %v, %v", name, all, few, err)
			}
		}
	}
}

// TestRosterIsKept: the events are grouped once for a filter and an order, and again when there are more of them.
func TestRosterIsKept(t *testing.T) {
	s := fleetCase(t)
	names := func(f trail.Filter, by trail.RosterOrder) (names []string) {
		t.Helper()
		found, all, err := s.Roster(t.Context(), f, by, 0, 100)
		if err != nil || int(all) != len(found) {
			t.Fatalf("%d of %d, %v", len(found), all, err)
		}
		for _, a := range found {
			names = append(names, a.Principal)
		}
		return names
	}
	all := names(trail.Filter{}, trail.ByCalls)
	must(t, s.exec(t.Context(), "DELETE FROM temp.roster WHERE place > 0"))
	if got := names(trail.Filter{}, trail.ByCalls); len(got) != 1 {
		t.Errorf("the roster is made again for each part: %q", got)
	}
	for _, f := range []trail.Filter{{Principals: all[1:2]}, {Principals: all[2:3]}} {
		if got := names(f, trail.ByCalls); !slices.Equal(got, f.Principals) {
			t.Errorf("under another filter there are %q, want %q", got, f.Principals)
		}
	}
	if got := names(trail.Filter{}, trail.ByFirst); len(got) != len(all) || slices.Equal(got, all) {
		t.Errorf("in another order there are %q", got)
	}
	load(t, s, file("b.json", `{"eventID":"new","eventName":"N","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/new"}}`))
	if got := names(trail.Filter{}, trail.ByFirst); len(got) != len(all)+1 {
		t.Errorf("after a load there are %q", got)
	}
}

// Impact, networks and principals over a real case: what the pages are told is what the commands print, moment by moment.

package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"testing"
	"time"

	"traillab/analyze/store"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/tui"
)

// printed is what a command prints as JSON, with its spaces taken out.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "traillab", append(args, "--format", "json", "-q")...).Output()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	var text bytes.Buffer
	ok(t, json.Compact(&text, out))
	return text.String()
}

// compact is a value as the commands print it.
func compact(t *testing.T, v any) string {
	t.Helper()
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	ok(t, enc.Encode(v))
	var out bytes.Buffer
	ok(t, json.Compact(&out, text.Bytes()))
	return out.String()
}

func TestPagesTellWhatCommandsPrint(t *testing.T) {
	db := cased(t)
	d, err := openDesk(t.Context(), db, store.Options{})
	ok(t, err)
	q := newInquiry(t.Context(), d)
	chains, err := q.Chains(t.Context(), trail.Filter{})
	ok(t, err)
	for i := range chains {
		told, err := q.Impact(t.Context(), &chains[i])
		ok(t, err)
		if got, want := compact(t, told), printed(t, "impact", chains[i].ID, "--db", db); got != want {
			t.Errorf("impact of %s:\n%s\nwant\n%s", chains[i].ID, got, want)
		}
	}
	networks, err := q.Networks(t.Context())
	if err != nil || len(networks) < 2 {
		t.Fatal(networks, err)
	}
	for _, k := range networks {
		followed(t, q, db, k)
	}
	ok(t, d.close())
}

// followed holds the life of a VPC against its chains, and its moments against what topology prints.
func followed(t *testing.T, q *inquiry, db string, k snapshot.Known) {
	t.Helper()
	vpc := tui.Place{ID: k.ID, Account: k.Account, Region: k.Region}
	course, err := q.Course(t.Context(), vpc)
	ok(t, err)
	if len(course.Turns) < 3 || !slices.IsSortedFunc(course.Turns, func(a, b tui.Turn) int { return a.At.Compare(b.At) }) {
		t.Fatalf("%s has turns %v", k.ID, course.Turns)
	}
	for _, c := range course.Chains {
		for _, l := range c.Links {
			if c.Scope.ID == k.ID && !slices.ContainsFunc(course.Turns, func(turn tui.Turn) bool {
				return turn.At.Equal(l.Event.Time) && slices.ContainsFunc(turn.Calls, func(s tui.Step) bool { return s.ID == l.Event.ID && s.Role == l.Role })
			}) {
				t.Errorf("%s of %s is in no turn of %s", l.Event.Name, c.ID, k.ID)
			}
		}
	}
	last, middle := course.Turns[len(course.Turns)-1].At, course.Turns[len(course.Turns)/2].At
	for _, at := range []time.Time{middle, last} {
		n, err := q.Network(t.Context(), vpc, at)
		ok(t, err)
		if got, want := compact(t, n), printed(t, "topology", "--vpc", k.ID, "--at", at.UTC().Format(time.RFC3339Nano), "--db", db); got != want {
			t.Errorf("%s at %s:\n%s\nwant\n%s", k.ID, at, got, want)
		}
	}
}

func TestPrincipalsOfACase(t *testing.T) {
	d, err := openDesk(t.Context(), cased(t), store.Options{})
	ok(t, err)
	n, err := d.Count(t.Context(), trail.Filter{})
	ok(t, err)
	list, all, err := d.Actors(t.Context(), trail.Filter{}, trail.ByCalls, 0, 1000)
	ok(t, err)
	calls := int64(0)
	var names []string
	for _, a := range list {
		calls += a.Calls
		names = append(names, a.Principal)
	}
	if calls != n || int(all) != len(list) || len(list) < 5 {
		t.Errorf("%d calls of %d principals, %d in all; %d events", calls, len(list), all, n)
	}
	full, err := d.Details(t.Context(), trail.Filter{}, names)
	ok(t, err)
	followed := 0
	for _, a := range full {
		at := slices.IndexFunc(list, func(l trail.Actor) bool { return l.Principal == a.Principal })
		if at < 0 || list[at].Calls != a.Calls || list[at].Errors != a.Errors || list[at].Writes != a.Writes || !list[at].First.Equal(*a.First) {
			t.Errorf("%s differs in its details", a.Principal)
		}
		for _, key := range a.AccessKeys {
			l, err := d.Lineage(t.Context(), trail.Filter{}, key)
			ok(t, err)
			if len(l.From) == 0 || l.From[0].AccessKey != key || len(l.Way) == 0 || l.Way[len(l.Way)-1].AccessKey != key {
				t.Errorf("the way of %s: %+v", key, l)
			}
			for i := 1; i < len(l.Way); i++ {
				followed++
				if l.Way[i].From != l.Way[i-1].AccessKey || l.Way[i].Call == "" {
					t.Errorf("the way of %s is broken at %d: %+v", key, i, l.Way)
				}
			}
		}
		sessions, err := d.Sessions(t.Context(), a.Principal)
		if err != nil || len(sessions) == 0 {
			t.Errorf("%s has no sessions: %v", a.Principal, err)
		}
	}
	if followed == 0 {
		t.Error("no credential of the sample came from another: nothing was followed")
	}
	ok(t, d.close())
}

// TestNetworkPages: the program in a terminal, from a VPC to the record that cut it, to its impact, to who did it.
func TestNetworkPages(t *testing.T) {
	db := cased(t)
	term := openTerminal(t, 120, 40, "sh")
	term.keys("traillab tui --db "+db+"; echo left with $?", "Enter")
	term.sees("Overview", "hostile 1")
	term.keys("4")
	term.sees("VPC 1 of 3", "(page 1 shows")
	term.keys("G", "Enter")
	term.sees("change 40 of 40", "compared with before chain-", "✕ cut", "no default route")
	term.keys("Left")
	term.sees("change 39 of 40", "DetachInternetGateway ✕ (cut)")
	term.keys("R")
	term.sees("sha256", `"eventName": "DetachInternetGateway"`)
	term.keys("3")
	term.sees("Impact", "✕ lost 18", "○ inferred", "taken by")
	term.keys("Enter")
	term.sees("Impact ›", "sha256")
	term.keys("6")
	term.sees("principal 1 of 10")
	term.keys("G", "Enter")
	term.sees("user/vendor-support", "sessions 1")
	term.keys("Enter")
	term.sees("the way of AKIA", "CreateAccessKey")
	term.keys("q")
	term.sees("left with 0")
	term.whole()
}

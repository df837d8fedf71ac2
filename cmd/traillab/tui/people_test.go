// Principals: a list of any length is held in parts, and from everybody the way leads to sessions, credentials and events.

package tui

import (
	"slices"
	"strings"
	"testing"
)

func TestPrincipalsInParts(t *testing.T) {
	p := incident()
	p.actors = people(10_000)
	u := sit(t, p.doors(), 250, 30).press("6").shows("principal 1 of 10 004 by first event", "2: 203.0.113.7, 203.0.113.8")
	u.press("G").shows("principal 10 004 of 10 004", "fleet/i-0000000000000270f").press("g").shows("user/alice")
	for range 40 {
		u.press("pgdown")
	}
	u.shows("fleet/i-")
	asked := slices.DeleteFunc(slices.Clone(p.asked), func(s string) bool { return !strings.HasPrefix(s, "actors 200 from") })
	if len(asked) > 15 || len(u.m.top().(*principals).held.found) > rosterPart {
		t.Errorf("asked %q", asked)
	}
	top := u.m.top().(*principals)
	top.table.at, top.table.top = 5000, 5000
	if first, second := top.ask(), top.ask(); len(first) != 1 || len(second) != 0 {
		t.Errorf("asked %v, and then %v before there was an answer", first, second)
	}
	u.press("r")
	u.press("s").shows("the list is sorted by first event, last event").press("right", "right", "right", "s").shows("sorted by calls", "principal 1 of 10 004 by calls", "fleet/i-0000000000000270f")
	u.press("e").shows("export to principals.csv").press("enter").shows("10 004 rows were written")
}

func TestPrincipal(t *testing.T) {
	u := sit(t, incident().doors(), 160, 30).press("6", "down", "enter").shows("Principals › assumed-role/ops/mallory", "12 refused or failed", "sessions 2", "touched 1 234", "whatever the filter")
	u.press("t").shows("events of assumed-role/ops/mallory").press("esc", "down", "enter").shows("carry no access key")
	u.press("up", "enter").shows("the way of ASIAEXAMPLEMALLORY01: 6 credentials", "whence the first came is not in the log", "│  └─ ASIAEXAMPLEUNUSED001", "? not in", "no call that passes")
	u.press("enter").shows("sha256", "DescribeVpcs").press("esc", "up", "enter").shows("no record of the log tells who handed this key out").press("down", "down", "p").shows("assumed-role/admin/mallory").press("esc", "t").shows("events of ASIAEXAMPLEADMIN0001")
	u.press("esc", "T").shows("the way of ASIAEXAMPLEADMIN0001").press("esc", ".").shows("traillab who --db 'my case.duckdb' --trace ASIAEXAMPLEMALLORY01").press("esc", "esc")
	u.press("tab").shows("resource 1 of 1 234", "1 232 are not listed", `vpc-0a1\x1b[7m`).press("enter").shows("everything that touched igw-0a1").press("esc", "tab").shows("203.0.113.8", `Boto3/1.34\x1b]0;x\x07`)
	u.press("esc", "down", "enter").shows("? records that name nobody", "who made these calls no record says", "sessions 0").press("t").shows("cannot be asked for by name").press(".").shows("have no name to ask for").press("esc")
	u.press("5", "right", "right", "right", "T").shows("Timeline › assumed-role/ops/mallory")
}

// TestNothingIsNotNobody: pages without answers say so, and pages without doors do.
func TestNothingIsNotNobody(t *testing.T) {
	p := incident()
	p.actors, p.chains, p.impacts = nil, nil, nil
	u := sit(t, p.doors(), 160, 30).press("6").shows("Nobody acted in the logs", "no logs of 19 of 213 h").press("3").shows("There is no chain in the logs", "no logs of 19 of 213 h")
	u.press("enter").shows("there is no row here").press("p").shows("not about one VPC")
	u.press("x").shows("No chain passes the filter", "no logs of 19 of 213 h").press("6").shows("Nobody acted in the events that pass the filter")
	none := sit(t, Doors{}, 80, 24)
	none.press("3").shows("There is no impact to ask here").press("4").shows("There are no networks to ask here").press("6").shows("There are no principals to ask here")
}

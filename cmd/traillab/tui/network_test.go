// Moving through time: from change to change, and never one moment's drawing under another's name.

package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology/snapshot"
)

func TestScrub(t *testing.T) {
	p := incident()
	u := sit(t, p.doors(), 120, 40).press("4", "enter").shows("Topology › vpc-0a1", "12:40:00Z  change 8 of 8", "compared with before chain-0123456789ab")
	u.press("right").shows("this is the last change").press("left").shows("12:11:00Z  change 7 of 8", "✕ cut: deleted", "DeleteInternetGateway ◆ (hardening)")
	u.press("H").shows("09:59:59Z  before the first of 8 changes", "in no chain", "attached ● observed", "!◂ was").press("H").shows("tells of no change")
	u.press("right").shows("10:00:00Z  change 1 of 8", "CreateSubnet by user/terraform").press("n").shows("12:01:00Z", "DetachInternetGateway △ (attempt) refused, changed nothing")
	u.press("n", "n", "n").shows("12:08:00Z  change 5 of 8", "!✕ cut").press("n").shows("12:09:00Z", "✕ cut: detached").press("end", "N").shows("12:11:00Z").press("home", "L").shows("change 8 of 8")
	u.press("left", "R").shows("sha256", "DeleteInternetGateway").press("esc", "c").shows("verdict, for and against").press("esc", "t").shows("Topology › vpc-0a1 › around 12:11:00Z").press("esc")
	u.press("G", "up", "up", "up", "tab").shows("vpce-0a1", "service: com.amazonaws.eu-west-1.s3").press("tab", "T").shows("everything that touched vpce-0a1").press("esc")
	u.press("down", "down", "down", "space").shows("there is nothing to unfold").press(".").shows("traillab topology --db 'my case.duckdb' --vpc vpc-0a1 --account 111122223333 --region eu-west-1 --at 2024-05-")
}

// TestOldDrawing: while an answer is on its way the drawing says of when it is, and an answer that fails leaves none.
func TestOldDrawing(t *testing.T) {
	fake := incident()
	p := newNetwork(&Doors{Cartographer: fake}, Place{ID: "vpc-0a1"}, time.Time{}).(*network)
	p.resize(160, 40)
	course, _ := fake.Course(t.Context(), p.place)
	p.ask()
	p.take("course", course, nil)
	if q := p.ask(); len(q) != 2 || q[0].slot != "now" || q[1].slot != "before" {
		t.Fatalf("asked %v", q)
	}
	p.take("now", drawnNetwork(noon.Add(40*time.Minute)), nil)
	p.to(-1)
	if text := shownText(p.render(view{w: 160, h: 40})); !strings.Contains(text, "12:11:00Z  asking … this is still 2024-05-01 12:40:00Z") {
		t.Errorf("an old drawing under a new time:\n%s", text)
	}
	if q := p.ask(); len(q) != 1 || q[0].slot != "now" {
		t.Fatalf("asked %v", q)
	}
	p.take("now", nil, errors.New("no such moment"))
	if text := shownText(p.render(view{w: 160, h: 40})); !strings.Contains(text, "cannot be told: no such moment") || strings.Contains(text, "igw-0a2") {
		t.Errorf("the old drawing for an answer that failed:\n%s", text)
	}
	p.take("now", &snapshot.Network{ID: "vpc-0a1", At: noon.Add(11 * time.Minute), Exists: fakeFact("", "observed")}, nil)
	if text := shownText(p.render(view{w: 160, h: 40})); !strings.Contains(text, "✕ it did not exist then ● observed") {
		t.Errorf("a VPC that is not there:\n%s", text)
	}
}

// TestNoChange: a VPC that is only named is drawn at the end of the log, and not before its beginning.
func TestNoChange(t *testing.T) {
	p := newNetwork(&Doors{Cartographer: incident()}, Place{ID: "vpc-0a2"}, time.Time{}).(*network)
	p.resize(120, 40)
	p.take("course", Course{End: noon}, nil)
	if q := p.ask(); len(q) == 0 || !p.stops[p.stop].At.Equal(noon) {
		t.Errorf("asked %v at %s", q, p.stops[p.stop].At)
	}
	if text := shownText(p.render(view{w: 120, h: 40})); !strings.Contains(text, "2024-05-01 12:00:00Z  the log tells of no change of it") {
		t.Error(text)
	}
}

// TestClickNetwork: the axis takes the mouse, and rows do.
func TestClickNetwork(t *testing.T) {
	p := newNetwork(&Doors{Cartographer: incident()}, Place{ID: "vpc-0a1"}, noon.Add(9*time.Minute)).(*network)
	p.resize(120, 40)
	course, _ := incident().Course(t.Context(), p.place)
	p.take("course", course, nil)
	p.take("now", drawnNetwork(noon.Add(9*time.Minute)), nil)
	p.click(119, axisAt, false)
	if p.stops[p.stop].At != noon.Add(40*time.Minute) {
		t.Errorf("the end of the axis is %s", p.stops[p.stop].At)
	}
	p.click(10, overDrawing+2, false)
	if p.at != 2 || p.current().thing != "pcx-0a1" {
		t.Errorf("row %d, %+v", p.at, p.current())
	}
}

// TestAxisInTheDark: where there are no logs, the axis says so, and what is known of changes stays.
func TestAxisInTheDark(t *testing.T) {
	p := incident()
	lit := sit(t, p.doors(), 120, 40).press("4", "enter").shows("▲", "!????")
	lit.shows("✕")
	for i := range p.lanes.Lanes {
		for n := range p.lanes.Lanes[i].Cells {
			c := &p.lanes.Lanes[i].Cells[n]
			c.Gap = c.Hours
		}
	}
	sit(t, p.doors(), 120, 40).press("4", "enter").shows("▲", "????", "✕")
	var b blind
	for at, want := range map[time.Time]bool{noon.Add(-72 * time.Hour): true, noon.Add(9000 * time.Hour): true} {
		if b.told, b.lanes = true, p.lanes; b.dark(at) != want {
			t.Errorf("dark at %s: %v", at, !want)
		}
	}
	if b.told = false; b.dark(noon) {
		t.Error("dark before anything is told")
	}
}

// Marks, columns and finding: what is picked out is what is copied, written and noted on, wherever the window has gone since.

package tui

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestMarksOfAList(t *testing.T) {
	d, desk := incident().handy(incident().doors())
	u := sit(t, d, 120, 30).press("2", "space").shows("• 1 marked", "1 marked: y, Y, e, b and m", "▸")
	top := u.m.top().(*chains)
	id := top.found[1].ID
	u.press("space").shows("• 2 marked").press("up", "space").shows("• 1 marked") // the mark of the first goes again
	u.press("e").shows("export to chains-marked.csv").press("enter").shows("1 rows were written")
	if rows := desk.files["chains-marked.csv"]; len(rows) != 1 || rows[0][len(rows[0])-1] != id {
		t.Errorf("written: %v", rows)
	}
	u.press("b").shows("bookmarked 1 marked rows").press("b").shows("bookmarked 1 marked rows") // not taken away again
	u.press("m").write("look").press("enter").shows("noted on " + id)
	u.press("a").shows("no row is marked").press("a").shows(fmt.Sprintf("• %d marked", len(top.found)))
	u.press("m").write("all").press("enter").shows(fmt.Sprintf("noted on %d marked rows", len(top.found)))
	if n := len(slices.DeleteFunc(slices.Clone(desk.notes), func(n Note) bool { return n.Text != "all" })); n != len(top.found) {
		t.Errorf("%d notes", n)
	}
	u.press("r")
	if rows, _ := u.m.picked(); len(rows) != 0 {
		t.Errorf("%d rows of a list that was asked anew are marked", len(rows))
	}
	sit(t, incident().doors(), 80, 24).press("space").shows("there are no rows to mark here")
}

// TestMarksOfATimeline: a marked event stays marked wherever the window goes and whatever the filter.
func TestMarksOfATimeline(t *testing.T) {
	p := many(5000)
	d, desk := p.handy(p.doors())
	u := sit(t, d, 80, 24).press("5", "space", "G", "space").shows("• 2 marked").press("g").shows("•2024-05-01 12:00:00Z")
	u.press("x").shows("• 2 marked", "No event passes").press("x").shows("• 2 marked")
	u.press("e", "enter").shows("2 rows were written to timeline-marked.csv")
	if rows := desk.files["timeline-marked.csv"]; len(rows) != 2 || rows[0][0] != "e000000" || rows[1][0] != "e004999" {
		t.Errorf("written: %v", rows)
	}
	u.press("a", "a").shows("• 5 000 marked").press("e", "enter").shows("5 000 rows were written")
	big := many(mostMarks + 1)
	sit(t, big.doors(), 80, 24).press("5", "a").shows("up to 10 000 rows can be marked").press("space").shows("• 1 marked")
}

// TestMarksOfRetries: a row that stands for several events marks each of them.
func TestMarksOfRetries(t *testing.T) {
	r := Rehearse(t.Context(), incident().doors(), Options{}, 160, 30)
	r.Press("5", "u")
	single := len(r.m.top().(*timeline).groups)
	r.Press("u", "a", "Y")
	var rows []map[string]any
	if err := json.Unmarshal([]byte(r.Copied()), &rows); err != nil || len(rows) != single || strings.Contains(r.Copied(), "\n") {
		t.Errorf("%d rows of %d events were copied: %v", len(rows), single, err)
	}
	r.Press("right", "y")
	if names := strings.Split(r.Copied(), ", "); len(names) < 3 || !slices.Contains(names, "DetachInternetGateway") {
		t.Errorf("copied: %q", r.Copied())
	}
}

func TestColumns(t *testing.T) {
	u := sit(t, incident().doors(), 80, 24).press("5").shows("principal").press("c").shows("Timeline › Columns", "12 of 12 columns are shown")
	u.press("space").shows("the first column is always shown").press("down", "down", "down", "space").shows("11 of 12").press("esc")
	if s := u.screen(); strings.Contains(s, "principal") {
		t.Errorf("the column is shown still:\n%s", s)
	}
	u.press("right", "right", "right").shows("▸address").press("c", "down", "a").shows("12 of 12").press("a").shows("2 of 12").press("c").shows("region")
	u.press("right", "right").shows("▸region").press("e", "enter").shows("rows were written") // of all columns
}

func TestFind(t *testing.T) {
	u := sit(t, incident().doors(), 160, 30).press("2", "G", "f").shows("find").write("CHAIN-").press("enter").shows("from the first row on")
	u.press("n").press("N").shows("chain 1 of").press("f", "ctrl+u").write("nowhere").press("enter").shows(`no row says "nowhere"`)
}

// TestFindInATimeline: what is found lies where the window was never, and from there one goes on as from anywhere.
func TestFindInATimeline(t *testing.T) {
	u := sit(t, many(5000).doors(), 80, 24).press("5", "f").write("call4321").press("enter")
	if e := u.at(); e.ID != "e004321" {
		t.Fatalf("found %s", e.ID)
	}
	u.press("up", "up")
	if e := u.at(); e.ID != "e004319" {
		t.Errorf("two above it lies %s", e.ID)
	}
	u.press("n")
	if e := u.at(); e.ID != "e004321" {
		t.Errorf("found %s from above", e.ID)
	}
	u.press("n").shows(`no further event says "call4321"`).press("down", "N")
	if e := u.at(); e.ID != "e004321" {
		t.Errorf("found %s from below", e.ID)
	}
	u.press("G", "N")
	if e := u.at(); e.ID != "e004321" {
		t.Errorf("found %s from the end", e.ID)
	}
	same := sit(t, incident().doors(), 200, 60).press("5", "G", "right", "n")
	same.shows("no further event says")
	last := same.at().Name
	if same.press("N"); same.at().Name != last {
		t.Errorf("N leads from %s to %s", last, same.at().Name)
	}
}

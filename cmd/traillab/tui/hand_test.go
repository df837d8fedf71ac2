// What the user does beside reading: asks in SQL, writes notes, takes tables along.

package tui

import (
	"errors"
	"testing"
)

func withHands() (Doors, *desktop) {
	p := incident()
	return p.handy(p.doors())
}

func withoutHands() Doors {
	d := incident().doors()
	d.Asker, d.Notebook, d.Exporter = nil, nil, nil
	return d
}

func TestSQL(t *testing.T) {
	d, h := withHands()
	u := sit(t, d, 120, 40).press("9").shows("SQL", "Asked before", "SELECT 2").press("s")
	u.write("SELECT event_na").press("tab").shows("sql SELECT event_name").write(", count(*) FROM events").press("enter")
	u.shows("sql SELECT event_name, count(*) FROM events", "DetachInternetGateway", "13", "null", `{"a":["b",1]}`, "row 1 of 3", `\x1b]0;x\x07\u202e`)
	u.press("i").shows("filter name:DetachInternetGateway", "row 1 of 3") // the filter is not the question's
	u.press("enter").shows("SQL › row 1", "count_star()").press("esc", "Y").shows("clipboard as JSON")
	u.press(".").shows("traillab sql --db 'my case.duckdb' 'SELECT event_name, count(*) FROM events'").press("esc")
	u.press("s").press("up", "up").shows("sql SELECT 2").press("up", "up", "up").shows("sql SELECT 1").press("down", "down", "down", "down").shows("sql SELECT event_name,").press("esc")
	u.press("s", "ctrl+u").write("SELECT event_id").press("enter", "enter").shows("SQL › 0f8fad5b-d9cb-469f-a165-000000000001", "sha256").press("esc")
	u.press("s", "ctrl+u").write("mistake").press("enter").shows("cannot be told: sql: Parser Error", `\x1b[2J`)
	u.press("s", "ctrl+u").write("nothing").press("enter").shows("No rows. That says nothing about time")
	u.press("s", "ctrl+u").write("many").press("enter").shows("5999", "row 1 of 6 000").press("G").shows("row 6 000 of 6 000", "▸ 0").press("enter").shows("SQL › row 6000", "  0").press("esc", "pgup", "g").shows("▸ 5999")
	u.press("e", "enter").shows("6 000 rows were written to answer.csv")
	if len(h.files["answer.csv"]) != 6000 || h.files["answer.csv"][0][0] != int64(5999) {
		t.Error("what is written is not the answer that is held")
	}
	if h.parts != 6 {
		t.Errorf("%d parts were asked for, and not one for the first rows, one for the last, one for the first again, and three for the file", h.parts)
	}
	u.press("s", "ctrl+u").write("many heavy").press("enter", "G").shows("row 5 000 of the first 5 000: there are more, which are not here: the question needs more").press("r").shows("row 1 of the first 5 000")
	if len(h.before) != 6 {
		t.Errorf("remembered %q", h.before)
	}
	h.complain = errors.New("read-only file system")
	u.press("s", "ctrl+u").write("SELECT 9").press("enter").shows("the question will not be remembered", "row 1 of 3")
	sit(t, withoutHands(), 80, 24).press("9").shows("There is no database to ask here").press("s").shows("there is nothing to ask here")
}

func TestNotes(t *testing.T) {
	d, h := withHands()
	u := sit(t, d, 120, 40).press("M").shows("Nothing is written yet").press("esc", "5", "b").shows("bookmarked 0f8fad5b-d9cb-469f-a165-000000000000")
	u.press("b").shows("was taken away").press("b", "down", "m").write("why \u202e her?").press("enter").shows("noted on 0f8fad5b-d9cb-469f-a165-000000000001")
	u.press("2", "m").write("the whole chain").press("enter").shows("noted on chain-0123456789ab").press("m", "enter").shows("nothing was written")
	u.press("M").shows("Chains › Notes", "bookmark", `why \u202e her?`, `al\x1b[2Jice`, "note 1 of 3").press("enter").shows("DescribeVpcs", "sha256").press("esc", "G", "enter").shows("Notes › chain-0123456789ab", "chain 1 of 1", "!vpc-0a2").press("enter").shows("chain-0123456789ab › chain-0123456789ab", "DetachInternetGateway").press("esc", "esc").shows("note 3 of 3")
	u.press("2", "home", "S", "G").press("b").shows("bookmarked chain-0123456789ab").press("b", "1", "b").shows("this page has no events or chains to write on")
	if len(h.notes) != 3 {
		t.Errorf("kept %+v", h.notes)
	}
	h.complain = errors.New("notes.jsonl: disk full")
	u.press("5", "b").shows("notes.jsonl: disk full")
	sit(t, withoutHands(), 80, 24).press("5", "b").shows("notes are kept beside a database, and there is none: make one with traillab load")
}

func TestExport(t *testing.T) {
	d, h := withHands()
	u := sit(t, d, 120, 40).press("5", "x", "e").shows("export to timeline.csv").write("x").press("enter").shows("the name says the form")
	u.press("backspace", "enter").shows("12 rows were written to timeline.csv")
	u.press("2", "e").press("ctrl+u").write("/tmp/c.json").press("enter").shows("2 rows were written to /tmp/c.json")
	u.press("enter", "e", "enter").shows("16 rows were written to chain-0123456789ab.csv").press("1", "e").shows("this page has no rows")
	if h.files["timeline.csv"][0][2] != "DetachInternetGateway" || len(h.files) != 3 {
		t.Errorf("written %v", h.files)
	}
	u.press("5", "/", "ctrl+u").write("zz").press("enter", "e").shows("there are no rows to export")
	h.complain = errors.New("c.json is there already")
	u.press("2", "e", "enter").shows("c.json is there already")
}

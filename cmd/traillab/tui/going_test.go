// What is on its way and must not be ended by the keys that come after it.

package tui

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// going are the slots of the questions that a page waits for, in order.
func (u *hand) going(p page) []string {
	var slots []string
	for _, r := range u.m.running {
		if r.page == p {
			slots = append(slots, r.slot)
		}
	}
	slices.Sort(slots)
	return slots
}

// TestDeedsGoOn: an answer that was given in a drill is given, whatever is pressed before the lab has taken it.
func TestDeedsGoOn(t *testing.T) {
	d, e := practising()
	u := sitWith(t, d, 120, 40, Options{Page: "drill"})
	for _, k := range []string{"enter", "A", "K", "I", "A", "enter", "c", "w", "r", "x", "r"} {
		u.m.Update(key(k)) // and nothing is answered
	}
	if got, want := u.going(u.m.top()), []string{"deed 1", "deed 2", "drill", "log"}; !slices.Equal(got, want) {
		t.Errorf("on its way are %q, want %q", got, want)
	}
	var begun []*request
	begun = append(begun, u.m.running...)
	now := noon.Add(time.Second)
	u.m.clock = func() time.Time { return now }
	u.m.running = slices.DeleteFunc(u.m.running, func(r *request) bool { return r.slot == "deed 1" || r.slot == "deed 2" })
	u.m.ticked()
	u.shows("!asking 1").press("esc").shows("!stopped", "Coverage") // the looks that are taken by themselves hold nobody up
	u.press("0")
	u.m.running = begun
	u.m.ticked()
	u.shows("asking 1.0s").press("esc").shows("stopped: it may have been done all the same")
	if e.drill.Phase != "running" {
		t.Errorf("the drill is %s", e.drill.Phase)
	}
}

// TestQuestionsGoOn: another filter ends only what it changes the answer to, and r asks anew what no filter is part of.
func TestQuestionsGoOn(t *testing.T) {
	d := incident().doors()
	u := sit(t, d, 120, 40).press("9", "s").write("SELECT 1")
	u.m.Update(key("enter"))
	sql := u.m.top()
	u.m.Update(key("x"))
	if !slices.Contains(u.going(sql), "answer") {
		t.Error("the filter ended a question that has none")
	}
	u = sit(t, d, 120, 40).press("9", "s").write("SELECT 1").press("enter")
	u.m.Update(key("r"))
	if !slices.Contains(u.going(u.m.top()), "answer") {
		t.Error("r does not ask the question again")
	}
	u = sit(t, d, 120, 40).press("5", ".")
	u.m.Update(key("r"))
	if !slices.Contains(u.going(u.m.top()), "sql") {
		t.Error("r does not ask for the SQL again")
	}
}

// TestPathEnds: where a path is too long for the screen, its end is told.
func TestPathEnds(t *testing.T) {
	for _, text := range []string{"AWSLogs/a.json.gz", "bucket/AWSLogs/1/a.json.gz", "日本語日本語日本語日本.json.gz", "\x1b[2Jbucket/b.json.gz"} {
		if got := ending(text, 17); width(got) > 17 || width(got) < 15 || !strings.HasSuffix(got, ".json.gz") || strings.HasPrefix(got, "…") == (width(text) <= 17) {
			t.Errorf("ending(%q) is %q of %d cells", text, got, width(got))
		}
	}
}

// A drill by hand, from the briefing to the debrief.

package tui

import "testing"

func TestDrill(t *testing.T) {
	d, e := practising()
	u := sitWith(t, d, 120, 40, Options{Page: "drill"}).shows("S2 The gateway is gone", "2s since you took over", "20m0s left", "hints 0 of 2", "no call has changed anything yet")
	u.press("tab").shows("You are on call", "Boss: is it back?", "export AWS_ENDPOINT_URL").press("H").shows("hint 1 costs 5 points; yes?").write("no").press("enter").shows("left as it was")
	u.press("H").write("yes").press("enter").shows("hints 1 of 2", "Hint 1", `Look who made the key \x1b[2J that did it.`)
	u.press("shift+tab", "enter").shows("who ").write("AKIA1").press("enter").shows("noted: who is AKIA1", "answered", "AKIA1")
	u.press("down", "enter").shows("restored is to be done in the lab and not answered").press("c").shows("30 of 60 points so far", "✓ reached")
	for range 3 {
		u.tell(beat{})
	}
	u.shows("!no call has changed", "cut", "DetachInternetGateway", "restore").press("p").shows("paused at", "the clock stands").press("p").shows("the clock goes on")
	u.press("tab", "tab", "enter").shows("Drill › 0f8fad5b", "sha256").press("esc").shows("What happened")
	u.press("tab").shows("30 of 60 points when last checked", "✗ who", "no answer is given")
	e.trouble = errLab
	u.press("c").shows(`the lab "default" is down`)
	e.trouble = nil
	u.press("F").write("yes").press("enter").shows("finished: 50 of 60 points", `\u202edisable the key first`).press("a").shows("the drill is finished")
	u.press("5", "0").shows("finished: 50 of 60 points").press("1", "esc").shows("S2")
	sit(t, incident().doors(), 80, 24).press("0").shows("No drill is under way here", "traillab drill start NAME").press("c").shows("there is no drill here")
}

func TestDrillFrames(t *testing.T) {
	for name, keys := range map[string][]string{
		"drill": {"c"}, "drill-briefing": {"H", "y", "e", "s", "enter"}, "drill-log": {"tab", "tab"}, "drill-debrief": {"F", "y", "e", "s", "enter"},
	} {
		framed(t, name, func(w, h int, mono bool) *hand {
			d, e := practising()
			e.follows = 1
			return sitWith(t, d, w, h, Options{Page: "drill", NoColor: mono}).press(keys...)
		})
	}
	framed(t, "drill-none", func(w, h int, mono bool) *hand {
		return sitWith(t, incident().doors(), w, h, Options{NoColor: mono}).press("0")
	})
}

func TestFlowing(t *testing.T) {
	for text, want := range map[string]string{
		"a\nb": "a b", "a\n\nb\nc": "a\n\nb c", "a\n- b\n- c": "a\n- b\n- c", "a\n  b": "a\n  b", "1. a\n2. b\n": "1. a\n2. b", "": "",
	} {
		if got := flowing(text); got != want {
			t.Errorf("flowing(%q) is %q, want %q", text, got, want)
		}
	}
}

// TestDrillTakenUpAgain: who comes back finds the hints that were paid for and the debrief, and is told of what he did not read.
func TestDrillTakenUpAgain(t *testing.T) {
	d, e := practising()
	e.drill.Hints, e.drill.Paid, e.drill.Offer, e.drill.Refusal = 1, []string{"Look at the routes."}, "", "the next hint can be had 4m51s from now"
	e.drill.Briefing = "A text that was broken\nfor another width.\n\nAnd a list:\n- one\n- two"
	u := sitWith(t, d, 120, 40, Options{Page: "drill"}).press("H").shows("can be had 4m51s from now", "!yes?")
	e.drill.Messages = append(e.drill.Messages, Message{noon, "Boss: \x1b[2J hurry"})
	u.tell(beat{})
	u.shows(`you are told something (tab): Boss: \x1b[2J hurry`).press("tab").shows("Hint 1", "Look at the routes.", "broken for another width.", "- one\n").press("shift+tab").shows("!you are told")
	e.drill.Phase, e.drill.Debrief = "finished", "# Debrief\n\nBetter next time."
	again := sitWith(t, d, 120, 40, Options{Page: "drill"}).press("shift+tab").shows("Better next time.")
	again.press("shift+tab", "shift+tab", "y").shows("handed to the terminal's clipboard")
}

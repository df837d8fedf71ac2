// The model: stacks, the last key, what is stopped, and text that tries to be more than text.

package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"traillab/analyze/trail"
)

// shows wants texts on the screen, and refuses those after a "!".
func (u *hand) shows(texts ...string) *hand {
	u.t.Helper()
	screen := bare(u.screen())
	for _, text := range texts {
		wanted, refused := strings.CutPrefix(text, "!")
		if strings.Contains(screen, wanted) == refused {
			u.t.Errorf("%q is amiss in\n%s", text, screen)
		}
	}
	return u
}

func TestThereAndBack(t *testing.T) {
	u := sit(t, incident().doors(), 100, 30)
	u.shows("Overview", "hostile 1").press("2").shows("Chains", "vpc-0a1").press("enter").shows("Chains › chain-0123456789ab")
	u.press("enter").shows("› 0f8fad5b-d9cb-469f-a165-000000000001", "DetachInternetGateway").press("esc").shows("!› 0f8fad5b").press("5").shows("Timeline")
	u.press("2").shows("Chains › chain-0123456789ab").press("esc", "esc").shows("Timeline").press("esc").shows("Chains").press("esc").shows("Overview")
	u.press("esc").shows("this is the first page").write(":time").press("enter").shows("Timeline").write(":nowhere").press("enter").shows(`there is no page or action "nowhere"`).press("esc")
	u.press("z").shows("times are in UTC")
	sitWith(t, incident().doors(), 100, 30, Options{Zone: time.FixedZone("Here", 7200)}).press("5", "z").shows("2024-05-01 14:00:00+02:00", "Here").press("z").shows("12:00:00Z")
}

func TestFilterHoldsEverywhere(t *testing.T) {
	u := sit(t, incident().doors(), 100, 30).press("5").write("/deleteinternet").press("enter")
	u.shows("filter deleteinternet", "DeleteInternetGateway", "event 1 of 1", "!DescribeVpcs").press("enter").shows("DeleteInternetGateway").press("esc")
	u.press("/", "ctrl+u", "enter").shows("no filter", "DescribeVpcs").press("x").shows("filter is:error", "event 1 of 12")
	u.press("1").shows("filter is:error")
}

// slowCase answers when it is told to, or when nobody waits any more.
type slowCase struct {
	*paper
	answers chan struct{}
	ended   chan error
}

func (s *slowCase) Window(ctx context.Context, f trail.Filter, from trail.Mark, n int) ([]trail.Event, error) {
	select {
	case <-s.answers:
		return s.paper.Window(ctx, f, from, n)
	case <-ctx.Done():
		s.ended <- ctx.Err()
		return nil, ctx.Err()
	}
}

// TestLastKeyWins: what was asked before the last key is cancelled and its answer dropped; the frame is there before any answer.
func TestLastKeyWins(t *testing.T) {
	s := &slowCase{incident(), make(chan struct{}), make(chan error, 9)}
	d := s.doors()
	d.Lister = s
	m := New(t.Context(), d, Options{Now: func() time.Time { return noon }})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	var answers []tea.Msg
	later := make(chan tea.Msg, 20)
	run := func(cmd tea.Cmd) {
		var all func(tea.Cmd)
		all = func(c tea.Cmd) {
			if c == nil {
				return
			}
			go func() {
				switch msg := c().(type) {
				case tea.BatchMsg:
					for _, inner := range msg {
						all(inner)
					}
				case answer:
					later <- msg
				}
			}()
		}
		all(cmd)
	}
	_, cmd := m.Update(key("5"))
	if !strings.Contains(bare(m.View().Content), "asking for events") {
		t.Errorf("no frame before the answer:\n%s", bare(m.View().Content))
	}
	run(cmd)
	_, cmd = m.Update(key("x"))
	if err := <-s.ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the question before the last key ended with %v", err)
	}
	answers = append(answers, <-later)
	run(cmd)
	close(s.answers)
	answers = append(answers, <-later)
	for _, a := range answers {
		m.Update(a)
	}
	if screen := bare(m.View().Content); !strings.Contains(screen, "12× DetachInternet") || strings.Contains(screen, "cannot be told") {
		t.Errorf("the answer to the question before the last key was shown:\n%s", screen)
	}
}

// TestSlot: a newer question of the same slot ends the older one, also where the filter is the same.
func TestSlot(t *testing.T) {
	s := &slowCase{incident(), make(chan struct{}), make(chan error, 9)}
	d := s.doors()
	d.Lister = s
	m := New(t.Context(), d, Options{Now: func() time.Time { return noon }})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.Update(key("5"))
	older := m.running[len(m.running)-1]
	ended := false
	cancel := older.cancel
	older.cancel = func() { ended = true; cancel() }
	m.Update(key("G"))
	if newer := m.running[len(m.running)-1]; !ended || newer.number <= older.number || slices.Contains(m.running, older) {
		t.Error("the older question of the slot goes on")
	}
}

// TestStopped: what takes long shows a sign, and esc stops it and stays on the page.
func TestStopped(t *testing.T) {
	s := &slowCase{incident(), make(chan struct{}), make(chan error, 9)}
	d := s.doors()
	d.Lister = s
	now := noon
	m := New(t.Context(), d, Options{Now: func() time.Time { return now }})
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.Update(key("5"))
	now = now.Add(1500 * time.Millisecond)
	m.Update(tick{})
	if screen := bare(m.View().Content); !strings.Contains(screen, "asking 1.5s") {
		t.Errorf("no sign of work:\n%s", screen)
	}
	m.Update(key("esc"))
	if screen := bare(m.View().Content); !strings.Contains(screen, "stopped: r asks again") || !strings.Contains(screen, "Timeline") || strings.Contains(screen, "asking") {
		t.Errorf("esc did not stop it:\n%s", screen)
	}
	if m.Update(key("r")); len(m.running) == 0 {
		t.Error("r did not ask again")
	}
}

// TestHostile: nothing of a log reaches the terminal with more than letters, on any page.
func TestHostile(t *testing.T) {
	const evil = "\x1b]52;c;ZXZpbA==\x07\x1b[2J\u202egnp.exe\u2066\x9b31m\r\n\u0085"
	p := incident()
	for i := range p.events {
		e := &p.events[i]
		for _, text := range []*string{&e.Name, &e.Principal, &e.SourceIP, &e.UserAgent, &e.Region, &e.Account, &e.Source, &e.AccessKeyID} {
			*text = evil + *text
		}
		e.IDs = append(e.IDs, evil)
		found := p.records[e.ID]
		found[0].File, found[0].Damage = evil, evil
		found[0].Record = `{"a":"` + evil + `","b":{"` + evil + `":1}}`
	}
	for i := range p.chains {
		c := &p.chains[i]
		c.Scope.ID, c.Region, c.Account, c.ID = evil, evil, evil, evil
		c.Verdict.For = append(c.Verdict.For, evil)
		for n := range c.Links {
			c.Links[n].Event.Name, c.Links[n].Event.Principal = evil, evil
		}
		for n := range c.Actors {
			c.Actors[n].Principal, c.Actors[n].UserAgents = evil, []string{evil}
		}
	}
	for i := range p.lanes.Lanes {
		p.lanes.Lanes[i].Account, p.lanes.Lanes[i].Region = evil, evil
	}
	for _, shot := range shots {
		u := sit(t, p.doors(), 200, 60).press(shot.keys...).press("y")
		rectangular(t, u.screen(), 200, 60)
		for i, r := range bareStyles(u.screen()) {
			if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069) {
				t.Errorf("%s: %q reaches the terminal at %d", shot.name, r, i)
				break
			}
		}
		if strings.Contains(u.screen(), "\x1b]") {
			t.Errorf("%s: an OSC sequence reaches the terminal", shot.name)
		}
	}
}

// bareStyles is a screen without the styles that paint writes, and with every other escape sequence.
func bareStyles(screen string) string {
	var out strings.Builder
	for part := range strings.SplitSeq(screen, "\x1b[") {
		if at := strings.IndexFunc(part, func(r rune) bool { return r != ';' && (r < '0' || r > '9') }); at >= 0 && part[at] == 'm' {
			part = part[at+1:]
		} else if out.Len() > 0 {
			out.WriteString("\x1b[")
		}
		out.WriteString(part)
	}
	return out.String()
}

// TestSmall: a terminal that is too small is told so, and what is behind is there again when it grows.
func TestSmall(t *testing.T) {
	u := sit(t, incident().doors(), 80, 24).press("5", "down")
	u.tell(tea.WindowSizeMsg{Width: 60, Height: 10})
	u.shows("60×10", "80×24", "!DescribeVpcs")
	u.press("1", "down", "/", "x") // of which nothing could be seen
	u.tell(tea.WindowSizeMsg{Width: 100, Height: 30})
	u.shows("▸ 2024-05-01 12:01:00Z")
	for _, size := range [][2]int{{1, 1}, {79, 24}, {80, 23}, {0, 0}, {300, 100}} {
		u.tell(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		u.screen()
	}
}

// TestCopies: what is handed to the clipboard does nothing where it is pasted.
func TestCopies(t *testing.T) {
	if got, want := harmless("a\x1b[2J\nb\u202e"), "a\\x1b[2J\nb\\u202e"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

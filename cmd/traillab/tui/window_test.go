// Windows: whoever scrolls through many events sees each once, in order, and the program holds few of them.

package tui

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"traillab/analyze/trail"
)

// many is a case of n events, a second each.
func many(n int) *paper {
	p := &paper{}
	for i := range n {
		p.events = append(p.events, trail.Event{ID: fmt.Sprintf("e%06d", i), Key: int64(i) + 1, Time: noon.Add(time.Duration(i) * time.Second), Name: fmt.Sprintf("Call%d", i)})
	}
	return p
}

// at is the event under the cursor of a timeline.
func (u *hand) at() *trail.Event {
	u.t.Helper()
	page, ok := u.m.top().(*timeline)
	if !ok || len(page.groups) == 0 {
		u.t.Fatal("there is no event")
	}
	if len(page.window.rows) > 2000 {
		u.t.Fatalf("%d rows are held", len(page.window.rows))
	}
	return &page.window.rows[page.event()]
}

func TestScrollThroughAll(t *testing.T) {
	const n = 5000
	u := sit(t, many(n).doors(), 80, 24).press("5")
	for i := range n {
		if e := u.at(); e.ID != fmt.Sprintf("e%06d", i) {
			t.Fatalf("step %d down shows %s", i, e.ID)
		}
		if i%700 == 0 {
			u.shows(fmt.Sprintf("event %s of %s", grouped(int64(i)+1), grouped(n)))
		}
		if i < n-1 {
			u.press("down")
		}
	}
	u.shows(fmt.Sprintf("event %s of %s", grouped(n), grouped(n))).press("down").shows("event 5 000 of 5 000")
	for i := n - 1; i >= 0; i-- {
		if e := u.at(); e.ID != fmt.Sprintf("e%06d", i) {
			t.Fatalf("on the way up %s stands at %d", e.ID, i)
		}
		u.press("up")
	}
	u.shows("event 1 of 5 000").press("G").shows("event 5 000 of 5 000", "Call4999").press("pgup").shows("event 4 982 of").press("g").shows("event 1 of")
}

// TestWalk: whatever is pressed, the number that is told is that of the event that is shown.
func TestWalk(t *testing.T) {
	const n = 3000
	for seed := range uint64(5) {
		chance := rand.New(rand.NewPCG(seed, 1))
		u := sit(t, many(n).doors(), 80, 24).press("5")
		where := 0
		for range 400 {
			switch chance.IntN(6) {
			case 0:
				u.press("G")
				where = n - 1
			case 1:
				u.press("g")
				where = 0
			case 2, 3:
				u.press("pgdown")
				where = min(n-1, where+18)
			case 4:
				u.press("pgup")
				where = max(0, where-18)
			case 5:
				u.tell(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
				where = min(n-1, where+wheelStep)
			}
			if e := u.at(); e.ID != fmt.Sprintf("e%06d", where) {
				t.Fatalf("seed %d: %s is shown, want number %d", seed, e.ID, where)
			}
			u.shows(fmt.Sprintf("event %s of %s", grouped(int64(where)+1), grouped(n)))
		}
	}
}

// brokenCase fails from the second window on.
type brokenCase struct {
	*paper
	asked int
}

func (b *brokenCase) Window(ctx context.Context, f trail.Filter, from trail.Mark, n int) ([]trail.Event, error) {
	if b.asked++; b.asked > 1 {
		return nil, errors.New("the disk is gone")
	}
	return b.paper.Window(ctx, f, from, n)
}

func (b *brokenCase) Count(context.Context, trail.Filter) (int64, error) {
	return 0, errors.New("no count")
}

// TestTrouble: what fails is said, once; what was there before stays, and r asks again.
func TestTrouble(t *testing.T) {
	p := many(2000)
	d, b := p.doors(), &brokenCase{paper: p}
	d.Lister = b
	u := sit(t, d, 80, 24).press("5").shows("event 1 of a number that is not known")
	for range 30 {
		u.press("pgdown")
	}
	u.shows("cannot be told: the disk is gone", "Call399")
	if b.asked != 2 {
		t.Errorf("%d windows were asked for, want 2", b.asked)
	}
	b.asked = 0
	u.press("r").shows("Call0", "!the disk is gone")
}

func TestMouse(t *testing.T) {
	u := sit(t, incident().doors(), 100, 30)
	click := func(x, y int) { u.tell(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(12, 0)
	u.shows("Chains", "vpc-0a1")
	click(4, 4)
	u.shows("▸ 2024-05-01 12:50:00Z")
	click(4, 3)
	click(4, 3)
	u.shows("Chains › chain-0123456789ab")
	u.press("5")
	click(30, 5)
	u.shows("▸ 2024-05-01 12:08:00Z", "▸event")
	u.tell(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	u.shows("▸ 2024-05-01 12:40:00Z")
	click(30, 29)
	click(500, 500)
	u.tell(tea.MouseClickMsg{X: -1, Y: -1, Button: tea.MouseLeft})
	u.tell(tea.MouseWheelMsg{Button: tea.MouseWheelLeft})
}

// TestWide: letters of two cells, of none, and from right to left keep the columns where they are.
func TestWide(t *testing.T) {
	p := incident()
	for i, text := range []string{"日本語の長い名前が続きます続きます続きます", "שלום עולם", "مرحبا بالعالم", "e\u0301e\u0301e\u0301 👩‍💻 🇩🇪", "ａｂｃ", strings.Repeat("x", 300)} {
		e := &p.events[i+13]
		e.Name, e.Principal, e.SourceIP = text, text, "203.0.113.7"
	}
	for _, w := range []int{80, 81, 100, 133} {
		u := sit(t, p.doors(), w, 30).press("5", "pgdown")
		rectangular(t, u.screen(), w, 30)
		column := 0 // where addresses begin
		for i, row := range strings.Split(bare(u.screen()), "\n") {
			if before, _, ok := strings.Cut(row, "203.0.113.7"); ok {
				if n := ansi.StringWidth(before); column == 0 {
					column = n
				} else if n != column {
					t.Errorf("row %d has its address at %d, others at %d: %q", i, n, column, row)
				}
			}
			if i > 3 && i < 20 && !strings.HasPrefix(row, "▸ 2024") && !strings.HasPrefix(row, "  2024") {
				t.Errorf("row %d begins with %q", i, row)
			}
		}
	}
}

func TestSort(t *testing.T) {
	u := sit(t, incident().doors(), 130, 30).press("2", "right", "right", "right", "s").shows("▸verdict")
	order := func() string {
		screen := bare(u.screen())
		if strings.Index(screen, "hostile") < strings.Index(screen, "undecided") {
			return "hostile first"
		}
		return "undecided first"
	}
	if got := order(); got != "hostile first" {
		t.Error(got)
	}
	if u.press("S"); order() != "undecided first" {
		t.Error(order())
	}
	u.shows("chain 2 of 2").press("enter").shows("chain-0123456789ab") // the cursor has stayed on its row
	for _, c := range [][2]string{{"9", "10"}, {"1 234", "1 235"}, {"10", "x"}, {"a", "B"}} {
		if compareCells(c[0], c[1]) >= 0 || compareCells(c[1], c[0]) <= 0 {
			t.Errorf("%q does not come before %q", c[0], c[1])
		}
	}
}

// TestThemes: sixteen colours and no more, on dark and on light, and not the same on both.
func TestThemes(t *testing.T) {
	frames := map[bool]string{}
	for _, dark := range []bool{true, false} {
		u := sit(t, incident().doors(), 100, 30)
		u.tell(tea.BackgroundColorMsg{Color: map[bool]color.Color{true: color.Black, false: color.White}[dark]})
		for _, shot := range shots {
			u.press("1").press(shot.keys...)
			frames[dark] += u.screen()
		}
		if more := regexp.MustCompile(`\x1b\[[0-9;]*(38|48)[;:]`).FindString(frames[dark]); more != "" {
			t.Errorf("a colour of more than sixteen: %q", more)
		}
	}
	if frames[true] == frames[false] {
		t.Error("a light background looks like a dark one")
	}
}

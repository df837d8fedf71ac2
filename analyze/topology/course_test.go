// Courses: what is worked out once, and what is given up.

package topology

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestCourses asks for moments in an order in which nobody lives.
func TestCourses(t *testing.T) {
	c := course[string]{{Origin, "a"}, {3, "b"}, {4, "c"}, {9, "d"}}
	for m := Moment(12); m >= Origin; m-- {
		what, until := c.at(m)
		want, next := "", never
		for _, l := range c {
			if l.from <= m {
				want = l.what
			} else {
				next = min(next, l.from)
			}
		}
		if what != want || until != next {
			t.Errorf("at %d it is %s until %d, not %s until %d", m, what, until, want, next)
		}
	}
}

// TestTooMuchIsGivenUp: what would take too long to follow is not known from then on, whoever asks.
func TestTooMuchIsGivenUp(t *testing.T) {
	h := Fold(story(t, strings.Split(estate(1, 1, 40), "\n")), nil, nil)
	subnet := find(t, h, "subnet-b0")
	q := question[string]{
		ask: func(s *State) string {
			return string(s.lane(subnet, v4).sum((*way).inward).Answer) + fmt.Sprint(s.Moment())
		},
		giveUp: func() string { return "lost" },
		cost:   100,
	}
	c := q.course(h, 1000)
	if n := len(c); n != 12 || c[n-1].what != "lost" || c[n-2].what == "lost" {
		t.Errorf("%d legs, %v", n, c)
	}
	if all := q.course(h, 1_000_000); all[len(all)-1].what == "lost" || !slices.Equal(all[:11], c[:11]) {
		t.Errorf("with enough patience: %v", all)
	}
}

// Courses: what is asked of a whole log again and again is worked out once, from its beginning to its end, and looked up by
// moment. Whoever writes a log chooses how often things change in it; what changes too often is given up.

package topology

import (
	"cmp"
	"slices"
	"sync"
)

// leg is what holds from a moment until the next leg begins.
type leg[V any] struct {
	from Moment
	what V
}

// course is what holds over time, from Origin on.
type course[V any] []leg[V]

// at returns what holds at a moment, and the moment at which that changes.
func (c course[V]) at(m Moment) (V, Moment) {
	n, _ := slices.BinarySearchFunc(c, m+1, func(l leg[V], m Moment) int { return cmp.Compare(l.from, m) })
	if n < len(c) {
		return c[n-1].what, c[n].from
	}
	return c[n-1].what, never
}

// courses are worked out when they are first asked for. They only spare work: what is in them says what would be worked out
// again.
type courses[K comparable, V any] struct {
	sync.Mutex
	of map[K]*lazy[V]
}

type lazy[V any] struct {
	sync.Once
	course[V]
}

// question is how a course is worked out.
type question[V any] struct {
	ask    func(*State) V
	begin  func() func(*State) V // where given, makes ask when the course is worked out, and not for each look at it
	cost   int                   // what asking once costs beside the facts that are read
	dear   int                   // how much more than a read it is to use a fact
	same   func(a, b V) bool     // nil where every answer is told apart
	giveUp func() V              // what holds from when too much would have to be read
}

// effort is how many facts are read for the courses of one kind of question, of however many things it is asked: some
// seconds' worth. least is what each may read in any case.
const effort, least = 40_000_000, 10_000

// follow returns what a question comes to at the state's moment. Of n things it may be asked.
func follow[K comparable, V any](s *State, all *courses[K, V], key K, n int, q question[V]) V {
	all.Lock()
	if all.of == nil {
		all.of = map[K]*lazy[V]{}
	}
	one := all.of[key]
	if one == nil {
		one = &lazy[V]{}
		all.of[key] = one
	}
	all.Unlock()
	one.Do(func() { one.course = q.course(s.h, max(least, effort/max(n, 1))) })
	what, until := one.at(s.at)
	s.until = min(s.until, until)
	return what
}

// course asks at every moment at which the answer may change.
func (q *question[V]) course(h *History, patience int) course[V] {
	var c course[V]
	if q.begin != nil {
		q.ask = q.begin()
	}
	for m := Origin; m <= h.Now(); {
		if patience < 0 {
			return append(c, leg[V]{m, q.giveUp()})
		}
		s := h.State(m)
		what := q.ask(s)
		if n := len(c); n == 0 || q.same == nil || !q.same(c[n-1].what, what) {
			c = append(c, leg[V]{m, what})
		}
		patience -= s.reads*max(q.dear, 1) + q.cost
		m = s.until
	}
	return c
}

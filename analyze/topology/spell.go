// Spells: what was worked out holds from one moment until another, and is found again by any moment between.

package topology

import "slices"

// spell is something that holds for a time.
type spell[T any] struct {
	from, until Moment
	what        T
}

// spells are in order of time, and no two end at one moment.
type spells[T any] []spell[T]

// at returns what holds at a moment.
func (s spells[T]) at(m Moment) (found spell[T], ok bool) {
	i := s.ending(m)
	if i == len(s) || s[i].from > m {
		return found, false
	}
	return s[i], true
}

// ending returns the place of the first spell that ends after a moment.
func (s spells[T]) ending(m Moment) int {
	i, _ := slices.BinarySearchFunc(s, m, func(one spell[T], m Moment) int {
		if one.until > m {
			return 1
		}
		return -1
	})
	return i
}

// with returns the spells with one more. What holds up to the same moment and was met later is the same.
func (s spells[T]) with(one spell[T]) spells[T] {
	i := s.ending(one.until - 1)
	if i < len(s) && s[i].until == one.until {
		s[i].from = min(s[i].from, one.from)
		return s
	}
	return slices.Insert(s, i, one)
}

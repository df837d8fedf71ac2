// Telling: stories find the files and the moments in which they happen.

package corpus

import (
	"errors"
	"time"
)

// errNoRoom says that the files are too few or too small for the stories.
var errNoRoom = errors.New("the files have no room for the detachments; ask for fewer files or more events")

// told is a story that has found its place. Nothing of it changes any more.
type told struct {
	story *story
	plot  *plot
	where *place
	spots []spot
}

// spot is where one step of a story lies.
type spot struct {
	file, index int
	step        *step
	at          time.Time
}

// tellStories places every step of every story and returns how many there are.
func (p *plan) tellStories() (int, error) {
	total, done, steps := 0, 0, 0
	for _, s := range stories {
		total += s.times
	}
	for _, early := range []bool{true, false} {
		for round := range 4 {
			for kind := range stories {
				s := &stories[kind]
				if round >= s.times || s.early != early {
					continue
				}
				about := done * len(p.counts) * 8 / (10 * total)
				if early {
					about = 0
				}
				n, err := p.tell(s, about, round, uint64(round*100+kind))
				if err != nil {
					return 0, err
				}
				done++
				steps += n
			}
		}
	}
	return steps, nil
}

// tell places one story at about that file, or earlier where too little time is left.
func (p *plan) tell(s *story, about, round int, number uint64) (int, error) {
	for ; ; about /= 2 {
		for file := about; file < len(p.counts) && file < about+2000; file++ {
			if !p.suits(s, file, round) {
				continue
			}
			where := &p.places[p.where[file]]
			var d dice
			d.seed(p.options.Seed, 1000+number)
			at := p.end(file).Add(-slot)
			w := world{dice: &d, account: where.account, region: where.region, cast: where.cast}
			steps, plot := s.tell(&w, at)
			spots, ok := p.place(steps, file, at.Add(time.Duration(d.upTo(90))*time.Second), &d)
			if !ok {
				continue
			}
			p.told = append(p.told, told{s, plot, where, spots})
			if last := spots[len(spots)-1].file; s.early && p.next(p.next(p.next(last))) >= 0 {
				p.opened[p.where[file]] = max(p.opened[p.where[file]], last)
			}
			return len(steps), nil
		}
		if about == 0 {
			return 0, errNoRoom
		}
	}
}

// suits reports whether a story may begin in a file. Early ones are told in one place after the other.
func (p *plan) suits(s *story, file, round int) bool {
	where := int(p.where[file])
	switch {
	case p.free(file) < 1, s.global && p.places[where].region != globalRegion:
		return false
	case s.early:
		return where == round%len(p.places) || len(p.counts) < 100
	}
	return file > p.opened[where]
}

// place gives each step a file and a moment, from that file on, or nothing when they do not fit.
func (p *plan) place(steps []step, file int, at time.Time, d *dice) ([]spot, bool) {
	taken := map[int]int{}
	var tied []time.Time
	spots := make([]spot, len(steps))
	for i := range steps {
		s := &steps[i]
		if s.after == 0 {
			s.after = time.Duration(d.between(4, 19)) * time.Second
		}
		at = at.Add(s.after)
		if s.later {
			if next := p.later(file); next >= 0 {
				file, at = next, p.end(next).Add(-slot).Add(time.Duration(d.upTo(90))*time.Second)
			}
		}
		for !at.Before(p.end(file)) || p.free(file)-taken[file] < 1 {
			if file = p.next(file); file < 0 {
				return nil, false
			}
			if start := p.end(file).Add(-slot); at.Before(start) {
				at = start
			}
		}
		spots[i] = spot{file, len(p.steps[file]) + taken[file], s, at}
		taken[file]++
		tied = append(tied[:len(tied):len(tied)], at)
	}
	for i, s := range spots {
		p.steps[s.file] = append(p.steps[s.file], placed{step: s.step, at: s.at, tied: tied[:i:i]})
	}
	return spots, true
}

// later returns a file of the same place a tenth of the log further on, -1 when there is none.
func (p *plan) later(file int) int {
	for i := file + len(p.counts)/10 + 1; i < len(p.where); i++ {
		if p.where[i] == p.where[file] && p.free(i) > 0 {
			return i
		}
	}
	return -1
}

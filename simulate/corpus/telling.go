// Telling: stories find the files and the moments in which they happen.

package corpus

import (
	"errors"
	"time"
)

// errNoRoom says that the files are too few or too small for the stories.
var errNoRoom = errors.New("the files have no room for the detachments; ask for fewer files or more events")

// tellStories places every step of every story and returns how many there are.
func (p *plan) tellStories() (int, error) {
	total, told, steps := 0, 0, 0
	for _, s := range stories {
		total += s.times
	}
	for round := range 4 {
		for kind, s := range stories {
			if round >= s.times {
				continue
			}
			n, err := p.tell(s, told*len(p.counts)*8/(10*total), uint64(round*100+kind))
			if err != nil {
				return 0, err
			}
			told++
			steps += n
		}
	}
	return steps, nil
}

// tell places one story at about that file, or earlier where too little time is left.
func (p *plan) tell(s story, about int, number uint64) (int, error) {
	for ; ; about /= 2 {
		for file := about; file < len(p.counts) && file < about+2000; file++ {
			where := &p.places[p.where[file]]
			if s.global && where.region != globalRegion || p.free(file) < 1 {
				continue
			}
			var d dice
			d.seed(p.options.Seed, 1000+number)
			at := p.end(file).Add(-slot)
			w := world{dice: &d, account: where.account, region: where.region, cast: where.cast}
			told := s.tell(&w, at)
			if p.place(told, file, at.Add(time.Duration(d.upTo(90))*time.Second), &d) {
				return len(told), nil
			}
		}
		if about == 0 {
			return 0, errNoRoom
		}
	}
}

// place gives each step a file and a moment, from that file on, or nothing when they do not fit.
func (p *plan) place(told []step, file int, at time.Time, d *dice) bool {
	taken := map[int][]placed{}
	var tied []time.Time
	for i := range told {
		s := &told[i]
		if s.after == 0 {
			s.after = time.Duration(d.between(4, 19)) * time.Second
		}
		at = at.Add(s.after)
		if s.later {
			if next := p.later(file); next >= 0 {
				file, at = next, p.end(next).Add(-slot).Add(time.Duration(d.upTo(90))*time.Second)
			}
		}
		for !at.Before(p.end(file)) || p.free(file)-len(taken[file]) < 1 {
			if file = p.next(file); file < 0 {
				return false
			}
			if start := p.end(file).Add(-slot); at.Before(start) {
				at = start
			}
		}
		taken[file] = append(taken[file], placed{step: s, at: at, tied: tied})
		tied = append(tied[:len(tied):len(tied)], at)
	}
	for f, steps := range taken {
		p.steps[f] = append(p.steps[f], steps...)
	}
	return true
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

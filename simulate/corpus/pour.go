// Pouring: the lives of all places find the files and the moments in which their calls happen. A burst lies in one file
// where one has room for it, as it does in a real trail, and is spread over several where none has.

package corpus

import "time"

// live plans that many calls of ordinary life, fewer only where the files have no room for them.
func (p *plan) live(total int) {
	room := make([]int, len(p.counts)) // half of what a file still has: the rest is for what does not touch the network
	files := make([][]int, len(p.places))
	rooms := make(share, len(p.places))
	for file := range p.counts {
		if where := int(p.where[file]); file > p.opened[where] {
			room[file] = (p.free(file) - int(p.mine[file]) + 1) / 2
			files[where] = append(files[where], file)
			rooms[where] += room[file]
		}
	}
	budgets := make([]int32, len(p.places))
	p.shareOut(budgets, total, rooms)
	for where, calls := range budgets {
		if calls == 0 {
			continue
		}
		total -= int(calls)
		var d dice
		d.seed(p.options.Seed, 5000+uint64(where))
		pour := newPourer(p, &d, files[where], room)
		l := newLife(&p.places[where], &d, int(calls))
		for pour.done < int(calls) && pour.burst(l.next(int(calls)-pour.done), int(calls)) {
		}
		total += int(calls) - pour.done
	}
	p.fill(total, room)
}

// fill makes up for what found no time: single calls that need nothing and that nothing needs, wherever there is room.
func (p *plan) fill(calls int, room []int) {
	share := make([]int32, len(room))
	p.shareOut(share, calls, room)
	for file, n := range share {
		var d dice
		d.seed(p.options.Seed, 7000+uint64(file))
		l := newLife(&p.places[p.where[file]], &d, 0)
		for range n {
			at := p.end(file).Add(-time.Duration(1+d.upTo(int(slot/time.Second)-1)) * time.Second)
			p.steps[file] = append(p.steps[file], placed{deed: &l.errand()[0], at: at})
		}
	}
}

// pourer puts one life into the files of its place, in order of time.
type pourer struct {
	plan  *plan
	dice  *dice
	files []int // in order of time
	room  []int // of every file of the plan
	upTo  []int // the room that there was at first in the files up to each
	at    int   // index in files of the one that was filled last
	clock time.Time
	done  int // calls
}

func newPourer(p *plan, d *dice, files, room []int) *pourer {
	to := &pourer{plan: p, dice: d, files: files, room: room}
	sum := 0
	for _, file := range files {
		sum += room[file]
		to.upTo = append(to.upTo, sum)
	}
	return to
}

// burst puts a burst where its share of the time has come, and leaves a little time at the end to those that come late. It
// reports whether there was room.
func (p *pourer) burst(deeds []deed, total int) bool {
	for due := p.upTo[len(p.upTo)-1] * p.done / total * 19 / 20; p.at < len(p.files)-1 && p.upTo[p.at] < due; {
		p.at++
	}
	length := time.Duration(0)
	for _, d := range deeds {
		length += d.pause
	}
	for at := p.at; at < min(len(p.files), p.at+40); at++ {
		file := p.files[at]
		begin := p.plan.end(file).Add(-slot)
		spare := slot - length - 5*time.Second
		if p.room[file] < len(deeds) || spare <= 0 {
			continue
		}
		if from := p.clock.Add(time.Second); from.After(begin) {
			spare -= from.Sub(begin)
			begin = from
		}
		if spare <= 0 {
			continue
		}
		p.at, p.clock = at, begin.Add(time.Duration(p.dice.upTo(int(spare/time.Second/3)+1))*time.Second)
		for i := range deeds {
			p.clock = p.clock.Add(deeds[i].pause)
			p.put(file, &deeds[i])
		}
		return true
	}
	return p.scatter(deeds)
}

// scatter puts a burst into whatever files have room for a part of it.
func (p *pourer) scatter(deeds []deed) bool {
	left := 0
	for _, file := range p.files[p.at:] {
		left += p.room[file]
	}
	if left < len(deeds) {
		return false
	}
	for i := range deeds {
		p.clock = p.clock.Add(deeds[i].pause)
		for p.at < len(p.files) {
			file := p.files[p.at]
			if begin := p.plan.end(file).Add(-slot); p.clock.Before(begin) {
				p.clock = begin
			}
			if p.room[file] > 0 && p.clock.Before(p.plan.end(file)) {
				break
			}
			p.at++
		}
		if p.at == len(p.files) {
			return false
		}
		p.put(p.files[p.at], &deeds[i])
	}
	return true
}

func (p *pourer) put(file int, d *deed) {
	p.room[file]--
	p.done++
	p.plan.steps[file] = append(p.plan.steps[file], placed{deed: d, at: p.clock})
}

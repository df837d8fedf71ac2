// The plan: which file holds how many records of what, from which account, region and five minutes. It is made before
// anything is written and is all that files have in common.

package corpus

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// place is an account and a region.
type place struct {
	account, region string
	world           uint64 // scatters the pools of ids
	cast            *cast
}

// slot is how much time one log file covers.
const slot = 5 * time.Minute

// plan is what is settled before the first record.
type plan struct {
	options   Options
	trail     string  // the organisation, part of the path
	places    []place // heavier ones first
	principal *actor  // who has a fixed number of events; lives in the first place's account

	// One entry a file, in order of time.
	counts []int32 // records
	slots  []int32 // which five minutes, counted from the start
	where  []uint8 // index of its place
	mine   []int32 // records of the principal

	opened []int            // by place: the last file in which stories lie that have to come before all else; -1 is none
	steps  map[int][]placed // steps of stories and of ordinary life, by file
	told   []told
	copies map[int][]copied // records delivered a second time, by the file that has the copy
}

// placed is a step of a story, or a deed of ordinary life, that has found its file and its moment.
type placed struct {
	step *step
	deed *deed
	at   time.Time
	tied []time.Time // the moments of the steps before it
}

// copied says where the first delivery of a record lies. Its index is taken modulo the file's own records.
type copied struct {
	file  int
	index uint64
}

func newPlan(o Options) (*plan, error) {
	p := &plan{options: o, steps: map[int][]placed{}, copies: map[int][]copied{}}
	p.settle()
	p.spread()
	steps, err := p.tellStories()
	if err != nil {
		return nil, err
	}
	p.deliverTwice()
	p.shareOut(p.mine, min(PrincipalEvents, o.Events/20), p.desk())
	p.live(max(0, min(NetworkEvents, o.Events/10)-steps))
	return p, nil
}

// settle makes the accounts, the regions and who lives there.
func (p *plan) settle() {
	seed, n := p.options.Seed, p.options.Files
	p.trail = "o-" + string(appendHex(nil, blend(seed, 1), 10))
	regions := []string{globalRegion, "eu-west-1", "us-west-2", "ap-southeast-1"}
	for a := range 4 {
		account := fmt.Sprintf("%012d", 100000000000+blend(seed, 2, uint64(a))%900000000000)
		people := newCast(seed, account)
		for _, region := range regions {
			p.places = append(p.places, place{account: account, region: region, world: blend(seed, sum(account), sum(region)), cast: people})
		}
	}
	// The first account is the busiest, and few files have no room for many places.
	p.places = p.places[:min(len(p.places), max(1, n/10))]
	for range p.places {
		p.opened = append(p.opened, -1)
	}
	home := p.places[0].account
	p.principal = &actor{
		kind: session, account: home, name: "AWSReservedSSO_OpsEngineer_" + string(appendHex(nil, blend(seed, 3), 16)), path: "/aws-reserved/sso.amazonaws.com/eu-west-1/",
		session: "mara.lindqvist", ip: "198.51.100.140", agent: agentCLI, mfa: true, seed: blend(seed, 4),
	}
}

// spread gives each file its five minutes, its place and its number of records. Days are busier than nights and
// weekdays busier than weekends.
func (p *plan) spread() {
	o := p.options
	p.counts, p.slots, p.where = make([]int32, o.Files), make([]int32, o.Files), make([]uint8, o.Files)
	p.mine = make([]int32, o.Files)
	slots := o.Days * int(24*time.Hour/slot)
	busy := make([]float64, slots+1)
	for s := range slots {
		busy[s+1] = busy[s] + busyness(o, s)
	}
	var d dice
	d.seed(o.Seed, 5)
	weights := make([]float64, o.Files)
	total := 0.0
	at := 0
	for i := range o.Files {
		share := busy[slots] * (float64(i) + 0.5) / float64(o.Files)
		for at < slots-1 && busy[at+1] < share {
			at++
		}
		p.slots[i] = int32(at)
		p.where[i] = uint8(len(p.places) * d.upTo(1000) * d.upTo(1000) / 1_000_000)
		weights[i] = 0.3 - math.Log(float64(1+d.upTo(1000))/1001)
		total += weights[i]
	}
	p.where[0] = 0
	done, sum := 0, 0.0
	for i := range p.counts {
		sum += weights[i]
		upTo := int(math.Round(float64(o.Events-o.Files) * sum / total))
		p.counts[i] = int32(1 + upTo - done)
		done = upTo
	}
}

// busyness is how much happens in a slot, in no unit.
func busyness(o Options, s int) float64 {
	at := o.Start.Add(time.Duration(s) * slot)
	hour := float64(at.Hour()) + float64(at.Minute())/60
	level := 1 + 0.9*math.Sin((hour-8)/24*2*math.Pi)
	if day := at.Weekday(); day == time.Saturday || day == time.Sunday {
		level *= 0.55
	}
	return level * (0.8 + 0.4*float64(blend(o.Seed, 6, uint64(s))>>11)/(1<<53))
}

// end is when the file's five minutes are over; its name tells it.
func (p *plan) end(file int) time.Time {
	return p.options.Start.Add(time.Duration(p.slots[file]+1) * slot)
}

// own is how many records of a file are not copies.
func (p *plan) own(file int) int { return int(p.counts[file]) - len(p.copies[file]) }

// local seeds the dice of a file's records.
func (p *plan) local(file int) uint64 { return blend(p.options.Seed, 11, uint64(file)) }

// free is how many of them no step has taken.
func (p *plan) free(file int) int { return p.own(file) - len(p.steps[file]) }

// share is how much of something each file has room for.
type share = []int

// desk are the files of the principal's working hours, at two thirds of their size; if they have no room, all files of
// its account, whole.
func (p *plan) desk() share {
	room := make(share, len(p.counts))
	sum := 0
	for i := range p.counts {
		if p.where[i] == 0 && atDesk(p.end(i), p.options.Seed) {
			room[i] = p.free(i) * 2 / 3
			sum += room[i]
		}
	}
	if sum >= min(PrincipalEvents, p.options.Events/20) {
		return room
	}
	for i := range p.counts {
		if p.places[p.where[i]].account == p.principal.account {
			room[i] = p.free(i)
		}
	}
	return room
}

// atDesk is true in two sessions of a working day; one day in six is a day off.
func atDesk(at time.Time, seed uint64) bool {
	if day := at.Weekday(); day == time.Saturday || day == time.Sunday || blend(seed, 8, uint64(at.YearDay()))%6 == 0 {
		return false
	}
	minute := at.Hour()*60 + at.Minute()
	return minute >= 8*60+30 && minute < 11*60+45 || minute >= 13*60 && minute < 16*60+30
}

// shareOut spreads n records over the room that there is, evenly, and never gives a file more than its room.
func (p *plan) shareOut(to []int32, n int, room share) {
	total, sum, done := 0, 0, 0
	for _, r := range room {
		total += r
	}
	n = min(n, total)
	for i, r := range room {
		sum += r
		if upTo := n * sum / max(total, 1); upTo > done {
			to[i] = int32(upTo - done)
			done = upTo
		}
	}
}

// deliverTwice has CloudTrail deliver about one record in a thousand again, in a later file of the same place. Some of
// them are steps of stories.
func (p *plan) deliverTwice() {
	var d dice
	d.seed(p.options.Seed, 9)
	told := make([]int, 0, len(p.steps))
	for file := range p.steps {
		told = append(told, file)
	}
	slices.Sort(told)
	for i := range max(3, p.options.Events/1000) {
		source := copied{file: d.upTo(len(p.counts)), index: d.throw()}
		if i < 5 && len(told) > 0 {
			source = copied{file: pick(&d, told)}
		}
		if target := p.next(source.file); target >= 0 && p.free(target) > 1 {
			p.copies[target] = append(p.copies[target], source)
		}
	}
}

// next returns the first later file of the same place, -1 when there is none; of none there is none.
func (p *plan) next(file int) int {
	if file < 0 {
		return -1
	}
	for i := file + 1; i < len(p.where); i++ {
		if p.where[i] == p.where[file] {
			return i
		}
	}
	return -1
}

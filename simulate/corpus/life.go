// Life: what goes on in the networks of one place while nobody attacks. Networks are built, filled, changed and taken down;
// whatever a call names was made before and has not ended, and AWS would let every one of them through.

package corpus

import (
	"fmt"
	"time"
)

// deed is a call to come: how long after the one before, and how it is told. What it needs to know is settled when it is
// planned; what nobody refers to later is thrown when it is told.
type deed struct {
	pause time.Duration
	with  tool
	tell  func(w *world, at time.Time) step
}

// doing is what somebody does in one go.
type doing struct {
	with  tool
	deeds []deed
}

func (b *doing) do(pause time.Duration, tell func(w *world, at time.Time) step) {
	b.deeds = append(b.deeds, deed{pause, b.with, tell})
}

// now adds steps that are known already, each that long after the one before.
func (b *doing) now(pause time.Duration, steps ...step) {
	for _, s := range steps {
		b.do(pause, func(*world, time.Time) step { return s })
	}
}

// life is what goes on in one account and region.
type life struct {
	world
	want     int // how many networks stand at a time, about
	networks []*network
	made     int // networks so far
	drift    int // bursts so far
}

// newLife begins a life of about that many calls.
func newLife(where *place, d *dice, calls int) *life {
	return &life{world: world{dice: d, account: where.account, region: where.region, cast: where.cast}, want: 1 + calls/900}
}

// The most calls that a burst may make.
const (
	largest = 64 // a network built or taken down, with all that is in it
	middle  = 12 // a change to one
)

// next returns the next burst, of at most so many calls; there is always one.
func (l *life) next(left int) []deed {
	l.drift++
	if left >= largest {
		switch {
		case len(l.networks) < l.want && (len(l.networks) == 0 || l.dice.chance(12)):
			return l.build()
		case len(l.networks) > 1 && l.dice.chance(500):
			if n := l.oldest(); n != nil {
				return l.takeDown(n)
			}
		}
	}
	if len(l.networks) == 0 {
		return l.errand()
	}
	n := pick(l.dice, l.networks)
	if left >= middle {
		if deeds := l.change(n); deeds != nil {
			return deeds
		}
	}
	return l.touch(n)
}

// oldest returns a network that has stood for a while and is small enough to be taken down in one go, nil when none has.
func (l *life) oldest() *network {
	for _, n := range l.networks {
		if l.drift-n.since > 60 && n.data == nil && len(n.cards)+len(n.functions)+2*len(n.disks)+2*len(n.bastions) < 12 {
			return n
		}
	}
	return nil
}

// change throws what happens to a network; nil when it cannot happen to this one now.
func (l *life) change(n *network) []deed {
	switch at := l.dice.upTo(100); {
	case at < 17:
		return l.scale(n)
	case at < 25:
		return l.rest(n)
	case at < 27:
		return l.bastion(n)
	case at < 29:
		return l.disk(n)
	case at < 32:
		return l.peer(n)
	case at < 50:
		return l.function(n)
	case at < 52:
		return l.database(n)
	}
	return nil
}

// touch throws one call about a network: what it names is there.
func (l *life) touch(n *network) []deed {
	b := doing{with: n.with}
	ids := []string{n.vpc, n.open[0].id, n.group}
	for _, m := range n.machines {
		ids = append(ids, m.id)
	}
	id, owner, person := pick(l.dice, ids), pick(l.dice, []string{"platform", "orders", "data", "security"}), pick(l.dice, l.cast.people)
	switch {
	case l.region == globalRegion && l.dice.chance(8):
		return l.errand()
	case len(n.machines) > 0 && l.dice.chance(6):
		b.now(0, protect(person, pick(l.dice, n.machines).id, "false"))
	case len(n.functions) > 0 && l.dice.chance(6):
		f, timeout := pick(l.dice, n.functions), fmt.Sprint(10*l.dice.between(1, 60))
		b.do(0, func(w *world, _ time.Time) step { return configureFunction(w, w.cast.pipelines[1], f, timeout) })
	case n.data != nil && l.dice.chance(8):
		b.now(0, modifyDatabase(l.cast.pipelines[0], n.data, fmt.Sprint(l.dice.between(7, 35))))
	default:
		b.now(0, tag(person, id, owner))
	}
	return b.deeds
}

// errand is a call that needs no network.
func (l *life) errand() []deed {
	b := doing{}
	if l.region == globalRegion {
		b.now(0, attachPolicy(pick(l.dice, l.cast.pipelines), pick(l.dice, l.cast.functions).name, "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"))
		return b.deeds
	}
	volume, zone := l.id("vol"), pick(l.dice, []string{"a", "b"})
	b.do(0, func(w *world, at time.Time) step { return createVolume(w, w.cast.pipelines[0], volume, zone, at) })
	return b.deeds
}

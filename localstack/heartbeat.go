// Heartbeats: every five minutes the agent of Systems Manager tells that it lives, if its calls get out. No client of the lab
// makes these calls; the lab makes their records, from the network as it stands.

package localstack

import (
	"context"
	"time"

	"traillab/localstack/recorder"
)

// beatEvery is how often an agent tells that it lives.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
const beatEvery = 5 * time.Minute

// How many rounds are made up for when the clock has leapt: a day's when the machine slept, and as many as the event history
// goes back when a player says what time it is.
const (
	most        = 288
	mostVirtual = 90 * most
)

// quick is how long the lab looks for its agents before a call that waits.
const quick = 15 * time.Second

// beats is what the lab knows of its agents.
type beats struct {
	next  time.Time
	told  map[string]bool      // instances that were heard of at next, where not all could be recorded
	since map[string]time.Time // by instance: when its session began
}

// keepBeating looks at the lab's clock again and again.
func (l *Lab) keepBeating() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if now := l.options.Clock.Now(); l.late(now) {
				l.stack.gateway.Still(func() { l.due(context.Background(), now) })
			}
		case <-l.quit:
			return
		}
	}
}

func (l *Lab) late(now time.Time) bool {
	l.beating.Lock()
	defer l.beating.Unlock()
	return !now.Before(l.beats.next)
}

// due records the signs of life up to a time. It is called before every call, so that the network is still the one that they
// were given in. What cannot be recorded is told, and tried again.
func (l *Lab) due(ctx context.Context, now time.Time) {
	ctx, cancel := context.WithTimeout(ctx, quick)
	defer cancel()
	if err := l.beat(ctx, now); err != nil {
		l.say("heartbeats: %v", err)
	}
}

// beat does so: each sign of life at its time, all from the network as it stands. No call that changes it is under way.
func (l *Lab) beat(ctx context.Context, now time.Time) error {
	l.beating.Lock()
	defer l.beating.Unlock()
	if now.Before(l.beats.next) {
		return nil
	}
	if earliest := now.Add(-l.makesUpFor() * beatEvery); l.beats.next.Before(earliest) {
		l.beats.next = earliest
	}
	agents, err := l.agents(ctx)
	if err != nil {
		l.beats.next = l.beats.next.Add(beatEvery) // a cloud that cannot be asked has no agents to be heard of
		return err
	}
	for ; !now.Before(l.beats.next); l.beats.next = l.beats.next.Add(beatEvery) {
		if err := l.round(agents); err != nil {
			return err
		}
	}
	return nil
}

// round records the signs of life of one moment, each once.
func (l *Lab) round(agents []recorder.Beat) error {
	for _, b := range agents {
		if l.beats.told[b.Instance] {
			continue
		}
		b.At = l.beats.next.UTC().Truncate(time.Second)
		if err := l.stack.recorder.Heartbeat(b); err != nil {
			return err
		}
		if l.beats.told == nil {
			l.beats.told = map[string]bool{}
		}
		l.beats.told[b.Instance] = true
	}
	clear(l.beats.told)
	return nil
}

// makesUpFor is how many rounds are recorded at once at most.
func (l *Lab) makesUpFor() time.Duration {
	if _, virtual := l.options.Clock.(*Virtual); virtual {
		return mostVirtual
	}
	return most
}

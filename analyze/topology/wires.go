// Running trails: those that the log has seen start. While one of them runs, no other that is stopped silences where it speaks.

package topology

import (
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// runsAs is where a trail that runs records: at home, in all regions of the account (region is empty), or in all accounts (both are).
type runsAs struct{ place }

// as is where a trail is known to record. One that was not said to record every region records at least its own.
func (w *wire) as() runsAs {
	switch {
	case w.of && w.multi:
		return runsAs{}
	case w.multi:
		return runsAs{place{account: w.home.account}}
	}
	return runsAs{w.home}
}

// tick ends a second: what was started in it runs in the next.
func (l *listener) tick(at time.Time) {
	if at.Equal(l.now) {
		return
	}
	l.now = at
	for _, w := range l.fresh {
		l.count(w, w.started && len(w.blind) == 0)
	}
	l.fresh = nil
}

// count lets a trail count among those that run, or not.
func (l *listener) count(w *wire, runs bool) {
	if runs == w.counted {
		return
	}
	w.counted = runs
	if runs {
		l.runs[w.as()]++
	} else {
		l.runs[w.as()]--
	}
}

// recount notes what a call made of a trail.
func (l *listener) recount(w *wire, e *trail.Event) {
	switch dialect.Stem(e.Name) {
	case "StartLogging":
		w.started = true
	case "StopLogging", "DeleteTrail":
		w.started = false
	}
	l.fresh = append(l.fresh, w)
}

// heard reports whether another trail is known to speak wherever a hush is about.
func (l *listener) heard(home place, r reach) bool {
	switch everyone, account := l.runs[runsAs{}] > 0, l.runs[runsAs{place{account: home.account}}] > 0; r {
	case inAll:
		return everyone
	case atHome:
		return everyone || account || l.runs[runsAs{home}] > 0
	default:
		return everyone || account
	}
}

// Wires: trails, as far as the records tell what they record.

package check

import (
	"encoding/json"
	"strings"

	"traillab/analyze/trail"
)

// turns are the calls that begin a trail, end it, or change where it records.
var turns = map[string]bool{"CreateTrail": true, "UpdateTrail": true, "StartLogging": true, "StopLogging": true, "DeleteTrail": true}

// wire is a trail.
type wire struct {
	name              string
	home              place
	known, runs       bool // known: the records saw it made, started or stopped
	multi, of, global bool // every region; every account of the organization; what has no region
	unseen            bool // it was made before the records began: it may record anything
}

// shape is what a call says of a trail.
type shape struct {
	Name   string `json:"name"`
	Multi  *bool  `json:"isMultiRegionTrail"`
	Of     *bool  `json:"isOrganizationTrail"`
	Global *bool  `json:"includeGlobalServiceEvents"`
}

func asked(e *trail.Event) (s shape) {
	_ = json.Unmarshal([]byte(e.Request), &s) // one that cannot be read is a trail without a name
	return s
}

// wire is the trail that a call is about, which may give its ARN.
func (l *listener) wire(e *trail.Event) *wire {
	home, name := place{e.Account, e.Region}, asked(e).Name
	if arn := strings.SplitN(name, ":", 6); len(arn) == 6 {
		home = place{arn[4], arn[3]}
	}
	name = name[strings.LastIndexByte(name, '/')+1:]
	var known *wire
	for _, w := range l.trails {
		if w.name == name && w.home == home {
			return w
		}
		if w.name == name && w.home.account == home.account && w.multi {
			known = w
		}
	}
	if known != nil && e.Name != "CreateTrail" {
		return known
	}
	w := &wire{name: name, home: home, unseen: e.Name != "CreateTrail", global: true}
	l.trails = append(l.trails, w)
	return w
}

// take takes what a call does to its trail.
func (w *wire) take(e *trail.Event) {
	s := asked(e)
	switch e.Name {
	case "CreateTrail":
		*w = wire{name: w.name, home: w.home, global: true, runs: w.runs}
	case "StartLogging":
		w.runs = true
	case "StopLogging", "DeleteTrail":
		w.runs = false
	}
	for told, is := range map[*bool]*bool{s.Multi: &w.multi, s.Of: &w.of, s.Global: &w.global} {
		if told != nil {
			*is = *told
		}
	}
	w.known = true
}

// speaks reports whether a trail is known to record all that is done in a place.
func (w *wire) speaks(at place) bool {
	return (w.of || w.home.account == at.account) && (w.multi || w.home.region == at.region)
}

// tells reports whether a trail may record something that is done in a place: what has no region, and no network, is told in us-east-1.
func (w *wire) tells(at place, networks bool) bool {
	return w.speaks(at) || (w.of || w.home.account == at.account) && (w.unseen || !networks && w.global && at.region == "us-east-1")
}

// Memory: what a play knows, so that a later command goes on where an earlier one stopped.

package simulate

import (
	"maps"
	"time"

	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// Memory is a play, written down. It holds the answers: whoever keeps it seals it.
type Memory struct {
	Vars     map[string]any            `json:"vars"`
	Callers  map[string]script.Caller  `json:"callers"`
	Start    time.Time                 `json:"start"`
	Actors   map[string]scenario.Actor `json:"actors"`
	Messages []Message                 `json:"messages"`
}

// Memory writes a play down.
func (p *Play) Memory() Memory {
	return Memory{Vars: p.Vars.All(), Callers: maps.Clone(p.cast.callers), Actors: p.cast.actors, Start: p.Start, Messages: p.said}
}

// Resume goes on with a play. Options are those that it was begun with.
func Resume(s Stage, o Options, m Memory) *Play {
	at, _ := m.Vars["at"].(map[string]any)
	if at == nil {
		at = map[string]any{}
	}
	p := newPlay(s, o, m.Vars, at, maps.Clone(m.Callers))
	p.cast.actors = m.Actors
	p.Start, p.said, p.beat = m.Start, m.Messages, Remediate
	return p
}

// Player makes steps as an actor of the play.
func (p *Play) Player() *script.Player { return p.player }

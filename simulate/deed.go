// Deeds: what was done in a run, for whoever watches and for the report.

package simulate

import (
	"time"

	"traillab/simulate/script"
)

// Deed is a call that somebody made, or something that somebody said.
type Deed struct {
	Beat    Beat
	At      time.Time // by the lab's clock
	Who     string    // an actor; "" for what was said
	Call    string    // service.Operation; "" for what was said
	Text    string    // what it is for, or what was said
	Refused string    // the code of the error
	Aside   bool      // it is noise
}

// made keeps that a step was made, and tells of it.
func (p *Play) made(o script.Outcome) { p.did(o, o.Step.As) }

// did keeps that somebody made a step; "" is whoever makes those that name nobody.
func (p *Play) did(o script.Outcome, who string) {
	if o.Skipped || o.Step.Do == "" {
		return
	}
	if o.Step.ID != "" {
		p.at[o.Step.ID] = o.At.UTC().Format(time.RFC3339)
	}
	if who == "" {
		who = p.usual
	}
	d := Deed{Beat: p.beat, At: o.At, Who: who, Call: o.Step.Do, Text: o.Step.Title, Aside: p.aside}
	text := d.Call
	if d.Text != "" {
		text += ": " + d.Text
	}
	if o.Refused != nil {
		d.Refused = o.Refused.Code
		text += " — refused: " + d.Refused
	}
	p.deeds = append(p.deeds, d)
	p.tell(o.At, text)
}

// hear keeps what somebody told the trainee, and tells it.
func (p *Play) hear(text string) {
	p.said = append(p.said, Message{At: p.time, Text: text})
	p.deeds = append(p.deeds, Deed{Beat: p.beat, At: p.time, Text: text})
	p.tell(p.time, text)
}

func (p *Play) tell(at time.Time, text string) {
	if p.Told != nil {
		p.Told(Progress{p.beat, at, text})
	}
}

// Status: how a drill stands, as far as the trainee may know.

package drill

import (
	"context"
	"time"
)

// Phase is where in its life a drill is.
type Phase string

// The phases.
const (
	Running  Phase = "running"
	Paused   Phase = "paused"
	Finished Phase = "finished"
)

// Status is a drill as it stands. Spans are whole seconds by the lab's clock since the trainee took over.
type Status struct {
	Scenario  string      `json:"scenario"`
	Title     string      `json:"title"`
	Lab       string      `json:"lab"`
	Trainee   string      `json:"trainee"`
	Mode      Mode        `json:"mode"`
	Phase     Phase       `json:"phase"`
	Upstream  string      `json:"upstream"`
	Seed      *uint64     `json:"seed"` // null in an exam that goes on
	Began     time.Time   `json:"began"`
	Elapsed   int64       `json:"elapsed_seconds"`
	Remaining *int64      `json:"remaining_seconds"` // until the last deadline, below zero behind it; null where there is none
	Hints     HintsTaken  `json:"hints"`
	Goals     []Objective `json:"goals"`
	Messages  []Said      `json:"messages"`
	Result    *Ended      `json:"result"` // null until it is finished
}

// HintsTaken are those that were paid for, of those that there are.
type HintsTaken struct {
	Taken int `json:"taken"`
	Of    int `json:"of"`
}

// Objective is what is asked or to be reached. Reached is when a check saw it first, null where none has.
type Objective struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Points    int        `json:"points"`
	Question  bool       `json:"question"`
	Answer    *string    `json:"answer"` // the trainee's own
	Remaining *int64     `json:"remaining_seconds"`
	Reached   *time.Time `json:"reached"`
}

// Said is a message of the story's or the trainer's.
type Said struct {
	Time time.Time `json:"time"`
	Text string    `json:"text"`
}

// Status tells how the drill stands.
func (d *Drill) Status(ctx context.Context) (*Status, error) {
	elapsed, err := d.Elapsed(ctx)
	if err != nil {
		return nil, err
	}
	s := &Status{
		Scenario: d.Name, Title: d.Scenario.Title, Lab: d.Lab, Trainee: d.Trainee, Mode: d.Mode, Phase: d.phase(), Upstream: d.Upstream, Seed: d.Shown(),
		Began: d.Began.UTC().Truncate(time.Second), Elapsed: int64(elapsed.Seconds()), Hints: HintsTaken{d.Hints, len(d.Scenario.Hints)},
		Goals: []Objective{}, Messages: []Said{}, Result: d.Done,
	}
	for i := range d.Scenario.Goals {
		g := &d.Scenario.Goals[i]
		o := Objective{ID: g.ID, Title: g.Title, Points: g.Points, Question: g.Ask != ""}
		if o.Title == "" {
			o.Title = g.Ask
		}
		if by, err := time.ParseDuration(g.By); err == nil && d.Mode != Learn {
			left := int64((by - elapsed).Seconds())
			o.Remaining = &left
			if s.Remaining == nil || left > *s.Remaining {
				s.Remaining = &left
			}
		}
		if given, ok := d.Answers[g.ID]; ok {
			o.Answer = &given.Text
		}
		if at, ok := d.Reached[g.ID]; ok {
			at = at.UTC().Truncate(time.Second)
			o.Reached = &at
		}
		s.Goals = append(s.Goals, o)
	}
	for _, m := range d.Messages() {
		s.Messages = append(s.Messages, Said{m.At.UTC().Truncate(time.Second), m.Text})
	}
	return s, nil
}

func (d *Drill) phase() Phase {
	switch {
	case d.Done != nil:
		return Finished
	case d.Paused:
		return Paused
	}
	return Running
}

// Elapsed is the lab's time since the trainee took over, until the end where there was one.
func (d *Drill) Elapsed(ctx context.Context) (time.Duration, error) {
	if d.Done != nil {
		return d.Done.At.Sub(d.Began), nil
	}
	now, err := d.stage.Now(ctx)
	return now.Sub(d.Began), err
}

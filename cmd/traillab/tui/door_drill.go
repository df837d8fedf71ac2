// Doors of a drill: how it stands, and what a trainee can do beside the calls to the lab.

package tui

import (
	"context"
	"time"

	"traillab/analyze/trail"
)

// Driller answers for the drill that is under way.
type Driller interface {
	// Drill tells how it stands.
	Drill(ctx context.Context) (Drill, error)
	// Follow takes in what the lab has recorded since, and tells what happened under the trainee's hands, in order.
	Follow(ctx context.Context) ([]Deed, error)
	// Answer takes an answer to a question; the last one counts.
	Answer(ctx context.Context, goal, text string) error
	// Hint pays for the next hint.
	Hint(ctx context.Context) (text string, err error)
	Check(ctx context.Context) (Grade, error)
	// Pause stops the clock, or lets it go on.
	Pause(ctx context.Context) (paused bool, err error)
	// Finish ends the drill, and tells the debrief in Markdown.
	Finish(ctx context.Context) (debrief string, err error)
}

// Drill is one as it stands. Times are the lab's.
type Drill struct {
	Scenario, Title, Mode, Upstream, Lab string
	Phase                                string // running, paused or finished
	Briefing                             string
	Shell                                string // what a shell sets to reach the lab
	Began                                time.Time
	Elapsed                              time.Duration
	Remaining                            *time.Duration // until the last deadline; nil where there is none
	Hints, HintsOf                       int            // taken, of those that there are
	Paid                                 []string       // the texts of those that were taken
	Offer                                string         // the price of the next hint; empty where none can be had now
	Refusal                              string         // why there is none to be had
	Goals                                []Goal
	Messages                             []Message
	Points, Of                           int    // when it is finished
	Debrief                              string // the same
}

// Goal is what is asked or to be reached.
type Goal struct {
	ID, Title string
	Points    int
	Question  bool
	Answer    *string
	Remaining *time.Duration
	Reached   bool // a check saw it
}

// Message is what the trainee was told.
type Message struct {
	Time time.Time
	Text string
}

// Deed is a call that wrote, and the part that it plays in a chain: empty where it plays none.
type Deed struct {
	Event trail.Event
	Part  string
}

// Grade is how far the trainee is.
type Grade struct {
	Points, Of int
	Passed     bool
	Marks      []Mark
}

// Mark is the judgement of one goal or penalty.
type Mark struct {
	ID         string
	Passed     bool
	Points, Of int
	Why        string
}

// Package check is the language in which scenarios and playbooks say what must be true: an API read, a predicate of the network,
// or a predicate of the records. There are no scripts. Who asks gives the world that the checks are about.
package check

import (
	"context"
	"iter"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// World is what checks look at: a lab, and what was recorded of it until now. One check may ask for a case and for events
// several times, and many checks one after another: a world may keep them for as long as nothing more is recorded.
type World interface {
	// Call makes an API read as the examiner: the root user, whose user agent begins with Agent. Without a region the lab's is
	// meant. An error of the service is a *script.Refusal.
	Call(ctx context.Context, c script.Call) (map[string]any, error)
	// Now is the lab's time.
	Now(ctx context.Context) (time.Time, error)
	// Case is what the analysis makes of everything that was recorded.
	Case(ctx context.Context) (*analyze.Case, error)
	// Events yields what was recorded, in order of time, with request and response; f narrows it.
	Events(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error]
	// Denied tells whether the policies in force deny a principal, by ARN, an action as ec2:DetachInternetGateway on a
	// resource, "*" for any.
	Denied(ctx context.Context, principal, action, resource string) (Denial, error)
}

// Denial is whether policies deny something. Unsure means that this hangs on a condition which the principal may meet or not.
type Denial struct {
	Denied, Unsure bool
	Why            string
}

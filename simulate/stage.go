// Package simulate plays scenarios in a lab, lets a remedy run, and judges what came of it by the analysis that judges real
// archives. It knows no lab: who calls it gives a stage.
package simulate

import (
	"context"
	"errors"
	"time"

	"traillab/analyze"
	"traillab/simulate/check"
	"traillab/simulate/script"
)

// ErrUnknown marks a call that no service has.
var ErrUnknown = errors.New("no such call")

// Stage is a lab, and what a story needs of it beside calls.
type Stage interface {
	script.Lab

	// Upstream is the cloud behind the lab: builtin, moto, localstack, localstack+moto.
	Upstream() string
	// Account is the twelve digits of the lab's account.
	Account() string
	// Move moves the lab's clock on to a time; one that has passed moves nothing.
	Move(ctx context.Context, to time.Time) error
	// Hold lets the calls of one time have one second in the log; told not to, it gives each its own again.
	Hold(ctx context.Context, held bool) error
	// Can says why a call cannot be made here, before anybody tries: ErrUnknown of what the model does not have, another error of
	// what the cloud behind the lab does not; nil where it can, or nobody knows. An operation of "" asks for the service.
	Can(service, operation string) error
	// Denied asks the lab's own policies, see check.World.
	Denied(ctx context.Context, principal, action, resource string) (check.Denial, error)
	// Synthesise records a call that is not made, with its answer, or its refusal where that is not nil.
	Synthesise(ctx context.Context, c script.Call, answer map[string]any, refused *script.Refusal) error
	// Recorded is all that was recorded until now, to be closed after use.
	Recorded(ctx context.Context) (Recording, error)
	// Keep copies the log files that were written into a folder.
	Keep(ctx context.Context, dir string) error
}

// Recording is the log of a lab, as a case.
type Recording interface {
	analyze.Evidence
	analyze.Source
	// Beside is what a case takes beside the log.
	Beside(ctx context.Context) (analyze.Options, error)
	Close() error
}

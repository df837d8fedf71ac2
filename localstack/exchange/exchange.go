// Package exchange is the ground of the lab: one API call on its way through it, who makes it, and what it is answered.
// The gateway fills it in, guards and overlays look at it, the recorder writes it down.
package exchange

import (
	"context"
	"net/http"
	"time"

	"traillab/localstack/wire"
)

// Call is one API call.
type Call struct {
	Operation *wire.Operation // nil when the model does not know it
	Service   string          // in the scope of the signature: ec2
	Name      string          // DetachInternetGateway
	Account   string          // the lab's, twelve digits
	Region    string
	In        map[string]any // see package wire; nil when the model does not know the operation
	Who       Principal
	Key       string    // access key id; "" when the call is not signed
	Agent     string    // as the client says
	From      string    // source address, of the client or as the scenario plays it
	Endpoint  string    // the VPC endpoint that it came through, "" for none
	At        time.Time // by the lab's clock, whole seconds, UTC: the one time of a call, in its record, in what it makes, in policies and in keys
	Wall      time.Time // by the clock that the lab follows, which At runs ahead of in a burst: what its client reads; zero where they are the same
	ID        string    // eventID
	RequestID string
	Drill     string        // the run that the call belongs to; always set
	HTTP      *http.Request // as it came; its body is whole unless the operation streams
	Body      []byte        // nil when the operation streams

	// Mended says that a guard changed In, so that the cloud behind the lab is sent In, encoded anew, and not what came.
	// What is recorded is what the client asked: the guard puts that back before.
	Mended bool
}

// Answer is what a call is answered.
type Answer struct {
	Out   map[string]any // nil when it failed, and when the model does not know the operation
	Error *wire.Error    // nil when it went through
	Given *Principal     // who is behind the temporary key in Out, which always is of a session; nil where the lab gave none

	// Raw is what the upstream wrote, passed on as it is unless Mended says that Out or Error were changed since. It is nil
	// for answers of the lab itself, which are encoded by wire.
	Raw    *http.Response
	Body   []byte // of Raw, unless it streams
	Mended bool
}

// Cloud answers calls of the lab itself that nobody records: what a guard must know of the upstream. The result is by the
// model's names. An error of the service is a *wire.Error.
type Cloud interface {
	Do(ctx context.Context, region, service, operation string, in map[string]any) (map[string]any, error)
}

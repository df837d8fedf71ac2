// What a lab offers to whoever holds it in the same process: a drill, a test.

package localstack

import (
	"context"
	"net/http"
	"time"

	"traillab/analyze/topology"
	"traillab/localstack/client"
	"traillab/localstack/exchange"
)

// Endpoint is where the lab answers, http://127.0.0.1:4566.
func (l *Lab) Endpoint() string { return l.note.Endpoint }

// Why says what the lab stands on and why, a line.
func (l *Lab) Why() string { return string(l.note.Upstream) + ": " + l.note.Why }

// Drill is what the records of this run are marked with.
func (l *Lab) Drill() string { return l.options.Drill }

// Logs is the folder that holds AWSLogs.
func (l *Lab) Logs() string { return l.place.run(l.options.Drill) }

// Client makes calls to the lab by a key that it gave out; ID "test" is its account's root user. Headers go with every call, and
// the tokens that AWS's SDKs would make up.
func (l *Lab) Client(key client.Key, header http.Header) (*client.Client, error) {
	c, err := client.New(l.stack.models, l.Endpoint(), key, header)
	if err != nil {
		return nil, err
	}
	return c.Tokens(l.stack.tokens), nil
}

// Cloud asks the cloud behind the lab: nobody judges or records that. It is for looking, not for changing.
func (l *Lab) Cloud() exchange.Cloud { return l.stack.ask }

// Look returns the network of a region as it stands now.
func (l *Lab) Look(ctx context.Context, region string) (*topology.History, error) {
	return l.stack.guard.Look(ctx, region)
}

// Grant gives out a key for an actor of a story who has none from IAM. A key without an end has the zero time.
func (l *Lab) Grant(id string, who exchange.Principal, expires time.Time) {
	l.stack.keys.Grant(id, who, expires)
}

// Denied reports whether the lab's policies keep a principal, by its ARN, from an action on resources, and by which word of which
// policy.
func (l *Lab) Denied(who, action string, resources ...string) (denied bool, why string) {
	return l.stack.book.Denied(who, action, resources...)
}

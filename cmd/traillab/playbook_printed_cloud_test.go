// One LocalStack for many labs: it takes its time to start, and to load each service. Every lab has an account of its own there,
// in which nothing stands yet, and its own recorder, policies and moto.

package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"traillab/localstack"
	"traillab/localstack/upstream"
)

// cloud is a LocalStack that begins when the first lab is to stand on it, and ends with the test.
type cloud struct {
	t        *testing.T
	mu       sync.Mutex
	endpoint string
	labs     int
}

// cloudFor is one for the labs of a test and of those below it. Names that are one in all of AWS, as those of buckets are, can be
// taken once.
func cloudFor(t *testing.T) *cloud { return &cloud{t: t} }

// lend is a wish of a lab's: to stand on it, where it would begin a LocalStack of its own.
func (c *cloud) lend(o *localstack.Options) {
	if o.Upstream != upstream.LocalStack && o.Upstream != upstream.Both || os.Getenv("TRAILLAB_LOCALSTACK") == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.endpoint == "" {
		c.begin()
	}
	c.labs++
	o.Endpoint, o.Account = c.endpoint, fmt.Sprintf("%012d", c.labs)
}

func (c *cloud) begin() {
	c.t.Helper()
	ctx := context.WithoutCancel(c.t.Context())
	plan, err := upstream.Choose(ctx, upstream.LocalStack, upstream.Options{
		Folder: c.t.TempDir(), Account: "000000000000", Env: os.Environ(), LocalStack: cloudHome(c.t, "TRAILLAB_LOCALSTACK"),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	running, err := upstream.Start(ctx, plan, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		if err := running.Stop(ctx); err != nil {
			c.t.Error(err)
		}
	})
	c.endpoint, _ = running.Endpoint("ec2")
}

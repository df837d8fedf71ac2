// The lab that the guards are tried in: a cloud of fixed answers that allows everything, and the lab's own recorder.

package guard

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/recorder"
	"traillab/localstack/wire"
)

const account, region = "000000000000", "us-east-1"

// cloud answers by operation, one page with all that it has. What it does not know it does not implement.
type cloud struct {
	mu      sync.Mutex
	answers map[string]map[string]any
	calls   []string
}

func (c *cloud) Do(_ context.Context, _, _, operation string, in map[string]any) (map[string]any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, operation)
	out, ok := c.answers[operation]
	for _, member := range []string{"RoleName", "UserName", "PolicyArn"} {
		if name, _ := in[member].(string); name != "" {
			out, ok = c.answers[operation+" "+name]
			if !ok {
				return nil, &wire.Error{Code: "NoSuchEntity", Message: name + " cannot be found.", Status: 404}
			}
		}
	}
	if token, _ := in["NextToken"].(string); token != "" {
		out, ok = c.answers[operation+" "+token]
	}
	if !ok {
		return nil, &wire.Error{Code: "InvalidAction", Message: operation + " is not valid for this web service."}
	}
	twin := wire.Clone(out)
	return twin, nil
}

// lab is a guard before such a cloud.
type lab struct {
	*Guard
	t      testing.TB
	cloud  *cloud
	calls  int
	models *wire.Catalog
}

func newLab(t testing.TB) *lab {
	t.Helper()
	text, err := os.ReadFile("testdata/cloud.json")
	if err != nil {
		t.Fatal(err)
	}
	c := &cloud{}
	if err := json.Unmarshal(text, &c.answers); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	return &lab{Guard: New(c, Options{Account: account, Now: now, Tell: recorder.Tell}), t: t, cloud: c, models: wire.Open()}
}

// call makes a call of one line: DetachInternetGateway InternetGatewayId=igw-1 DryRun=true. A value may be JSON.
// By is one of people; without it the root user calls.
func (l *lab) call(line string) *exchange.Call {
	l.t.Helper()
	words := strings.Fields(line)
	l.calls++
	c := &exchange.Call{
		Service: ec2, Name: words[0], Account: account, Region: region, In: map[string]any{}, ID: fmt.Sprint("event ", l.calls), Who: people["root"],
		At: time.Date(2026, 11, 22, 12, 0, l.calls, 0, time.UTC),
	}
	if service, name, ok := strings.Cut(words[0], "."); ok {
		c.Service, c.Name = service, name
	}
	if service, ok := l.models.Service(c.Service); ok {
		c.Operation, _ = service.Operation(c.Name)
	}
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word, "=")
		if name == "By" {
			c.Who = people[value]
			continue
		}
		var v any = value
		if json.Unmarshal([]byte(value), &v) != nil {
			v = value
		}
		if n, ok := v.(float64); ok {
			v = int64(n)
		}
		c.In[name] = v
	}
	return c
}

// pass takes a call through the guard and the cloud, which answers out, and returns the answer.
func (l *lab) pass(line, out string) *exchange.Answer {
	l.t.Helper()
	_, a := l.through(l.call(line), out)
	return a
}

// through does the same, and returns what the cloud was asked, nil where it was not.
func (l *lab) through(c *exchange.Call, out string) (asked map[string]any, a *exchange.Answer) {
	l.t.Helper()
	ctx := context.Background()
	in, text := c.In, fmt.Sprint(c.In)
	a = &exchange.Answer{Error: l.Before(ctx, c)}
	if a.Error == nil {
		asked = c.In
		if code, failed := strings.CutPrefix(out, "!"); failed {
			a.Error = &wire.Error{Code: code, Status: 500}
		} else if err := json.Unmarshal([]byte("{"+out+"}"), &a.Out); err != nil {
			l.t.Fatal(err)
		}
		if c.Mended != (fmt.Sprint(c.In) != text) {
			l.t.Errorf("%s: mended is %v, and %s became %v", c.Name, c.Mended, text, c.In)
		}
	}
	l.After(ctx, c, a)
	if fmt.Sprint(in) != text || fmt.Sprint(c.In) != text || c.Mended {
		l.t.Errorf("%s: what the client asked is changed: %v", c.Name, c.In)
	}
	return asked, a
}

// holds checks what a call is answered: CODE sentence, or nothing when it is let through.
func (l *lab) holds(line, want string) {
	l.t.Helper()
	a := l.pass(line, "")
	got := ""
	if a.Error != nil {
		got = a.Error.Code + " " + a.Error.Message
	}
	if got != want {
		l.t.Errorf("%s\n got %q\nwant %q", line, got, want)
	}
}

// Bursts: what a program does within a second has seconds of its own in the log, and the clock waits afterwards.

package localstack

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/client"
	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
)

func TestSpaced(t *testing.T) {
	nine := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	machine := &hands{at: nine.Add(300 * time.Millisecond)}
	s := Space(machine)
	is := func(what string, got time.Time, want time.Duration) {
		t.Helper()
		if !got.Equal(nine.Add(want)) {
			t.Errorf("%s at %s, want %s", what, got.Sub(nine), want)
		}
	}
	is("a look before all", s.Now(), 300*time.Millisecond)
	is("the first change", s.Next(), 0)
	is("a look after it", s.Now(), 300*time.Millisecond)
	is("the second", s.Next(), time.Second)
	is("the third", s.Next(), 2*time.Second)
	is("a look ahead", s.Now(), 2*time.Second)
	machine.move(1500 * time.Millisecond) // to 1.8 s
	is("a look when the burst is over", s.Now(), 3500*time.Millisecond)
	is("the fourth", s.Next(), 3*time.Second)
	machine.move(8 * time.Second) // to 9.8 s
	is("a look eight seconds later", s.Now(), 11500*time.Millisecond)
	is("the fifth", s.Next(), 11*time.Second)
	is("the sixth, with it", s.Next(), 12*time.Second)
	machine.move(1500 * time.Millisecond) // nobody has looked since
	is("a look after that", s.Now(), 13500*time.Millisecond)
	machine.move(-5 * time.Second)
	is("a look when the machine's clock was set back", s.Now(), 13500*time.Millisecond)
	machine.move(time.Second)
	is("a look a second after that", s.Now(), 14500*time.Millisecond)
	is("the seventh", s.Next(), 14*time.Second)
}

func TestVirtual(t *testing.T) {
	nine := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	v := NewVirtual(nine)
	is := func(what string, got time.Time, want time.Duration) {
		t.Helper()
		if !got.Equal(nine.Add(want)) {
			t.Errorf("%s at %s, want %s", what, got.Sub(nine), want)
		}
	}
	set := func(to time.Duration) {
		t.Helper()
		if err := v.Set(nine.Add(to)); err != nil {
			t.Error(err)
		}
	}
	is("a look before all", v.Now(), 0)
	is("the first change", v.Next(), 0)
	is("the second", v.Next(), time.Second)
	is("the third", v.Next(), 2*time.Second)
	is("a look at the third", v.Now(), 2*time.Second)
	set(time.Second) // which the burst has passed
	is("a look that is no earlier", v.Now(), 2*time.Second)
	is("the fourth", v.Next(), 3*time.Second)
	set(time.Minute)
	is("a look at the minute", v.Now(), time.Minute)
	is("the fifth, for what came before moves it no further", v.Next(), time.Minute)
	is("the sixth", v.Next(), time.Minute+time.Second)
	if err := v.Advance(time.Hour); err != nil {
		t.Error(err)
	}
	is("an hour after the sixth", v.Now(), time.Hour+time.Minute+time.Second)
	if v.Set(nine) == nil || v.Advance(-time.Second) == nil {
		t.Error("the clock goes back")
	}
	is("a look after that", v.Now(), time.Hour+time.Minute+time.Second)
}

// TestBurst: twenty changes in a burst through the gateway, with looks and strangers between them, have twenty seconds in the
// order in which they were made; on a clock that is not spaced they have not.
func TestBurst(t *testing.T) {
	for name, test := range map[string]struct {
		clock Clock
		own   bool
	}{"usual": {nil, true}, "machine's": {&hands{at: time.Now()}, false}} {
		t.Run(name, func(t *testing.T) {
			l, err := Up(t.Context(), Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Clock: test.clock, Env: os.Environ(), Log: t.Output()})
			if err != nil {
				t.Fatal(err)
			}
			for i := range 20 {
				if err := call(t, l, "test", "ec2", "CreateVpc", map[string]any{"CidrBlock": fmt.Sprintf("10.%d.0.0/16", i)}); err != nil && i < 5 {
					t.Fatal(err) // after five the account has as many as it may, and the refusals are recorded, too
				}
				if err := call(t, l, "test", "ec2", "DescribeVpcs", map[string]any{}); err != nil {
					t.Fatal(err)
				}
				if err := call(t, l, "AKIASTRANGER00000000", "ec2", "DeleteVpc", map[string]any{"VpcId": "vpc-1"}); err == nil {
					t.Fatal("a stranger is let in")
				}
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			times := changes(t, l)
			if len(times) != 20 {
				t.Fatalf("%d changes are recorded", len(times))
			}
			own := slices.IsSorted(times) && len(slices.Compact(slices.Clone(times))) == 20
			first, _ := time.Parse(time.RFC3339, times[0])
			last, _ := time.Parse(time.RFC3339, times[19])
			if own != test.own || test.own && last.Sub(first) > 30*time.Second {
				t.Errorf("seconds of their own: %v, %v", own, times)
			}
		})
	}
}

// changes are the times of the calls in the log of a lab that made a VPC, in the order of their ranges.
func changes(t *testing.T, l *Lab) []string {
	t.Helper()
	made := make([]string, 20)
	for _, path := range files(t, l.Logs()) {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		var log struct {
			Records []struct {
				EventName, EventTime string
				RequestParameters    struct{ CidrBlock string }
			}
		}
		if err := json.NewDecoder(z).Decode(&log); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		for _, r := range log.Records {
			if r.EventName == "CreateVpc" {
				var i int
				if _, err := fmt.Sscanf(strings.TrimSpace(r.RequestParameters.CidrBlock), "10.%d.", &i); err != nil {
					t.Fatal(err)
				}
				made[i] = r.EventTime
			}
		}
	}
	return slices.DeleteFunc(made, func(at string) bool { return at == "" })
}

// TestRevokedAfterABurst: whoever ends the sessions that are older than now, by the clock on the wall, ends those that a burst has
// taken ahead of it.
func TestRevokedAfterABurst(t *testing.T) {
	l, err := Up(t.Context(), Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Env: os.Environ(), Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	root, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	do := func(c *client.Client, service, name string, in map[string]any) (map[string]any, error) {
		return c.Do(t.Context(), "us-east-1", service, name, in)
	}
	for range 40 {
		if _, err := do(root, "ec2", "CreateInternetGateway", nil); err != nil {
			break // there is a limit, and refusals take their second, too
		}
	}
	const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`
	const all = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	role, err := do(root, "iam", "CreateRole", map[string]any{"RoleName": "ops", "AssumeRolePolicyDocument": trust})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := do(root, "iam", "PutRolePolicy", map[string]any{"RoleName": "ops", "PolicyName": "all", "PolicyDocument": all}); err != nil {
		t.Fatal(err)
	}
	out, err := do(root, "sts", "AssumeRole", map[string]any{"RoleArn": wire.Text(role, "Role", "Arn"), "RoleSessionName": "night"})
	if err != nil {
		t.Fatal(err)
	}
	given := func(member string) string { return wire.Text(out, "Credentials", member) }
	night, err := l.Client(client.Key{ID: given("AccessKeyId"), Secret: given("SecretAccessKey"), Token: given("SessionToken")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := do(night, "ec2", "DescribeVpcs", nil); err != nil {
		t.Fatal(err)
	}
	revoke := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":%q}}}]}`,
		time.Now().Add(time.Second).UTC().Format(time.RFC3339))
	if _, err := do(root, "iam", "PutRolePolicy", map[string]any{"RoleName": "ops", "PolicyName": "AWSRevokeOlderSessions", "PolicyDocument": revoke}); err != nil {
		t.Fatal(err)
	}
	if _, err := do(night, "ec2", "DescribeVpcs", nil); err == nil || !strings.Contains(err.Error(), "UnauthorizedOperation") {
		t.Errorf("a session that was revoked gets %v", err)
	}
	if began, made := momentsOf(t, l, "DescribeVpcs").began, momentsOf(t, l, "AssumeRole").at; began != made {
		t.Errorf("the session was made at %s and says that it was at %s", made, began)
	}
}

// moments are what a record tells of time.
type moments struct{ at, began string }

// momentsOf are those of the newest record of a call.
func momentsOf(t *testing.T, l *Lab, name string) (m moments) {
	t.Helper()
	events, err := l.stack.recorder.Recent(recorder.Filter{Attribute: "EventName", Value: name})
	if err != nil || len(events) == 0 {
		t.Fatalf("%d events of %s: %v", len(events), name, err)
	}
	var record struct {
		EventTime    string
		UserIdentity struct {
			SessionContext struct{ Attributes struct{ CreationDate string } }
		}
	}
	if err := json.Unmarshal([]byte(events[0].Record), &record); err != nil {
		t.Fatal(err)
	}
	return moments{record.EventTime, record.UserIdentity.SessionContext.Attributes.CreationDate}
}

func TestVirtualFlows(t *testing.T) {
	nine := time.Date(2024, 5, 6, 9, 0, 0, 0, time.UTC)
	v := NewVirtual(nine)
	if v.Now() != nine {
		t.Fatalf("it does not stand: %s", v.Now())
	}
	if err := v.Flow(3600); err != nil { // an hour a second
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond)
	if passed := v.Now().Sub(nine); passed < time.Minute {
		t.Errorf("20 ms later only %s have passed", passed)
	}
	first := v.Next()
	if second := v.Next(); !second.After(first) || second.Sub(first)%time.Second != 0 {
		t.Errorf("two changes at %s and %s", first, second)
	}
	if err := v.Flow(0); err != nil {
		t.Fatal(err)
	}
	if at := v.Now(); v.Now() != at || at.Before(nine.Add(time.Minute)) {
		t.Errorf("told to stand it stands at %s, then %s", at, v.Now())
	}
	if v.Flow(-1) == nil || v.Flow(3601) == nil {
		t.Error("it takes any rate")
	}
}

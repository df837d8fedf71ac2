// The debrief of the published drill: a trainee who is quick with a guess and slow with the key. The lab's clock stands where it is
// not moved, so that it is the same to the byte; make golden writes it again.

package main

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"traillab/localstack"
	"traillab/localstack/upstream"
	"traillab/simulate"
	"traillab/simulate/drill"
	"traillab/simulate/script"
)

// standing is a stage whose clock does not flow.
type standing struct{ *stage }

func (standing) Flow(context.Context, float64) error { return nil }

// calling makes calls to a lab as a trainee with the root key does, and finds in the answer what lies at a path.
func calling(t *testing.T, on script.Lab) func(do, path string, in map[string]any) any {
	return func(do, path string, in map[string]any) any {
		t.Helper()
		service, operation, _ := strings.Cut(do, ".")
		out, err := on.Call(t.Context(), script.Call{As: script.Caller{Key: script.Root()}, Region: drill.Region, Service: service, Operation: operation, In: in})
		if err != nil {
			t.Fatalf("%s: %v", do, err)
		}
		found, err := script.Find(path, out)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
}

func TestDebrief(t *testing.T) {
	s, err := findScenario("S2")
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := s.Draw(0)
	if err != nil {
		t.Fatal(err)
	}
	on := standing{labFor(t, upstream.Builtin, func(o *localstack.Options) { o.Clock = localstack.NewVirtual(drawn.Setup) })}
	ctx := t.Context()
	d, err := drill.Start(ctx, on, drill.Options{Scenario: s.Scenario, Text: s.text, Mode: drill.Timed, Lab: localstack.Default})
	if err != nil {
		t.Fatal(err)
	}
	wait := func(minutes int) {
		t.Helper()
		if err := on.Pass(ctx, time.Duration(minutes)*time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	call := calling(t, on)
	answer := func(id, text string) {
		t.Helper()
		if err := d.Answer(ctx, id, text); err != nil {
			t.Fatal(err)
		}
	}

	answer("who", "alice")
	wait(6)
	if _, err := d.Hint(ctx, true); err != nil {
		t.Fatal(err)
	}
	gateway := call("ec2.DescribeInternetGateways", "InternetGateways[?length(Attachments)==`0`].InternetGatewayId | [0]", nil)
	machine := call("ec2.DescribeInstances", "Reservations[0].Instances[0]", nil).(map[string]any)
	call("ec2.AttachInternetGateway", "@", map[string]any{"InternetGatewayId": gateway, "VpcId": machine["VpcId"]})
	wait(10)
	address := call("ec2.DescribeAddresses", "Addresses[0].AllocationId", nil)
	call("ec2.AssociateAddress", "@", map[string]any{"AllocationId": address, "InstanceId": machine["InstanceId"]})
	wait(4)
	key := call("iam.ListAccessKeys", "AccessKeyMetadata[0].AccessKeyId", map[string]any{"UserName": "ci-deploy"})
	answer("who", script.Text(key))
	answer("when", "2026-03-02 09:13")
	wait(60)
	call("iam.DeleteAccessKey", "@", map[string]any{"UserName": "ci-deploy", "AccessKeyId": key})

	b, err := d.Finish(ctx, []string{"iam.UpdateAccessKey", "playbook restore-internet"})
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	if err := b.Write(&told); err != nil {
		t.Fatal(err)
	}
	current(t, "testdata/debrief.md", []byte(told.String()))
	if *d.Done.Detect != 14*60 || *d.Done.Repair != 24*60 {
		t.Errorf("noticed after %d s, repaired after %d s", *d.Done.Detect, *d.Done.Repair)
	}
}

// TestDebriefIsInert: whatever a trainee answers and whatever the log holds, a debrief is a document and does nothing.
func TestDebriefIsInert(t *testing.T) {
	const evil = "a|b\n## c\x1b[2J\u202e<img src=x onerror=alert(1)> [x](http://evil.example) `d` $e$ =1+1"
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	b := drill.Debrief{
		Title: evil, Report: drill.Report{Result: simulate.Result{Checks: []simulate.Mark{{ID: evil, Why: evil}}}},
		Key:    []drill.Asked{{Goal: evil, Question: evil, Given: evil, Right: evil}},
		Deeds:  []drill.Deed{{At: at, Who: evil, Call: evil, Refused: evil, Effect: []string{evil}}},
		Better: []string{evil},
	}
	markup := regexp.MustCompile(`<|[^\\](\]\(|://|` + "`)")
	var told strings.Builder
	if err := b.Write(&told); err != nil {
		t.Fatal(err)
	}
	for _, r := range told.String() {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%q is in it", r)
		}
	}
	if strings.Contains(told.String(), "\n## c") {
		t.Error("a text begins a section of its own")
	}
	for line := range strings.Lines(told.String()) {
		if markup.MatchString(line) {
			t.Errorf("it is markup: %s", line)
		}
		if n := strings.Count(line, "|"); strings.Contains(line, "a&#124;b") && strings.HasPrefix(line, "|") && n != 4 && n != 5 {
			t.Errorf("a text has left its cell: %s", line)
		}
	}
}

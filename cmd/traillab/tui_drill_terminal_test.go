// A drill played in a real terminal, from the briefing to the debrief: the program under tmux in a lab of its own process, and the
// trainee's calls made beside it as any client makes them.

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/localstack"
	"traillab/simulate/drill"
	"traillab/simulate/script"
)

func TestDrillInATerminal(t *testing.T) {
	home, ctx := filepath.Join(t.TempDir(), "state"), t.Context()
	place, err := localstack.At(filepath.Join(home, "traillab", "labs"), localstack.Default)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := localstack.Down(context.Background(), place, nil); err != nil { // the test's context has ended by then
			t.Logf("lab down: %v", err)
		}
	})
	term := openTerminal(t, 140, 44, "sh")
	begin := "traillab drill start S2 --upstream builtin --seed 4 --listen 127.0.0.1:0 --trainee ann --mode timed --tui"
	term.keys(fmt.Sprintf("clear; XDG_STATE_HOME='%s' %s; echo left with $?", home, begin), "Enter")
	term.sees("Drill", "timed, on builtin", "hints 0 of", "Objectives", "The access key that was used")
	term.keys("Tab")
	term.sees("Help desk: customers cannot reach the shop.", "AWS_ENDPOINT_URL")

	a := newApp(&env{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, getenv: os.Getenv, environ: os.Environ, now: time.Now})
	on, err := a.stageAt(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	call := calling(t, on)
	gateway := call("ec2.DescribeInternetGateways", "InternetGateways[?length(Attachments)==`0`].InternetGatewayId | [0]", nil)
	vpc := call("ec2.DescribeInstances", "Reservations[0].Instances[0].VpcId", nil)
	call("ec2.AttachInternetGateway", "@", map[string]any{"InternetGatewayId": gateway, "VpcId": vpc})
	term.keys("Tab") // what happened, as the lab's log grows
	term.sees("AttachInternetGateway", "restore")

	term.keys("H")
	term.sees("can be had")
	if err := on.Pass(ctx, 6*time.Minute); err != nil {
		t.Fatal(err)
	}
	term.sees("6m") // since the trainee took over
	term.keys("H")
	term.sees("yes?")
	term.keys("yes", "Enter")
	term.sees("hints 1 of", "Hint 1")
	term.keys("BTab", "c")
	term.sees("points so far")

	key := script.Text(call("iam.ListAccessKeys", "AccessKeyMetadata[0].AccessKeyId", map[string]any{"UserName": "ci-deploy"}))
	term.keys("Home")
	s, err := findScenario("S2")
	if err != nil {
		t.Fatal(err)
	}
	asked := false
	for range s.Goals { // to the question of who
		term.keys("Enter")
		if asked = term.awaits(2*time.Second, "who ", "takes it"); asked {
			break
		}
		term.keys("Escape", "Down")
	}
	if !asked {
		t.Fatalf("nobody asks who it was:\n%s", term.screen())
	}
	term.keys(key, "Enter")
	term.sees("noted: who is " + key)
	call("iam.DeleteAccessKey", "@", map[string]any{"UserName": "ci-deploy", "AccessKeyId": key})

	term.keys("F")
	term.sees("yes?")
	term.keys("yes", "Enter")
	term.sees("the drill is over", "Debrief")
	term.keys("5", "G")
	term.sees("DeleteAccessKey")
	term.keys("q")
	term.sees("left with ")
	term.whole()

	kept, err := drill.Load(drillFile(place))
	if err != nil || kept.Done == nil || kept.Answers["who"].Text != key || kept.Hints != 1 {
		t.Errorf("kept as %+v, %v", kept, err)
	}
}

// A drill played in the terminal UI, from the briefing to the debrief, in a lab in this process: the keys are pressed by a program, the
// calls to the lab are made as a trainee's.

package main

import (
	"strings"
	"testing"
	"time"

	"traillab/analyze/store"
	"traillab/cmd/traillab/tui"
	"traillab/localstack"
	"traillab/localstack/upstream"
	"traillab/simulate/drill"
	"traillab/simulate/script"
)

func TestDrillOnItsPage(t *testing.T) {
	s, err := findScenario("S2")
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := s.Draw(0)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	on := labFor(t, upstream.Builtin, func(o *localstack.Options) { o.Clock = localstack.NewVirtual(drawn.Setup) })
	begun, err := drill.Start(ctx, standing{on}, drill.Options{Scenario: s.Scenario, Text: s.text, Mode: drill.Timed, Lab: localstack.Default})
	if err != nil {
		t.Fatal(err)
	}
	begun.Logs = on.health.Logs
	if err := begun.Save(drillFile(on.place)); err != nil {
		t.Fatal(err)
	}
	scratch, err := store.Scratch(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := scratch.Close(); err != nil {
			t.Error(err)
		}
	}()
	d := &driller{app: on.app, place: on.place, keep: true, desk: onlyDesk(scratch)}
	q := newInquiry(ctx, d.desk)
	doors := tui.Doors{Lister: d.desk, Surveyor: d.desk, Recorder: d.desk, Investigator: q}
	page := d.enter(&doors, q)
	u := tui.Rehearse(ctx, doors, tui.Options{Page: page}, 160, 50)
	shows := func(texts ...string) {
		t.Helper()
		for _, text := range texts {
			wanted, refused := strings.CutPrefix(text, "!")
			if strings.Contains(u.Screen(), wanted) == refused {
				t.Errorf("%q is amiss in\n%s", text, u.Screen())
			}
		}
	}
	call := calling(t, on)

	shows("with a stolen key", "timed, on builtin", "since you took over", "no call has changed anything yet", "who", "when")
	u.Press("tab")
	shows("AWS_ENDPOINT_URL")
	u.Press("2")
	shows("vpc-", "still open")
	u.Press("0", "shift+tab")

	gateway := call("ec2.DescribeInternetGateways", "InternetGateways[?length(Attachments)==`0`].InternetGatewayId | [0]", nil)
	machine := call("ec2.DescribeInstances", "Reservations[0].Instances[0]", nil).(map[string]any)
	call("ec2.AttachInternetGateway", "@", map[string]any{"InternetGatewayId": gateway, "VpcId": machine["VpcId"]})
	for range 3 {
		u.Beat()
	}
	shows("AttachInternetGateway", "restore", "!no call has changed")
	if err := on.Pass(ctx, 6*time.Minute); err != nil {
		t.Fatal(err)
	}
	u.Press("c")
	shows("points so far")
	u.Press("H")
	shows("costs")
	u.Write("yes")
	u.Press("enter")
	shows("hints 1 of", "Hint 1")

	key := script.Text(call("iam.ListAccessKeys", "AccessKeyMetadata[0].AccessKeyId", map[string]any{"UserName": "ci-deploy"}))
	u.Press("shift+tab", "home")
	for range len(s.Goals) { // to the question of who
		u.Press("enter")
		if strings.Contains(u.Screen(), "who ") && strings.Contains(u.Screen(), "takes it") {
			break
		}
		u.Press("esc", "down")
	}
	u.Write(key)
	u.Press("enter")
	shows("noted: who is " + key)
	call("iam.DeleteAccessKey", "@", map[string]any{"UserName": "ci-deploy", "AccessKeyId": key})
	u.Press("F")
	u.Write("yes")
	u.Press("enter")
	shows("finished:", "the drill is over", "Debrief")
	u.Press("5", "G")
	shows("DeleteAccessKey")

	kept, err := drill.Load(drillFile(on.place))
	if err != nil || kept.Done == nil || kept.Answers["who"].Text != key || kept.Hints != 1 {
		t.Errorf("kept as %+v, %v", kept, err)
	}
}

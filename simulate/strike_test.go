// The strike, played on a stage that only writes down: what lies between two calls of a setup, what is recorded again and again,
// and what a stage is asked for before anything is made.

package simulate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/simulate/check"
	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// paper is a stage on which nothing happens. From 09:03 on it denies everything.
type paper struct {
	now   time.Time
	ran   []string // "09:10:00 ec2.CreateVpc"
	moved bool
}

func (s *paper) write(c script.Call) {
	s.ran = append(s.ran, fmt.Sprintf("%s %s.%s", s.now.Format(time.TimeOnly), c.Service, c.Operation))
}

func (s *paper) Call(_ context.Context, c script.Call) (map[string]any, error) {
	s.write(c)
	return map[string]any{}, nil
}

func (s *paper) Synthesise(_ context.Context, c script.Call, _ map[string]any, _ *script.Refusal) error {
	s.write(c)
	return nil
}

func (s *paper) Can(service, operation string) error {
	switch {
	case service == "odd", strings.HasPrefix(operation, "Odd"):
		return ErrUnknown
	case strings.HasPrefix(operation, "Rare"):
		return errors.New("paper does not have it")
	}
	return nil
}

func (s *paper) Now(context.Context) (time.Time, error) { return s.now, nil }
func (s *paper) Hold(_ context.Context, held bool) error {
	s.ran = append(s.ran, fmt.Sprintf("%s held: %v", s.now.Format(time.TimeOnly), held))
	return nil
}

func (s *paper) Move(_ context.Context, to time.Time) error { s.now, s.moved = to, true; return nil }

func (s *paper) Pass(_ context.Context, d time.Duration) error { s.now = s.now.Add(d); return nil }
func (s *paper) Upstream() string                              { return "paper" }
func (s *paper) Account() string                               { return "000000000000" }

func (s *paper) Denied(context.Context, string, string, string) (check.Denial, error) {
	return check.Denial{Denied: s.now.Minute() >= 3}, nil
}

func (s *paper) Recorded(context.Context) (Recording, error) { return nil, errors.New("nobody asks") }
func (s *paper) Keep(context.Context, string) error          { return nil }

const beginning = `
schema: lab/v1
id: on-paper
title: Nothing happens
level: 1
`

// onPaper reads a scenario and plays it.
func onPaper(t *testing.T, text string) (*paper, *Play, error) {
	t.Helper()
	s, err := scenario.Read("on-paper", []byte(beginning+text), nil)
	if err != nil {
		t.Fatal(err)
	}
	stage := &paper{now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	p, err := Warm(t.Context(), stage, Options{Scenario: s})
	if err == nil {
		err = p.Strike(t.Context())
	}
	return stage, p, err
}

func TestStrike(t *testing.T) {
	for _, c := range []struct {
		name, text string
		ran        []string
	}{
		{
			"time lies between the calls of a setup, and of nothing else",
			`
clock: {start: "2026-03-02T09:00:00Z", before: 1h, step: 2m}
setup:
  - {do: ec2.CreateVpc}
  - {steps: [{do: ec2.CreateSubnet}, {do: ec2.CreateTags}]}
injects:
  - {at: 1m, steps: [{do: ec2.DeleteSubnet}, {do: ec2.DeleteVpc}]}
`,
			[]string{"08:00:00 ec2.CreateVpc", "08:02:00 ec2.CreateSubnet", "08:04:00 ec2.CreateTags", "09:01:00 ec2.DeleteSubnet", "09:01:00 ec2.DeleteVpc"},
		},
		{
			"two records come again and again, in order, until the last that happens",
			`
clock: {start: "2026-03-02T09:00:00Z"}
injects:
  - {at: 0s, synth: ssm.PutInventory, every: 4m}
  - {at: 1m, synth: ssm.PutComplianceItems, every: 5m}
  - {at: 5m, do: ec2.DeleteVpc}
  - {at: 11m, message: Over}
`,
			[]string{
				"09:00:00 ssm.PutInventory", "09:01:00 ssm.PutComplianceItems", "09:04:00 ssm.PutInventory", "09:05:00 ec2.DeleteVpc",
				"09:06:00 ssm.PutComplianceItems", "09:08:00 ssm.PutInventory",
			},
		},
		{
			"a clock that is held is so from the first inject to the last, and not in the setup",
			`
clock: {start: "2026-03-02T09:00:00Z", hold: true}
setup: [{do: ec2.CreateVpc}]
injects:
  - {at: 1m, do: ec2.DeleteSubnet}
  - {at: 1m, do: ec2.DeleteVpc}
`,
			[]string{"09:00:00 ec2.CreateVpc", "09:00:00 held: true", "09:01:00 ec2.DeleteSubnet", "09:01:00 ec2.DeleteVpc", "09:01:00 held: false"},
		},
		{
			"what is recorded while something holds ends for good",
			`
clock: {start: "2026-03-02T09:00:00Z"}
setup: [{set: {who: {arn: "arn:aws:iam::000000000000:user/ann"}}}]
injects:
  - {at: 0s, synth: ssm.PutInventory, every: 1m, while: "not denied($who, ssm:PutInventory)"}
  - {at: 5m, do: ec2.DeleteVpc}
`,
			[]string{"09:00:00 ssm.PutInventory", "09:01:00 ssm.PutInventory", "09:02:00 ssm.PutInventory", "09:05:00 ec2.DeleteVpc"},
		},
		{
			"by the machine's clock one thing follows the other",
			`
clock: {start: "2026-03-02T09:00:00Z", mode: real}
setup: [{do: ec2.CreateVpc}]
injects:
  - {at: 5m, set: {then: $now}, do: ec2.DeleteVpc}
`,
			[]string{"12:00:00 ec2.CreateVpc", "12:00:00 ec2.DeleteVpc"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			stage, p, err := onPaper(t, c.text)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(stage.ran, c.ran) {
				t.Errorf("it ran\n%s\nand not\n%s", strings.Join(stage.ran, "\n"), strings.Join(c.ran, "\n"))
			}
			if p.real() && (stage.moved || !p.Start.Equal(stage.now)) {
				t.Errorf("the machine's clock was moved, or the story begins at %s", p.Start)
			}
		})
	}
}

// menu is a box with one playbook.
type menu []script.Step

func (m menu) Steps(name string) ([]script.Step, error) {
	if name != "mend" {
		return nil, errors.New("no such playbook")
	}
	return m, nil
}
func (m menu) Play(context.Context, string, map[string]any, *script.Player) error { return nil }

func TestPossible(t *testing.T) {
	s, err := scenario.Read("on-paper", []byte(beginning+`
clock: {start: "2026-03-02T09:00:00Z"}
emulator: {require: [ec2, odd]}
setup: [{do: ec2.CreateVpc}, {steps: [{do: ec2.RareThing}]}]
injects:
  - {at: 1m, message: Hello}
  - {at: 2m, id: cut, do: ec2.OddThing}
  - {at: 3m, synth: ec2.RareThing}
  - {at: 3m, synth: ec2.OddRecord}
goals: [{id: fix, check: {call: ec2.DescribeRareThings, path: A, equals: b}, points: 1}, {id: off, check: {call: odd.GetThing, path: A, equals: b}, points: 1}]
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	solution := &Solution{Remedy: []Remedy{{Steps: []script.Step{{Do: "ec2.RareMend"}}}, {Playbook: "mend"}}}
	stage := &paper{}
	_, err = Warm(t.Context(), stage, Options{Scenario: s, Solution: solution, Remedies: menu{{Do: "ec2.CreateVpc"}, {Do: "ec2.OddMend"}}})
	want := `on-paper cannot be played on paper:
require: odd: no such call
setup, step 2, step 1: ec2.RareThing: paper does not have it
inject 2 (cut): ec2.OddThing: no such call
inject 4: ec2.OddRecord: no such call
goal off: odd.GetThing: no such call
solution: remedy 1, step 1: ec2.RareMend: paper does not have it
solution: remedy 2, playbook mend, step 2: ec2.OddMend: no such call`
	if err == nil || err.Error() != want {
		t.Errorf("it says\n%v\nand not\n%s", err, want)
	}
	if stage.moved || len(stage.ran) > 0 {
		t.Errorf("it was begun all the same: %v", stage.ran)
	}
	solution.Remedy[1].Playbook = "none"
	if _, err = Warm(t.Context(), stage, Options{Scenario: s, Solution: solution, Remedies: menu{}}); err == nil || err.Error() != "solution: remedy 2: no such playbook" {
		t.Errorf("a playbook that nobody has: %v", err)
	}
}

func TestSoon(t *testing.T) {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := &Play{Start: nine, at: map[string]any{}}
	if got := p.struck(); !got.Equal(nine) {
		t.Errorf("nothing happened, and it was at %s", got)
	}
	p.deeds = []Deed{
		{Beat: WarmUp, At: nine, Call: "ec2.CreateVpc"},
		{Beat: Strike, At: nine.Add(time.Second), Call: "ec2.CreateVpc", Aside: true},
		{Beat: Strike, At: nine.Add(time.Minute), Text: "Hello"},
		{Beat: Strike, At: nine.Add(time.Hour), Call: "ec2.DeleteVpc"},
	}
	if got := p.struck(); !got.Equal(nine.Add(time.Hour)) {
		t.Errorf("the story's first call is not at %s", got)
	}
	p.at["cut"] = "2026-03-02T09:30:00Z"
	if got := p.struck(); !got.Equal(nine.Add(30 * time.Minute)) {
		t.Errorf("the cut is not at %s", got)
	}
}

func TestReadSolution(t *testing.T) {
	s, err := scenario.Read("on-paper", []byte(beginning+`
clock: {start: "2026-03-02T09:00:00Z"}
actors: {ops: {type: IAMUser, user: ann, ip: 192.0.2.7, agent: cli}}
setup: [{do: ec2.CreateVpc, save: {vpc: Vpc.VpcId}}]
injects: [{at: 1m, do: ec2.DeleteVpc}]
goals: [{id: who, ask: who, answer: $ops.key, points: 1}, {id: fix, check: "open($vpc)", points: 1}]
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"schema: solution/v1\nanswers: {who: $ops.key}\nremedy:\n- steps: [{do: ec2.CreateVpc, save: {new: Vpc.VpcId}}]\n- {playbook: mend, with: {vpc: $new}}\n": "",
		"schema: solution/v2\n": `f:1:9: schema is "solution/v2", and "solution/v1" is what this version reads`,
		"schema: solution/v1\nas: bob\nafter: soon\nanswers: {fix: yes, who: $opt.key}\nremedy:\n- {playbook: mend, with: {vpc: $vcp}}\n- as: ops\n": `f:7:3: remedy: there is no key "as" here: there is playbook, with, steps`,
		"schema: solution/v1\nas: bob\nafter: soon\nanswers: {fix: yes, who: $opt.key}\nremedy:\n- {playbook: mend, with: {vpc: $vcp}}\n- with: {a: b}\n": `f:2:5: as: nobody is called "bob": there is ops
f:3:8: after: "soon" is no span of time: write how long after the last inject, as 10m
f:4:16: answers: nothing is asked that is called "fix": there is who
f:4:26: $opt is not set: did you mean ops?
f:6:32: $vcp is not set: did you mean vpc?
f:7:3: a remedy is either a playbook or steps`,
	} {
		_, err := ReadSolution(s, "f", []byte(text))
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("it says\n%s\nand not\n%s", got, want)
		}
	}
}

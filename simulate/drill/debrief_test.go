// The debrief: the bonus for speed, when it was noticed, and what is called otherwise in a lab that was begun again.

package drill

import (
	"reflect"
	"testing"
	"time"

	"traillab/simulate"
	"traillab/simulate/scenario"
)

var nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestBonus(t *testing.T) {
	s := &scenario.Scenario{Goals: []scenario.Goal{{ID: "who", By: "10m"}, {ID: "fix", By: "40m"}}, Score: scenario.Score{TimeBonus: 20}}
	all := []simulate.Mark{{ID: "who", Passed: true}, {ID: "fix", Passed: true}}
	for _, c := range []struct {
		name    string
		mode    Mode
		reached time.Duration // of the last goal; the first is reached at once
		marks   []simulate.Mark
		given   bool
		points  int
	}{
		{"at once", Timed, 0, all, true, 20},
		{"half of the time", Timed, 20 * time.Minute, all, true, 10},
		{"in an exam", Exam, 30 * time.Minute, all, true, 5},
		{"all of the time", Timed, 40 * time.Minute, all, true, 0},
		{"longer than that", Timed, 2 * time.Hour, all, true, 0},
		{"not everything", Timed, 0, []simulate.Mark{{Passed: true}, {}}, true, 0},
		{"who learns has time", Learn, 0, all, false, 0},
	} {
		d := &Drill{Scenario: s, State: State{Mode: c.mode, Began: nine, Reached: map[string]time.Time{"who": nine, "fix": nine.Add(c.reached)}}}
		m, given := d.bonus(c.marks)
		if given != c.given || m.Points != c.points {
			t.Errorf("%s: %d points (%v), %s", c.name, m.Points, given, m.Why)
		}
	}
	s.Goals[0].By, s.Goals[1].By = "", ""
	if _, given := (&Drill{Scenario: s, State: State{Mode: Timed}}).bonus(all); given {
		t.Error("without a deadline nobody is fast")
	}
}

func TestNoted(t *testing.T) {
	goals := []scenario.Goal{{ID: "who", Ask: "who was it", Answer: "$key"}, {ID: "fix", Check: "open($vpc)"}}
	at := func(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }
	for _, c := range []struct {
		name    string
		state   State
		deeds   []Deed
		right   int // points of the answer
		minutes int // -1: never
	}{
		{"nothing", State{}, nil, 0, -1},
		{"a wrong answer", State{Answers: map[string]Given{"who": {"x", at(1)}}}, nil, 0, -1},
		{"a right answer", State{Answers: map[string]Given{"who": {"AKIA1", at(3)}}}, nil, 5, 3},
		{"a goal seen reached before", State{Answers: map[string]Given{"who": {"AKIA1", at(3)}}, Reached: map[string]time.Time{"fix": at(2)}}, nil, 5, 2},
		{"a call that helped before", State{Reached: map[string]time.Time{"fix": at(2)}}, []Deed{{Who: trainee, At: at(1), Mends: true}}, 0, 1},
		{"calls of others, and that help nothing", State{}, []Deed{{Who: "mallory", At: at(1), Mends: true}, {Who: trainee, At: at(1)}}, 0, -1},
	} {
		c.state.Began = nine
		d := &Drill{State: c.state, Scenario: &scenario.Scenario{Goals: goals}, memory: simulate.Memory{Vars: map[string]any{"key": "AKIA1"}}}
		b := &Debrief{Began: nine, Deeds: c.deeds, Report: Report{Result: simulate.Result{Checks: []simulate.Mark{{ID: "who", Points: c.right}}}}}
		if err := d.unseal(b); err != nil {
			t.Fatal(err)
		}
		if c.minutes < 0 && b.Noted != nil || c.minutes >= 0 && (b.Noted == nil || !b.Noted.Equal(at(c.minutes))) {
			t.Errorf("%s: noticed at %v", c.name, b.Noted)
		}
		if len(b.Key) != 1 || b.Key[0].Right != "AKIA1" || b.Key[0].Given != c.state.Answers["who"].Text {
			t.Errorf("%s: the key is %v", c.name, b.Key)
		}
	}
}

func TestRenaming(t *testing.T) {
	r := renaming{}
	r.learn(
		map[string]any{"Key": "LKIAQAAAAAAAJDW4PWYC", "Vpc": map[string]any{"VpcId": "vpc-0123456789abcdef0", "State": "pending"}, "Ips": []any{"10.0.0.5", "10.0.0.6"}, "Gone": "vpc-0123456789abcdef9"},
		map[string]any{"Key": "LKIAQAAAAAAABENOSNRU", "Vpc": map[string]any{"VpcId": "vpc-0fedcba9876543210", "State": "available"}, "Ips": []any{"10.0.0.7"}},
	)
	if want := (renaming{"vpc-0123456789abcdef0": "vpc-0fedcba9876543210", "10.0.0.5": "10.0.0.7", "LKIAQAAAAAAAJDW4PWYC": "LKIAQAAAAAAABENOSNRU"}); !reflect.DeepEqual(r, want) {
		t.Fatalf("it learnt %v", r)
	}
	before := map[string]any{
		"VpcId": "vpc-0123456789abcdef0", "Count": int64(1), "Cidr": "10.0.0.50/32", "From": "10.0.0.5/32",
		"Policy": `{"Resource":"arn:aws:ec2:eu-west-1:000000000000:vpc/vpc-0123456789abcdef0"}`, "List": []any{"vpc-0123456789abcdef0", "pending"}, "AccessKeyId": "LKIAQAAAAAAAJDW4PWYC",
	}
	now := map[string]any{
		"VpcId": "vpc-0fedcba9876543210", "Count": int64(1), "Cidr": "10.0.0.50/32", "From": "10.0.0.7/32",
		"Policy": `{"Resource":"arn:aws:ec2:eu-west-1:000000000000:vpc/vpc-0fedcba9876543210"}`, "List": []any{"vpc-0fedcba9876543210", "pending"}, "AccessKeyId": "LKIAQAAAAAAABENOSNRU",
	}
	if got := r.of(before); !reflect.DeepEqual(got, any(now)) {
		t.Errorf("it is\n%v\nand not\n%v", got, now)
	}
}

// Masking: what is still asked for is taken out of reasons, and nothing else is.

package simulate

import (
	"testing"

	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

func TestMask(t *testing.T) {
	s := Sheet{
		Vars: script.NewVars(map[string]any{"key": "AKIAONE", "a": "i-0aa1", "b": "i-0bb2", "tom": "tom.baker", "at": "2026-03-02T09:12:30Z"}), Literal: true,
		Answers: map[string]any{"both": "i-0aa1"},
		Scenario: &scenario.Scenario{Goals: []scenario.Goal{
			{ID: "who", Ask: "which key", Answer: "$key", Accept: []any{"$tom", "the first one"}},
			{ID: "both", Ask: "which servers", Answer: "${a} ${b}"},
			{ID: "when", Ask: "since when", Answer: "$at"},
			{ID: "what", Ask: "maintenance or hostile", Answer: "hostile"},
			{ID: "open", Ask: "is it open", Answer: "yes"},
		}},
	}
	for why, want := range map[string]string{
		"akiaone of Tom.Baker is Active":                             "… of … is Active",
		"AKIAONETWO is another one":                                  "AKIAONETWO is another one",
		"arn:aws:ec2:::instance/i-0aa1: route(internet, i-0bb2)":     "arn:aws:ec2:::instance/…: route(internet, …)",
		"called at 2026-03-02T09:13:00Z and 2026-03-02 09:12":        "called at … and …",
		"called at 2026-03-02T09:15:00Z":                             "called at 2026-03-02T09:15:00Z",
		"a hostile one, yes, the first":                              "a hostile one, yes, the first",
		"a reason that is cut off in map[InstanceId:i-0bb…, and not": "a reason that is cut off in map[InstanceId:…, and not",
		"a reason that is cut off in map[InstanceId:i-0c…":           "a reason that is cut off in map[InstanceId:i-0c…",
	} {
		marks := []Mark{{ID: "fix", Why: why}, {ID: "both", Why: `"i-0aa1" is not it`}}
		if err := s.Mask(marks); err != nil {
			t.Fatal(err)
		}
		if marks[0].Why != want {
			t.Errorf("%s\nbecomes %s\nnot     %s", why, marks[0].Why, want)
		}
		if marks[1].Why != `"i-0aa1" is not it` {
			t.Errorf("which of the trainee's words are right is told: %s", marks[1].Why)
		}
	}
	s.Answers["who"] = "AKIAONE"
	marks := []Mark{{ID: "fix", Why: "AKIAONE of tom.baker"}}
	if err := s.Mask(marks); err != nil || marks[0].Why != "AKIAONE of tom.baker" {
		t.Errorf("who knows the answer may read it: %q, %v", marks[0].Why, err)
	}
}

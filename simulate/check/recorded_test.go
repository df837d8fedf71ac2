// Recording: trails that exist, and those that run.

package check

import (
	"context"
	"testing"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// office is a world that answers CloudTrail alone.
type office struct {
	*told
	trails  []any
	running string // the name of the trail that runs
}

func (w office) Call(_ context.Context, c script.Call) (map[string]any, error) {
	switch {
	case c.Operation == "DescribeTrails":
		return map[string]any{"trailList": w.trails}, nil
	case c.Region != "eu-west-1":
		return nil, &script.Refusal{Code: "TrailNotFoundException"}
	}
	return map[string]any{"IsLogging": c.In["Name"] == w.running}, nil
}

func TestRecorded(t *testing.T) {
	described := func(name string, multi, digests bool) any {
		return map[string]any{"Name": name, "HomeRegion": "eu-west-1", "IsMultiRegionTrail": multi, "LogFileValidationEnabled": digests}
	}
	trails := []any{described("one", false, true), described("every", true, false), described("strict", true, true)}
	for running, want := range map[string][4]bool{
		"one":    {true, false, false, false},
		"every":  {true, true, true, false},
		"strict": {true, true, true, true},
		"":       {},
	} {
		w := office{tell(t, ""), trails, running}
		for i, text := range []string{"recorded(eu-west-1)", "recorded($region)", "recorded(everywhere)", "recorded(everywhere, validated)"} {
			if f := found(t, w, text); f.Passed != want[i] || f.Level != trail.Observed {
				t.Errorf("%s runs: %s: %+v, want %v", running, text, f, want[i])
			}
		}
	}
	none := office{told: tell(t, "")}
	if f := found(t, none, "recorded(everywhere) == no"); !f.Passed {
		t.Errorf("no trail: %+v", f)
	}
	away := office{tell(t, ""), []any{map[string]any{"Name": "x", "HomeRegion": "eu-west-9", "IsMultiRegionTrail": true}}, ""}
	if f := found(t, away, "not recorded(everywhere)"); f.Passed || f.Level != trail.Unknown {
		t.Errorf("refused: %+v", f)
	}
}

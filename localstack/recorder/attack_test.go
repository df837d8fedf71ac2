// A real attack, recorded again.

package recorder

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/wire"
)

// TestAnAttackIsRecordedAsItWas takes the records of a real attack, some two thousand, back to the calls that made them, and
// records those again: names, codes, readOnly and what is null are as they were, and no type contradicts.
func TestAnAttackIsRecordedAsItWas(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/data/A01-invictus-early/CloudTrail/*.json")
	if len(files) == 0 {
		t.Skip("the folder of real records is not beside this repository; nothing is proven against them here")
	}
	models := wire.Open()
	again := 0
	real, ours := map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var file struct{ Records []json.RawMessage }
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		for _, raw := range file.Records {
			var was, is map[string]any
			if err := json.Unmarshal(raw, &was); err != nil {
				t.Fatal(err)
			}
			c, a := callOf(t, models, example{text: raw})
			if c == nil || c.Service == "s3" { // whose parameters are those of HTTP, which a record does not hold
				continue
			}
			again++
			if err := json.Unmarshal(Tell(c, a), &is); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"eventName", "eventSource", "eventTime", "awsRegion", "errorCode", "errorMessage", "readOnly", "recipientAccountId", "eventCategory"} {
				if is[name] != was[name] {
					t.Errorf("%s: %s is %v, and was %v", was["eventName"], name, is[name], was[name])
				}
			}
			for _, name := range []string{"requestParameters", "responseElements", "resources"} {
				if (is[name] == nil) != (was[name] == nil) && !(c.Service == "kms" || c.Service == "ssm" && name == "resources") {
					t.Errorf("%s: %s is %v, and was %v", was["eventName"], name, is[name], was[name])
				}
			}
			folded := dialect.Wrapped(c.Name, c.Service+".amazonaws.com")
			paths(real, c.Name, was, folded)
			paths(ours, c.Name, is, folded)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(ours)) {
		if wrong := contradicts(real[path], ours[path]); wrong != "" {
			t.Errorf("%s is %s, and was %v", path, wrong, slices.Sorted(maps.Keys(real[path])))
		}
	}
	if again < 1500 {
		t.Errorf("only %d were recorded again", again)
	}
	t.Logf("%d calls were recorded again, %d paths", again, len(ours))
}

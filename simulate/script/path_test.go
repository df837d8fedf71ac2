// Paths that cannot be read: every complaint says where, and what to write instead, and none is the library's.

package script_test

import (
	"strings"
	"testing"

	"traillab/simulate/script"
)

func TestPathsMisread(t *testing.T) {
	for path, want := range map[string]string{
		"Vpcs[":                 "character 6: it ends too early",
		"a.b.":                  "character 5: it ends too early",
		"[?a=='x]":              "character 9: it ends too early",
		"Vpcs[?State='x']":      "character 12: one = compares nothing: write ==",
		"Rules[?FromPort==22]":  "character 18: a number that is compared stands between backquotes, as [?FromPort==`22`]",
		"a-1":                   "character 2: a number that is compared stands between backquotes",
		"Vpcs[?VpcId==$vpc]":    "character 14: a variable stands between ' and '",
		"Größe":                 "character 3: a name with such letters stands between quotes",
		"a]":                    "character 2: nothing that a path knows may follow here",
		"Tags[?Key==Name && ]":  "character 20: nothing that a path knows",
		"":                      "character 1: it ends too early",
		"Vpcs[?State=='x'].Id":  "",
		"length(Vpcs) > `0`":    "",
		"Tags[?Key=='ö'].Value": "",
	} {
		err := script.CheckPath(path)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", path, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "SyntaxError")):
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

// The trainer's page: its example is a scenario, and it has every key, kind and name that there is.

package scenario

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"traillab/simulate/detection"
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

func TestDocsTellEverything(t *testing.T) {
	text, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for _, of := range []reflect.Type{
		reflect.TypeFor[Scenario](), reflect.TypeFor[Clock](), reflect.TypeFor[Emulator](), reflect.TypeFor[Draw](), reflect.TypeFor[Actor](), reflect.TypeFor[Noise](),
		reflect.TypeFor[Inject](), reflect.TypeFor[Analysis](), reflect.TypeFor[Detections](), reflect.TypeFor[Goal](), reflect.TypeFor[Hint](), reflect.TypeFor[Penalty](),
		reflect.TypeFor[Score](), reflect.TypeFor[script.Until](), reflect.TypeFor[script.Expect](),
	} {
		for _, f := range strict.Fields(of) {
			if !regexp.MustCompile("`[^`\n]*\\b" + f.Key + "\\b[^`\n]*`").MatchString(page) {
				t.Errorf("docs/scenarios.md does not tell of %s, of %s", f.Key, of.Name())
			}
		}
	}
	for _, d := range detection.Table() {
		if row := "| `" + d.Name + "` | " + d.Says + " |\n"; !strings.Contains(page, row) {
			t.Errorf("docs/scenarios.md lacks the row %s", row)
		}
	}
	for _, n := range noises() {
		if row := "| `" + n.Kind + "` | " + n.Title + " |\n"; !strings.Contains(page, row) {
			t.Errorf("docs/scenarios.md lacks the row %s", row)
		}
	}
}

func TestDocsExample(t *testing.T) {
	text, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```yaml\nschema: lab/v1")
	example, _, _ := strings.Cut(rest, "```")
	s, err := Read("docs/scenarios.md", []byte("schema: lab/v1"+example), nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != "lost-route" || len(s.Goals) != 3 {
		t.Errorf("the example is %s, with %d goals", s.ID, len(s.Goals))
	}
}

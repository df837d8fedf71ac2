// simulate extract as a command: where the scenario and the report go, and what is misuse.

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/simulate/extract"
	"traillab/simulate/scenario"
)

// runExtract runs the command in a tree of its own.
func runExtract(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	a := newApp(&env{
		stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }, environ: os.Environ, now: time.Now,
		width: func(io.Writer) int { return 0 },
	})
	root := a.root()
	sim, _, err := root.Find([]string{"simulate"})
	if err != nil || sim == root {
		t.Fatal("there is no simulate")
	}
	if c, _, _ := sim.Find([]string{"extract"}); c == sim {
		sim.AddCommand(a.simulateExtract())
	}
	root.SetArgs(append([]string{"simulate", "extract"}, args...))
	root.SetOut(&out)
	root.SetErr(&errs)
	err = root.ExecuteContext(t.Context())
	return out.String(), errs.String(), err
}

const shop = "../../samples/gateway-detach/AWSLogs"

func TestExtractCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shop.yaml")
	out, told, err := runExtract(t, "--source", shop, "--chain", "chain-a249f", "-o", file)
	if err != nil || out != "" {
		t.Fatalf("%q on stdout, %v", out, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := scenario.Read(file, text, nil); err != nil || s.ID != "chain-a249f70d85cf" {
		t.Errorf("%v", err)
	}
	if !strings.Contains(told, "chain-a249f70d85cf: 38 calls are made again") || !strings.Contains(told, "iam.CreateInstanceProfile") {
		t.Errorf("told: %s", told)
	}
	out, _, err = runExtract(t, "--source", shop, "--chain", "chain-a249f", "-q")
	if err != nil || out != string(text) {
		t.Errorf("without -o another scenario is on stdout: %v", err)
	}
	out, _, err = runExtract(t, "--source", shop, "--chain", "chain-a249f", "-o", file, "--format", "json")
	var report extract.Report
	if err != nil || json.Unmarshal([]byte(out), &report) != nil || report.Steps != 38 || report.Scenario != "chain-a249f70d85cf" || report.Unsupported == nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestExtractMisuse(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--source", shop}, "takes --chain"},
		{[]string{"--source", shop, "--chain", ""}, "--chain"},
		{[]string{"--source", shop, "--chain", "chain-a249f", "--upstream", "moon"}, "neither builtin nor all"},
		{[]string{"--source", shop, "--chain", "chain-a249f", "--format", "csv"}, "as table or json"},
	} {
		_, _, err := runExtract(t, test.args...)
		var c *coded
		if !errors.As(err, &c) || c.code != exitMisuse || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: %v", test.args, err)
		}
	}
	if _, _, err := runExtract(t, "--source", shop, "--chain", "chain-none"); err == nil || !strings.Contains(err.Error(), "traillab chains") {
		t.Errorf("a chain that is not there: %v", err)
	}
	if _, _, err := runExtract(t, "--source", shop, "--chain", "chain-a249f", "-o", filepath.Join(t.TempDir(), "no", "such", "x.yaml")); err == nil || !strings.Contains(err.Error(), "write the scenario") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

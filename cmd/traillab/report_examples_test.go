// The examples of jobs, held against what reads them: the file of a job against our own reader, units against systemd, the CronJob against
// the schema of Kubernetes. Nobody checks a crontab but cron itself, so of that only the command is looked at.

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const examples = "../../docs/batch"

func TestBatchExamples(t *testing.T) {
	root := newApp(&newWorld().env).root()
	report, _, err := root.Find([]string{"report"})
	ok(t, err)
	report.Flags().AddFlagSet(report.InheritedFlags())
	j, err := readJob(filepath.Join(examples, "nightly.yaml"), report.Flags())
	if err != nil || len(j.sources) != 1 || len(j.given) < 8 {
		t.Errorf("nightly.yaml: %v, %+v", err, j)
	}
	files, err := filepath.Glob(filepath.Join(examples, "*"))
	ok(t, err)
	line, found := regexp.MustCompile(`(?m)traillab (report .*)$`), 0
	for _, path := range files {
		text, err := os.ReadFile(path)
		ok(t, err)
		for _, c := range line.FindAllStringSubmatch(string(text), -1) {
			found++
			if why := mistaken(root, command{"traillab " + c[1], true}); why != "" {
				t.Errorf("%s: %s: %s", path, c[0], why)
			}
		}
	}
	if found < 3 {
		t.Errorf("only %d commands were found", found)
	}
}

// TestUnitsAreValid has systemd read the service and its timer. The program that they start is put where it is.
func TestUnitsAreValid(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed: nobody has read the service and the timer")
	}
	program, err := os.Executable()
	ok(t, err)
	dir := t.TempDir()
	var units []string
	for _, name := range []string{"traillab-report.service", "traillab-report.timer"} {
		text, err := os.ReadFile(filepath.Join(examples, name))
		ok(t, err)
		unit := filepath.Join(dir, name)
		ok(t, os.WriteFile(unit, []byte(strings.ReplaceAll(string(text), "/usr/local/bin/traillab", program)), 0o600))
		units = append(units, unit)
	}
	out, err := exec.CommandContext(t.Context(), analyze, append([]string{"verify", "--man=no", "--recursive-errors=no"}, units...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	out, err = exec.CommandContext(t.Context(), analyze, "calendar", "*-*-* 06:20:00 UTC").CombinedOutput()
	if err != nil {
		t.Errorf("systemd-analyze calendar: %v\n%s", err, out)
	}
}

// TestCronJobIsValid holds the CronJob against the schema of Kubernetes.
func TestCronJobIsValid(t *testing.T) {
	home := os.Getenv("TRAILLAB_FORMS")
	if home == "" {
		t.Skip("TRAILLAB_FORMS names no folder: the schema of Kubernetes is not asked about the CronJob; .ci/run installs it")
	}
	check := func(path string) (string, error) {
		out, err := exec.CommandContext(t.Context(), filepath.Join(home, "bin", "python"), "-m", "kubernetes_validate", "--strict", "--quiet", path).CombinedOutput()
		return string(out), err
	}
	path := filepath.Join(examples, "cronjob.yaml")
	if out, err := check(path); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(path)
	ok(t, err)
	wrong := filepath.Join(t.TempDir(), "wrong.yaml")
	ok(t, os.WriteFile(wrong, []byte(strings.Replace(string(text), "concurrencyPolicy: Forbid", "concurencyPolicy: Forbid", 1)), 0o600))
	if out, err := check(wrong); err == nil {
		t.Errorf("a CronJob with a key that nobody knows is valid: %s", out)
	}
}

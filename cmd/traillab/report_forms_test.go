// Reports for other programs, held against what those programs ask for: every incident in the box as OCSF by OCSF's own schema, and
// for Timesketch by its own importer.

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"traillab/samples"
)

func TestReportFormsOfOthers(t *testing.T) {
	home := os.Getenv("TRAILLAB_FORMS")
	if home == "" {
		t.Skip("TRAILLAB_FORMS names no folder: OCSF's schema and Timesketch's importer are not asked; .ci/run installs them")
	}
	all, err := samples.List()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := map[string][]string{}
	for _, s := range all {
		kept := keptCase(t, "--source", "../../samples/"+s.Name+"/AWSLogs")
		for _, form := range []string{"ocsf", "timesketch"} {
			path := filepath.Join(dir, s.Name+"."+form)
			reported(t, "--case", kept, "--format", form, "-o", path)
			files[form] = append(files[form], path)
		}
	}
	for form, paths := range files {
		run := exec.CommandContext(t.Context(), filepath.Join(home, "bin", "python"), append([]string{"../../.ci/forms/check.py", form}, paths...)...)
		out, err := run.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%.4000s", form, err, out)
		}
		t.Logf("%s: %s", form, out)
	}
}

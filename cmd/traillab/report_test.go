// Reports of the incidents in the box, as they are published; and that a report now, one of the kept case and one made twice are the
// same to the byte.

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"traillab/cmd/traillab/listing"
	"traillab/samples"
)

// reported is what report prints, with its exit code.
func reported(t *testing.T, args ...string) ([]byte, int) {
	t.Helper()
	w := newWorld()
	code := run(t.Context(), &w.env, append([]string{"report", "-q"}, args...))
	if code == exitFailed || code == exitMisuse {
		t.Fatalf("traillab report %s: exit code %d: %s", strings.Join(args, " "), code, &w.stderr)
	}
	return bytes.Clone(w.stdout.Bytes()), code
}

// keptCase keeps a case and returns its path.
func keptCase(t *testing.T, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "case.json")
	reported(t, append(args, "--format", "json", "-o", path)...)
	return path
}

// readable is the size of a golden report that people still read: more of one that is made for people. Of a larger one its sum is
// held.
func readable(form listing.Format) int {
	if form == "text" || form == "md" {
		return 64 << 10
	}
	return 16 << 10
}

// unscripted takes the scripts of playbooks out of a kept case: they are held where they are made.
func unscripted(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`"script":"(\\.|[^"\\])+"`).ReplaceAll(text, []byte(`"script":"aws …\n"`))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestReportGolden holds every form of every incident, and of a call that nobody has made.
func TestReportGolden(t *testing.T) {
	all, err := samples.List()
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][]string{"what-if": {
		"--source", "../../samples/gateway-detach/AWSLogs", "--whatif", "detach igw-041af218d98d2bc6f", "--at", "2024-05-14T13:00:00Z",
	}}
	for _, s := range all {
		cases[s.Name] = []string{"--source", "../../samples/" + s.Name + "/AWSLogs"}
	}
	for name, args := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := keptCase(t, args...)
			unscripted(t, path)
			for _, p := range papers() {
				told, _ := reported(t, "--case", path, "--format", string(p.name))
				golden := filepath.Join("testdata", "report", name+"."+string(p.name))
				if len(told) > readable(p.name) {
					golden += ".sum"
					told = fmt.Appendf(nil, "%x  %d bytes\n", sha256.Sum256(told), len(told))
				}
				current(t, golden, told)
			}
		})
	}
}

// TestReportSame: what is rendered from a kept case is what was rendered at once, and what is made twice is the same.
func TestReportSame(t *testing.T) {
	const logs = "../../samples/gateway-detach/AWSLogs"
	path := keptCase(t, "--source", logs, "--tz", "Europe/Berlin")
	for _, p := range papers() {
		once, _ := reported(t, "--source", logs, "--tz", "Europe/Berlin", "--format", string(p.name))
		later, _ := reported(t, "--case", path, "--format", string(p.name))
		if len(once) == 0 || !bytes.Equal(once, later) {
			t.Errorf("%s: the kept case does not give the same (%d bytes, %d bytes)", p.name, len(once), len(later))
		}
		zoned, _ := reported(t, "--case", path, "--tz", "UTC", "--format", string(p.name))
		if human := p.name == "text" || p.name == "md" || p.name == "html"; human == bytes.Equal(zoned, later) {
			t.Errorf("%s: another zone changes people's forms and no others", p.name)
		}
	}
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(keptCase(t, "--source", logs, "--tz", "Europe/Berlin"))
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("two runs differ (%v)", err)
	}
}

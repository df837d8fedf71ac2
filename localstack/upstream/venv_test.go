// Environments are whole or not there, whoever installs at the same time and however an install ends.

//go:build unix

package upstream

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// wants returns the plan's environment of a kind on a machine.
func (m *machine) wants(t *testing.T, kind Kind) *Venv {
	t.Helper()
	plan, err := Choose(t.Context(), kind, m.Options)
	if err != nil {
		t.Fatal(err)
	}
	return plan.Parts[0].Install
}

// filled is how many environments were filled.
func filled(t *testing.T, journal string) int {
	t.Helper()
	text, err := os.ReadFile(journal)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return bytes.Count(text, []byte("\n"))
}

// around lists what lies beside an environment.
func around(t *testing.T, v *Venv) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(v.Path))
	if err != nil {
		t.Fatal(err)
	}
	random := regexp.MustCompile(`\.\d+$`)
	var names []string
	for _, entry := range entries {
		name := strings.TrimPrefix(entry.Name(), filepath.Base(v.Path))
		names = append(names, random.ReplaceAllString(name, ".N"))
	}
	return names
}

func TestInstall(t *testing.T) {
	m := newMachine(t)
	m.hasPython(t, "healthy")
	v := m.wants(t, LocalStack)
	steps := v.Steps("DIR", nil)
	if got, want := steps[0].String(), m.bin+"/python3.13 -m venv DIR"; got != want {
		t.Errorf("the environment is made by %s, want %s", got, want)
	}
	if got, want := steps[1].String(), "DIR/bin/python -m pip install --no-deps --no-input --disable-pip-version-check --progress-bar off --requirement DIR/pins.txt"; got != want {
		t.Errorf("it is filled by %s, want %s", got, want)
	}
	var told []Step
	if err := v.install(t.Context(), handed(m.Env), func(s Step) { told = append(told, s) }); err != nil {
		t.Fatal(err)
	}
	if !v.Installed() || !slices.Equal(around(t, v), []string{"", ".N", ".lock"}) {
		t.Errorf("left %q", around(t, v))
	}
	last := told[len(told)-1]
	if last.Done != last.Of || last.Of < 50 || last.Kind != LocalStack || last.Doing != "install" {
		t.Errorf("at the end it tells %+v", last)
	}
	if !slices.ContainsFunc(told, func(s Step) bool { return s.Line == "Collecting two==2" && s.Done == 3 }) {
		t.Errorf("the packages are not counted: %+v", told)
	}
}

func TestInstallOverHalfMade(t *testing.T) {
	m := newMachine(t)
	journal := m.hasPython(t, "healthy")
	v := m.wants(t, Moto)
	half := v.Path + ".123"
	if err := os.MkdirAll(filepath.Join(half, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(v.Path, "..", "gone") // a link to an environment whose Python was uninstalled
	if err := os.Symlink(gone, v.Path); err != nil {
		t.Fatal(err)
	}
	if v.Installed() {
		t.Fatal("a link to nothing passes for an environment")
	}
	if err := v.install(t.Context(), handed(m.Env), func(Step) {}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Error("what an earlier install left is still there")
	}
	if !v.Installed() || filled(t, journal) != 1 {
		t.Errorf("installed %t, filled %d times", v.Installed(), filled(t, journal))
	}
}

func TestInstallFails(t *testing.T) {
	m := newMachine(t)
	m.hasPython(t, "no index")
	v := m.wants(t, LocalStack)
	err := v.install(t.Context(), handed(m.Env), func(Step) {})
	if err == nil || !strings.Contains(err.Error(), "No matching distribution found") || !strings.Contains(err.Error(), "--upstream builtin") {
		t.Errorf("says %v", err)
	}
	if v.Installed() || !slices.Equal(around(t, v), []string{".lock"}) {
		t.Errorf("left %q", around(t, v))
	}
}

func TestTwoInstallsAtOnce(t *testing.T) {
	m := newMachine(t)
	journal := m.hasPython(t, "slow to install")
	var all sync.WaitGroup
	var mu sync.Mutex
	waited := 0
	for range 4 {
		v := m.wants(t, LocalStack)
		all.Go(func() {
			err := v.install(t.Context(), handed(m.Env), func(s Step) {
				mu.Lock()
				defer mu.Unlock()
				if strings.HasPrefix(s.Line, "waiting") {
					waited++
				}
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if filled(t, journal) != 1 || waited != 3 {
		t.Errorf("filled %d times while %d waited; want once, and 3", filled(t, journal), waited)
	}
}

// TestPins holds the pins to what the lab promises of them.
func TestPins(t *testing.T) {
	line := regexp.MustCompile(`^[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*$`)
	for kind, must := range map[Kind][]string{
		LocalStack: {"localstack-core==4.14.0", "moto-ext==5.1.54", "cbor2==5.9.0", "pyOpenSSL==25.3.0"},
		Moto:       {"moto==5.2.5"},
	} {
		var names []string
		for l := range strings.Lines(string(Pins(kind))) {
			if l = strings.TrimSpace(l); strings.HasPrefix(l, "#") {
				continue
			}
			if !line.MatchString(l) {
				t.Errorf("%s: %q is no pin", kind, l)
			}
			names = append(names, l)
		}
		for _, want := range must {
			if !slices.Contains(names, want) {
				t.Errorf("%s is not pinned to %s", kind, want)
			}
		}
		if kind == LocalStack && slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, "moto==") }) {
			t.Error("moto lies beside LocalStack, which it silently breaks")
		}
	}
}

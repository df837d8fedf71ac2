// Ports that somebody else takes, before a cloud is started or before it listens.

//go:build unix

package upstream

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPortTaken(t *testing.T) {
	m := newMachine(t)
	m.hasPython(t, "healthy")
	l, err := listenOn("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	m.Listen = func() (int, error) { return l.Addr().(*net.TCPAddr).Port, nil }
	plan, err := Choose(t.Context(), Moto, m.Options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Start(t.Context(), plan, nil); err == nil || !strings.Contains(err.Error(), "is taken") {
		t.Errorf("says %v", err)
	}
}

// TestImpostor: somebody else answers on whatever port is chosen, while the cloud that was started does not listen. It is told
// at once, not when patience ends.
func TestImpostor(t *testing.T) {
	for name, answers := range map[string]http.Handler{
		"as LocalStack does": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer("healthy", w, r) }),
		"something else":     http.NotFoundHandler(),
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.hasPython(t, "silent")
			chosen := m.recordsPorts()
			plan, err := Choose(t.Context(), LocalStack, m.Options)
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			_, err = Start(t.Context(), plan, func(s Step) {
				if s.Doing == "start" && !strings.HasPrefix(s.Line, "again") {
					squat(t, last(chosen()), answers)
				}
			})
			if err == nil || !strings.Contains(err.Error(), "it is not the localstack that was started") {
				t.Errorf("says %v", err)
			}
			if took := time.Since(began); took > m.Patience/2 {
				t.Errorf("told after %s", took)
			}
			if got := chosen(); len(got) != 3 {
				t.Errorf("tried the ports %v", got)
			}
			if left := playing(t, m); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

// TestElsewhere: somebody takes a port after it was chosen, before the cloud is started or before it listens. Another one is
// used, and the user is told why.
func TestElsewhere(t *testing.T) {
	for _, c := range []struct {
		name          string
		kind          Kind
		docker, early bool
	}{
		{"before it is started", Both, false, true},
		{"before it listens", Both, false, false},
		{"before docker listens", LocalStack, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.hasPython(t, "healthy")
			if c.docker {
				m.hasDocker(t, "healthy")
			}
			chosen := m.recordsPorts()
			plan, err := Choose(t.Context(), c.kind, m.Options)
			if err != nil {
				t.Fatal(err)
			}
			parts := len(plan.Parts)
			taken := last(chosen())
			if c.early {
				squat(t, taken, http.NotFoundHandler())
			}
			var told []string
			r, err := Start(t.Context(), plan, func(s Step) {
				told = append(told, s.Line)
				if !c.early && s.Doing == "start" && s.Kind == plan.Parts[parts-1].Kind && len(chosen()) == parts {
					squat(t, taken, http.NotFoundHandler())
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			got := chosen()
			for i, want := range got[len(got)-parts:] {
				if port := r.Plan().Parts[i].Port; port != want || port == taken {
					t.Errorf("part %d is on %d; chosen were %v", i, port, got)
				}
			}
			if err = r.Health(t.Context()); err != nil || len(got) != 2*parts {
				t.Errorf("health %v, on the ports %v", err, got)
			}
			if !slices.ContainsFunc(told, func(line string) bool { return strings.HasPrefix(line, "again, on other ports: ") }) {
				t.Errorf("told %q", told)
			}
			entries, _ := Ledger(m.Folder)
			if err = r.Stop(t.Context()); err != nil || len(entries) != parts {
				t.Errorf("the ledger says %+v; %v", entries, err)
			}
			nothingLeft(t, m, entries)
			if left := playing(t, m); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

// recordsPorts has the machine choose ports as ever, and returns which ones it has chosen so far.
func (m *machine) recordsPorts() func() []int {
	var chosen []int
	m.Listen = func() (int, error) {
		port, err := freePort()
		chosen = append(chosen, port)
		return port, err
	}
	return func() []int { return slices.Clone(chosen) }
}

// squat takes a port and answers on it.
func squat(t *testing.T, port int, answers http.Handler) {
	t.Helper()
	l, err := listenOn(fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		t.Error(err)
		return
	}
	server := &http.Server{Handler: answers} //nolint:gosec // it ends with the test
	t.Cleanup(func() { _ = server.Close() })
	go func() { _ = server.Serve(l) }()
}

func last(ports []int) int { return ports[len(ports)-1] }

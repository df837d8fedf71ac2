// The round trip: a chain of a log becomes a scenario, the scenario is played in a lab, and the log that the lab keeps tells the
// same chain, up to ids, accounts and some seconds.

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/simulate/extract"
)

// told is a log with what the analysis makes of it.
type told struct {
	*recording
	*analyze.Case
}

func tell(t *testing.T, a *app, logs string) told {
	t.Helper()
	r, err := a.recording(t.Context(), logs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	c, err := a.investigate(t.Context(), r.Store)
	if err != nil {
		t.Fatal(err)
	}
	return told{r, c}
}

// about are the chains of a network, in order of time; every network of the kind where vpc is empty.
func (w told) about(kind, id string) []*analyze.Chain {
	var found []*analyze.Chain
	for i := range w.Chains {
		if c := &w.Chains[i]; c.Scope.Kind == kind && (id == "" || c.Scope.ID == id) {
			found = append(found, c)
		}
	}
	return found
}

func quietApp() *app {
	return newApp(&env{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, getenv: os.Getenv, environ: os.Environ, now: time.Now,
		width: func(io.Writer) int { return 0 },
	})
}

func TestChainsSurviveTheRoundTrip(t *testing.T) {
	const shared = "../../../shared/data"
	for _, test := range []struct {
		name, logs, chain string
		missing           string // a sign of the verdict that the slice cannot show
	}{
		{"a gateway detached by an intruder", "../../samples/gateway-detach/AWSLogs", "chain-a249f70d85cf", ""},
		{"a network taken down by its builders", "../../samples/gateway-detach/AWSLogs", "chain-e821bd36e960", ""},
		{"routes that lead astray", "../../samples/stealth-routes/AWSLogs", "chain-19368b4133d9", ""},
		{"an association swapped", "../../samples/stealth-routes/AWSLogs", "chain-650c01189cfc", ""},
		{"a real attack", shared + "/A01-invictus-early", "chain-6eed400b887e", "(+3 hostile)"},
		{"and a gateway of it whose detachment has no record", shared + "/A01-invictus-early", "chain-df696dc01cba", "(+3 hostile)"},
		{"a call that the lab only records", shared + "/A01-invictus-early", "chain-12ef02b8c7c2", ""},
		{"a role that lost its policies", shared + "/A01-invictus-early", "chain-816665779f07", "(+3 hostile)"},
		{"a profile that lost its role", shared + "/A01-invictus-early", "chain-cefe23a02d42", "(+3 hostile)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := os.Stat(test.logs); os.IsNotExist(err) && strings.HasPrefix(test.logs, shared) {
				t.Skip("the folder of real records is not beside this repository; that a real chain survives is not proven here")
			}
			a := quietApp()
			before := tell(t, a, test.logs)
			chain, err := theChain(before.Case, test.chain)
			if err != nil {
				t.Fatal(err)
			}
			after, again := playedAgain(t, a, before, chain)
			p := &pairs{t: t, to: map[string]string{}, from: map[string]string{}}
			p.pair(chain.Account, again.Account)
			p.calls(before.Case, chain, after.Case, again)
			p.chains(chain, again, test.missing)
			p.impacts(impactOf(t, before, chain), impactOf(t, after, again), again.From.Sub(chain.From))
		})
	}
}

// leaves extracts a chain, plays the scenario, and reads the log that this leaves.
func leaves(t *testing.T, a *app, before told, chain *analyze.Chain) told {
	t.Helper()
	can, err := able("builtin")
	if err != nil {
		t.Fatal(err)
	}
	x, err := a.extractChain(t.Context(), before.Store, chain.ID, extract.Options{Can: can})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "scenario.yaml")
	if err := os.WriteFile(file, x.Scenario, 0o600); err != nil {
		t.Fatal(err)
	}
	keep := t.TempDir()
	playFile(t.Context(), t, a, file, keep)
	return tell(t, a, keep)
}

// playedAgain finds a chain in the log that its scenario leaves.
func playedAgain(t *testing.T, a *app, before told, chain *analyze.Chain) (told, *analyze.Chain) {
	t.Helper()
	after := leaves(t, a, before, chain)
	at := slices.Index(before.about(chain.Scope.Kind, chain.Scope.ID), chain)
	all := after.about(chain.Scope.Kind, "")
	for _, c := range all { // the network that has as many stories, or what has the same name
		if c.Scope.Kind == "resource" && c.Scope.ID != strings.ReplaceAll(chain.Scope.ID, chain.Account, c.Account) {
			continue
		}
		if of := after.about(c.Scope.Kind, c.Scope.ID); at < len(of) && len(of[at].Links) == len(chain.Links) {
			return after, of[at]
		}
	}
	t.Fatalf("%d chains in the log that was played, and none of them is it", len(all))
	return after, nil
}

// playFile plays a scenario, and complains of checks of its own that it misses, but for the verdict: a lab may tell more than the
// log did.
func playFile(ctx context.Context, t *testing.T, a *app, file, keep string) {
	t.Helper()
	flags := simulateFlags{keep: keep}
	flags.lab.upstream, flags.lab.clock = "builtin", spacedClock
	result, err := a.play(ctx, file, &flags)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range result.Checks {
		if !m.Passed && m.ID != "analysis-verdict" {
			t.Errorf("%s: %s", m.ID, m.Why)
		}
	}
}

func impactOf(t *testing.T, w told, chain *analyze.Chain) *analyze.Impact {
	t.Helper()
	i, err := w.Impact(t.Context(), w.Store, chain)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// TestExtractionsAreTheSame: the same log gives the same scenario.
func TestExtractionsAreTheSame(t *testing.T) {
	a := quietApp()
	w := tell(t, a, "../../samples/gateway-detach/AWSLogs")
	var first []byte
	for range 3 {
		x, err := a.extractChain(t.Context(), w.Store, "chain-a249f70d85cf", extract.Options{Reads: true})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = x.Scenario
		}
		if !bytes.Equal(first, x.Scenario) {
			t.Fatal("the same log gave two scenarios")
		}
		for _, theirs := range []string{"111122223333", "203.0.113.66", "192.0.2.40", "vpc-040558abc4f5711bb", "AKIA"} {
			if bytes.Contains(x.Scenario, []byte(theirs)) {
				t.Errorf("%s of the log is in the scenario", theirs)
			}
		}
	}
}

// The round trip: a chain of a log becomes a scenario, the scenario is played in a lab, and the log that the lab keeps tells the
// same chain, up to ids and accounts.

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
	for _, test := range []struct{ name, logs, chain string }{
		{"a gateway detached by an intruder", "../../samples/gateway-detach/AWSLogs", "chain-a249f70d85cf"},
		{"a network taken down by its builders", "../../samples/gateway-detach/AWSLogs", "chain-e821bd36e960"},
		{"routes that lead astray", "../../samples/stealth-routes/AWSLogs", "chain-19368b4133d9"},
		{"an association swapped", "../../samples/stealth-routes/AWSLogs", "chain-650c01189cfc"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := quietApp()
			before := tell(t, a, test.logs)
			chain, err := theChain(before.Case, test.chain)
			if err != nil {
				t.Fatal(err)
			}
			survives(t, a, before, chain)
		})
	}
}

// TestRealChainsSurviveTheRoundTrip takes all chains of a real attack, whose tools made dozens of calls a second.
func TestRealChainsSurviveTheRoundTrip(t *testing.T) {
	const logs = "../../../shared/data/A01-invictus-early"
	if _, err := os.Stat(logs); os.IsNotExist(err) {
		t.Skip("the folder of real records is not beside this repository; that real chains survive is not proven here")
	}
	a := quietApp()
	before := tell(t, a, logs)
	if len(before.Chains) != 15 {
		t.Errorf("the attack has %d chains, and had 15", len(before.Chains))
	}
	for i := range before.Chains {
		chain := &before.Chains[i]
		t.Run(chain.ID, func(t *testing.T) { survives(t, a, before, chain) })
	}
}

// survives complains where a chain is another when it was played: in its calls and their seconds, its links, its verdict, its impact.
func survives(t *testing.T, a *app, before told, chain *analyze.Chain) {
	t.Helper()
	after, again := playedAgain(t, a, before, chain)
	p := &pairs{t: t, to: map[string]string{}, from: map[string]string{}, events: map[string]string{}, shift: again.From.Sub(chain.From)}
	p.pair(chain.Account, again.Account)
	if chain.Scope.Kind == "resource" {
		if named := p.account(chain.Scope.ID); named != again.Scope.ID && !madeUp.MatchString(named) {
			t.Errorf("it is about %s, and was about %s", again.Scope.ID, named)
		}
		p.pair(chain.Scope.ID, again.Scope.ID)
	}
	p.calls(before.Case, chain, after.Case, again)
	p.chains(chain, again)
	p.impacts(impactOf(t, before, chain), impactOf(t, after, again))
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

// playedAgain finds a chain in the log that its scenario leaves: the one of its kind whose links are those, as long after each other.
func playedAgain(t *testing.T, a *app, before told, chain *analyze.Chain) (told, *analyze.Chain) {
	t.Helper()
	after := leaves(t, a, before, chain)
	var found []*analyze.Chain
	for _, c := range after.about(chain.Scope.Kind, "") {
		if slices.EqualFunc(c.Links, chain.Links, func(is, was analyze.Link) bool {
			return linkText(&is) == linkText(&was) && is.Event.Time.Sub(c.From) == was.Event.Time.Sub(chain.From)
		}) {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d chains in the log that was played are as it was, of %d", len(found), len(after.Chains))
	}
	return after, found[0]
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

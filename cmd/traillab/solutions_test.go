// Every scenario in the box keeps its word on every cloud that can play it: the analysis finds what it must, doing nothing scores
// nothing, the published solution reaches every point, and a wrong response that it foresees scores what it should.

package main

import (
	"context"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"traillab/localstack"
	"traillab/localstack/upstream"
	"traillab/simulate"
	"traillab/simulate/playbook"
)

func TestSolutions(t *testing.T) {
	all, err := boxed()
	if err != nil {
		t.Fatal(err)
	}
	shared := cloudFor(t)
	for i := range all {
		s := &all[i]
		t.Run(s.ID, func(t *testing.T) {
			for _, kind := range tried(s) {
				t.Run(string(kind), func(t *testing.T) { tryScenario(t, s, kind, shared) })
			}
		})
	}
}

// tried are the clouds to try a scenario on: the embedded one where it can play it, and LocalStack with moto beside it.
func tried(s *written) []upstream.Kind {
	var kinds []upstream.Kind
	for _, name := range s.upstreams() {
		if kind := upstream.Kind(name); kind == upstream.Builtin || kind == upstream.Both {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// thorough reports whether wrong responses and other seeds are tried too: where the real clouds are, as in CI. It takes minutes.
func thorough() bool {
	return os.Getenv("TRAILLAB_LOCALSTACK") != "" || os.Getenv("TRAILLAB_SOAK") != ""
}

func tryScenario(t *testing.T, s *written, kind upstream.Kind, shared *cloud) {
	seeds := uint64(1)
	if os.Getenv("TRAILLAB_SOAK") != "" {
		seeds = 20
	}
	solution, err := s.solution("")
	if err != nil {
		t.Fatal(err)
	}
	r := runOn(t, s, kind, shared, 0, solution)
	if r.Score.Points != r.Score.Of || r.Score.Of == 0 {
		t.Errorf("the published solution scores %d of %d", r.Score.Points, r.Score.Of)
	}
	if !thorough() {
		return
	}
	if kind == upstream.Builtin {
		for seed := range seeds {
			runOn(t, s, kind, shared, seed+1, solution)
		}
	} else if len(tried(s)) > 1 {
		return // what is wrong on the embedded cloud is wrong here
	}
	wrong, err := fs.Glob(s.folder, "wrong/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(wrong) == 0 {
		t.Error("it foresees no wrong response")
	}
	for _, name := range wrong {
		text, err := fs.ReadFile(s.folder, name)
		if err != nil {
			t.Fatal(err)
		}
		response, err := s.readSolution(path.Join(path.Dir(s.name), name), text)
		if err != nil {
			t.Fatal(err)
		}
		if response.Score == nil {
			t.Errorf("%s does not say what it scores", name)
			continue
		}
		runOn(t, s, kind, shared, 0, response)
	}
}

// runOn plays a scenario with a response, and wants every check passed.
func runOn(t *testing.T, s *written, kind upstream.Kind, shared *cloud, seed uint64, response *simulate.Solution) *simulate.Result {
	t.Helper()
	drawn, err := s.Draw(seed)
	if err != nil {
		t.Fatal(err)
	}
	on := labFor(t, kind, func(o *localstack.Options) { o.Clock, o.Seed = localstack.NewVirtual(drawn.Setup), seed+1 }, shared.lend)
	r, err := simulate.Run(context.Background(), on, simulate.Options{Scenario: s.Scenario, Seed: seed, Solution: response, Remedies: playbook.Box{}})
	if err != nil {
		t.Fatalf("%s, seed %d: %v", response.Title, seed, err)
	}
	if !r.Passed {
		for _, m := range r.Checks {
			if !m.Passed && (response.Score == nil || m.ID == "score" || !strings.HasPrefix(m.ID, "penalty-") && m.Of == 0) {
				t.Errorf("%s, seed %d: %s: %s (%d of %d)", response.Title, seed, m.ID, m.Why, m.Points, m.Of)
			}
		}
	}
	return r
}

// A lab's own clients make up tokens as SDKs do, and with a seed the same ones again.

package localstack

import (
	"os"
	"regexp"
	"testing"

	"traillab/localstack/client"
	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
)

func TestClientsMakeTokens(t *testing.T) {
	token := regexp.MustCompile(`"clientToken":"([0-9a-f-]{36})"`)
	made := func(seed uint64) string {
		l, err := Up(t.Context(), Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Seed: seed, Env: os.Environ(), Log: t.Output()})
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		c, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _, _ = story{t, c}.plant()
		events, err := l.stack.recorder.Recent(recorder.Filter{Attribute: "EventName", Value: "RunInstances"})
		if err != nil || len(events) != 2 {
			t.Fatalf("%d launches: %v", len(events), err)
		}
		one, two := token.FindStringSubmatch(events[0].Record), token.FindStringSubmatch(events[1].Record)
		if one == nil || two == nil || one[1] == two[1] {
			t.Fatalf("launched with %v and %v", one, two)
		}
		return one[1]
	}
	if a, b, other := made(7), made(7), made(0); a != b || a == other {
		t.Errorf("tokens of a seed %s and %s, and of none %s", a, b, other)
	}
}

// Drawing: what a seed may change, and what it must not.

package scenario_test

import (
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// seeds are as many as a test draws.
const seeds = 300

func read(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Read("s", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func draw(t *testing.T, s *scenario.Scenario, seed uint64) *scenario.Drawn {
	t.Helper()
	d, err := s.Draw(seed)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	return d
}

func TestSeedZeroIsAsPublished(t *testing.T) {
	d := draw(t, read(t, example(t)), 0)
	if want := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC); !d.Start.Equal(want) || !d.Setup.Equal(want.Add(-26*time.Hour)) {
		t.Errorf("begins %s, set up %s", d.Start, d.Setup)
	}
	want := map[string]any{"net": int64(10), "block": "10.10.0.0/16", "office": "203.0.113.1", "away": "198.51.100.1", "shop": "shop"}
	if !maps.Equal(d.Vars, want) {
		t.Errorf("drew %v", d.Vars)
	}
	if d.Actors["ops"].IP != "203.0.113.1" || d.Actors["mallory"].IP != "198.51.100.1" {
		t.Errorf("the actors call from %s and %s", d.Actors["ops"].IP, d.Actors["mallory"].IP)
	}
	var story []time.Duration
	for _, i := range d.Injects {
		if i.Noise == "" {
			story = append(story, i.Time.Sub(d.Start))
		}
	}
	if want := []time.Duration{10 * time.Minute, 11 * time.Minute, 12 * time.Minute, 13 * time.Minute, 14 * time.Minute, 20 * time.Minute}; !slices.Equal(story, want) {
		t.Errorf("the story happens at %v", story)
	}
}

func TestSameSeedSameDraw(t *testing.T) {
	s, again := read(t, example(t)), read(t, example(t))
	different := map[string]bool{}
	for seed := range uint64(seeds) {
		one, two := draw(t, s, seed), draw(t, again, seed)
		one.Scenario, two.Scenario = nil, nil
		if !reflect.DeepEqual(one, two) {
			t.Fatalf("seed %d draws now this and now that", seed)
		}
		different[script.Text(one.Vars["office"])+one.Start.String()+script.Text(one.Vars["net"])] = true
	}
	if len(different) < seeds*9/10 {
		t.Errorf("%d seeds give only %d different runs", seeds, len(different))
	}
}

func TestAddressesLieInTheirRange(t *testing.T) {
	ranges := []string{"203.0.113.0/24", "198.51.100.0/30", "10.0.0.0/8", "192.0.2.128/29", "2001:db8::/64", "172.16.0.0/12"}
	for _, text := range ranges {
		s := read(t, strings.Replace(example(t), "address: 203.0.113.0/24", `address: "`+text+`"`, 1))
		block := netip.MustParsePrefix(text)
		seen := map[netip.Addr]bool{}
		for seed := range uint64(seeds) {
			a := netip.MustParseAddr(script.Text(draw(t, s, seed).Vars["office"]))
			if !block.Contains(a) || a == block.Addr() || !block.Contains(a.Next()) {
				t.Fatalf("seed %d draws %s of %s", seed, a, block)
			}
			seen[a] = true
		}
		if bits := block.Addr().BitLen() - block.Bits(); len(seen) < min(1<<min(bits, 20)-2, seeds/3) {
			t.Errorf("%s: only %d addresses in %d draws", text, len(seen), seeds)
		}
	}
}

func TestNumbersAndPicksLieInTheirs(t *testing.T) {
	s := read(t, strings.Replace(example(t), "[10, 90]", "[10, 12]", 1))
	seen := map[any]int{}
	for seed := range uint64(seeds) {
		d := draw(t, s, seed)
		seen[d.Vars["net"]]++
		seen[d.Vars["shop"]]++
		if d.Vars["block"] != "10."+script.Text(d.Vars["net"])+".0.0/16" {
			t.Fatalf("seed %d: %v", seed, d.Vars)
		}
	}
	for _, value := range []any{int64(10), int64(11), int64(12), "shop", "store", "market"} {
		if seen[value] < seeds/6 {
			t.Errorf("%v was drawn %d times of %d", value, seen[value], seeds)
		}
		delete(seen, value)
	}
	if len(seen) > 0 {
		t.Errorf("also drawn: %v", seen)
	}
}

// TestJitterKeepsTheOrder has injects that lie closer together than the jitter is wide.
func TestJitterKeepsTheOrder(t *testing.T) {
	text := strings.Replace(example(t), "jitter: 40s", "jitter: 15m", 1)
	s := read(t, text)
	moved := 0
	for seed := range uint64(seeds) {
		d := draw(t, s, seed)
		var last scenario.Due
		n := 0
		for _, due := range d.Injects {
			if due.Noise != "" {
				continue
			}
			if planned := s.Injects[n]; planned.Do != due.Do || planned.Synth != due.Synth || planned.Message != due.Message {
				t.Fatalf("seed %d: inject %d is another", seed, n+1)
			}
			at, _ := time.ParseDuration(s.Injects[n].At)
			off := due.Time.Sub(d.Start.Add(at))
			if off.Abs() > 15*time.Minute || due.Time.Before(d.Start) || n > 0 && !due.Time.After(last.Time) {
				t.Fatalf("seed %d: inject %d of %s is %s off", seed, n+1, due.At, off)
			}
			if off != 0 {
				moved++
			}
			last = due
			n++
		}
		if shift := d.Start.Sub(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)); shift < 0 || shift >= 28*24*time.Hour+time.Hour || shift%time.Minute != 0 || shift%(24*time.Hour) >= time.Hour {
			t.Fatalf("seed %d shifts the start by %s", seed, shift)
		}
	}
	if moved < seeds*5 {
		t.Errorf("only %d of %d injects were put off", moved, seeds*6)
	}
}

// TestWhatIsAddedLeavesTheRest draws the same of what stood there before.
func TestWhatIsAddedLeavesTheRest(t *testing.T) {
	s := read(t, example(t))
	more := read(t, strings.Replace(example(t), "vars:", "vars:\n  aaa: {number: [1, 1000]}", 1))
	for seed := range uint64(seeds) {
		one, two := draw(t, s, seed), draw(t, more, seed)
		delete(two.Vars, "aaa")
		if !maps.Equal(one.Vars, two.Vars) || !one.Start.Equal(two.Start) {
			t.Fatalf("seed %d: %v, and then %v", seed, one.Vars, two.Vars)
		}
	}
}

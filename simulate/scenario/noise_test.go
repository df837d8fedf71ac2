// Noise: whatever seed and kind, it is made by others, within its time, and of variables that its own calls have saved.

package scenario_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

var saved = regexp.MustCompile(`\$([a-zA-Z][a-zA-Z0-9_]*)`)

func TestNoise(t *testing.T) {
	for _, kind := range scenario.Kinds() {
		for _, count := range []int{1, 3} {
			t.Run(fmt.Sprintf("%s %d", kind, count), func(t *testing.T) {
				text := strings.Replace(example(t), "kind: terraform-teardown, count: 2", fmt.Sprintf("kind: %s, count: %d", kind, count), 1)
				s := read(t, text)
				for seed := range uint64(40) {
					hold(t, draw(t, s, seed), kind, count)
				}
			})
		}
	}
}

// TestNoiseInAHurry has more to do than its time allows: then it takes longer, and its pieces still come one after the other.
func TestNoiseInAHurry(t *testing.T) {
	text := strings.Replace(example(t), "kind: terraform-teardown, count: 2, from: -20h, until: 2h", "kind: nat-churn, count: 6, from: 0s, until: 5m", 1)
	s := read(t, text)
	for seed := range uint64(20) {
		d := draw(t, s, seed)
		known := map[string]bool{}
		for _, due := range d.Injects {
			for _, m := range saved.FindAllStringSubmatch(script.Text(flat(due.In)), -1) {
				if due.Noise != "" && !known[m[1]] {
					t.Fatalf("seed %d: %s uses $%s, which no call before it saved", seed, due.Do, m[1])
				}
			}
			for name := range due.Save {
				known[name] = true
			}
		}
	}
}

// TestNoiseComesFromElsewhere gives somebody of the story an address of the range that noise is made from.
func TestNoiseComesFromElsewhere(t *testing.T) {
	s := read(t, strings.Replace(example(t), "ip: $office", "ip: 192.0.2.77", 1))
	for seed := range uint64(1500) {
		if d := draw(t, s, seed); d.Actors["noise1"].IP == "192.0.2.77" || d.Actors["noise2"].IP == "192.0.2.77" {
			t.Fatalf("seed %d: noise is made from where ops works", seed)
		}
	}
}

// hold holds the noise of a draw to its promises.
func hold(t *testing.T, d *scenario.Drawn, kind string, count int) {
	t.Helper()
	actor, ok := d.Actors["noise1"]
	if !ok || actor.IP == d.Actors["ops"].IP || actor.IP == d.Actors["mallory"].IP || actor.Role == "" || actor.Session == "" || actor.Agent == "" {
		t.Fatalf("seed %d: the actor of the noise is %+v", d.Seed, actor)
	}
	if !slices.IsSortedFunc(d.Injects, func(a, b scenario.Due) int { return a.Time.Compare(b.Time) }) {
		t.Fatalf("seed %d: not in the order of time", d.Seed)
	}
	known := map[string]bool{}
	began := map[string]int{}
	for _, due := range d.Injects {
		if due.Noise != kind || due.As != "noise1" {
			continue
		}
		if due.Time.Before(d.Start.Add(-20*time.Hour)) || due.Time.After(d.Start.Add(2*time.Hour)) {
			t.Fatalf("seed %d: %s at %s, of a story that begins at %s", d.Seed, due.Do, due.Time, d.Start)
		}
		for _, m := range saved.FindAllStringSubmatch(script.Text(flat(due.In)), -1) {
			if !known[m[1]] {
				t.Fatalf("seed %d: %s uses $%s, which no call before it saved", d.Seed, due.Do, m[1])
			}
		}
		for name := range due.Save {
			if known[name] {
				t.Fatalf("seed %d: $%s is saved twice", d.Seed, name)
			}
			known[name] = true
		}
		began[due.Do]++
	}
	first := map[string]string{
		"terraform-teardown": "ec2.DeleteVpc", "terraform-build": "ec2.CreateVpc", "audit-reads": "ec2.DescribeVpcs",
		"deploy": "ec2.RunInstances", "nat-churn": "ec2.DeleteNatGateway",
	}[kind]
	if began[first] != count {
		t.Fatalf("seed %d: %d times %s, and %d were wanted", d.Seed, began[first], first, count)
	}
}

// flat is everything in a value, as one list.
func flat(v any) []any {
	switch v := v.(type) {
	case map[string]any:
		var all []any
		for _, m := range v {
			all = append(all, flat(m)...)
		}
		return all
	case []any:
		var all []any
		for _, m := range v {
			all = append(all, flat(m)...)
		}
		return all
	default:
		return []any{v}
	}
}

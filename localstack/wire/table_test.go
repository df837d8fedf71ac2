// The tables themselves: each can be read, quickly, and the embedded ones are what the generator makes.

package wire

import (
	"slices"
	"testing"
)

func TestTables(t *testing.T) {
	c := Open()
	names := c.Services()
	if len(names) != 28 {
		t.Errorf("%d services: %q", len(names), names)
	}
	for _, name := range names {
		if s, ok := c.Service(name); !ok || len(s.Operations()) == 0 {
			t.Errorf("%s is not read", name)
		}
	}
	if _, ok := c.Service("coffee"); ok {
		t.Error("a service that is not there is there")
	}
	if s, ok := c.Service("elasticloadbalancing"); !ok || s.Version != "2015-12-01" {
		t.Errorf("the balancers of today are %+v", s)
	}
}

// TestNoShapeHoldsItself of the services whose readers do not count how deep they are.
func TestNoShapeHoldsItself(t *testing.T) {
	c := Open()
	for _, name := range c.Services() {
		s, _ := c.Service(name)
		if s.Protocol == JSON || s.Protocol == RESTJSON {
			continue
		}
		for _, o := range s.operations {
			if within(o.Input, nil) || within(o.Output, nil) {
				t.Errorf("%s of %s has a shape that holds itself: count the depth when reading", o.Name, name)
			}
		}
	}
}

// within reports whether a shape is, or holds, one of those around it, or one that holds itself.
func within(s *Shape, around []*Shape) bool {
	if s == nil {
		return false
	}
	if slices.Contains(around, s) {
		return true
	}
	around = append(around, s)
	for i := range s.Members {
		if within(s.Members[i].Shape, around) {
			return true
		}
	}
	return s.Element != nil && within(s.Element.Shape, around)
}

func TestDamagedTables(t *testing.T) {
	const head = "ec2\tec2\tEC2\tec2\t2016-11-15\t\t\t\t\t"
	for name, text := range map[string]string{
		"nothing":                    "",
		"a shape too few":            head + "1\n",
		"a shape too many":           head + "0\nS\tA\n",
		"a kind that is none":        head + "1\nQ\tA\n",
		"a member of nothing":        head + "1\n.\tA\t0\n",
		"a member of no shape":       head + "1\nS\tA\n.\tB\n",
		"a shape that is not there":  head + "1\nS\tA\n.\tB\t7\n",
		"an operation on no shape":   head + "1\nS\tA\n!\tO\tPOST\t/\t9\n",
		"a number that is not one":   head + "many\n",
		"a number beyond all bounds": head + "99999999999\n",
	} {
		if _, err := parse(text); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

// BenchmarkEC2 reads the largest table: inflate and parse.
func BenchmarkEC2(b *testing.B) {
	for b.Loop() {
		if _, err := load("ec2-2016-11-15.deflate"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		Open()
	}
}

// A player says what time it is: its calls have that time, and what the machines do by themselves meanwhile is recorded between.

package localstack

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/client"
	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
)

// told are the events of a lab in the order in which they were recorded, each as its name and its time after nine.
func told(t *testing.T, l *Lab, nine time.Time) []string {
	t.Helper()
	events, err := l.stack.recorder.Recent(recorder.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range slices.Backward(events) {
		lines = append(lines, fmt.Sprintf("%s %s", e.Name, e.At.Sub(nine)))
	}
	return lines
}

func TestPlayedTime(t *testing.T) {
	nine := time.Date(2024, 5, 6, 9, 0, 0, 0, time.UTC)
	o := Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Clock: NewVirtual(nine), Env: os.Environ(), Log: t.Output()}
	l, err := Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	place, err := At(o.Dir, Default)
	if err != nil {
		t.Fatal(err)
	}
	c, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := story{t, c}
	instance, gateway, vpc := s.plant()
	planted := len(told(t, l, nine))
	if r, err := SetTime(t.Context(), place, nine.Add(11*time.Minute)); err != nil || !r.Set || !r.Now.Equal(nine.Add(11*time.Minute)) {
		t.Fatalf("eleven minutes later: %+v, %v", r, err)
	}
	if got := told(t, l, nine)[planted:]; len(got) != 2 {
		t.Errorf("when it is told what time it is the log tells %q", got)
	}
	s.cut(gateway, vpc)
	if r, err := l.Advance(t.Context(), 10*time.Minute); err != nil || !r.Now.Equal(nine.Add(21*time.Minute)) {
		t.Fatalf("ten minutes later: %+v, %v", r, err)
	}
	s.do("ec2", "StopInstances", map[string]any{"InstanceIds": []any{instance}})
	want := []string{
		"UpdateInstanceInformation 5m0s", "UpdateInstanceInformation 10m0s", "DescribeRouteTables 11m0s", "DeleteRoute 11m0s",
		"StopInstances 21m0s",
	}
	if got := told(t, l, nine)[planted:]; !slices.Equal(got, want) {
		t.Errorf("the log tells\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, held := range []bool{true, false} {
		if r, err := Hold(t.Context(), place, held); err != nil || !r.Now.Equal(nine.Add(21*time.Minute)) {
			t.Fatalf("held %v: %+v, %v", held, r, err)
		}
		s.do("ec2", "StartInstances", map[string]any{"InstanceIds": []any{instance}})
	}
	if got, want := told(t, l, nine)[planted+5:], []string{"StartInstances 21m0s", "StartInstances 21m1s"}; !slices.Equal(got, want) {
		t.Errorf("held and let go it tells %q, want %q", got, want)
	}
	if _, err := SetTime(t.Context(), place, nine); err == nil || !strings.Contains(err.Error(), "does not go back") {
		t.Errorf("back to nine: %v", err)
	}
	if r, err := Time(t.Context(), place); err != nil || !r.Now.Equal(nine.Add(21*time.Minute+time.Second)) {
		t.Errorf("what time it is: %+v, %v", r, err)
	}
}

// TestClockMovedBeside: a clock that is set behind the lab's back is caught up with before the next call.
func TestClockMovedBeside(t *testing.T) {
	nine := time.Date(2024, 5, 6, 9, 0, 0, 0, time.UTC)
	clock := NewVirtual(nine)
	l, err := Up(t.Context(), Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Clock: clock, Env: os.Environ(), Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := story{t, c}
	_, gateway, vpc := s.plant()
	table := s.do("ec2", "DescribeRouteTables", tablesOf(gateway, vpc), "RouteTables", "RouteTableId")
	planted := len(told(t, l, nine))
	if err := clock.Advance(5 * time.Minute); err != nil {
		t.Fatal(err)
	}
	s.do("ec2", "DeleteRoute", map[string]any{"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0"})
	if got := told(t, l, nine)[planted:]; len(got) != 2 || got[0] != "UpdateInstanceInformation 5m0s" || !strings.HasPrefix(got[1], "DeleteRoute 5m") {
		t.Errorf("the log tells %q", got)
	}
}

// TestNobodySetsTheMachinesClock: a lab that goes by the machine's clock says so.
func TestNobodySetsTheMachinesClock(t *testing.T) {
	o := Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Builtin, Env: os.Environ(), Log: t.Output()}
	l, err := Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	place, err := At(o.Dir, Default)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Advance(t.Context(), place, time.Hour); err == nil || !strings.Contains(err.Error(), "--clock") {
		t.Errorf("an hour later: %v", err)
	}
	if r, err := Time(t.Context(), place); err != nil || r.Set || time.Since(r.Now).Abs() > time.Minute {
		t.Errorf("what time it is: %+v, %v", r, err)
	}
}

// TestHeld: a clock that is held gives its second to all changes, and seconds of their own again when it is let go.
func TestHeld(t *testing.T) {
	nine := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	v := NewVirtual(nine)
	is := func(what string, got time.Time, want time.Duration) {
		t.Helper()
		if !got.Equal(nine.Add(want)) {
			t.Errorf("%s at %s, want %s", what, got.Sub(nine), want)
		}
	}
	hold := func(held bool) {
		t.Helper()
		if err := v.Hold(held); err != nil {
			t.Error(err)
		}
	}
	is("the first change", v.Next(), 0)
	is("the second", v.Next(), time.Second)
	hold(true)
	is("the third, with the second", v.Next(), time.Second)
	if err := v.Set(nine.Add(time.Minute)); err != nil {
		t.Error(err)
	}
	is("the fourth", v.Next(), time.Minute)
	is("the fifth, with it", v.Next(), time.Minute)
	is("a look", v.Now(), time.Minute)
	hold(false)
	is("the sixth", v.Next(), time.Minute+time.Second)
	hold(true)
	if err := v.Flow(1); err != nil {
		t.Error(err)
	}
	if v.Hold(true) == nil {
		t.Error("a clock that goes on is held")
	}
	if first, second := v.Next(), v.Next(); !second.After(first) {
		t.Errorf("a clock that goes on is held: %s, %s", first, second)
	}
}

// TestTimeAsksNoCloud: a story asks what time it is before each of its steps, and a cloud would answer its health each time.
func TestTimeAsksNoCloud(t *testing.T) {
	h := newHollow(t)
	l := up(t, h, func(o *Options) { o.Clock = NewVirtual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)) })
	p, err := Find(l.options.Dir, Default)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Count(h.got(), "/_localstack/health")
	if r, err := Time(t.Context(), p); err != nil || !r.Set {
		t.Errorf("it is %+v, %v", r, err)
	}
	if asked := strings.Count(h.got(), "/_localstack/health") - before; asked != 0 {
		t.Errorf("the cloud was asked %d times how it is", asked)
	}
	if health, err := Ask(t.Context(), p); err != nil || !health.Well() {
		t.Errorf("asked: %+v, %v", health, err)
	}
	if asked := strings.Count(h.got(), "/_localstack/health") - before; asked != 1 {
		t.Errorf("the cloud was asked %d times for the lab's health", asked)
	}
}

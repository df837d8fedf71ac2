// Labs before clouds that run: what is said of one that breaks, and what of the doctor's story is right through the lab.

package localstack

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/localstack/doctor"
	"traillab/localstack/upstream"
)

// venv is a virtual environment that a variable names: itself, or a program in it.
func venv(t *testing.T, variable string) string {
	t.Helper()
	path, _, _ := strings.Cut(os.Getenv(variable), " ")
	if path == "" {
		t.Skipf("NOT TESTED before a real cloud: set %s to its virtual environment", variable)
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(filepath.Dir(path))
	}
	return path
}

// TestRealCrash kills the cloud under a lab: calls fail and are recorded so, and the lab says what happened.
func TestRealCrash(t *testing.T) {
	log := &heap{}
	l, err := Up(t.Context(), Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: upstream.Moto, Moto: venv(t, "TRAILLAB_MOTO"), Env: os.Environ(), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	if err := call(t, l, "test", "ec2", "CreateInternetGateway", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	running, err := upstream.Ledger(l.place.Folder)
	if err != nil || len(running) != 1 {
		t.Fatalf("the ledger has %v, %v", running, err)
	}
	if err := kill(running[0].PID); err != nil {
		t.Fatal(err)
	}
	var h Health
	for range 500 {
		if h = l.Health(t.Context()); strings.HasPrefix(h.Trouble, "upstream ended: ") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if h.Well() || !strings.HasPrefix(h.Trouble, "upstream ended: moto ended by itself: signal: killed") {
		t.Errorf("after the kill: %+v", h)
	}
	if !strings.Contains(log.String(), "upstream ended: moto") {
		t.Errorf("the lab's log says %s", log)
	}
	if err := call(t, l, "test", "ec2", "CreateInternetGateway", map[string]any{}); err == nil || !strings.Contains(err.Error(), "ServiceUnavailable") {
		t.Errorf("a call after the kill: %v", err)
	}
	if h := l.Health(t.Context()); h.Calls != 2 || h.Broken != 1 || h.Unrecorded != 0 {
		t.Errorf("counted %+v", h)
	}
	if err := l.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if found := files(t, l.Logs()); len(found) == 0 {
		t.Error("nothing was recorded")
	}
}

func TestRealMoto(t *testing.T)       { examined(t, upstream.Moto) }
func TestRealLocalStack(t *testing.T) { examined(t, upstream.LocalStack) }

// examined holds that the lab makes nothing worse, and that what a cloud has is right through it.
func examined(t *testing.T, kind upstream.Kind) {
	o := Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Upstream: kind, Env: os.Environ()}
	switch kind {
	case upstream.Moto:
		o.Moto = venv(t, "TRAILLAB_MOTO")
	default:
		o.LocalStack = venv(t, "TRAILLAB_LOCALSTACK")
	}
	l, err := Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	d, err := l.Examine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mended := 0
	for _, p := range d.Probes {
		if p.Upstream.Verdict != doctor.Right && p.Lab.Verdict == doctor.Right {
			mended++
		}
		if p.Lab.Verdict == doctor.Wrong || p.Lab.Verdict == doctor.Untried || p.Upstream.Verdict == doctor.Right && p.Lab.Verdict != doctor.Right {
			t.Errorf("%s %s: straight %s %s, through the lab %s %s", p.Call, p.About, p.Upstream.Verdict, p.Upstream.Why, p.Lab.Verdict, p.Lab.Why)
		}
	}
	if mended < 8 {
		t.Errorf("%d of %d calls were mended", mended, len(d.Probes))
	}
	if left, err := l.stack.ask.Do(context.WithoutCancel(t.Context()), "eu-north-1", "ec2", "DescribeVpcs", map[string]any{"Filters": []any{map[string]any{"Name": "cidr", "Values": []any{"10.97.0.0/16"}}}}); err != nil || at(left, "Vpcs", "VpcId") != nil {
		t.Errorf("the doctor left %v, %v", left, err)
	}
	if h := l.Health(t.Context()); h.Calls != 0 {
		t.Errorf("the doctor's calls count: %+v", h)
	}
}

// Labs for the suite, as `traillab lab up` makes them.

package cloudtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/localstack"
	"traillab/localstack/upstream"
)

// account and region of everything here.
const account, region = "000000000000", "us-east-1"

// kinds are the clouds that the suite is run over.
var kinds = []upstream.Kind{upstream.Builtin, upstream.LocalStack, upstream.Moto, upstream.Both}

// lab is a lab that runs.
type lab struct {
	*localstack.Lab
	kind upstream.Kind
	dir  string // of the lab's folder
	log  *writer
}

// open begins a lab over a kind of cloud, or skips the test. It ends with the test. change may be nil.
func open(t testing.TB, kind upstream.Kind, change func(*localstack.Options)) *lab {
	t.Helper()
	o := localstack.Options{Dir: t.TempDir(), Upstream: kind, Listen: "127.0.0.1:0", Account: account, Env: os.Environ(), Seed: 1}
	if kind == upstream.LocalStack || kind == upstream.Both {
		o.LocalStack = venv(t, kind, "TRAILLAB_LOCALSTACK")
	}
	if kind == upstream.Moto || kind == upstream.Both {
		o.Moto = venv(t, kind, "TRAILLAB_MOTO")
	}
	l := &lab{kind: kind, log: &writer{}}
	o.Log = l.log
	if change != nil {
		change(&o)
	}
	l.dir = o.Dir
	began := time.Now()
	var err error
	if l.Lab, err = localstack.Up(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s, up after %s", l.Why(), time.Since(began).Round(time.Millisecond))
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// venv is the virtual environment that a variable names, itself or a program of it.
func venv(t testing.TB, kind upstream.Kind, variable string) string {
	t.Helper()
	path, _, _ := strings.Cut(os.Getenv(variable), " ")
	if path == "" {
		if os.Getenv("TRAILLAB_REAL") != "" {
			t.Fatalf("TRAILLAB_REAL is set, and %s names no virtual environment", variable)
		}
		t.Skipf("NOT TESTED over %s: set %s to its virtual environment", kind, variable)
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return filepath.Dir(filepath.Dir(path))
	}
	return path
}

// Clouds are started, watched and stopped, however they behave.

//go:build unix

package upstream

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// get reads a page of a cloud.
func get(t *testing.T, address string) string {
	t.Helper()
	body, err := fetch(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// nothingLeft holds a lab that has ended to its promise.
func nothingLeft(t *testing.T, m *machine, entries []Entry) {
	t.Helper()
	for _, entry := range entries {
		if left := marked(entry.Mark); len(left) > 0 || groupLives(entry.PID) {
			t.Errorf("%s left processes behind: %v", entry.Kind, left)
		}
		if err := vacant(t.Context(), entry.Port); err != nil {
			t.Error(err)
		}
	}
	if after, err := Ledger(m.Folder); len(after) > 0 || err != nil {
		t.Errorf("the ledger still says %+v, %v", after, err)
	}
}

func TestStartAndStop(t *testing.T) {
	for _, manner := range []string{"healthy", "deaf", "a parent", "a parent of strangers"} {
		t.Run(manner, func(t *testing.T) {
			m := newMachine(t)
			m.hasPython(t, manner)
			r := m.started(t, Both)
			entries, err := Ledger(m.Folder)
			if err != nil || len(entries) != 2 || entries[0].Kind != LocalStack || entries[1].PID == 0 {
				t.Fatalf("the ledger says %+v, %v", entries, err)
			}
			if err = r.Health(t.Context()); err != nil {
				t.Error(err)
			}
			if manner == "a parent" && len(marked(entries[0].Mark)) != 2 {
				t.Errorf("the child is not known: %v", marked(entries[0].Mark))
			}
			began := time.Now()
			if err = r.Stop(t.Context()); err != nil {
				t.Error(err)
			}
			if waited := time.Since(began) >= m.Grace; waited != (manner == "deaf") {
				t.Errorf("stopped after %s", time.Since(began))
			}
			if exit, told := <-r.Wait(); told {
				t.Errorf("a stop is told as a crash: %+v", exit)
			}
			nothingLeft(t, m, entries)
		})
	}
}

// TestSees reads what a cloud really has in its environment: nothing of the user's but what is harmless.
func TestSees(t *testing.T) {
	m := newMachine(t)
	m.hasPython(t, "healthy")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "of the test's own process")
	r := m.started(t, Moto)
	endpoint, _ := r.Endpoint("ec2")
	seen := get(t, endpoint+"/env")
	for _, word := range []string{"AKIAREAL", "production", "ls-real", "of the test", "DEBUG"} {
		if strings.Contains(seen, word) {
			t.Errorf("the cloud sees %q:\n%s", word, seen)
		}
	}
	if !strings.Contains(seen, "MOTO_ACCOUNT_ID=000000000000") {
		t.Errorf("the cloud sees only\n%s", seen)
	}
}

func TestRoutes(t *testing.T) {
	m := newMachine(t)
	m.hasPython(t, "healthy")
	r := m.started(t, Both)
	for service, want := range map[string]string{
		"ec2": "localstack", "s3": "localstack", "iam": "localstack", "no-such-service": "localstack",
		"cloudtrail": "moto", "elasticloadbalancing": "moto", "backup": "moto", "organizations": "moto",
		"guardduty": "moto", "securityhub": "moto", "wafv2": "moto",
	} {
		if name, _, ok := r.Route(service); name != want || !ok {
			t.Errorf("%s is answered by %q, %t; want %s", service, name, ok, want)
		}
	}
}

func TestStartFails(t *testing.T) {
	for manner, says := range map[string]string{
		"dead at once": "exit status 3; the end of",
		"without s3":   "its s3 is broken: ListBuckets: InternalError: exception while calling",
		"silent":       "is not ready after 1s",
	} {
		t.Run(manner, func(t *testing.T) {
			m := newMachine(t)
			m.hasPython(t, manner)
			if m.Patience = 20 * time.Second; manner == "silent" {
				m.Patience = time.Second
			}
			plan, err := Choose(t.Context(), LocalStack, m.Options)
			if err != nil {
				t.Fatal(err)
			}
			var entries []Entry
			_, err = Start(t.Context(), plan, func(Step) { entries, _ = Ledger(m.Folder) })
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("says %v, without %q", err, says)
			}
			if manner == "dead at once" && !strings.Contains(err.Error(), "No component plugins found") {
				t.Errorf("does not tell the end of the log: %v", err)
			}
			nothingLeft(t, m, entries)
			if left := playing(t, m); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

// playing returns the processes that have the machine's folder for a home.
func playing(t *testing.T, m *machine) (pids []string) {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		if text, err := os.ReadFile(file); err == nil && strings.Contains(string(text), "HOME="+m.Folder) {
			pids = append(pids, file)
		}
	}
	return pids
}

func TestCrashIsTold(t *testing.T) {
	m := newMachine(t)
	m.hasPython(t, "healthy")
	r := m.started(t, Both)
	endpoint, _ := r.Endpoint("cloudtrail")
	_, _ = fetch(t.Context(), endpoint+"/die") // it breaks off
	select {
	case exit := <-r.Wait():
		if exit.Kind != Moto || exit.Code != 7 || !strings.Contains(exit.Last, "Traceback: told to die") {
			t.Errorf("told %+v", exit)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("nobody tells of a crash")
	}
	var exit *Exit
	if err := r.Health(t.Context()); !errors.As(err, &exit) || exit.Kind != Moto {
		t.Errorf("health says %v", err)
	}
	entries, _ := Ledger(m.Folder)
	if err := r.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	nothingLeft(t, m, entries)
}

// TestSweep ends what a lab that was killed has left, and nothing else.
func TestSweep(t *testing.T) {
	m := newMachine(t)
	m.hasPython(t, "a parent")
	r := m.started(t, LocalStack)
	entries, err := Ledger(m.Folder)
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := launch(t.Context(), Part{Kind: Moto, Command: Command{Args: []string{"/bin/sleep", "60"}}}, filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stranger.stop(context.Background(), 0) })
	l := ledger{path: filepath.Join(m.Folder, ledgerName), Entries: entries}
	if err = l.add(Entry{Kind: Moto, PID: stranger.pid, Mark: "of another lab"}); err != nil { // the pid was given out again
		t.Fatal(err)
	}
	told, err := Sweep(t.Context(), m.Folder, m.Env, 5*time.Second)
	want := []string{fmt.Sprintf("ended localstack, process %d on port %d", entries[0].PID, entries[0].Port)}
	if err != nil || !slices.Equal(told, want) {
		t.Errorf("told %q, %v; want %q", told, err, want)
	}
	nothingLeft(t, m, entries)
	if err = syscall.Kill(stranger.pid, 0); err != nil {
		t.Errorf("a stranger's process was ended: %v", err)
	}
	<-r.processes[0].ended
	if told, err = Sweep(t.Context(), m.Folder, m.Env, time.Second); len(told) > 0 || err != nil {
		t.Errorf("a second time: %q, %v", told, err)
	}
}

// TestImage runs a docker that plays the image, and sees its container removed although its client was killed.
func TestImage(t *testing.T) {
	m := newMachine(t)
	journal := m.hasDocker(t, "deaf")
	r := m.started(t, LocalStack)
	port := r.Plan().Parts[0].Port
	entries, err := Ledger(m.Folder)
	if err != nil || entries[0].Container != fmt.Sprintf("traillab-localstack-%d", port) {
		t.Errorf("the ledger says %+v, %v", entries, err)
	}
	if err = r.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	nothingLeft(t, m, entries)
	text, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("PORT", fmt.Sprint(port)).Replace(`version --format {{.Server.Version}}
image inspect --format {{.Id}} localstack/localstack:4.14.0
pull localstack/localstack:4.14.0
run --rm --name traillab-localstack-PORT -p 127.0.0.1:PORT:4566 -e GATEWAY_SERVER=hypercorn -e DISABLE_EVENTS=1 -e SKIP_SSL_CERT_DOWNLOAD=1 -e DNS_ADDRESS=0 localstack/localstack:4.14.0
rm --force traillab-localstack-PORT
`)
	if string(text) != want {
		t.Errorf("docker was asked\n%s, want\n%s", text, want)
	}
}

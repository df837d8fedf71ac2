// Stand-ins: a cloud that is healthy, or ill in one way, and programs that pass for Python, docker and uv. The test binary
// plays the clouds itself, so nothing need be built.

//go:build unix

package upstream

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if manner := os.Getenv("UPSTREAM_PLAYS"); manner != "" {
		play(manner)
		return
	}
	os.Exit(m.Run())
}

// play is a cloud: it listens where LocalStack's environment or moto's arguments tell it to, and has a manner.
func play(manner string) {
	fmt.Println("a cloud that is", manner)
	if manner == "dead at once" {
		fmt.Println("No component plugins found")
		os.Exit(3)
	}
	address := os.Getenv("GATEWAY_LISTEN")
	if at := slices.Index(os.Args, "-p"); at > 0 {
		address = "127.0.0.1:" + os.Args[at+1]
	}
	if manner == "deaf" {
		signal.Ignore(syscall.SIGTERM)
	}
	if manner == "a parent" { // of a child that leaves its group and does not hear
		child := exec.CommandContext(context.Background(), os.Args[0]) //nolint:gosec // this very program
		child.Env = append(os.Environ(), "UPSTREAM_PLAYS=deaf", "GATEWAY_LISTEN=127.0.0.1:0")
		child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		if err := child.Start(); err != nil {
			panic(err)
		}
	}
	if manner == "a parent of strangers" { // of a child that stays in its group, and does not know whose it is
		child := exec.CommandContext(context.Background(), os.Args[0]) //nolint:gosec // this very program
		child.Env = []string{"UPSTREAM_PLAYS=deaf", "GATEWAY_LISTEN=127.0.0.1:0"}
		if err := child.Start(); err != nil {
			panic(err)
		}
	}
	if manner == "silent" {
		time.Sleep(time.Hour)
	}
	l, err := listenOn(address)
	if err != nil {
		panic(err)
	}
	panic(http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(manner, w, r) })))
}

func listenOn(address string) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(context.Background(), "tcp", address)
}

// answer is what a cloud says to its probes.
func answer(manner string, w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	switch {
	case r.URL.Path == "/die":
		fmt.Println("Traceback: told to die")
		os.Exit(7)
	case r.URL.Path == "/env":
		fmt.Fprint(w, strings.Join(os.Environ(), "\n"))
	case r.URL.Path == "/_localstack/health":
		fmt.Fprint(w, `{"services":{"s3":"available"},"version":"4.14.0"}`)
	case r.URL.Path == "/moto-api/":
		fmt.Fprint(w, "<title>Moto</title>")
	case strings.Contains(r.Header.Get("X-Amz-Target"), "ListKeys"):
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		fmt.Fprint(w, `{"Keys":[]}`)
	case strings.Contains(string(body), "Action=GetCallerIdentity"):
		fmt.Fprint(w, `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>000000000000</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`)
	case manner == "without s3":
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprint(w, `<Error><Code>InternalError</Code><Message>exception while calling s3.ListBuckets</Message></Error>`)
	default:
		fmt.Fprint(w, `<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets/></ListAllMyBucketsResult>`)
	}
}

// machine is a computer with a path, a home and a cache of its own.
type machine struct {
	Options
	bin string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	root := t.TempDir()
	m := &machine{bin: filepath.Join(root, "bin")}
	if err := os.Mkdir(m.bin, 0o755); err != nil {
		t.Fatal(err)
	}
	m.Options = Options{
		Cache: filepath.Join(root, "cache"), Folder: filepath.Join(root, "lab"), Account: "000000000000",
		Env: []string{
			"PATH=" + m.bin, "HOME=" + root, "LANG=C", "AWS_ACCESS_KEY_ID=AKIAREALREALREALREAL", "AWS_PROFILE=production",
			"LOCALSTACK_AUTH_TOKEN=ls-real", "PYTHONPATH=/elsewhere", "DEBUG=1",
		},
		Patience: 20 * time.Second, Grace: 500 * time.Millisecond,
	}
	return m
}

// has puts a program on the path: a shell script that begins with the system's own path.
func (m *machine) has(t *testing.T, name, script string) string {
	t.Helper()
	file := filepath.Join(m.bin, name)
	text := "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script + "\n"
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil { //nolint:gosec // it is a program
		t.Fatal(err)
	}
	return file
}

// hasPython puts a Python on the path that makes environments whose clouds have a manner. It writes a line into the file
// that it returns for every environment that it fills.
func (m *machine) hasPython(t *testing.T, manner string) (journal string) {
	t.Helper()
	journal = filepath.Join(filepath.Dir(m.bin), "journal")
	m.has(t, "python3.13", fmt.Sprintf(`
case "$*" in
-c*) echo 3.13; echo "$0" ;;
"-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
"-m pip "*) echo filled >> %q; echo "Collecting one==1"; %s; echo "Collecting two==2" ;;
*) UPSTREAM_PLAYS=%q; export UPSTREAM_PLAYS; exec %q "$@" ;;
esac`, journal, pipManner(manner), manner, os.Args[0]))
	return journal
}

// hasDocker puts a docker on the path whose image plays a cloud of a manner. It writes what it is asked into the file that it
// returns.
func (m *machine) hasDocker(t *testing.T, manner string) (journal string) {
	t.Helper()
	journal = filepath.Join(filepath.Dir(m.bin), "docker-journal")
	m.has(t, "docker", fmt.Sprintf(`
echo "$@" >> %q
case "$1" in
version) echo 28.2.2 ;;
image) exit 1 ;;
pull) echo "4.14.0: Pulling from localstack/localstack"; echo "Status: Downloaded newer image" ;;
rm) echo "$3" ;;
run) port=${6#127.0.0.1:}; GATEWAY_LISTEN=127.0.0.1:${port%%%%:4566} UPSTREAM_PLAYS=%q exec %q ;;
esac`, journal, manner, os.Args[0]))
	return journal
}

// pipManner is what pip does meanwhile.
func pipManner(manner string) string {
	switch manner {
	case "no index":
		return `echo "ERROR: No matching distribution found for two==2"; exit 1`
	case "slow to install":
		return "sleep 1"
	}
	return ":"
}

// started is a kind that runs on the machine; it is stopped at the end of the test.
func (m *machine) started(t *testing.T, kind Kind) *Running {
	t.Helper()
	plan, err := Choose(t.Context(), kind, m.Options)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Start(t.Context(), plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return r
}

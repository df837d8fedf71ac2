// What is chosen on which machine, down to the command lines.

//go:build unix

package upstream

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// plays is a cloud in the test's own process.
func plays(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer("healthy", w, r) }))
	t.Cleanup(server.Close)
	return server.URL
}

// install makes an environment as an install leaves it.
func (m *machine) install(t *testing.T, kind Kind) string {
	t.Helper()
	c := chooser{m.Options}
	venv := c.venv(kind)
	if err := os.MkdirAll(filepath.Dir(venv.program()), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(venv.program(), []byte("#!/bin/sh\n"), 0o755); err != nil { //nolint:gosec // it is a program
		t.Fatal(err)
	}
	return venv.Path
}

func TestChoose(t *testing.T) {
	cloud := plays(t)
	const dockerWorks = `[ "$1" = version ] && echo 28.2.2`
	for _, c := range []struct {
		name     string
		kind     Kind
		endpoint string
		has      func(m *machine)
		want     Kind
		line     string   // a part of it
		commands []string // with BIN, CACHE, LOCALSTACK and MOTO for folders, in the order of the parts
	}{
		{name: "builtin", kind: Builtin, want: Builtin, line: "the cloud in the lab itself"},
		{name: "auto, nothing there", kind: Auto, want: Builtin, line: "none is installed"},
		{name: "auto, a python and docker are no reason", kind: Auto, want: Builtin, line: "none is installed", has: func(m *machine) {
			m.hasPython(t, "healthy")
			m.has(t, "docker", dockerWorks)
		}},
		{name: "auto, one runs", kind: Auto, endpoint: cloud, want: LocalStack, line: "localstack that runs at " + cloud, commands: []string{""}},
		{
			name: "auto, one runs and moto is installed", kind: Auto, endpoint: cloud, want: Both, line: "; moto 5.2.5, installed in",
			has:      func(m *machine) { m.install(t, Moto) },
			commands: []string{"", "MOTO/bin/python -m moto.server -H 127.0.0.1 -p 41001"},
		},
		{
			name: "auto, both installed", kind: Auto, want: Both, line: "localstack+moto: LocalStack 4.14.0, installed in", has: func(m *machine) {
				m.install(t, LocalStack)
				m.install(t, Moto)
			},
			commands: []string{"LOCALSTACK/bin/python -m localstack.runtime.main", "MOTO/bin/python -m moto.server -H 127.0.0.1 -p 41002"},
		},
		{name: "auto, only moto installed", kind: Auto, want: Builtin, has: func(m *machine) { m.install(t, Moto) }},
		{
			name: "the image", kind: LocalStack, want: LocalStack, line: "the image localstack/localstack:4.14.0",
			has: func(m *machine) { m.has(t, "docker", dockerWorks) },
			commands: []string{"BIN/docker run --rm --name traillab-localstack-41001 -p 127.0.0.1:41001:4566 -e GATEWAY_SERVER=hypercorn " +
				"-e DISABLE_EVENTS=1 -e SKIP_SSL_CERT_DOWNLOAD=1 -e DNS_ADDRESS=0 localstack/localstack:4.14.0"},
		},
		{
			name: "docker without a server", kind: LocalStack, want: LocalStack, line: "is installed first, in", has: func(m *machine) {
				m.has(t, "docker", `echo "Cannot connect to the Docker daemon" >&2; exit 1`)
				m.hasPython(t, "healthy")
			},
			commands: []string{"LOCALSTACK/bin/python -m localstack.runtime.main"},
		},
		{
			name: "moto", kind: Moto, want: Moto, line: "moto: moto 5.2.5, is installed first", has: func(m *machine) { m.hasPython(t, "healthy") },
			commands: []string{"MOTO/bin/python -m moto.server -H 127.0.0.1 -p 41001"},
		},
		{name: "moto that runs", kind: Moto, endpoint: cloud, want: Moto, line: "moto that runs at", commands: []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			if c.has != nil {
				c.has(m)
			}
			if c.endpoint == "" && probeLocalStack(t.Context(), usual) == nil && c.kind == Auto {
				t.Skip("a LocalStack runs on this machine, so auto cannot be tried without one")
			}
			port := 41000
			m.Listen = func() (int, error) { port++; return port, nil }
			m.Endpoint = c.endpoint
			plan, err := Choose(t.Context(), c.kind, m.Options)
			if err != nil {
				t.Fatal(err)
			}
			if plan.Kind != c.want || !strings.Contains(plan.Line, c.line) || strings.Contains(plan.Line, "\n") {
				t.Errorf("chose %s: %s", plan.Kind, plan.Line)
			}
			ours := chooser{m.Options}
			places := strings.NewReplacer("LOCALSTACK/", ours.venv(LocalStack).Path+"/", "MOTO/", ours.venv(Moto).Path+"/", "BIN/", m.bin+"/")
			var commands, want []string
			for _, part := range plan.Parts {
				commands = append(commands, part.Command.String())
			}
			for _, command := range c.commands {
				want = append(want, places.Replace(command))
			}
			if !slices.Equal(commands, want) {
				t.Errorf("command lines\n%q, want\n%q", commands, want)
			}
		})
	}
}

// TestEnvironment holds a cloud's environment to the letter: all of it is here.
func TestEnvironment(t *testing.T) {
	m := newMachine(t)
	m.install(t, LocalStack)
	m.install(t, Moto)
	m.Listen = func() (int, error) { return 41001, nil }
	plan, err := Choose(t.Context(), Both, m.Options)
	if err != nil {
		t.Fatal(err)
	}
	shared := []string{"PATH=" + m.bin, "LANG=C"}
	own := []string{"AWS_EC2_METADATA_DISABLED=true", "PYTHONUNBUFFERED=1", "PYTHONNOUSERSITE=1", "MOTO_ACM_VALIDATION_WAIT=0"}
	home := filepath.Join(m.Folder, "localstack")
	for i, want := range [][]string{
		slices.Concat(shared, []string{"HOME=" + home}, own, []string{
			"GATEWAY_LISTEN=127.0.0.1:41001", "FILESYSTEM_ROOT=" + filepath.Join(home, "root"),
			"GATEWAY_SERVER=hypercorn", "DISABLE_EVENTS=1", "SKIP_SSL_CERT_DOWNLOAD=1", "DNS_ADDRESS=0",
		}),
		slices.Concat(shared, []string{"HOME=" + filepath.Join(m.Folder, "moto")}, own, []string{
			"MOTO_IAM_LOAD_MANAGED_POLICIES=true", "MOTO_ACCOUNT_ID=000000000000",
		}),
	} {
		if got := plan.Parts[i].Command.Env; !slices.Equal(got, want) {
			t.Errorf("%s sees\n%q, want\n%q", plan.Parts[i].Kind, got, want)
		}
	}
	for _, line := range plan.env {
		if strings.HasPrefix(line, "AWS_") || strings.HasPrefix(line, "PYTHON") {
			t.Errorf("an installer sees %s", line)
		}
	}
}

func TestChooseRefuses(t *testing.T) {
	dead := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(dead.Close)
	for _, c := range []struct {
		name string
		kind Kind
		with Options
		says []string
	}{
		{"a word that is no kind", "docker", Options{}, []string{"choose one of", "localstack+moto"}},
		{"an endpoint elsewhere", LocalStack, Options{Endpoint: "http://10.0.0.5:4566"}, []string{"not on this machine"}},
		{"an endpoint elsewhere, by auto", Auto, Options{Endpoint: "https://ec2.us-east-1.amazonaws.com"}, []string{"not on this machine"}},
		{"an endpoint that is something else", LocalStack, Options{Endpoint: dead.URL}, []string{"no localstack answers there", "leave --endpoint out"}},
		{"an endpoint for builtin", Builtin, Options{Endpoint: dead.URL}, []string{"leave --endpoint out"}},
		{"no python", LocalStack, Options{}, []string{"needs Python 3.13", "none is on the PATH", "apt-get install python3.13-venv", "--upstream builtin"}},
		{"no python for moto", Both, Options{Endpoint: plays(t)}, []string{"moto as a Python package needs Python"}},
		{"an environment that is none", Moto, Options{Moto: "/nowhere"}, []string{"/nowhere", "no virtual environment"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			c.with.Env, c.with.Cache, c.with.Folder = m.Env, m.Cache, m.Folder
			_, err := Choose(t.Context(), c.kind, c.with)
			if err == nil {
				t.Fatal("nothing is wrong with it")
			}
			for _, words := range c.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("says %q, without %q", err, words)
				}
			}
		})
	}
}

// What runs a printed runbook: bash with the AWS CLI, and Python with boto3. The AWS CLI takes most of a second to start, and
// a runbook has hundreds of commands: so it is loaded once, and each command is a fork of that.

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"traillab/localstack"
	"traillab/localstack/upstream"
)

// clients are the programs.
type clients struct {
	python string // with boto3
	folder string // of aws, which asks the process that has loaded it
	plain  string // the aws that it is
}

// clientsHere are those of TRAILLAB_CLIENTS, nil where that is not set. What serves them ends with the test.
func clientsHere(t *testing.T) *clients {
	t.Helper()
	home := os.Getenv("TRAILLAB_CLIENTS")
	if home == "" {
		return nil
	}
	c := &clients{python: filepath.Join(home, "bin", "python3"), plain: filepath.Join(home, "bin", "aws")}
	var err error
	if c.folder, err = os.MkdirTemp("", "aws"); err != nil { // the path of a socket is short, and that of a test's folder may not be
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(c.folder) })
	serve := exec.CommandContext(context.WithoutCancel(t.Context()), c.python, filepath.Join("testdata", "aws", "serve.py"), c.plain, c.folder) //nolint:gosec // the tester names it
	serve.Env, serve.Stderr = cleared("http://127.0.0.1:1"), os.Stderr
	input, err := serve.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = input.Close()
		if err := serve.Wait(); err != nil {
			t.Errorf("what serves the AWS CLI: %v", err)
		}
	})
	if line, err := bufio.NewReader(output).ReadString('\n'); err != nil {
		t.Fatalf("what serves the AWS CLI says %q: %v", line, err)
	}
	return c
}

// printed runs what a runbook prints, and returns what that printed. The lab's time flies meanwhile, for it pauses.
func (a *attempt) printed(t *testing.T, program string, form func(io.Writer) error, args ...string) string {
	t.Helper()
	var text bytes.Buffer
	if err := form(&text); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "runbook")
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.on.Flow(t.Context(), 60); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(context.WithoutCancel(t.Context()), program, append([]string{file}, args...)...) //nolint:gosec // ours
	run.Env = append(cleared(a.on.health.Endpoint), "PATH="+a.folder+":"+os.Getenv("PATH"), "PAUSE=0.1")
	var out, said bytes.Buffer
	run.Stdout, run.Stderr = &out, &said
	if err := run.Run(); err != nil {
		t.Fatalf("%s: %v\n%s\n%s", filepath.Base(program), err, out.String(), said.String())
	}
	if err := a.on.Flow(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// cleared is an environment in which AWS's clients find the lab.
func cleared(endpoint string) []string {
	e := localstack.Export(endpoint, usualRegion, os.Environ())
	kept := slices.DeleteFunc(os.Environ(), func(line string) bool { return strings.HasPrefix(line, "AWS_") || strings.HasPrefix(line, "PATH=") })
	for _, v := range e.Set {
		kept = append(kept, v.Name+"="+v.Value)
	}
	return kept
}

// TestServedClient holds the AWS CLI that is loaded once against the one that is started for each command.
func TestServedClient(t *testing.T) {
	with := clientsHere(t)
	if with == nil {
		t.Skip("NOT TESTED with the AWS CLI: set TRAILLAB_CLIENTS to a virtual environment with .ci/clients/requirements.txt")
	}
	on := labFor(t, upstream.Builtin)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "filters.json"), []byte(`[{"Name": "is-default", "Values": ["true"]}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, input string
		args        []string
		code        int
	}{
		{name: "version", args: []string{"--version"}},
		{name: "answer", args: []string{"ec2", "describe-vpcs", "--query", "Vpcs[].[VpcId,CidrBlock]", "--output", "text"}},
		{name: "a file of its folder", args: []string{"ec2", "describe-vpcs", "--filters", "file://filters.json", "--output", "json"}},
		{name: "its input", input: `[{"Name": "cidr", "Values": ["172.31.0.0/16"]}]`, args: []string{"ec2", "describe-vpcs", "--filters", "file:///dev/stdin"}},
		{name: "service error", args: []string{"ec2", "detach-internet-gateway", "--internet-gateway-id", "igw-0123456789abcdef0", "--vpc-id", "vpc-0123456789abcdef0"}, code: 255},
		{name: "no such parameter", args: []string{"ec2", "describe-vpcs", "--nothing"}, code: 255},
		{name: "no such command", args: []string{"ec2", "detach"}, code: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			said := map[string]string{}
			for _, program := range []string{with.plain, filepath.Join(with.folder, "aws")} {
				run := exec.CommandContext(t.Context(), program, test.args...) //nolint:gosec // ours
				var out, complaint bytes.Buffer
				run.Env, run.Dir, run.Stdin, run.Stdout, run.Stderr = cleared(on.health.Endpoint), folder, strings.NewReader(test.input), &out, &complaint
				err := run.Run()
				if code := run.ProcessState.ExitCode(); code != test.code {
					t.Errorf("%s ends with %d, %v: %s", program, code, err, complaint.String())
				}
				said[program] = "output: " + out.String() + "error: " + complaint.String()
			}
			if plain, served := said[with.plain], said[filepath.Join(with.folder, "aws")]; plain != served {
				t.Errorf("the AWS CLI says\n%s\nand served\n%s", plain, served)
			}
		})
	}
}

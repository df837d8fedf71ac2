// The real clouds, started, asked, killed and stopped. They need a virtual environment that exists or may be installed.

//go:build unix

package upstream

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// realMachine is this one. The environment variable names a virtual environment, or a program in its bin.
func realMachine(t *testing.T, kind Kind, variable string) *machine {
	t.Helper()
	m := &machine{Options: Options{Folder: t.TempDir(), Account: "000000000000", Env: os.Environ()}}
	venv, _, _ := strings.Cut(os.Getenv(variable), " ")
	switch {
	case venv != "" && runnable(venv):
		venv = filepath.Dir(filepath.Dir(venv))
	case venv == "" && os.Getenv("TRAILLAB_REAL") == "":
		t.Skipf("NOT TESTED against a real %s: set %s to its virtual environment, or TRAILLAB_REAL=1 to have one installed in the cache", kind, variable)
	case venv == "":
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		m.Cache = cache
	}
	if kind == LocalStack {
		m.LocalStack = venv
	} else {
		m.Moto = venv
	}
	return m
}

// realPlan is a cloud as a package, even where docker is.
func (m *machine) realPlan(t *testing.T, kind Kind) *Plan {
	t.Helper()
	m.Env = append(m.Env, "PATH="+strings.Join(withoutDocker(m.Env), string(os.PathListSeparator)))
	plan, err := Choose(t.Context(), kind, m.Options)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// withoutDocker is the path without the folders that have a docker.
func withoutDocker(env []string) (kept []string) {
	for _, dir := range filepath.SplitList(value(env, "PATH")) {
		if !runnable(filepath.Join(dir, "docker")) {
			kept = append(kept, dir)
		}
	}
	return kept
}

// asks is a call to a cloud that runs, by the model.
func asks(t *testing.T, p *Proxy, service, name string, in map[string]any, body io.Reader) *exchange.Answer {
	t.Helper()
	model, ok := wire.Open().Service(service)
	if !ok {
		t.Fatalf("no model of %s", service)
	}
	operation, ok := model.Operation(name)
	if !ok {
		t.Fatalf("no model of %s.%s", service, name)
	}
	request, err := operation.WriteRequest(&url.URL{Scheme: "http", Host: "lab"}, in)
	if err != nil {
		t.Fatal(err)
	}
	c := &exchange.Call{Operation: operation, Service: service, Name: name, Region: "eu-west-3", Account: "000000000000", In: in, At: time.Now(), HTTP: request}
	if body != nil {
		c.HTTP = httptest.NewRequestWithContext(t.Context(), request.Method, request.URL.String(), body)
		c.HTTP.Header = request.Header
	} else if request.Body != nil {
		if c.Body, err = io.ReadAll(request.Body); err != nil {
			t.Fatal(err)
		}
	}
	a, err := p.Serve(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// trial is what any cloud must do for the lab.
func trial(t *testing.T, r *Running) {
	t.Helper()
	p := NewProxy(r, "000000000000")
	t.Cleanup(p.Close)
	if err := r.Health(t.Context()); err != nil {
		t.Error(err)
	}
	if a := asks(t, p, "sts", "GetCallerIdentity", nil, nil); a.Error != nil || a.Out["Account"] != "000000000000" {
		t.Errorf("the account is %v, %v", a.Out, a.Error)
	}
	a := asks(t, p, "ec2", "CreateVpc", map[string]any{"CidrBlock": "10.7.0.0/16"}, nil)
	if a.Error != nil {
		t.Fatal(a.Error)
	}
	vpc, _ := a.Out["Vpc"].(map[string]any)
	if id, _ := vpc["VpcId"].(string); !strings.HasPrefix(id, "vpc-") {
		t.Errorf("made %v", a.Out)
	}
	if a = asks(t, p, "ec2", "DescribeVpcs", map[string]any{"VpcIds": []any{"vpc-00000000000000000"}}, nil); a.Error == nil || a.Error.Code != "InvalidVpcID.NotFound" {
		t.Errorf("a VPC that is not there: %v, %v", a.Out, a.Error)
	}
	if a = asks(t, p, "s3", "CreateBucket", map[string]any{"Bucket": "trails", "CreateBucketConfiguration": map[string]any{"LocationConstraint": "eu-west-3"}}, nil); a.Error != nil {
		t.Fatal(a.Error)
	}
	body := bytes.Repeat([]byte("log"), 1<<20)
	if a = asks(t, p, "s3", "PutObject", map[string]any{"Bucket": "trails", "Key": "a b/ü+%2F.gz"}, bytes.NewReader(body)); a.Error != nil {
		t.Fatal(a.Error)
	}
	a = asks(t, p, "s3", "GetObject", map[string]any{"Bucket": "trails", "Key": "a b/ü+%2F.gz"}, nil)
	if a.Error != nil {
		t.Fatal(a.Error)
	}
	got, err := io.ReadAll(a.Raw.Body)
	_ = a.Raw.Body.Close()
	if err != nil || !bytes.Equal(got, body) {
		t.Errorf("%d bytes came back of %d, %v", len(got), len(body), err)
	}
}

// lacks holds a cloud to what it is known not to have: the error is clean, and clients do not ask again.
func lacks(t *testing.T, r *Running, service, name string, in map[string]any) {
	t.Helper()
	p := NewProxy(r, "000000000000")
	t.Cleanup(p.Close)
	a := asks(t, p, service, name, in, nil)
	if a.Error == nil || a.Error.Status != http.StatusNotImplemented || a.Raw != nil || !strings.Contains(a.Error.Message, service+"."+name) {
		t.Errorf("%s.%s: %v, %v", service, name, a.Out, a.Error)
	}
}

func realStart(t *testing.T, plan *Plan) (*Running, []Entry) {
	t.Helper()
	t.Log(plan.Line)
	began := time.Now()
	r, err := Start(t.Context(), plan, func(s Step) { t.Logf("%s: %s %d/%d %s", s.Kind, s.Doing, s.Done, s.Of, s.Line) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Stop(context.WithoutCancel(t.Context())) })
	t.Logf("ready after %s", time.Since(began).Round(time.Millisecond))
	entries, err := Ledger(plan.folder)
	if err != nil {
		t.Fatal(err)
	}
	return r, entries
}

func TestRealLocalStack(t *testing.T) {
	m := realMachine(t, LocalStack, "TRAILLAB_LOCALSTACK")
	r, entries := realStart(t, m.realPlan(t, LocalStack))
	trial(t, r)
	lacks(t, r, "cloudtrail", "DescribeTrails", nil)
	lacks(t, r, "elasticloadbalancing", "DescribeLoadBalancers", nil)
	lacks(t, r, "backup", "ListBackupVaults", nil)
	if err := r.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	nothingLeft(t, m, entries)
}

func TestRealMoto(t *testing.T) {
	m := realMachine(t, Moto, "TRAILLAB_MOTO")
	r, entries := realStart(t, m.realPlan(t, Moto))
	trial(t, r)
	lacks(t, r, "cloudtrail", "LookupEvents", nil)
	lacks(t, r, "backup", "StartBackupJob", map[string]any{"BackupVaultName": "v", "ResourceArn": "arn:aws:ec2:eu-west-3:000000000000:volume/vol-1", "IamRoleArn": "arn:aws:iam::000000000000:role/r"})
	lacks(t, r, "iam", "SimulatePrincipalPolicy", map[string]any{"PolicySourceArn": "arn:aws:iam::000000000000:user/u", "ActionNames": []any{"ec2:DescribeVpcs"}})
	if err := syscall.Kill(entries[0].PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if exit := <-r.Wait(); exit.Kind != Moto || !strings.Contains(exit.How, "killed") {
		t.Errorf("a kill is told as %+v", exit)
	}
	if err := r.Health(t.Context()); err == nil {
		t.Error("a cloud that was killed is in good health")
	}
	if err := r.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	nothingLeft(t, m, entries)
}

// Processes that are not the lab's are left alone, and shells are told what they understand.

//go:build unix

package localstack

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestRecycled holds that a process is ended only if it is the one that the lab began.
func TestRecycled(t *testing.T) {
	p, err := At(t.TempDir(), "old")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	stranger := exec.CommandContext(t.Context(), "sleep", "60")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = stranger.Wait(); close(ended) }()
	note := Note{Name: "old", State: Ready, PID: stranger.Process.Pid, Born: "another", Endpoint: "http://127.0.0.1:1"}
	if err := p.write(note); err != nil {
		t.Fatal(err)
	}
	if h, err := Ask(t.Context(), p); err != nil || h.State != Gone || !strings.Contains(h.Trouble, "traillab lab down old") {
		t.Errorf("asked: %+v, %v", h, err)
	}
	if n, err := Down(t.Context(), p, nil); err != nil || n.State != Gone {
		t.Errorf("down: %+v, %v", n, err)
	}
	if born(stranger.Process.Pid) == "" {
		t.Error("a process of somebody else's was ended")
	}
	note.Born = born(stranger.Process.Pid)
	if err := p.write(note); err != nil {
		t.Fatal(err)
	}
	if n, err := Down(t.Context(), p, nil); err != nil || n.State != Gone {
		t.Errorf("down: %+v, %v", n, err)
	}
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the lab's own process was not ended")
	}
}

func TestBorn(t *testing.T) {
	if a, b := born(os.Getpid()), born(os.Getpid()); a == "" || a != b {
		t.Errorf("this process began at %q and %q", a, b)
	}
	if psBorn(os.Getpid()) == "" {
		t.Log("there is no ps here")
	}
	if got := born(1 << 30); got != "" {
		t.Errorf("a process that is not there began at %q", got)
	}
}

// TestExport lets a shell evaluate the exports in an environment that leads elsewhere.
func TestExport(t *testing.T) {
	before := []string{
		"AWS_PROFILE=prod", "AWS_SESSION_TOKEN=x", "AWS_ENDPOINT_URL_EC2=https://ec2.example", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true",
		"AWS_ACCESS_KEY_ID=AKIA", "AWS_REGION=eu-west-3", "HTTPS_PROXY=http://proxy:1", "http_proxy=http://proxy:1", "NO_PROXY=intra.example",
		"AWS_EVIL;touch x=1", "PATH=" + os.Getenv("PATH"),
	}
	shell := exec.CommandContext(t.Context(), "sh", "-c", Export("http://127.0.0.1:4566/it's", "eu-west-1", before).Shell()+"\nenv")
	shell.Env, shell.Dir = before, t.TempDir()
	out, err := shell.Output()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, line := range strings.Split(string(out), "\n") {
		if name, value, ok := strings.Cut(line, "="); ok && (strings.HasPrefix(name, "AWS_") || strings.EqualFold(name, "no_proxy")) {
			got[name] = value
		}
	}
	want := map[string]string{
		"AWS_ENDPOINT_URL": "http://127.0.0.1:4566/it's", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1",
		"AWS_DEFAULT_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null",
		"AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_PAGER": "", "NO_PROXY": "127.0.0.1,localhost,::1,intra.example",
		"no_proxy": "127.0.0.1,localhost,::1",
	}
	delete(got, "AWS_EVIL;touch x") // no shell can take it away, and no client reads it
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("left: %v", got)
	}
	if entries, err := os.ReadDir(shell.Dir); err != nil || len(entries) > 0 {
		t.Errorf("the shell made %v, %v", entries, err)
	}
}

func TestHome(t *testing.T) {
	for _, c := range []struct{ state, home, want string }{
		{"/s", "/h", "/s/traillab/labs"},
		{"relative", "/h", "/h/.local/state/traillab/labs"},
		{"", "/h", "/h/.local/state/traillab/labs"},
		{"", "", ""},
	} {
		got, err := Home(func(name string) string { return map[string]string{"XDG_STATE_HOME": c.state, "HOME": c.home}[name] })
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
}

// TestWithoutAWS holds that a lab's server sees nothing of the user's account.
func TestWithoutAWS(t *testing.T) {
	got := strings.Join(withoutAWS([]string{"PATH=/bin", "AWS_PROFILE=prod", "aws_secret_access_key=x", "AWSOME=1", "HOME=/h"}), " ")
	if got != "PATH=/bin AWSOME=1 HOME=/h" {
		t.Errorf("got %s", got)
	}
}

// Choosing: what of the clouds is there on this machine, and how it would be run.

package upstream

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"traillab/localstack/loopback"
)

// usual is where a LocalStack listens if nobody said otherwise.
const usual = "http://127.0.0.1:4566"

// image is the last one of LocalStack's that runs without an account.
const image = "localstack/localstack:4.14.0"

// chooser is one look at the machine.
type chooser struct {
	Options
}

// Choose returns how a kind would be run here. It probes loopback addresses, asks docker for its server and tries Python
// interpreters, but installs and starts nothing. An error says what is missing and what to do next.
func Choose(ctx context.Context, kind Kind, options Options) (*Plan, error) {
	if err := known(kind); err != nil {
		return nil, err
	}
	c := chooser{options}
	if c.Listen == nil {
		c.Listen = freePort
	}
	plan := &Plan{Kind: kind, folder: c.Folder, account: c.Account, patience: c.Patience, grace: c.Grace, env: handed(c.Env), listen: c.Listen}
	if plan.patience == 0 {
		plan.patience = 2 * time.Minute
	}
	if plan.grace == 0 {
		plan.grace = 5 * time.Second
	}
	if kind == Auto {
		if err := c.resolve(ctx, plan); err != nil {
			return nil, err
		}
	}
	return plan, c.fill(ctx, plan)
}

// resolve makes a kind of Auto. Only a LocalStack that runs already, or was installed before, is used without being asked
// for: nothing is downloaded by surprise.
func (c *chooser) resolve(ctx context.Context, plan *Plan) error {
	stack, moto := c.venv(LocalStack), c.venv(Moto)
	if c.Endpoint == "" && probeLocalStack(ctx, usual) == nil {
		c.Endpoint = usual
	}
	switch {
	case (c.Endpoint != "" || stack.Installed()) && moto.Installed():
		plan.Kind = Both
	case c.Endpoint != "" || stack.Installed():
		plan.Kind = LocalStack
	default:
		plan.Kind = Builtin
		plan.Line = "builtin: no LocalStack runs on 127.0.0.1:4566 and none is installed (--upstream localstack+moto installs both)"
		return nil
	}
	if c.Endpoint != "" {
		return nil
	}
	part, err := c.packaged(ctx, LocalStack)
	plan.Parts = []Part{part}
	return err
}

// fill adds the parts of a kind that are not there yet, and the line.
func (c *chooser) fill(ctx context.Context, plan *Plan) error {
	var err error
	var part Part
	if plan.Kind == Builtin {
		if c.Endpoint != "" {
			return fmt.Errorf("--endpoint %s: the builtin cloud runs in the lab itself; leave --endpoint out, or ask for --upstream localstack", c.Endpoint)
		}
		if plan.Line == "" {
			plan.Line = "builtin: the cloud in the lab itself"
		}
		return nil
	}
	if (plan.Kind == LocalStack || plan.Kind == Both) && len(plan.Parts) == 0 {
		if part, err = c.localstack(ctx); err != nil {
			return err
		}
		plan.Parts = append(plan.Parts, part)
	}
	switch {
	case plan.Kind == Moto && c.Endpoint != "":
		part, err = c.running(ctx, Moto)
	case plan.Kind == Moto || plan.Kind == Both:
		part, err = c.packaged(ctx, Moto)
	}
	if err != nil {
		return err
	}
	if plan.Kind != LocalStack {
		plan.Parts = append(plan.Parts, part)
	}
	lines := make([]string, len(plan.Parts))
	for i, part := range plan.Parts {
		lines[i] = part.Line
	}
	plan.Line = string(plan.Kind) + ": " + strings.Join(lines, "; ")
	return nil
}

// localstack returns LocalStack as it is to be had here: one that runs, else the image, else the package.
func (c *chooser) localstack(ctx context.Context) (Part, error) {
	if c.Endpoint != "" {
		return c.running(ctx, LocalStack)
	}
	if docker := c.docker(ctx); docker != "" && c.LocalStack == "" {
		return c.contained(docker)
	}
	return c.packaged(ctx, LocalStack)
}

// running is a cloud that somebody else started; it will not be stopped.
func (c *chooser) running(ctx context.Context, kind Kind) (Part, error) {
	endpoint, err := loopback.Endpoint(c.Endpoint)
	if err != nil {
		return Part{}, err
	}
	if err = probes[kind](ctx, endpoint); err != nil {
		return Part{}, fmt.Errorf("--endpoint %s: no %s answers there: %w\nstart it, or leave --endpoint out and it is started for you", c.Endpoint, kind, err)
	}
	return Part{Kind: kind, Endpoint: endpoint, Line: string(kind) + " that runs at " + endpoint}, nil
}

// packaged is a cloud as a Python package in a virtual environment.
func (c *chooser) packaged(ctx context.Context, kind Kind) (Part, error) {
	venv := c.venv(kind)
	installed := venv.Installed()
	if !installed && venv.given {
		return Part{}, fmt.Errorf("%s: no virtual environment with a working bin/python", venv.Path)
	}
	if !installed {
		python, err := findPython(ctx, c.Env, kind)
		if err != nil {
			return Part{}, err
		}
		venv.Python = python
	}
	return placed(c.Listen, func(port int) Part { return c.onPort(kind, venv, installed, port) })
}

// onPort is the part of a package that listens on a port.
func (c *chooser) onPort(kind Kind, venv *Venv, installed bool, port int) Part {
	line := "is installed first, in " + venv.Path
	if installed {
		line = "installed in " + venv.Path
	}
	home := filepath.Join(c.Folder, string(kind))
	part := Part{Kind: kind, Endpoint: at(port), Port: port, Install: venv}
	part.Command = Command{Env: bare(c.Env, home), Dir: home, Args: []string{venv.program()}}
	if kind == Moto {
		part.Line = "moto 5.2.5, " + line
		part.Command.Args = append(part.Command.Args, "-m", "moto.server", "-H", "127.0.0.1", "-p", strconv.Itoa(port))
		part.Command.Env = append(part.Command.Env, "MOTO_IAM_LOAD_MANAGED_POLICIES=true", "MOTO_ACCOUNT_ID="+c.Account)
		return part
	}
	part.Line = "LocalStack 4.14.0, " + line
	part.Command.Args = append(part.Command.Args, "-m", "localstack.runtime.main")
	part.Command.Env = append(part.Command.Env, "GATEWAY_LISTEN=127.0.0.1:"+strconv.Itoa(port), "FILESYSTEM_ROOT="+filepath.Join(home, "root"))
	part.Command.Env = append(part.Command.Env, quiet...)
	return part
}

// quiet keeps LocalStack to itself: no telemetry, no certificate from outside, no name server. Its default server would
// ignore the host of GATEWAY_LISTEN and bind every address; hypercorn binds what it is told.
var quiet = []string{"GATEWAY_SERVER=hypercorn", "DISABLE_EVENTS=1", "SKIP_SSL_CERT_DOWNLOAD=1", "DNS_ADDRESS=0"}

// contained is LocalStack's image under docker. Inside it the address is the container's own; on the machine its port is
// loopback's only. docker's client sees the user's settings, the container those of quiet.
func (c *chooser) contained(docker string) (Part, error) {
	return placed(c.Listen, func(port int) Part {
		name := "traillab-localstack-" + strconv.Itoa(port)
		args := []string{docker, "run", "--rm", "--name", name, "-p", "127.0.0.1:" + strconv.Itoa(port) + ":4566"}
		for _, line := range quiet {
			args = append(args, "-e", line)
		}
		return Part{
			Kind: LocalStack, Endpoint: at(port), Port: port, Container: name, Line: "LocalStack 4.14.0, the image " + image,
			Command: Command{Args: append(args, image), Env: handed(c.Env)},
			Pull:    &Command{Args: []string{docker, "pull", image}, Env: handed(c.Env)},
		}
	})
}

// docker returns the program if it has a server to talk to.
func (c *chooser) docker(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for _, program := range look(c.Env, "docker") {
		out, err := output(ctx, Command{Args: []string{program, "version", "--format", "{{.Server.Version}}"}, Env: handed(c.Env)})
		if err == nil && strings.TrimSpace(out) != "" {
			return program
		}
	}
	return ""
}

func at(port int) string { return "http://127.0.0.1:" + strconv.Itoa(port) }

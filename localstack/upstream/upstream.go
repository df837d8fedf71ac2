// Package upstream runs the clouds that a lab can stand on: LocalStack 4.14.0 and moto, each as a process of its own on a
// loopback port. Choose looks at the machine and says what will be used, down to the command lines; Start installs what is
// missing, starts it, and hands over only what is ready, bound to loopback, and answers; a Running tells where a service is
// answered, notices a crash, and leaves no process behind. Proxy sends the gateway's calls there.
//
// The user's AWS settings never reach a cloud: its environment and its home are the lab's own, and every call carries the
// lab's account id in the place of the key, with no signature.
package upstream

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind is what a lab stands on.
type Kind string

// The kinds. Auto is resolved by Choose: a LocalStack that runs, else an installed one (with moto), else Builtin. Builtin
// is in the lab's own process: its plan has no parts, and there is nothing to start.
const (
	Auto       Kind = "auto"
	Builtin    Kind = "builtin"
	LocalStack Kind = "localstack"
	Moto       Kind = "moto"
	Both       Kind = "localstack+moto"
)

// Kinds are all of them, as the command line lists them.
func Kinds() []Kind { return []Kind{Auto, Builtin, LocalStack, Moto, Both} }

// Options say where things are.
type Options struct {
	Endpoint string   // of a cloud that runs already, as http://127.0.0.1:4566; "" when none is given
	Cache    string   // the user's cache directory; virtual environments are made in its folder traillab
	Folder   string   // of the lab: logs, what LocalStack keeps, and the ledger of what runs
	Account  string   // twelve digits
	Env      []string // the user's environment, as os.Environ

	LocalStack string // a virtual environment to use instead of one of our own; likewise Moto
	Moto       string

	Listen   func() (port int, err error) // finds a free loopback port; nil asks the system
	Patience time.Duration                // how long a cloud may take until it answers; 0 is two minutes
	Grace    time.Duration                // between SIGTERM and SIGKILL; 0 is five seconds
}

// Plan is what will be used. It can be looked at without anything being run.
type Plan struct {
	Kind  Kind   // never Auto
	Line  string // in one line, for people
	Parts []Part // the clouds, LocalStack first; none for Builtin

	folder   string
	account  string
	patience time.Duration
	grace    time.Duration
	env      []string // the user's, for installing
	listen   func() (port int, err error)
}

// Part is one cloud of a plan. Its command is empty when it runs already.
type Part struct {
	Kind      Kind   // LocalStack or Moto
	Endpoint  string // http://127.0.0.1:PORT
	Port      int    // 0 when it runs already
	Command   Command
	Install   *Venv    // what must be there first; nil for an image and for what runs already
	Pull      *Command // how the image is had; nil for a package
	Container string   // of an image: its name
	Line      string   // what it is, for people

	on func(port int) Part // the same on another port; nil when it runs already
}

// Command is a command line with its whole environment.
type Command struct {
	Args []string
	Env  []string
	Dir  string
}

// String is the command as one would type it, without its environment.
func (c Command) String() string {
	quoted := make([]string, len(c.Args))
	for i, arg := range c.Args {
		if quoted[i] = arg; arg == "" || strings.ContainsAny(arg, " \t\n\"'\\$&;|<>()*?[]{}") {
			quoted[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// motos are the services that moto answers where both run, by the name in the scope of signatures: those that LocalStack
// answers with 501 for want of a licence, and dynamodb, which it would have to download.
var motos = []string{
	"access-analyzer", "autoscaling", "backup", "cloudtrail", "dynamodb", "elasticloadbalancing", "guardduty", "inspector2",
	"organizations", "rds", "securityhub", "wafv2",
}

// part returns the cloud that answers a service.
func (p *Plan) part(service string) (Part, bool) {
	want := LocalStack
	if slices.Contains(motos, service) {
		want = Moto
	}
	for _, part := range p.Parts {
		if part.Kind == want || len(p.Parts) == 1 {
			return part, true
		}
	}
	return Part{}, false
}

// known refuses a word that is no kind.
func known(kind Kind) error {
	if slices.Contains(Kinds(), kind) {
		return nil
	}
	return fmt.Errorf("--upstream %s: choose one of auto, builtin, localstack, moto and localstack+moto", kind)
}

// lab begins, looks at and ends labs: loopback endpoints that speak as AWS does and keep a CloudTrail of their own.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"traillab/cmd/traillab/listing"
	"traillab/localstack"
	"traillab/localstack/loopback"
	"traillab/localstack/upstream"
)

func (a *app) lab() *cobra.Command {
	c := &cobra.Command{
		Use:   "lab",
		Short: "One loopback endpoint that speaks as AWS does and keeps its own CloudTrail",
		Long: `A lab is an endpoint on 127.0.0.1 for the AWS CLI, boto3, Terraform and the SDKs. Behind it stands LocalStack, moto, both,
or a cloud of its own that needs neither Docker nor Python. In front of that the lab refuses what AWS would refuse, shows
what AWS would show, and writes every call down as CloudTrail does, so that a drill is loaded like any other archive.

A lab listens on loopback and stands on loopback only. It gives out its own keys and refuses all others; your AWS profiles and
keys are neither read nor sent. Its folder is $XDG_STATE_HOME/traillab/labs/NAME, or ~/.local/state/traillab/labs/NAME.`,
		Example: `  traillab lab up
  eval "$(traillab lab env)"
  aws ec2 create-vpc --cidr-block 10.0.0.0/16
  traillab load "$(traillab lab logs)"
  traillab lab down`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return misuse(errors.New("say what to do: traillab lab up, env, status, doctor, logs or down"))
		},
	}
	for _, sub := range []*cobra.Command{a.labUp(), a.labServe(), a.labEnv(), a.labStatus(), a.labDoctor(), a.labLogs(), a.labDown()} {
		sub.Args = explained(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

// The clocks that a lab may have.
const (
	spacedClock = "spaced"
	realClock   = "real"
)

// labFlags say what lab is wanted.
type labFlags struct {
	upstream, clock  string
	endpoint, listen given
	seed             uint64 // of a story; 0 is chance
}

func (f *labFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.upstream, "upstream", string(upstream.Auto), "the `CLOUD` behind the lab: auto, builtin, localstack, moto or localstack+moto")
	flags.Var(&f.endpoint, "endpoint", "`URL` of a LocalStack or moto that runs already, such as http://127.0.0.1:4566")
	flags.StringVar(&f.clock, "clock", spacedClock, "the lab's `CLOCK`: spaced gives every change a second of its own, real is the machine's, a time such as 2026-03-01T09:00:00Z stands until it is set")
	flags.Uint64Var(&f.seed, "lab-seed", 0, "make every id by this `NUMBER`; 0 is chance")
	flags.Lookup("lab-seed").Hidden = true // a drill has it made of its own
	flags.Var(&f.listen, "listen", "loopback `ADDRESS` of the lab (default 127.0.0.1:4566; port 0 is any that is free)")
}

// options checks the flags and makes options of them.
func (f *labFlags) options(a *app, name string) (localstack.Options, localstack.Place, error) {
	o := localstack.Options{Name: name, Upstream: upstream.Kind(f.upstream), Endpoint: f.endpoint.text, Listen: f.listen.text, Env: a.env.environ()}
	place, err := a.labAt(localstack.At, name)
	if err != nil {
		return o, place, err
	}
	if !slices.Contains(upstream.Kinds(), o.Upstream) {
		return o, place, misuse(fmt.Errorf("--upstream: %q is none of auto, builtin, localstack, moto and localstack+moto", f.upstream))
	}
	if err := f.check(); err != nil {
		return o, place, misuse(err)
	}
	o.Clock, o.Seed = f.time(), f.seed
	o.Dir = filepath.Dir(place.Folder)
	if o.Cache = a.env.getenv("XDG_CACHE_HOME"); !filepath.IsAbs(o.Cache) {
		if o.Cache, err = os.UserCacheDir(); err != nil {
			return o, place, fmt.Errorf("no folder for what is installed: %w", err)
		}
	}
	return o, place, nil
}

// time is the clock that is wanted, nil for the usual one and for none that there is.
func (f *labFlags) time() localstack.Clock {
	if f.clock == realClock {
		return localstack.Machine{}
	}
	if at, err := time.Parse(time.RFC3339, f.clock); err == nil {
		return localstack.NewVirtual(at)
	}
	return nil
}

// check holds the addresses to loopback, and the clock to those that there are.
func (f *labFlags) check() error {
	if f.clock != spacedClock && f.time() == nil {
		return fmt.Errorf("--clock: %q is neither spaced, nor real, nor a time such as 2026-03-01T09:00:00Z", f.clock)
	}
	if err := errors.Join(f.listen.need("--listen", "127.0.0.1:4566"), f.endpoint.need("--endpoint", "http://127.0.0.1:4566")); err != nil {
		return err
	}
	if _, err := localstack.Address(f.listen.text); err != nil {
		return fmt.Errorf("--listen: %w", err)
	}
	if f.endpoint.set {
		if _, err := loopback.Endpoint(f.endpoint.text); err != nil {
			return fmt.Errorf("--endpoint: %w", err)
		}
	}
	return nil
}

// args are the flags again, for the process that serves the lab.
func (f *labFlags) args() []string {
	args := []string{"--upstream", f.upstream, "--clock", f.clock, "--lab-seed", strconv.FormatUint(f.seed, 10)}
	if f.endpoint.set {
		args = append(args, "--endpoint", f.endpoint.text)
	}
	if f.listen.set {
		args = append(args, "--listen", f.listen.text)
	}
	return args
}

// labName is the lab that is meant.
func labName(args []string) string {
	if len(args) == 0 {
		return localstack.Default
	}
	return args[0]
}

// labAt finds the place of a lab: one that may not be there yet (At), or one that is (Find).
func (a *app) labAt(find func(dir, name string) (localstack.Place, error), name string) (localstack.Place, error) {
	if _, err := localstack.At("", name); err != nil {
		return localstack.Place{}, misuse(err)
	}
	dir, err := localstack.Home(a.env.getenv)
	if err != nil {
		return localstack.Place{}, err
	}
	return find(dir, name)
}

// object prints a thing of a lab's as JSON.
func (a *app) object(what any) error {
	text, err := json.Marshal(what)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.env.stdout, "%s\n", listing.SafeJSON(text))
	return err
}

// asObject reports whether an answer is to be JSON; forms that only lists have are misuse.
func (a *app) asObject(command string) (bool, error) {
	switch a.common.parsedFormat {
	case listing.Table:
		return false, nil
	case listing.JSON, listing.JSONL:
		return true, nil
	default:
		return false, misuse(fmt.Errorf("%s answers as table or json, not as %s", command, a.common.parsedFormat))
	}
}

func (a *app) labDown() *cobra.Command {
	return &cobra.Command{
		Use:   "down [NAME]",
		Short: "End a lab: its log whole on disk, its clouds gone",
		Long: `Ends the lab's server and the clouds that it started: asked first, then by force, and only processes that the lab itself
began. It puts in order what a lab left that was killed, too. The log stays where it is.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asJSON, err := a.asObject("lab down")
			if err != nil {
				return err
			}
			place, err := a.labAt(localstack.Find, labName(args))
			if err != nil {
				return err
			}
			note, err := localstack.Down(context.WithoutCancel(cmd.Context()), place, a.env.environ())
			if err != nil {
				return err
			}
			if asJSON {
				return a.object(note)
			}
			fmt.Fprintf(a.env.stdout, "lab %q is down; its log is in %s\n", place.Name, listing.Safe(note.Logs))
			return nil
		},
	}
}

func (a *app) labLogs() *cobra.Command {
	return &cobra.Command{
		Use:   "logs [NAME]",
		Short: "The folder that holds the lab's AWSLogs, written out up to now",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asJSON, err := a.asObject("lab logs")
			if err != nil {
				return err
			}
			place, err := a.labAt(localstack.Find, labName(args))
			if err != nil {
				return err
			}
			folder, err := localstack.Deliver(cmd.Context(), place)
			if err != nil {
				return err
			}
			if asJSON {
				return a.object(map[string]string{"name": place.Name, "logs": folder})
			}
			fmt.Fprintln(a.env.stdout, folder)
			return nil
		},
	}
}

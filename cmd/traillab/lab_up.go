// lab up begins a lab in the background; lab serve is that background.

package main

import (
	"context"
	"fmt"
	"os"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/localstack"
)

func (a *app) labUp() *cobra.Command {
	var flags labFlags
	c := &cobra.Command{
		Use:   "up [NAME]",
		Short: "Begin a lab in the background",
		Long: `Begins a lab and returns when it is ready; it lives on until lab down. The first line says which cloud is behind it and why.
By default (auto) that is a LocalStack that runs on 127.0.0.1:4566, else an installed one, with moto beside it where that is
installed, else the embedded cloud. Nothing is downloaded unless --upstream asks for it by name: localstack is then its
image 4.14.0 where Docker is there, else its Python package (Python 3.13) in a folder of its own in the user's cache.
Several labs may be up at a time, each with a name and an address of its own.

CloudTrail tells whole seconds, so that nobody can tell the order of what a program does within one. A lab gives every call
that may change something a second of its own, as if people made them: a burst puts its clock ahead of the machine's, and
it stays ahead by as much. With --clock real it tells the machine's time as it is. With --clock TIME it stands at that time until
whoever plays a story sets it, in the same way a second for every change.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asJSON, err := a.asObject("lab up")
			if err != nil {
				return err
			}
			name := labName(args)
			_, place, err := flags.options(a, name)
			if err != nil {
				return err
			}
			program, err := os.Executable()
			if err != nil {
				return fmt.Errorf("begin the lab %q: %w", name, err)
			}
			tell, done := a.watchLab()
			health, err := localstack.Launch(cmd.Context(), place, append([]string{program, "lab", "serve", name}, flags.args()...), a.env.environ(), tell)
			done()
			if err != nil {
				return err
			}
			if asJSON {
				return a.object(health)
			}
			fmt.Fprintf(a.env.stdout, "lab %q is ready at %s, on %s: %s\n", name, health.Endpoint, health.Upstream, listing.Safe(health.Why))
			a.remark("next: eval \"$(traillab lab env%s)\"", argument(name))
			return nil
		},
	}
	flags.add(c.Flags())
	return c
}

// argument is a lab's name as it is given to the next command: the usual one need not be.
func argument(name string) string {
	if name == localstack.Default {
		return ""
	}
	return " " + name
}

// watchLab tells what a lab does while it starts: a bar on a terminal, else each thing in a line, once. done clears the bar.
func (a *app) watchLab() (tell func(localstack.Health), done func()) {
	last := ""
	if a.common.quiet || a.common.log == "json" || a.env.width(a.env.stderr) == 0 {
		return func(h localstack.Health) {
			if h.Doing != last {
				last = h.Doing
				a.remark("%s", listing.Safe(h.Doing))
			}
		}, func() {}
	}
	bar := progressbar.NewOptions(-1,
		progressbar.OptionSetWriter(a.env.stderr), progressbar.OptionSetDescription("starting"), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionEnableColorCodes(false), progressbar.OptionUseANSICodes(!a.common.noColor))
	return func(h localstack.Health) {
		if h.Of > 0 && bar.GetMax() != h.Of {
			bar.ChangeMax(h.Of)
		}
		text := []rune(listing.Safe(h.Doing))
		bar.Describe(string(text[:min(len(text), 40)]))
		_ = bar.Set(h.Done) // a bar that cannot be drawn is no reason to stop
	}, func() { _ = bar.Finish() }
}

// labServe is what lab up runs in the background. It ends at SIGTERM.
func (a *app) labServe() *cobra.Command {
	var flags labFlags
	c := &cobra.Command{
		Use:    "serve NAME",
		Short:  "Be a lab until told to end; lab up does this in the background",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, _, err := flags.options(a, args[0])
			if err != nil {
				return err
			}
			o.Log = a.env.stderr
			return serveLab(cmd.Context(), o)
		},
	}
	flags.add(c.Flags())
	return c
}

// serveLab is a lab from its beginning to the end of ctx.
func serveLab(ctx context.Context, o localstack.Options) error {
	lab, err := localstack.Up(ctx, o)
	if err != nil {
		return err
	}
	<-ctx.Done()
	return lab.Close()
}

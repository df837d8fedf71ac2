// The command tree, in the order of the help.

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// app is one run: its environment and the flags that every command has.
type app struct {
	env    *env
	common commonFlags
}

func newApp(e *env) *app { return &app{env: e} }

// execute runs the command that args name, and says which it was.
func (a *app) execute(ctx context.Context, args []string) (command string, err error) {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.env.stdin)
	root.SetOut(a.env.stdout)
	root.SetErr(a.env.stderr)
	ran, err := root.ExecuteContextC(ctx)
	return ran.Name(), err
}

// root builds the tree anew for each run: flags are values of the run and of nothing else.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "traillab",
		Short: "Who cut what off, when, and did it work? Answers from CloudTrail archives, offline",
		Long: `traillab loads CloudTrail archives (folders, zips, S3) into one DuckDB file and answers who cut what off from what,
when, whether it worked, what it cost, and where the record of it lies.

  traillab load ./AWSLogs        read an archive into ./traillab.duckdb
  traillab detachments           every call that cut, or tried to cut, one thing from another
  traillab chains                which of them belong together, and what they look like
  traillab impact CHAIN          what each resource lost and kept, since when, how sure
  traillab show EVENT_ID         the record behind a line, and the bytes behind the record
  traillab report                all of it on paper, for people and for machines

Exit codes: 0 done · 1 failed · 2 misuse · 3 findings at or above --fail-on · 4 evidence incomplete under --strict ·
5 integrity broken (verify, manifest check) · 130 interrupted.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
		Args:          unknown,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
		CompletionOptions:          cobra.CompletionOptions{HiddenDefaultCmd: true},
		SuggestionsMinimumDistance: 2,
	}
	root.SetHelpCommand(help(root))
	root.SetVersionTemplate("traillab {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return misuse(fmt.Errorf("%w; see: %s --help", err, cmd.CommandPath()))
	})
	a.common.add(root.PersistentFlags(), a.env)
	for _, g := range a.groups() {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
		for _, c := range g.commands {
			c.GroupID = g.id
			c.Args = explained(c.Args)
			root.AddCommand(c)
		}
	}
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return misuse(a.common.check(c.Name())) }
	return root
}

// help explains a command, and says so when there is none of that name.
func help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about any command",
		RunE: func(_ *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err == nil && len(rest) == 0 {
				about.InitDefaultHelpFlag()
				about.InitDefaultVersionFlag()
				return about.Help()
			}
			return unknown(root, rest)
		},
	}
}

// unknown tells of a command that does not exist, and which ones may have been meant.
func unknown(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return misuse(fmt.Errorf("unknown command %q; did you mean %s?", args[0], strings.Join(near, " or ")))
	}
	return misuse(fmt.Errorf("unknown command %q; traillab help lists the commands", args[0]))
}

// group is a heading of the help with its commands.
type group struct {
	id, title string
	commands  []*cobra.Command
}

func (a *app) groups() []group {
	return []group{
		{"in", "Evidence in:", []*cobra.Command{a.load(), a.verify(), a.coverage(), a.manifest()}},
		{"questions", "Questions:", []*cobra.Command{a.detachments(), a.chains(), a.impact(), a.topology(), a.timeline(), a.who(), a.show(), a.note(), a.sql(), a.tui(), a.report()}},
		{"lab", "The lab:", []*cobra.Command{a.lab(), a.simulate(), a.playbook(), a.drill(), a.sample(), a.demo()}},
	}
}

// explained makes a wrong number of arguments misuse, with the form that is right.
func explained(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(cmd, args); err != nil {
			return misuse(fmt.Errorf("%w; usage: %s", err, cmd.UseLine()))
		}
		return nil
	}
}
